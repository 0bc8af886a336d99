"""The roadmap and the changelog of a portal, as far as they are public."""

from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.utils.safestring import SafeString

from accounts.models import User
from portal.models.public_status import PublicStatus
from portal.showing import public_html
from portal.stages import MOST_BROUGHT, ideas_of
from requirements.views.address import Address
from roadmaps.arranging.for_audience import SharedRoadmap
from roadmaps.models import ReleaseNote
from roadmaps.models.share_link import Audience
from roadmaps.releasing.changelog import SHOWN, TAGS, entries, language_of


def link_of(portal):
    """The share link that the team chose, None where there is none or it is closed."""
    link = portal.roadmap
    if link is None or link.state != "open" or link.audience != Audience.PUBLIC or link.password:
        return None
    return link


def plan_of(link, params, board):
    """The context of the page of what a link shows; `board` holds the ideas that its versions bring."""
    shared = SharedRoadmap(link, params)
    brought = brought_by(shared, board)
    full = MOST_BROUGHT if sum(len(one.ideas) for one in brought) >= MOST_BROUGHT else 0
    plan = {"granularity": link.get_granularity_display(), "brought": brought, "full": full, **shared.context()}
    if shared.asked.arrangement != "timeline":
        return plan
    heard = QueryDict(mutable=True)
    heard.update({name: params[name] for name in ("show", "zoom", "from") if name in params})
    address = Address("", heard)
    earlier, later = (str(address.having("from", [month])) for month in shared.around())
    zooms = [(label, str(address.having("zoom", [z])), z == shared.asked.zoom) for z, label in shared.zooms.items()]
    return plan | {"earlier": earlier, "later": later, "at_today": str(address.without("from")), "zooms": zooms}


@dataclass(frozen=True)
class Brought:
    """A version by the name and the date that its audience sees, and the ideas that come with it."""

    version: str
    when: str
    ideas: list


def brought_by(shared, board):
    """For each version that the roadmap shows, in its order, the ideas that come with it."""
    versions = [item for item in shared.found.items if item.kind == "version"]
    ideas = ideas_of([item.pk for item in versions], board)
    return [
        Brought(item.name, item.end.label(shared.language) if item.end else "", ideas[item.pk])
        for item in versions
        if item.pk in ideas
    ]


@dataclass(frozen=True)
class Note:
    """A published note of a released version, without who wrote it, and the ideas that came with it."""

    version: str
    title: str
    html: SafeString
    at: datetime
    tag: str
    ideas: list


def changes_of(portal, reader, before, board):
    """`(notes, more)`: the notes after the one with this id, and the id with which one goes on or None."""
    language, system = language_of(None, reader), User.objects.system()
    last = ReleaseNote.objects.of(portal.product).in_changelog(language).filter(pk=before).first() if before else None
    found = entries(portal.product, system, language, last)
    ideas = ideas_of([note.version_id for note in found[:SHOWN]], board, [PublicStatus.DONE])
    notes = [
        Note(
            note.version.name, note.title, public_html(note.body), note.version.released_at, TAGS[note.language],
            ideas.get(note.version_id, []),
        ) for note in found[:SHOWN]
    ]  # fmt: skip
    return notes, found[SHOWN - 1].pk if len(found) > SHOWN else None
