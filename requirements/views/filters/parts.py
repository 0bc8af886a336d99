"""The parts of a list's query that can be taken one by one: those of its text, and its older parameters."""

from dataclasses import dataclass
from urllib.parse import urlencode

from requirements.query import FILTERS, Not, Term, both, parts_of, written
from requirements.views.filters.fields import is_words

SINCE = {"created_since": ("created", ">="), "updated_since": ("updated", ">="), "updated_before": ("updated", "<")}
AS_THEY_ARE = (
    "status", "priority", "kind", "level", "assignee", "owner", "requester", "author", "tag", "version", "milestone",
    "parent",
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """One condition of several that must all hold; `parameter` is the older parameter that says it, if one does."""

    node: object
    parameter: str = ""


def older(address):
    """What the parameters besides `q` say, as parts."""
    for name in FILTERS:
        values = tuple(address.values(name)) if name != "q" else ()
        if values and (node := node_of(name, values)):
            yield Part(node, name)


def node_of(name, values):
    if name in AS_THEY_ARE:
        return Term(name, ":", values)
    if name == "not_tag":
        return Not(Term("tag", ":", values))
    if name in SINCE:
        return Term(SINCE[name][0], SINCE[name][1], values)
    if name == "due":
        return Term(
            "due", "<=" if values[0][:1].isdecimal() else ":", tuple("7d" if v == "week" else v for v in values)
        )
    if name == "score":
        return Term("score", ":" if values[0] in ("none", "some") else ">=", values)
    return None


class Parts:
    """All parts of a list's query, and the addresses with one of them changed.

    While somebody types (the address has two texts), what they type is not taken apart: it stays in the box. `read`
    gives the parts that the older parameters say.
    """

    def __init__(self, address, trees, mistakes=(), read=older):
        self.address = address
        typing = len(trees) > 1
        self.typed = parts_of(trees[-1]) if typing else []
        asked = parts_of(both(trees[:-1])) if typing else parts_of(both(trees))
        self.words = [node for node in asked if is_words(node)]
        self.parts = [*read(address), *(Part(node) for node in asked if not is_words(node))]
        self.mistakes, self.rests = mistakes, {}

    @property
    def kept(self):
        """The text of the conditions that chips stand for."""
        return written(both([part.node for part in self.parts if not part.parameter]))

    @property
    def box(self):
        """What the box shows: the words, and what could not be understood, to be mended there."""
        return " ".join(text for text in [written(both(self.words)), *self.mistakes] if text)

    def text(self, parts):
        return written(both([*(part.node for part in parts if not part.parameter), *self.words, *self.typed]))

    def address_with(self, at, node):
        """With another condition in the place of one (None: at the end), or without it (`node` is None)."""
        parts, older = list(self.parts), self.parts[at].parameter if at is not None else ""
        put = [Part(node)] if node is not None else []
        if at is None:
            parts += put
        else:
            parts[at : at + 1] = put
        text, rest = self.text(parts), self.rest(older)
        query = "&".join(each for each in (rest, urlencode({"q": text}) if text else "") if each)
        return f"{self.address.path}?{query or 'q='}"

    def rest(self, without):
        """The query string besides `q`, and without one of the older parameters; made once for hundreds of links."""
        if without not in self.rests:
            self.rests[without] = self.address.bare.without("q").without(without).params.urlencode()
        return self.rests[without]
