"""Closing the loop: who is to hear what became of an item. Called by consumers of the stream and by people's clicks."""

from django.db.models import Q
from django.utils import timezone

from feedback import policies
from feedback.models import Contact, Evidence, Feedback, News, Subscription
from feedback.models.letter import NewsState, What
from feedback.operations.voting import follow
from feedback.sending.titles import titles_for
from pmhub.lib.operations import operation

DECIDED = (What.SOLVED, What.DECLINED)
WROTE_TO_US = ("mail", "portal")  # who came this way hears what was decided, others only if they follow


def reachable(rows, contact="contact"):
    """Those of these rows whose contact can be written to and has not had enough of it."""
    known = rows.exclude(**{f"{contact}__email": ""})
    return known.filter(**{f"{contact}__erased_at": None, f"{contact}__muted_at": None})


def groups_of(items):
    """The ids of the first items of the groups to which these belong."""
    return {first or pk for pk, first in Feedback.objects.filter(pk__in=items).values_list("pk", "duplicate_of")}


def followers(items):
    """`(contact id, feedback id, product id)` of everybody who asked to hear of these items or their duplicates."""
    firsts = groups_of(items)
    asked = Subscription.objects.filter(Q(feedback__in=firsts) | Q(feedback__duplicate_of__in=firsts), ended_at=None)
    heard = reachable(asked.filter(contact__hears=True))
    return set(heard.values_list("contact_id", "feedback_id", "product_id"))


def requesters(items, **filters):
    """The same of who brought these items and their duplicates, unless they have had enough of it."""
    firsts = groups_of(items)
    group = Feedback.objects.filter(Q(pk__in=firsts) | Q(duplicate_of__in=firsts), **filters).exclude(contact=None)
    enough = Subscription.objects.filter(feedback__in=group.values("pk")).exclude(ended_at=None)
    over = set(enough.values_list("contact_id", "feedback_id"))
    found = reachable(group).values_list("contact_id", "pk", "product_id")
    return {row for row in found if row[:2] not in over}


def announce(items, what):
    """Put it into the next letter of everybody who is to hear it.

    What they have not been told yet is forgotten for it; but a step of a requirement does not take the place of what
    was decided about the item, after which they are asked whether it helped.
    """
    told = followers(items)
    if what in DECIDED:
        told |= requesters(items, channel__in=WROTE_TO_US)
    kept = [What.SHIPPED] if what in DECIDED else [What.SHIPPED, *DECIDED]
    older = News.objects.waiting().exclude(what__in=kept).filter(feedback__in={row[1] for row in told})
    pairs = {row[:2] for row in told}
    replaced = [pk for pk, *pair in older.values_list("pk", "contact_id", "feedback_id") if tuple(pair) in pairs]
    News.objects.filter(pk__in=replaced, state=NewsState.WAITING).delete()
    News.objects.bulk_create(
        News(contact_id=contact, feedback_id=feedback, product_id=product, what=what)
        for contact, feedback, product in sorted(told)
    )
    return len(told)


def draft_for(version_number, version_name, requirements):
    """Drafts for everybody who asked for these requirements, which a version brought; who has one keeps it."""
    items = Evidence.objects.filter(requirement__in=requirements).values_list("feedback_id", flat=True)
    told = tellable(requesters(items) | followers(items))
    News.objects.bulk_create(
        [
            News(
                contact_id=contact, feedback_id=feedback, product_id=product, what=What.SHIPPED, state=NewsState.DRAFT,
                version_number=version_number, version_name=version_name,
            )
            for contact, feedback, product in sorted(told)
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def tellable(told):
    """Those of `(contact id, feedback id, product id)` who know the item by a title of their own or in public."""
    named = Feedback.objects.only("key", "title", "contact", "duplicate_of")
    items = named.in_bulk({feedback for _contact, feedback, _product in told})
    titles = titles_for((contact, items[feedback]) for contact, feedback, _product in told)
    return {row for row in told if row[:2] in titles}


@operation(policies.can_triage)
def end_news(product, contact, *, by, feedback=None):
    """A contact has heard enough: of one item, or of everything, also of what they will say another day."""
    at, group = timezone.now(), Q(feedback=feedback) if feedback else Q()
    if feedback and feedback.contact_id == contact.pk:  # who brought it is told without having asked
        Subscription.objects.get_or_create(feedback=feedback, contact=contact, defaults={"product": product})
    heard = Subscription.objects.of(product).filter(group, contact=contact, ended_at=None)
    heard.update(ended_at=at)
    News.objects.of(product).filter(group, contact=contact, state__in=[NewsState.WAITING, NewsState.DRAFT]).update(
        state=NewsState.DROPPED
    )
    if feedback is None:
        Contact.objects.filter(pk=contact.pk, muted_at=None).update(hears=False, muted_at=at)


@operation(policies.can_triage)
def hear_again(product, contact, *, by):
    """A contact takes back that they ended everything: they hear again what they heard of until then."""
    row = Contact.objects.select_for_update(of=["self"]).of(product).get(pk=contact.pk)
    if row.muted_at:
        ended = Subscription.objects.of(product).filter(contact=row, ended_at=row.muted_at)
        ended.update(ended_at=None)
        Contact.objects.filter(pk=row.pk).update(hears=True, muted_at=None)


@operation(policies.can_triage)
def ask_for_news(feedback, contact, *, by):
    """A contact wants to hear what becomes of an item."""
    follow(feedback, contact, by=by)
    Contact.objects.filter(pk=contact.pk, hears=False).update(hears=True, muted_at=None)
