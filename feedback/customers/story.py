"""What a customer asked for, what that speaks for, and what was shipped of it."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Max, Q
from django.db.models.functions import Coalesce

from feedback.models import Contact, Customer, Evidence, Feedback
from feedback.models.feedback import Channel
from pmhub.lib.paging import Sort, page_or_first
from products.models import Category
from requirements.models import Requirement

ITEMS, REQUIREMENTS, CONTACTS = 50, 200, 100
NEWEST = Sort("received_at", descending=True, naturally=True)


@dataclass
class Story:
    """A page of a customer's `items`, newest first, and the query string of the next one (`more`, "" at the end); the
    requirements that all of them speak for: `shipped`, and `waiting` for the rest."""

    items: list = field(default_factory=list)
    more: str = ""
    count: int = 0
    shipped: list = field(default_factory=list)
    waiting: list = field(default_factory=list)
    contacts: list = field(default_factory=list)
    parts: list = field(default_factory=list)


def story_of(customer, user, cursor=None):
    """All of a customer's page besides the facts, what was merged into it included."""
    family = Q(pk=customer.pk) | Q(merged_into=customer.pk)
    ids = list(Customer.objects.visible_to(user).filter(family).values_list("pk", flat=True))
    said = Feedback.objects.visible_to(user).of(customer.product).filter(said_by(ids))
    found = newest(said, customer, cursor)
    more = f"?{urlencode({'cursor': found.next})}" if found.next else ""
    story = Story(found.items, more, count=said.count() if found.next or found.previous else len(found.items))
    for requirement in asked_for(customer, said, user):
        shipped = requirement.status.category == Category.DONE
        (story.shipped if shipped else story.waiting).append(requirement)
    name_linked(found.items, user)
    contacts = Contact.objects.visible_to(user).filter(customer__in=ids, erased_at=None)
    story.contacts = list(contacts.order_by("name", "id")[:CONTACTS])
    story.parts = list(Customer.objects.visible_to(user).filter(merged_into=customer).order_by("name", "id"))
    return story


def newest(said, customer, cursor):
    """The page of items at a cursor, the first one where it is of another list."""
    return page_or_first(said, NEWEST, limit=ITEMS, cursor=cursor, of=f"said by {customer.pk}")


def said_by(ids):
    """The condition that an item is of these customers (ids), or names none and is by one of their contacts.

    Nobody proved the address that somebody wrote into a form.
    """
    theirs = Contact.objects.filter(customer__in=ids).values("pk")
    return Q(customer__in=ids) | Q(customer=None, contact__in=theirs) & ~Q(channel=Channel.FORM)


def asked_for(customer, said, user):
    """The requirements for which anything of the groups of these items speaks, the latest linked first."""
    roots = said.order_by().values(root=Coalesce("duplicate_of", "pk"))
    evidence = Evidence.objects.visible_to(user).of(customer.product)
    evidence = evidence.filter(Q(feedback__in=roots) | Q(feedback__duplicate_of__in=roots))
    latest = dict(evidence.order_by().values_list("requirement").annotate(Max("at")))
    newest = sorted(latest, key=latest.get, reverse=True)[:REQUIREMENTS]
    found = Requirement.objects.visible_to(user).select_related("status", "version").in_bulk(newest)
    return [found[pk] for pk in newest if pk in found]


def name_linked(items, user):
    """Give every item the keys of the requirements that it speaks for itself, as `linked`."""
    evidence = Evidence.objects.visible_to(user).filter(feedback__in=items).order_by("at", "id")
    keys = {}
    for item, key, number in evidence.values_list("feedback", "requirement__key", "requirement__number"):
        keys.setdefault(item, {})[key] = number
    for item in items:
        item.linked = list(keys.get(item.pk, {}).items())
