"""How the sample's requirements are written down: a tree of items, each with what would be said about it."""

from dataclasses import dataclass, field


@dataclass
class Item:
    """One requirement of the sample. `rice` is (reach in tens of users a quarter, impact, confidence in per cent,
    effort in person-weeks), None where nobody knows. `due` and `start` count days from today, or name a period from
    now ("quarter+1"). `talk` is who said what; `checks` are acceptance criteria, those that hold begin with "x ".
    """

    level: str
    title: str
    status: str = "new"
    p: int = 3
    version: str = ""
    rice: tuple = ()
    tags: str = ""
    text: str = ""
    story: tuple = ()
    checks: list = field(default_factory=list)
    by: str = "mu"
    owner: str = ""
    who: str = ""
    asked: str = ""
    kind: str = "user"
    estimate: float | None = None
    start: int | str | None = None
    due: int | str | None = None
    platforms: list = field(default_factory=list)
    customers: int | None = None
    rival: str = ""
    reason: str = ""
    milestone: str = ""
    id: str = ""
    links: list = field(default_factory=list)
    talk: list = field(default_factory=list)
    votes: int = 0
    children: tuple = ()


def initiative(title, *children, **fields):
    return Item("initiative", title, children=children, **{"p": 1, "kind": "business", "by": "zhixia", **fields})


def feature(title, *children, **fields):
    return Item("feature", title, children=children, **{"p": 2, **fields})


def story(title, status="new", p=3, version="", rice=(), tags="", **fields):
    return Item("story", title, status=status, p=p, version=version, rice=rice, tags=tags, **fields)


def flat(items, parent=None):
    """Every item of the tree with its parent, parents first."""
    for item in items:
        yield item, parent
        yield from flat(item.children, item)
