"""A query as rows of nested groups, as a form sends them, and back."""

import csv
import io
from dataclasses import dataclass

from requirements.query import And, Not, Or, Words, both, either, opposite, parts_of
from requirements.views.filters.fields import operator_of

GROUPS = {"all": And, "any": Or, "none": Or, "notall": And}
DEEPEST, MOST = 8, 100
WORDS, PHRASE, FIRST = "words", "phrase", "status"  # FIRST is what a new condition begins with


@dataclass
class Row:
    """A group (`kind` is one of GROUPS) with the deeper rows after it, or a condition on a field, or words."""

    kind: str
    depth: int
    field: str = ""
    operator: str = "is"
    value: str = ""

    @property
    def is_group(self):
        return self.kind in GROUPS


def rows_of(tree):
    """The rows of a query; the first one is the group around everything."""
    negated = isinstance(tree, Not)
    inner = tree.part if negated else tree
    if isinstance(inner, (And, Or)):
        return list(rows_below(tree, 0))
    return [Row("all", 0), *(row for part in parts_of(tree) for row in rows_below(part, 1))]


def rows_below(node, depth):
    negated = isinstance(node, Not)
    inner = node.part if negated else node
    if isinstance(inner, (And, Or)):
        kind = ("notall" if negated else "all") if isinstance(inner, And) else ("none" if negated else "any")
        yield Row(kind, depth)
        for part in inner.parts:
            yield from rows_below(part, depth + 1)
    elif isinstance(inner, Words):
        yield Row("term", depth, PHRASE if inner.phrase else WORDS, "not" if negated else "is", inner.text)
    elif read := operator_of(node):
        term, operator = read
        yield Row("term", depth, term.name, operator, "" if operator in ("none", "some") else joined(term.values))
    else:
        yield Row("notall", depth)
        yield from rows_below(inner, depth + 1)


def joined(values):
    """Values with commas between them; those with a comma of their own in quotes."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(values)
    return line.getvalue()


def split(text):
    return next(csv.reader([text.replace("\n", " ").replace("，", ",")], skipinitialspace=True), [])


def read(params):
    """The rows that a form has sent."""
    columns = [params.getlist(name) for name in ("kind", "depth", "field", "operator", "value")]
    rows = []
    for kind, depth, field, operator, value in list(zip(*columns, strict=False))[:MOST]:
        deepest = rows[-1].depth + rows[-1].is_group if rows else 0
        depth = int(depth) if depth.isdecimal() and len(depth) < 3 else 0
        rows.append(
            Row(kind if kind in GROUPS else "term", min(max(depth, bool(rows)), deepest), field, operator, value)
        )
    return rows if rows and rows[0].is_group else [Row("all", 0), *rows]


def tree_of(rows, fields):
    """The query that the rows say; conditions without a value say nothing yet."""
    return group(rows, 0, fields) or And()


def group(rows, at, fields):
    parts, depth, here = [], rows[at].depth, at + 1
    while here < len(rows) and rows[here].depth > depth:
        if rows[here].depth == depth + 1:
            part = group(rows, here, fields) if rows[here].is_group else condition_of(rows[here], fields)
            parts += [part] if part is not None else []
        here += 1
    if not parts:
        return None
    kind = rows[at].kind
    found = (both if GROUPS[kind] is And else either)(parts)
    return opposite(found) if kind in ("none", "notall") else found


def condition_of(row, fields):
    if row.field in (WORDS, PHRASE):
        text = " ".join(row.value.split())
        words = Words(text, row.field == PHRASE) if text else None
        return opposite(words) if words and row.operator == "not" else words
    field = fields.get(row.field)
    return field and field.term(row.operator if row.operator in field.operators else "is", split(row.value))


def stepped(rows, step):
    """The rows after a button was pressed (`add:3`, `group:3`, `remove:3`), and the condition that gets the focus."""
    verb, _colon, at = step.partition(":")
    if not at.isdecimal() or len(at) > 3 or int(at) >= len(rows):
        return rows, None
    at = int(at)
    depth = rows[at].depth
    end = next((i for i in range(at + 1, len(rows)) if rows[i].depth <= depth), len(rows))
    if verb == "remove" and at:
        return rows[:at] + rows[end:], at - 1
    if verb in ("add", "group") and rows[at].is_group and len(rows) < MOST and depth < DEEPEST:
        new = (
            [Row("term", depth + 1, FIRST)] if verb == "add" else [Row("any", depth + 1), Row("term", depth + 2, FIRST)]
        )
        return rows[:end] + new + rows[end:], end + len(new) - 1
    return rows, None
