"""What has to be there before what: links between requirements, drawn between what stands for them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from roadmaps.drawing.items import Edge, Item


@dataclass(frozen=True)
class Conflict:
    """Something that blocks another thing and surely ends too late for it."""

    source: Item
    target: Item
    links: str
    text: str


def dependencies(found, language):
    """`(edges, conflicts)`: one edge for each two items, however many of their requirements are linked."""
    items = {item.key: item for item in found.items}
    pairs = {}
    for link in found.blocks:
        source, target = stands_for(items, link, "source"), stands_for(items, link, "target")
        if source and target and source != target and not is_within(link, source, target):
            pairs.setdefault((source, target), []).append(f"{link['source__key']} → {link['target__key']}")
    edges, conflicts = [], []
    for (source, target), links in pairs.items():
        text = conflict(items[source], items[target], language)
        edges.append(Edge(source, target, text))
        if text:
            conflicts.append(Conflict(items[source], items[target], ", ".join(links[:5]), text))
    return edges, conflicts


def is_within(link, source, target):
    """Whether one end is drawn as the version in which the other one lies, whose dates say nothing about the two."""
    return source == ("version", link["target__version"]) or target == ("version", link["source__version"])


def stands_for(items, link, end):
    """The key of the item that shows one end of a link: the requirement itself, or else its version."""
    own, version = ("requirement", link[end]), ("version", link[f"{end}__version"])
    return own if own in items else version if version in items else None


def conflict(source, target, language):
    """Why it cannot be, by dates that are surely so: a quarter conflicts only with what lies wholly before it."""
    if not source.end:
        return ""
    told = {"blocker": source.name, "blocked": target.name, "ends": source.end.label(language)}
    if target.end and source.end.start > target.end.end:
        told["when"] = target.end.label(language)
        return _("%(blocker)s ends %(ends)s, after what it blocks: %(blocked)s ends %(when)s.") % told
    if target.start and source.end.start > target.start.end:
        told["when"] = target.start.label(language)
        return _("%(blocker)s ends %(ends)s, but what it blocks begins earlier: %(blocked)s on %(when)s.") % told
    return ""
