"""What changed between two texts, word by word; Chinese, which has no spaces, character by character."""

import re
from collections import Counter
from difflib import SequenceMatcher

SENTENCES = re.compile(r"[^\n。！？；.!?;]+[\n。！？；.!?;]*|[\n。！？；.!?;]+")
PIECES = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]|\w+|\s+|[^\w\s]")
DEAREST = 400_000  # pairs of equal pieces: beyond, a comparison would take seconds, and all counts as changed
CONTEXT = 40  # characters kept beside each change

SAME, REMOVED, ADDED = "same", "removed", "added"


def differences(old, new, *, context=CONTEXT):
    """The way from `old` to `new` as `(SAME | REMOVED | ADDED, text)`; long unchanged stretches are cut to "…".

    First sentences are compared, then the words of those that differ; without `context` nothing is cut.
    """
    found = readable(list(compared(old, new)))
    if context is None:
        return found
    last = len(found) - 1
    return [
        (kind, shortened(text, context, at == 0, at == last) if kind == SAME else text)
        for at, (kind, text) in enumerate(found)
    ]


def compared(old, new):
    """Unchanged and changed stretches as `(kind, text)`, a removal before what takes its place."""
    for before, after in blocks(SENTENCES.findall(old), SENTENCES.findall(new)):
        if before == after:
            yield SAME, before
            continue
        for was, is_now in blocks(PIECES.findall(before), PIECES.findall(after)):
            if was == is_now:
                yield SAME, was
            else:
                yield REMOVED, was
                yield ADDED, is_now


def blocks(before, after):
    """Pairs of texts that take each other's place, equal where nothing changed."""
    head = shared(before, after)
    tail = shared(before[head:][::-1], after[head:][::-1])
    ends = len(before) - tail, len(after) - tail
    yield "".join(before[:head]), "".join(before[:head])
    old, new = before[head : ends[0]], after[head : ends[1]]
    if is_dear(old, new):
        yield "".join(old), "".join(new)
    else:
        for _tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            yield "".join(old[i1:i2]), "".join(new[j1:j2])
    yield "".join(before[ends[0] :]), "".join(before[ends[0] :])


def shared(before, after):
    """How many pieces both begin with."""
    same = 0
    for one, other in zip(before, after, strict=False):
        if one != other:
            break
        same += 1
    return same


def is_dear(old, new):
    counts = Counter(new)
    return sum(times * counts[piece] for piece, times in Counter(old).items()) > DEAREST


def readable(found):
    """Neighbours of one kind joined; what stayed the same between two larger changes counts as changed with them."""
    runs = []  # [unchanged text, removed, added]: an unchanged stretch and the change that follows it
    for kind, text in found:
        if not text:
            continue
        if not runs or (kind == SAME and (runs[-1][1] or runs[-1][2])):
            runs.append(["", "", ""])
        runs[-1][(SAME, REMOVED, ADDED).index(kind)] += text
    kept = []
    for same, removed, added in runs:
        before = kept[-1] if kept else None
        if before and same and is_crumb(same, before, (removed, added)):
            before[1] += same + removed
            before[2] += same + added
        else:
            kept.append([same, removed, added])
    return [(kind, text) for run in kept for kind, text in zip((SAME, REMOVED, ADDED), run, strict=True) if text]


def is_crumb(same, before, after):
    """Whether so little stayed between two changes that reading on is easier without it."""
    first, second = max(map(len, before[1:])), max(map(len, after))
    if not first or not second or "\n" in same:
        return False
    return not same.strip() or (len(same) <= 2 and first + second > 3 * len(same))


def shortened(text, context, is_first, is_last):
    """An unchanged stretch without its middle, or without its outer end at the edges of the text."""
    if len(text) <= 2 * context + 1:
        return text
    if is_first:
        return f"…{text[-context:]}"
    if is_last:
        return f"{text[:context]}…"
    return f"{text[:context]}…{text[-context:]}"


def edits(old, new):
    """What turns `old` into `new`: `(start, end, text)` in places of `old`."""
    at, found = 0, []
    for was, is_now in changes_in(old, new):
        if was != is_now:
            found.append((at, at + len(was), is_now))
        at += len(was)
    return found


def changes_in(old, new):
    was = is_now = ""
    for kind, text in differences(old, new, context=None):
        if kind == SAME:
            yield was, is_now
            yield text, text
            was = is_now = ""
        elif kind == REMOVED:
            was += text
        else:
            is_now += text
    yield was, is_now


def merged(base, mine, theirs):
    """Both changes of `base` in one text, None where they touch each other."""
    every = sorted({*edits(base, mine), *edits(base, theirs)})
    for (_start, end, _text), (start, _end, _other) in zip(every, every[1:], strict=False):
        if start <= end:
            return None
    for start, end, text in reversed(every):
        base = base[:start] + text + base[end:]
    return base
