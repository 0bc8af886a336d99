"""How feedback is read over REST; addresses of contacts are in none of it."""

from accounts.api.views import person_of
from feedback.api.serializers.feedback import FeedbackRow, FeedbackShown
from feedback.models import Feedback

IN_LIST = tuple(FeedbackRow().fields)
ALL = tuple(FeedbackShown().fields)
RELATED = ("product", "customer", "contact", "assignee", "author", "duplicate_of")
OTHERS = {
    "product": lambda row: row.product.key,
    "customer": lambda row: named(row.customer),
    "contact": lambda row: named(row.contact),
    "assignee": lambda row: person_of(row.assignee),
    "author": lambda row: person_of(row.author),
    "duplicate_of": lambda row: row.duplicate_of and row.duplicate_of.key,
}
LONG = tuple(name for name in ALL if name not in IN_LIST)
DEFERRED = ("duplicate_of__body",)


def named(row):
    return row and {"id": row.pk, "name": str(row)}


def shown(row, names=ALL):
    """The members `names` of an item."""
    return {name: OTHERS[name](row) if name in OTHERS else getattr(row, name) for name in names}


def rows(ids, user, names=IN_LIST):
    """The items with these ids that the person may see, in this order, in one query."""
    unread = [name for name in LONG if name not in names]
    found = Feedback.objects.visible_to(user).select_related(*RELATED).defer(*DEFERRED, *unread).in_bulk(list(ids))
    return [shown(found[pk], names) for pk in ids if pk in found]
