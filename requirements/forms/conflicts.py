"""Two people changed the same text: what each wrote, side by side, and the ways to go on."""

from dataclasses import dataclass

from django import forms

from pmhub.lib.text_diff import ADDED, REMOVED, SAME, differences, merged
from pmhub.lib.texts import plain

CONTEXT = 120  # characters beside each difference
WAYS = ("mine", "theirs", "both")


@dataclass
class Clash:
    """A field with two texts; `both` holds the changes of both, one after the other where they touch."""

    name: str
    label: str
    mine: str
    theirs: str
    both: str

    @classmethod
    def of(cls, name, label, *, base, mine, theirs):
        both = merged(plain(base), plain(mine), plain(theirs)) if base is not None else None
        apart = "\n\n" if "\n" in mine + theirs or len(mine) > 200 else " / "
        return cls(name, label, mine, theirs, f"{theirs}{apart}{mine}" if both is None else both)

    def __post_init__(self):
        self.pieces = differences(plain(self.theirs), plain(self.mine), context=CONTEXT)

    @property
    def their_pieces(self):
        """Theirs as `(is only theirs, text)`."""
        return [(kind == REMOVED, text) for kind, text in self.pieces if kind in (SAME, REMOVED)]

    @property
    def my_pieces(self):
        """Mine as `(is only mine, text)`."""
        return [(kind == ADDED, text) for kind, text in self.pieces if kind in (SAME, ADDED)]


class Meeting:
    """Mixin of a form of texts that may have changed meanwhile. `clashes` are the fields still to be decided on.

    `was_settled` says that a field holds another text now than its writer has sent.
    """

    clashes = ()
    was_settled = False

    @property
    def is_of_texts(self):
        return all(
            type(self.fields[name]) is forms.CharField for name in self.fields if not self.fields[name].widget.is_hidden
        )

    def compare(self, was, now):
        """Find the fields that both sides changed since `was`; takes theirs where only they wrote something new."""
        self.data = self.data.copy()
        self.clashes = []
        for name in was.keys() & now.keys():
            mine, base, theirs = self.data.get(name) or "", was[name] or "", now[name]
            if plain(mine) in (plain(theirs), plain(base)):
                self.was_settled |= plain(mine) != plain(theirs)
                self.data[name] = theirs
            else:
                label = str(self.fields[name].label)
                self.clashes.append(Clash.of(name, label, base=base, mine=mine, theirs=theirs))
        self.clashes.sort(key=lambda clash: list(self.fields).index(clash.name))

    def settle(self, now):
        """Do what a button beside a clash says (`name:way`); returns whether the form can be saved now."""
        name, _colon, way = self.data.get("settle", "").partition(":")
        if name not in now or way not in WAYS:
            return True
        self.data, self.was_settled = self.data.copy(), way != "mine"
        if way == "theirs":
            self.data[name] = now[name]
        elif way == "both":
            self.data[name] = self.data.get(f"both.{name}", self.data.get(name))
        still = [other for other in self.data.getlist("open") if other in now and other != name]
        self.clashes = [
            Clash.of(
                other, str(self.fields[other].label), base=None, mine=self.data.get(other) or "", theirs=now[other]
            )
            for other in still
        ]
        return not still and way != "both"
