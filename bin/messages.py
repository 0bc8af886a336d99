"""Translation catalogues by Babel: no system gettext needed.

.venv/bin/python bin/messages.py update|compile|check
"""

import io
import re
import sys
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = sorted(ROOT.glob("locale/*/LC_MESSAGES/django.po"))
SKIPPED = {"tests", "bench", "drills", "bin", "node_modules", ".venv", "staticfiles", "migrations", ".pmhub"}
KEYWORDS = {
    "gettext": None, "gettext_lazy": None, "gettext_noop": None, "_": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3), "npgettext_lazy": ((1, "c"), 2, 3),
}  # fmt: skip
NOISE = re.compile(rb'^"(POT-Creation|PO-Revision|Last-Translator|Language-Team|Report-Msgid|Generated-By).*\n', re.M)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def source_files(ending):
    for path in sorted(ROOT.rglob(f"*{ending}")):
        if not SKIPPED & set(path.relative_to(ROOT).parts):
            yield path


def messages_of(path):
    """(line, message, comments, context) of a source file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Babel reads Python, where an indentation would have a meaning that a template's has not.
        text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
    yield from extract(extract_python, io.BytesIO(text.encode()), KEYWORDS, ("Translators:",), {"encoding": "utf-8"})


def template_catalogue():
    """All messages of the source."""
    catalogue = Catalog(project="PMHub", charset="utf-8")
    for ending in (".py", ".html", ".txt"):
        for path in source_files(ending):
            if ending == ".txt" and "templates" not in path.parts:
                continue
            for _line, message, comments, context in messages_of(path):
                place = (path.relative_to(ROOT).as_posix(), None)
                catalogue.add(message, None, [place], auto_comments=comments, context=context)
    return catalogue


def read(path):
    with open(path, "rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def update():
    """Take new messages of the source into the catalogues and drop the old ones."""
    template = template_catalogue()
    for path in CATALOGUES:
        catalogue = read(path)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        text = io.BytesIO()
        write_po(text, catalogue, width=120, sort_output=True)
        path.write_bytes(NOISE.sub(b"", text.getvalue()))
        missing = sum(1 for message in catalogue if message.id and not done(message))
        print(f"{path.relative_to(ROOT)}: {len(catalogue)} messages, {missing} to translate")
    compile_all()


def compile_all():
    for path in CATALOGUES:
        target = path.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < path.stat().st_mtime:
            with open(target, "wb") as file:
                write_mo(file, read(path))


def done(message):
    texts = message.string if isinstance(message.string, tuple | list) else [message.string]
    return all(texts) and not message.fuzzy


def placeholders(message):
    """Whether each translation has the placeholders of its original."""
    ids = message.id if isinstance(message.id, tuple | list) else [message.id]
    strings = message.string if isinstance(message.string, tuple | list) else [message.string]
    wanted = set(PLACEHOLDER.findall(ids[-1]))
    return all(set(PLACEHOLDER.findall(string)) == wanted for string in strings)


def check():
    """Every message of the source is translated, none is left over, and placeholders agree."""
    template = template_catalogue()
    problems = [problem for path in CATALOGUES for problem in problems_of(path, template)]
    print("\n".join(problems) or f"{len(template)} messages, {len(CATALOGUES)} complete catalogue(s)")
    return 1 if problems or not CATALOGUES else 0


def problems_of(path, template):
    """Sentences about what is wrong with one catalogue."""
    catalogue, language = read(path), path.parent.parent.name
    for message in template:
        if not message.id:
            continue
        found = catalogue.get(message.id, context=message.context)
        if not found or not done(found):
            yield f"{language}: not translated: {message.id!r} ({message.locations[0][0]})"
        elif not placeholders(found):
            yield f"{language}: placeholders differ: {message.id!r}"
    for message in catalogue:
        if message.id and template.get(message.id, context=message.context) is None:
            yield f"{language}: no longer used: {message.id!r}"


if __name__ == "__main__":
    settings.configure()
    actions = {"update": update, "compile": compile_all, "check": check}
    if len(sys.argv) != 2 or sys.argv[1] not in actions:
        sys.exit(__doc__)
    sys.exit(actions[sys.argv[1]]())
