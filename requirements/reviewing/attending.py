"""Who came to the reviews of a product: K13, 评审参与率."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from requirements.models import Review
from requirements.reviewing.lists import rate, reviews_with_counts, told

MOST = 500
USUAL = timedelta(days=90)
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def zone_of(product):
    return ZoneInfo(product.time_zone)


def day_of(text):
    """A day as 2026-12-31; ValueError for anything else and for years that calendars of computers end at."""
    day = date.fromisoformat(text) if DAY.fullmatch(text) else None
    if day is None or not 1900 <= day.year <= 9000:
        raise ValueError(text)
    return day


def usual_period(product):
    """The last 90 days where the product is."""
    today = timezone.now().astimezone(zone_of(product)).date()
    return today - USUAL, today


@dataclass
class Attending:
    """The reviews that were held in a period, both days included, and how many of the invited were present.

    The rate is present ÷ invited in per cent over all people of all these reviews; None where nobody was invited.
    Reviews whose attendance nobody has noted count with nobody present and are told by `unnoted`.
    """

    first: date
    last: date
    reviews: list

    @classmethod
    def of(cls, product, user, first, last):
        zone = zone_of(product)
        begin = datetime.combine(first, time(), zone)
        end = datetime.combine(last, time(), zone) + timedelta(days=1)
        held = Review.objects.visible_to(user).of(product).exclude(opened_at=None)
        held = held.filter(starts_at__gte=begin, starts_at__lt=end).order_by("-starts_at", "-id")
        return cls(first, last, told(list(reviews_with_counts(held, user)[:MOST])))

    @property
    def invited(self):
        return sum(review.invited_count for review in self.reviews)

    @property
    def present(self):
        return sum(review.present_count for review in self.reviews)

    @property
    def rate(self):
        return rate(self.present, self.invited)

    @property
    def unnoted(self):
        return sum(
            all(row["attended"] is None for row in review.people_rows)
            for review in self.reviews
            if review.invited_count
        )
