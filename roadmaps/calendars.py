"""What stands in a person's calendar of a product: releases, milestones, and what they are to have done."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from changes.models import Change
from pmhub.lib.calendar_file import Day, calendar_of
from requirements.models import Requirement
from roadmaps.models import CalendarFeed, Milestone, Version
from roadmaps.models.version import State

YEAR = timedelta(days=366)  # as inexact as a date can be
KEPT = timedelta(days=366)  # after that a date leaves the calendar
MOST = 1_000  # of each kind


def feed_at(secret):
    """The feed whose address has this secret, as long as its person may read the product; else None."""
    return CalendarFeed.objects.with_secret(secret)


def calendar_file_of(feed):
    """The bytes of the calendar, in the person's language. They change only when something in it does."""
    person, product = feed.user, feed.product
    language = person.language or settings.LANGUAGE_CODE
    with translation.override(language):
        days = [*releases(person, product), *milestones(person, product), *duties(person, product)]
        days = [day for day in days if day.on >= oldest()]
        days.sort(key=lambda day: (day.on, day.uid))
        text = _("Releases and milestones of %(product)s, and what you are to have done.") % {"product": product.name}
        return calendar_of(days, name=f"{product.name} · PMHub", text=text, language=language)


def releases(person, product):
    versions = Version.objects.visible_to(person).of(product).exclude(state=State.ARCHIVED)
    versions = versions.filter(release_on__gte=oldest() - YEAR).order_by("release_on", "pk")[:MOST]
    changed = last_changes(product, "version")
    for version in versions:
        released = version.state == State.RELEASED
        title = _("%(name)s released") if released else _("%(name)s: release")
        yield entry(version, version.release, title % {"name": version.name}, _("Releases"),
                    text=version.goal, page=reverse("version", args=[product.key, version.pk]),
                    changed_at=changed.get(version.pk, version.created_at))  # fmt: skip


def milestones(person, product):
    found = Milestone.objects.visible_to(person).of(product)
    changed = last_changes(product, "milestone")
    for milestone in found.filter(due_on__gte=oldest() - YEAR).order_by("due_on", "pk")[:MOST]:
        title = _("%(name)s, reached") % {"name": milestone.name} if milestone.done_at else milestone.name
        yield entry(milestone, milestone.due, title, _("Milestones"),
                    text=milestone.deliverables, page=reverse("milestone", args=[product.key, milestone.pk]),
                    changed_at=changed.get(milestone.pk, milestone.created_at))  # fmt: skip


def duties(person, product):
    """What is open, has a due date, and is assigned to the person or owned by them."""
    theirs = Q(pk__in=Requirement.objects.assigned_to(person).values("pk")) | Q(owner=person)
    found = Requirement.objects.visible_to(person).of(product).open().filter(theirs, due_on__gte=oldest() - YEAR)
    columns = ["key", "title", "due_on", "due_precision", "updated_at", "number", "lock_version"]
    for requirement in found.only(*columns).order_by("due_on", "pk")[:MOST]:
        yield entry(requirement, requirement.due, f"{requirement.key} {requirement.title}", _("Requirements"),
                    page=reverse("requirement", args=[product.key, requirement.number]),
                    changed_at=requirement.updated_at)  # fmt: skip


def entry(thing, when, title, category, *, page, changed_at, text=""):
    """A fuzzy date stands on its last day, the last one that keeps the promise, and says how exact it is."""
    exact = when.precision == "day"
    return Day(
        uid=f"{thing._meta.model_name}-{thing.pk}@{settings.SITE.hostname}",
        title=title if exact else f"{title} ({when.label(translation.get_language())})", on=when.end,
        changed_at=changed_at, sequence=thing.lock_version, text=text, url=settings.PMHUB_URL + page, category=category,
    )  # fmt: skip


def oldest():
    return timezone.localdate() - KEPT


def last_changes(product, type):
    """When each of the product's things of a type was last changed, by id."""
    changes = Change.objects.filter(product=product, type=type).order_by().values("object_id")
    return dict(changes.annotate(at=Max("at")).values_list("object_id", "at"))
