"""What a roadmap is drawn from: plain data, so that a page, a print and a share link draw the same."""

from dataclasses import dataclass, field

from pmhub.lib.fuzzy_dates import FuzzyDate


@dataclass(frozen=True)
class Item:
    """A version or requirement (a bar from `start` to `end`) or a milestone (a diamond at `end`).

    `done` is a share from 0 to 1, `late` a broken promise, `health` what people say of an open milestone (its word is
    the `state`), `note` what it is about where there is room. Without `url` it is no link. What can be moved has its
    `lock_version` and under `moves` the address below which that is done.
    """

    kind: str
    pk: int
    name: str
    start: FuzzyDate | None = None
    end: FuzzyDate | None = None
    hue: int = 255
    late: bool = False
    reached: bool = False
    health: str = ""
    done: float | None = None
    state: str = ""
    owner: str = ""
    note: str = ""
    url: str = ""
    lock_version: int | None = None
    moves: str = ""

    @property
    def key(self):
        return self.kind, self.pk

    @property
    def dates_url(self):
        """Where its dates are asked for."""
        return f"{self.moves}dates/{self.kind}/{self.pk}/" if self.lock_version is not None and self.moves else ""

    @property
    def is_dated(self):
        return bool(self.end if self.kind == "milestone" else self.start or self.end)

    @property
    def span(self):
        """The first and the last day on which something dated may be."""
        return (self.start or self.end).start, (self.end or self.start).end


@dataclass(frozen=True)
class Lane:
    """Items under one heading; `done` is how far its key results have come, from 0 to 1."""

    key: str
    name: str
    note: str = ""
    done: float | None = None
    items: list = field(default_factory=list)


@dataclass(frozen=True)
class Edge:
    """`source` has to be there before `target`: two keys of items. A conflict says why it cannot be."""

    source: tuple
    target: tuple
    conflict: str = ""
