"""The parameters of the list of feedback, for the documentation; what they accept is said in feedback.query."""

from feedback.query import DEFAULT_SORT, FILTERS, SORTS
from pmhub.lib.api.queries import COUNTED, FIELDS
from products.api.reach import PRODUCT

MEANING = {
    "q": (
        "A query: words in any language, “phrases”, and conditions such as status:new kind:complaint is:late"
        " customer:ACME tier:A requirement:SHOP-7 received:<7d due:<=2d votes>5 -channel:import, joined by blanks"
        " (all), OR and parentheses, turned round by “-”. A mistake is answered with 422 and its place in the text."
    ),
    "status": "new, accepted, waiting, solved, declined, duplicate, open or closed.",
    "kind": "suggestion, defect, question, complaint or praise.",
    "channel": "portal, form, mail, api, import, chat, phone, store, meeting or other.",
    "assignee": "me, none, some, a person's id, name or address.",
    "author": "me, a person's id, name or address.",
    "customer": "A customer's id or name, none or some.",
    "tier": "A customer tier's id or name, none or some.",
    "contact": "A contact's id or name, none or some.",
    "requirement": "The key of a requirement that it speaks for, none or some.",
    "source": "The other system that it came from.",
    "received_since": "A time like 2026-12-31T08:00:00Z.",
    "received_before": "A time like 2026-12-31T08:00:00Z.",
    "updated_since": "A time like 2026-12-31T08:00:00Z.",
    "updated_before": "A time like 2026-12-31T08:00:00Z.",
}
ORDERS = [*SORTS, *(f"-{name}" for name in SORTS)]
SORT = {"sort": ({"type": "string", "enum": ORDERS, "default": DEFAULT_SORT}, "The order; “-” turns it round.")}
LIST = COUNTED | FIELDS | PRODUCT | SORT | {name: MEANING[name] for name in FILTERS}
