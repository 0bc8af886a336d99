"""The week's feedback, told once to who works on a product on the morning of their Monday: in the inbox, by mail."""

from datetime import datetime, time, timedelta

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from accounts.middleware import zone
from accounts.models import User
from feedback.digest.week import Week, digest_of
from feedback.models import Feedback
from notifications.models import Digest, DigestDelivery, Notification, Preference
from notifications.models.delivery import Reason
from notifications.operations.telling import local_day
from notifications.unread import count_anew
from products.models import Product
from products.models.membership import Role

TOPICS = 3
EMPTY_FOR = 3 * 3600  # seconds; who writes down later what came in that week is told of it then


def tell_of_weeks(now=timezone.now):
    """Tell everybody whose Monday morning has come of the week that is over; returns how many were told.

    Constraints keep it to once per person, product and week, so it does not matter how many workers do this, nor where
    one of them dies. Weeks that nobody was told of in time, since no worker ran, are not told afterwards.
    """
    return sum(tell(digest, now()) for digest in digests_of_late(now()))


def digests_of_late(at):
    """The digests of the last week of all products that had any feedback in it, reckoned where nobody has yet."""
    lately = Feedback.objects.filter(received_at__gt=at - timedelta(days=15), received_at__lt=at).order_by()
    for product in Product.objects.filter(pk__in=lately.values("product")):
        week = Week.last_of(product, at)
        if digest := of_week(product, week):
            digest.product = product
            yield digest


def of_week(product, week):
    """The digest of a week, reckoned where nobody has yet; None where nothing came in, which is remembered a while."""
    known, empty = Digest.objects.of(product).filter(monday=week.monday), f"digest:empty:{product.pk}:{week}"
    if (found := known.first()) or cache.get(empty):
        return found
    if made := reckoned(product, week):
        Digest.objects.bulk_create([made], ignore_conflicts=True)
    else:
        cache.set(empty, True, EMPTY_FOR)
    return known.first()


def reckoned(product, week):
    """The headline of a week; None where nothing came in."""
    week_of = digest_of(product, User.objects.system(), week)
    if not (total := week_of.total).now:
        return None
    clock = week_of.clock()
    asked = clock["answered"] + clock["answered_late"] + clock["unanswered_late"]
    topics = [topic.term[:30] for topic in week_of.find_topics()[:TOPICS]]
    return Digest(
        product=product, monday=week.monday, received=total.now, before=total.before, answered=clock["answered"],
        asked=asked, topics=topics,
    )  # fmt: skip


@transaction.atomic
def tell(digest, at):
    """Tell a digest to those whose morning it is; their mail is ordered ahead, for the first letter of that morning.

    Returns for how many something was done.
    """
    people = untold(digest)
    mails = [
        DigestDelivery(digest=digest, recipient=person, due_at=morning_of_week(person, digest))
        for person in people.exclude(pk__in=digest.deliveries.values("recipient"))
        if preference_of(person).by_mail and person.email
    ]
    rows = [
        Notification(
            user=person, product=digest.product, digest=digest, reason=Reason.DIGEST, name=digest.week,
            day=local_day(person, at), created_at=at,
        )
        for person in people
        if preference_of(person).in_app and morning_of_week(person, digest) <= at
    ]  # fmt: skip
    DigestDelivery.objects.bulk_create(mails, ignore_conflicts=True)
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    told = {row.user_id for row in rows}
    count_anew(told)
    return len(told | {mail.recipient_id for mail in mails})


def untold(digest):
    """Who worked on the product when its week was reckoned and still does, wants to hear of it, and has not yet."""
    at_work = User.objects.people().filter(
        is_active=True, memberships__product=digest.product, memberships__role__gte=Role.CONTRIBUTOR,
        memberships__created_at__lte=digest.created_at,
    )  # fmt: skip
    told = Notification.objects.filter(digest=digest).values("user")
    wanted = at_work.exclude(reminder_mutes__reason=Reason.DIGEST).exclude(pk__in=told)
    return wanted.select_related("reminder_preference")


def preference_of(person):
    return getattr(person, "reminder_preference", Preference())


def morning_of_week(person, digest):
    """The person's Monday at the hour of their choice; a day later where the product's week is not over by then."""
    ends = Week(digest.monday, digest.product.time_zone).ends
    monday = digest.monday + timedelta(days=7)
    morning = datetime.combine(monday, time(preference_of(person).hour), zone(person.time_zone))
    return morning if morning >= ends else morning + timedelta(days=1)
