"""What the inbox is filtered by, and the menus that change it: the bar of requirements with fields of its own."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from feedback.models import Contact, Customer, Tier
from feedback.models.feedback import Channel, Kind, State
from feedback.query import LANGUAGE
from feedback.query.listing import OF_TERMS
from requirements.models import Requirement
from requirements.query import Term
from requirements.views.filterbar import FilterBar
from requirements.views.filters.fields import Field, choice
from requirements.views.filters.parts import Part, Parts
from requirements.views.filters.values import MOST, Option, fixed, like, people

PEOPLE = ("assignee", "author")
DAYS = {"received": "created", "solved": "created", "updated": "created", "due": "due"}  # whose values they share
GROUPS = [
    (_("Progress"), [
        choice("status", _("Status"), False), Field("is", pgettext_lazy("filter", "Situation"), "flag"),
        Field("due", _("Due"), "date", True), choice("requirement", _("Requirement")),
        Field("satisfaction", _("Satisfaction"), "number", True),
    ]),
    (_("What was said"), [
        choice("kind", _("Kind"), False), choice("channel", _("Channel"), False), Field("title", _("Title"), "text"),
        Field("has", _("Has"), "flag"), Field("votes", _("Votes"), "number"),
    ]),
    (_("People"), [
        choice("customer", _("Customer")), choice("tier", _("Tier")), choice("contact", _("Contact")),
        choice("assignee", _("Assignee")), choice("author", _("Entered by"), False),
    ]),
    (_("Dates"), [
        Field("received", _("Received"), "date"), Field("updated", _("Updated"), "date"),
        Field("solved", pgettext_lazy("feedback", "Solved"), "date"),
    ]),
]  # fmt: skip
HEADINGS = {one.name: heading for heading, fields in GROUPS for one in fields}
STATES = {
    "open": _("open"), "closed": _("closed"), "late": _("late"), "late-response": _("answered late"),
    "late-solution": _("solved late"), "over-48h": _("not handled within 48 hours"), "answered": _("answered"),
    "waiting": _("waiting for the customer"), "snoozed": _("put off"), "linked": _("linked to a requirement"),
    "unlinked": _("linked to no requirement"), "mine": _("mine"), "assigned": _("assigned"),
    "unassigned": _("unassigned"), "duplicate": _("a duplicate"),
}  # fmt: skip
THINGS = {
    "reply": _("a reply"), "files": _("attachments"), "votes": _("votes"), "subscribers": _("followers"),
    "duplicates": _("merged items"), "cause": _("a root cause"), "solution": _("a solution"),
    "satisfaction": _("a rating"),
}  # fmt: skip
SINCE = {
    "received_since": ("received", ">="), "received_before": ("received", "<"),
    "updated_since": ("updated", ">="), "updated_before": ("updated", "<"),
}  # fmt: skip


def older(address):
    """What the parameters besides `q` say, as parts."""
    for name in (*OF_TERMS, *SINCE):
        if values := tuple(address.values(name)):
            yield Part(Term(*SINCE.get(name, (name, ":")), values), name)


class InboxBar(FilterBar):
    """A status is looked for on all shelves: most of them hold only some."""

    language = LANGUAGE
    with_choices = ("status", "kind", "channel", "received", "due", "is", "has")
    older = staticmethod(older)

    def __init__(self, listing):
        super().__init__(listing)
        asked = listing.asked
        self.anywhere = Parts(listing.address.having("show", ["all"]), asked.trees, asked.fragments, older)

    def known_fields(self):
        return [one for _heading, fields in GROUPS for one in fields]

    def heading(self, one):
        return HEADINGS[one.name]

    def at_hand(self, one, values=()):
        if days := DAYS.get(one.name):
            return fixed(days)
        return [Option(value, str(label), also=(str(label).lower(),)) for value, label in choices(one.name)]

    def also_called(self, one):
        return [Option("open", _("open")), Option("closed", _("closed"))] if one.name == "status" else ()

    def address_with(self, one, at, node):
        return (self.anywhere if one.name == "status" else self.parts).address_with(at, node)

    def found(self, one, typed):
        """Customers, tiers, contacts, requirements and people by their names; of everything else what is at hand."""
        typed = typed.strip().lstrip("@#＠＃").replace("\x00", "")
        of = Q(product=self.product)
        match one.name:
            case "customer":
                return called(Customer.objects.visible_to(self.user).filter(of, merged_into=None), typed)
            case "tier":
                return called(Tier.objects.visible_to(self.user).filter(of), typed, "position")
            case "contact":
                return called(Contact.objects.visible_to(self.user).filter(of).exclude(name=""), typed)
            case "requirement":
                seen = Requirement.objects.visible_to(self.user).filter(of)
                rows = seen.filter(Q(key__istartswith=typed) | Q(title__icontains=typed)).order_by("-pk")
                return [Option(key, f"{key} {title}") for key, title in rows.values_list("key", "title")[:20]]
            case name if name in PEOPLE:
                return [*like(fixed("assignee"), typed), *people(typed, of, self.user, outside=False)]
        return like(self.at_hand(one), typed)


def choices(name):
    known = {"status": State.choices, "kind": Kind.choices, "channel": Channel.choices}
    return known.get(name) or {"is": STATES, "has": THINGS}.get(name, {}).items()


def called(rows, typed, order="name"):
    """At most MOST of them with what was typed in their names, each name once."""
    names = rows.filter(name__icontains=typed).order_by(order, "pk").values_list("name", flat=True)[:MOST]
    return [Option(name, name) for name in dict.fromkeys(names)]
