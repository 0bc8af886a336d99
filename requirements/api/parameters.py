"""The parameters of the requirement list, for the documentation; what they accept is said in requirements.query."""

from pmhub.lib.api.queries import COUNTED, FIELDS
from products.api.reach import PRODUCT
from requirements.query import DEFAULT_SORT, FILTERS, SORTS

MEANING = {
    "q": (
        "A query: words in any language, “phrases”, and conditions such as status:planned assignee:me score>40"
        " updated:<7d due:<=2w tag:a,b -tag:later custom.team:growth is:blocked has:comments, joined by blanks (all),"
        " OR and parentheses, turned round by “-”. A mistake is answered with 422 and its place in the text."
    ),
    "status": "A status by id or name, a category, open or closed.",
    "priority": "0 to 4, or P0 to P4.",
    "kind": "user, business or technical.",
    "level": "initiative, feature or story.",
    "assignee": "me, none, a person's id or address, or person:ID for somebody from outside.",
    "owner": "me, none, a person's id or address.",
    "requester": "me, none, a person's id or address.",
    "author": "me, a person's id or address.",
    "tag": "A tag's name, or none.",
    "not_tag": "A tag's name: those without it.",
    "version": "A version's id or name, or none.",
    "milestone": "A milestone's id or name, or none.",
    "parent": "A requirement's key, or none.",
    "due": "overdue, week, none, or a last day like 2026-12-31.",
    "score": "none, some, or the least score.",
    "created_since": "A time like 2026-12-31T08:00:00Z.",
    "updated_since": "A time like 2026-12-31T08:00:00Z.",
    "updated_before": "A time like 2026-12-31T08:00:00Z.",
}
ORDERS = [*SORTS, *(f"-{name}" for name in SORTS)]
SORT = {"sort": ({"type": "string", "enum": ORDERS, "default": DEFAULT_SORT}, "The order; “-” turns it round.")}
LIST = COUNTED | FIELDS | PRODUCT | SORT | {name: MEANING.get(name, name) for name in FILTERS}
