"""What a product finished in its past weeks, and what is still open of its versions."""

from collections import Counter
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import BigIntegerField, Count, Max
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils import timezone

from changes.models import Change
from changes.models.change import Action
from products.models import Category, Status
from requirements.models import Requirement
from roadmaps.models import Version
from roadmaps.models.version import OPEN

WEEKS = 12


def today_in(product):
    """The day it is where the product's team works."""
    return timezone.now().astimezone(ZoneInfo(product.time_zone)).date()


def weekly_finished(product, today):
    """The items finished in each of the last 12 whole weeks (Monday to Sunday, the product's time), oldest first.

    An item counts in the week in which it last came from open to a status of the category done, and only if it is still
    done: what was reopened or undone was not finished, and what goes on from “done” to “released” not once more. Weeks
    before the product's first whole one are left out.
    """
    zone = ZoneInfo(product.time_zone)
    this_week = today - timedelta(days=today.weekday())
    born = product.created_at.astimezone(zone).date()
    first = max(this_week - timedelta(weeks=WEEKS), born + timedelta(days=-born.weekday() % 7))
    count = max((this_week - first).days // 7, 0)
    found = Counter(
        (moment.astimezone(zone).date() - first).days // 7 for moment in finishes(product, first, this_week)
    )
    return [found[week] for week in range(count)]


def finishes(product, first, until):
    """When each item that is done was finished last, where that was on or after `first` and before the day `until`."""
    zone = ZoneInfo(product.time_zone)
    start, end = (datetime.combine(day, time.min, zone) for day in (first, until))
    done = Status.objects.filter(product=product, category=Category.DONE)
    became = Change.objects.filter(
        product=product, type="requirement", action=Action.UPDATE, at__gte=start, diff__has_key="status"
    ).annotate(was=Cast(KT("diff__status__0"), BigIntegerField()), to=Cast(KT("diff__status__1"), BigIntegerField()))
    still = Requirement.objects.filter(product=product, status__in=done)
    became = became.filter(to__in=done.values("pk"), object_id__in=still.values("pk"))
    became = became.exclude(was__in=done.values("pk")).order_by()
    last = became.values("object_id").annotate(last=Max("at")).values_list("last", flat=True)
    return [moment for moment in last if start <= moment < end]


def open_counts(product):
    """The open versions in the order in which they come, each with how many of its items are open: `[(id, count)]`.

    By the last day of their release date; those without one come last, the older first.
    """
    versions = list(Version.objects.filter(product=product, state__in=OPEN).order_by("id"))
    versions.sort(key=lambda version: (version.release is None, version.release and version.release.end, version.pk))
    rows = Requirement.objects.filter(version__in=versions).open().order_by()
    counts = dict(rows.values("version").annotate(n=Count("pk")).values_list("version", "n"))
    return [(version.pk, counts.get(version.pk, 0)) for version in versions]
