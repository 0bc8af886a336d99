"""What can be found and done from the palette. Every app offers its entries in its `panels.py`."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from pmhub.lib.pinyin import folded, initials

GROUPS = {
    "recent": _("Recent"),
    "here": _("This requirement"),
    "requirements": _("Requirements"),
    "actions": _("Actions"),
    "pages": _("Go to"),
    "views": _("Views"),
    "people": _("People"),
    "products": _("Products"),
    "versions": _("Versions"),
}
MOST = {"requirements": 8}
MOST_OTHERWISE = 6
EVERYTHING = 16  # per group while nothing is typed
KEY_FITS, TITLE_FITS, GUESSED = 0, 2, 9

offers = []


def offer(function: Callable[["Asked"], Iterable["Entry"]]):
    """Register a function that says what an app offers to whoever asks. It reads through `visible_to` only."""
    offers.append(function)
    return function


@dataclass(frozen=True)
class Asked:
    """What was typed and by whom; the product and the requirement they stand at, by key; what they chose lately.

    `place` is what the addresses of the product's pages begin with.
    """

    user: object
    text: str = ""
    product: object = None
    place: str = ""
    item: str = ""
    recent: tuple = ()

    @cached_property
    def typed(self):
        return folded(self.text).strip()


@dataclass(frozen=True)
class Entry:
    """One line of the palette. `href` leads somewhere, `press` presses a key of the page, `post` posts `values`.

    Before it stands an icon or the dot of a status's `category`. `words` are other names for it. `rank` is how well
    it fits what was typed (the less the better), None where the palette is to find out. While nothing is typed what is
    `seldom` wanted stands last.
    """

    group: str
    title: str
    icon: str = ""
    category: str = ""
    href: str = ""
    press: str = ""
    post: str = ""
    values: dict = field(default_factory=dict)
    hint: str = ""
    words: str = ""
    ident: str = ""
    rank: int | None = None
    seldom: bool = False

    @property
    def name(self):
        """What is remembered of a choice."""
        return self.ident or self.href or f"{self.press}{self.post}"

    @property
    def sent(self):
        """The values to post, as JSON."""
        return json.dumps(self.values)

    def fit(self, typed):
        """How well the entry fits folded text, from 0 on; None when it does not."""
        if self.rank is not None or not typed:
            return self.rank or 0
        title = folded(self.title)
        letters = initials(self.title)
        tests = (
            title.startswith(typed) or letters == typed,
            f" {typed}" in f" {title}",
            typed in title,
            letters.startswith(typed),
            len(typed) > 1 and typed in letters,
            all(word in folded(f"{title} {self.words} {self.hint}") for word in typed.split()),
        )
        return next((place + 1 for place, fits in enumerate(tests) if fits), None)


class Group(NamedTuple):
    name: str
    label: str
    entries: list


def answer(asked):
    """The groups of entries for what was typed, the best first; with nothing typed, what was chosen lately first."""
    entries = [entry for function in offers for entry in function(asked)]
    fitting = [(fit, entry) for entry in entries if (fit := entry.fit(asked.typed)) is not None]
    if not asked.typed:
        fitting = [(nearness(entry, asked), entry) for entry in with_recent(fitting, asked)]
    fitting.sort(key=lambda pair: (pair[0], nearness(pair[1], asked)))
    groups = {name: [] for name in GROUPS}
    for fit, entry in fitting:
        groups[entry.group].append((fit, entry))
    filled = [(rows[0][0] if asked.typed else 0, name, rows) for name, rows in groups.items() if rows]
    filled.sort(key=lambda row: row[0])
    return [Group(name, GROUPS[name], cut(name, rows, asked)) for _fit, name, rows in filled]


def nearness(entry, asked):
    """Of what fits as well: what was chosen lately, then what is of the product one stands in, then all else."""
    if entry.group == "recent":
        return (False, False)
    return (entry.seldom, not (asked.place and entry.href.startswith(asked.place)))


def cut(name, rows, asked):
    most = MOST.get(name, MOST_OTHERWISE) if asked.typed else EVERYTHING
    return [entry for _fit, entry in rows[:most]]


def with_recent(fitting, asked):
    """What was chosen lately moves into a group of its own, the latest first, without what one stands at."""
    places = {name: place for place, name in enumerate(asked.recent) if name != asked.item}
    known = sorted(
        (entry for _fit, entry in fitting if entry.name in places), key=lambda entry: places[entry.name]
    )  # fmt: skip
    rest = [entry for _fit, entry in fitting if entry.name not in places and entry.group != "recent"]
    return [replace(entry, group="recent") for entry in known] + rest
