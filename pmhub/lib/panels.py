"""What apps show on the pages of the apps below them: a page names a place, the `panels.py` of other apps fill it."""

from collections import defaultdict
from dataclasses import dataclass

places = defaultdict(list)


@dataclass(frozen=True)
class Panel:
    """A piece of a page: its template, in which it is called `panel`, and what the template needs (`of`).

    `anchor` is the id of its element; `explains` names the input of the score that it stands behind, if any.
    """

    template: str
    of: object
    anchor: str = ""
    explains: str = ""


def fills(place):
    """Register `function(subject, user)`, which gives the Panel for a place of a page, or None for no panel."""

    def register(function):
        places[place].append(function)
        return function

    return register


def panels_at(place, subject, user):
    """What other apps show there about the subject."""
    return [panel for function in places[place] if (panel := function(subject, user))]
