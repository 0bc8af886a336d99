"""Release notes drafted from what has shipped, in the note's language whatever the reader's is."""

import re

from products.models import Category
from requirements.models import Requirement
from requirements.models.requirement import Kind, Level
from roadmaps.models.release_note import BODY_LENGTH, Language

# What Markdown would take for its own signs inside of a line; an underscore within a word is none.
SIGNS = re.compile(r"([\\`*\[\]<>~]|(?<!\w)_|_(?!\w)|&(?=#?\w+;))")

GROUPINGS = ("kind", "level", "tag")
WORDS = {
    Language.ENGLISH: {
        "kind": {Kind.USER: "For users", Kind.BUSINESS: "For the business", Kind.TECHNICAL: "Under the hood"},
        "level": {Level.INITIATIVE: "Highlights", Level.FEATURE: "New", Level.STORY: "Improved"},
        "other": "Also",
        "key": "{title} ({key})",
        "title": "{product} {version}",
        "nothing": "Nothing that was planned into this version is done yet.",
    },
    Language.CHINESE: {
        "kind": {Kind.USER: "用户功能", Kind.BUSINESS: "业务改进", Kind.TECHNICAL: "技术优化"},
        "level": {Level.INITIATIVE: "重点更新", Level.FEATURE: "新功能", Level.STORY: "改进"},
        "other": "其他",
        "key": "{title}（{key}）",
        "title": "{product} {version}",
        "nothing": "计划在此版本中的需求还没有完成的。",
    },
}


def drafted_title(version, language):
    """What a note is called before anybody calls it otherwise."""
    return WORDS[language]["title"].format(product=version.product.name, version=version.name)[:200]


def drafted_body(version, user, language, grouping="kind"):
    """Markdown: the done requirements of the version that the person sees, grouped by kind, level or first tag."""
    words = WORDS[language]
    rows = Requirement.objects.visible_to(user).filter(version=version, status__category=Category.DONE)
    rows = rows.only("key", "title", "kind", "level", "product").order_by("priority", "rank", "pk")
    groups = {}
    for row in rows.prefetch_related("tags") if grouping == "tag" else rows:
        groups.setdefault(heading_of(row, grouping, words), []).append(words["key"].format(
            title=plain_line(row.title), key=row.key))  # fmt: skip
    if not groups:
        return words["nothing"]
    order = list(words.get(grouping, {}).values()) or sorted(groups, key=lambda name: (name == words["other"], name))
    parts = [f"## {name}\n\n" + "\n".join(f"- {line}" for line in groups[name]) for name in order if name in groups]
    return shortened("\n\n".join(parts))


def heading_of(row, grouping, words):
    if grouping == "tag":
        first = min((tag.name for tag in row.tags.all()), default="")
        return plain_line(first) or words["other"]
    return words[grouping][getattr(row, grouping)]


def plain_line(text):
    """A text in one line that Markdown shows as it is written."""
    return SIGNS.sub(r"\\\1", " ".join(text.split()))


def shortened(text):
    """As much as a note may hold, in whole lines."""
    return text if len(text) <= BODY_LENGTH else text[:BODY_LENGTH].rpartition("\n")[0]
