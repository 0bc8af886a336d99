"""The roadmap and the changelog of a portal, as far as they are public."""

from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.utils.safestring import SafeString

from accounts.models import User
from portal.showing import public_html
from requirements.views.address import Address
from roadmaps.arranging.for_audience import SharedRoadmap
from roadmaps.models import ReleaseNote
from roadmaps.models.share_link import Audience
from roadmaps.releasing.changelog import SHOWN, TAGS, entries, language_of


def plan_of(portal, params):
    """The context of the roadmap's page, None where none is chosen or its link is closed."""
    link = portal.roadmap
    if link is None or link.state != "open" or link.audience != Audience.PUBLIC or link.password:
        return None
    shared = SharedRoadmap(link, params)
    plan = {"granularity": link.get_granularity_display(), **shared.context()}
    if shared.asked.arrangement != "timeline":
        return plan
    heard = QueryDict(mutable=True)
    heard.update({name: params[name] for name in ("zoom", "from") if name in params})
    address = Address("", heard)
    earlier, later = (str(address.having("from", [month])) for month in shared.around())
    zooms = [(label, str(address.having("zoom", [z])), z == shared.asked.zoom) for z, label in shared.zooms.items()]
    return plan | {"earlier": earlier, "later": later, "at_today": str(address.without("from")), "zooms": zooms}


@dataclass(frozen=True)
class Note:
    """A published note of a released version, without who wrote it."""

    version: str
    title: str
    html: SafeString
    at: datetime
    tag: str


def changes_of(portal, reader, before):
    """`(notes, more)`: the notes after the one with this id, and the id with which one goes on or None."""
    language, system = language_of(None, reader), User.objects.system()
    last = ReleaseNote.objects.of(portal.product).in_changelog(language).filter(pk=before).first() if before else None
    found = entries(portal.product, system, language, last)
    notes = [
        Note(note.version.name, note.title, public_html(note.body), note.version.released_at, TAGS[note.language])
        for note in found[:SHOWN]
    ]
    return notes, found[SHOWN - 1].pk if len(found) > SHOWN else None
