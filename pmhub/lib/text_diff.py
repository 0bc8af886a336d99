"""What changed between two texts, word by word; Chinese, which has no spaces, character by character."""

import re
from difflib import SequenceMatcher

PIECES = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]|\w+|\s+|[^\w\s]")
MOST_PIECES = 4_000  # on each side; longer texts are compared line by line
CONTEXT = 40  # characters kept beside each change

SAME, REMOVED, ADDED = "same", "removed", "added"


def differences(old, new, *, context=CONTEXT):
    """The way from `old` to `new` as `(SAME | REMOVED | ADDED, text)`; long unchanged stretches are cut to "…"."""
    before, after = PIECES.findall(old), PIECES.findall(new)
    if max(len(before), len(after)) > MOST_PIECES:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    found = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append((SAME, "".join(before[i1:i2])))
            continue
        found += [(REMOVED, "".join(before[i1:i2]))] if i2 > i1 else []
        found += [(ADDED, "".join(after[j1:j2]))] if j2 > j1 else []
    last = len(found) - 1
    return [
        (kind, shortened(text, context, at == 0, at == last) if kind == SAME else text)
        for at, (kind, text) in enumerate(found)
    ]


def shortened(text, context, is_first, is_last):
    """An unchanged stretch without its middle, or without its outer end at the edges of the text."""
    if len(text) <= 2 * context + 1:
        return text
    if is_first:
        return f"…{text[-context:]}"
    if is_last:
        return f"{text[:context]}…"
    return f"{text[:context]}…{text[-context:]}"
