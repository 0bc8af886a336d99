"""What templates that outsiders see get: plain words and numbers, made of rows that stay here.

No row of the team's reaches such a template, so that nothing of it can be said there by accident.
"""

import re
from dataclasses import dataclass
from datetime import datetime

import nh3
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from feedback.models.feedback import Channel
from pmhub.lib.markdown import ATTRIBUTES, TAGS, render
from pmhub.lib.texts import TURNING
from portal.models.display import Display
from portal.models.portal import Access
from portal.models.public_status import PublicStatus

EXCERPT = 160
LANGUAGES = {"en": "English", "zh-hans": "中文"}
LABELS = dict(PublicStatus.choices)
MARKS = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
HEAPED = re.compile(f"({MARKS}{{2}}){MARKS}+")
CLEANER = nh3.Cleaner(
    tags=TAGS - {"img"}, attributes={name: found for name, found in ATTRIBUTES.items() if name != "img"},
    url_schemes={"http", "https"}, link_rel="nofollow ugc noopener",
)  # fmt: skip


def public_html(text):
    """Markdown of strangers for strangers: no pictures, no mail addresses as links, nothing that passes on our name."""
    return mark_safe(CLEANER.clean(render(tame(text))))


def tame(text):
    """A text without what reaches beyond it: signs that turn its direction, and heaps of marks over other lines."""
    return HEAPED.sub(r"\1", TURNING.sub("", text))


@dataclass(frozen=True)
class Face:
    """What every page of a portal shows around its content."""

    key: str
    name: str
    title: str
    welcome: str
    hue: int
    has_logo: bool
    logo: str
    languages: tuple
    has_roadmap: bool
    has_changelog: bool
    is_open: bool
    is_in: bool
    me: str
    is_known: bool

    @property
    def initial(self):
        return self.name[:1]


def face_of(portal, contact, is_in=True):
    """The frame of a page; who is not in yet at a portal for the invited gets what needs no further request."""
    is_told = is_in or portal.access != Access.INVITED
    languages = tuple((code, LANGUAGES[code]) for code in portal.languages if code in LANGUAGES) if is_told else ()
    language = get_language() or "en"
    return Face(
        key=portal.product.key, name=portal.product.name, title=portal.in_language("title", language),
        welcome=portal.in_language("welcome", language), hue=portal.hue, has_logo=bool(portal.logo) and is_told,
        logo=f"{reverse('portal_logo', args=[portal.product.key])}?{portal.logo[:8]}", languages=languages,
        has_roadmap=portal.has_stages or portal.roadmap_id is not None, has_changelog=portal.has_changelog,
        is_open=portal.access == Access.PUBLIC, is_in=is_in,
        me=contact.shown_name if contact else "", is_known=contact is not None,
    )  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A post as outsiders see it."""

    number: int
    title: str
    excerpt: str
    status: str
    label: str
    votes: int
    voted: bool
    comments: int
    is_held: bool
    at: datetime
    language: str = ""
    html: SafeString = SafeString("")
    who: str = ""
    follows: bool = False


def row_of(post):
    """For the board; the post comes `with_row_data`."""
    excerpt = " ".join(tame(post.body[: 2 * EXCERPT]).split())
    return Shown(
        number=post.number, title=tame(post.title), excerpt=excerpt[:EXCERPT] + "…" * (len(excerpt) > EXCERPT),
        status=post.status, label=str(LABELS[post.status]), votes=post.votes, voted=post.voted,
        comments=post.comment_count, is_held=post.state == Display.HELD, at=post.created_at, language=post.language,
    )  # fmt: skip


def page_of(post):
    """For its own page; the post comes `with_page_data` and its feedback."""
    row = row_of(post)
    more = {"html": public_html(post.body), "who": author_of(post), "follows": post.follows}
    return Shown(**{**row.__dict__, **more})


def author_of(post):
    """Who is named as its author: only who wrote it here themselves, and only as they chose to be called."""
    if post.feedback.channel == Channel.PORTAL:
        return post.shown_name or _("Somebody")
    return _("Somebody") if post.feedback.channel == Channel.FORM else _("The team")


@dataclass(frozen=True)
class Said:
    """A comment as outsiders see it."""

    who: str
    is_team: bool
    is_signed: bool  # by somebody of the team, with a name
    html: SafeString
    at: datetime
    is_held: bool


def said(comment):
    """The comment comes with its contact."""
    is_team = comment.member_id is not None
    name = comment.signed or _("The team") if is_team else (comment.contact and comment.contact.shown_name)
    held = comment.state == Display.HELD
    signed = is_team and bool(comment.signed)
    return Said(name or _("Somebody"), is_team, signed, public_html(comment.body), comment.created_at, held)
