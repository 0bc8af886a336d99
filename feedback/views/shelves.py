"""The shelves of the inbox: what is to do, what is mine, what waits, what sleeps, and everything."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from feedback.clocks.standing import standing
from feedback.models.feedback import OPEN, State, is_asleep, is_awake, is_to_do
from feedback.query import DEFAULT_SORT, FILTERS, listed
from feedback.views.counts import Counts, Tab
from feedback.views.filterbar import InboxBar
from feedback.views.place import FEEDBACK, WAY
from feedback.views.rate import rate_in
from requirements.views.address import Address
from requirements.views.listing import settled
from requirements.views.saved_bar import SavedBar

ROWS = 50
RANKED = 1_000  # the newest that words find are ordered by how well they fit
SHELVES = {
    "todo": (_("To do"), lambda user, now: is_to_do(now)),
    "new": (pgettext_lazy("feedback", "New"), lambda user, now: Q(state=State.NEW) & is_awake(now)),
    "mine": (_("Mine"), lambda user, now: Q(state__in=OPEN, assignee=user) & is_awake(now)),
    "waiting": (_("Waiting"), lambda user, now: Q(state=State.WAITING) & is_awake(now)),
    "later": (pgettext_lazy("inbox", "Later"), lambda user, now: is_asleep(now)),
    "all": (_("All"), lambda user, now: Q()),
}
ORDERS = {
    "-received": _("Newest first"),
    "received": _("Oldest first"),
    "due": _("Due first"),
    "-votes": _("Most votes first"),
    "-updated": _("Latest change first"),
}
USUAL_ORDERS = {"todo": "due"}  # of the others the newest first
ASKED = (*FILTERS, "sort", "show")  # what of an address asks for a look


@dataclass
class Shelf:
    """One look at a product's feedback. What is searched for is searched for everywhere, unless a shelf is named."""

    product: object
    user: object
    params: object
    now: object

    def __post_init__(self):
        asked = self.params.get("show")
        self.name = asked if asked in SHELVES else self.usual
        self.asked = listed(self.product, self.user, self.params, usual=USUAL_ORDERS.get(self.name, DEFAULT_SORT))

    @property
    def usual(self):
        return "all" if self.q else "todo"

    @property
    def q(self):
        """What is looked for; while somebody types, that of the chips and what is in the box."""
        return " ".join(self.params.getlist("q")).strip()

    @property
    def orders(self):
        """The orders as `(label, address, whether it is in force)`; that of a search by words is first."""
        best = [("relevance", _("Relevance"))] if self.asked.words else []
        named = [*best, *ORDERS.items()]
        return [(label, str(self.address.having("sort", [name])), name == self.order) for name, label in named]

    @property
    def order(self):
        return self.asked.sort_name

    @property
    def found(self):
        return self.on(self.name)

    def on(self, name):
        return self.asked.found.filter(self.holds(name))

    def holds(self, name):
        """The condition that an item stands on a shelf."""
        return SHELVES[name][1](self.user, self.now)

    def rows(self, cursor=None):
        """A page of the list; each row knows how it stands with its clock."""
        page = self.asked.page(self.walked.with_rows(), limit=ROWS, cursor=cursor)
        for row in page.items:
            row.standing = standing(row, self.now)
        return page

    @property
    def walked(self):
        """What the list goes through: all that is found, but of words in their order only the newest."""
        if not self.is_ranked:
            return self.found
        return self.found.filter(pk__in=self.found.order_by("-pk").values("pk")[:RANKED])

    @property
    def is_ranked(self):
        return bool(self.asked.words) and self.asked.sort.field == "relevance"

    @property
    def most_ranked(self):
        return RANKED

    @property
    def in_full(self):
        """Where all that is found stands, in the order of its days."""
        return str(self.address.having("sort", [DEFAULT_SORT]))

    def row(self, feedback):
        """The row of an item; None where it does not stand on this shelf."""
        row = self.found.with_rows().filter(pk=feedback.pk).first()
        if row:
            row.standing = standing(row, self.now)
        return row

    @property
    def here(self):
        """The query string that leads back to it, with its question mark; "" where it is the usual one."""
        query = Address("", settled(self.params, FEEDBACK)).only(*ASKED, "view").params.urlencode()
        return f"?{query}" if query else ""

    @cached_property
    def address(self):
        """The address of this look and no other: it names the shelf, and only what was understood."""
        path = reverse("feedback_list", args=[self.product.key])
        known = Address(path, self.asked.params).only(*ASKED, "view")
        return known.having("q", [self.asked.text] if self.asked.text else []).having("show", [self.name])

    @cached_property
    def bar(self):
        """The filters in force, and the menus that change them."""
        return InboxBar(self)

    @cached_property
    def chips(self):
        return self.bar.chips()

    @property
    def beside(self):
        """What the search sends besides its text: words are looked for everywhere, or on a shelf that was chosen."""
        kept = self.address.pairs(but=("q", "show"))
        return [*kept, ("show", self.name)] if self.params.get("show") == self.name != "todo" else kept

    @cached_property
    def saved(self):
        """The saved view that is open, and what could be saved."""
        return SavedBar.of(self.product, self.user, self.address.params, WAY)

    def at(self, name):
        return str(self.address.without("view").having("show", [name]))

    @property
    def rate(self):
        """How much of what came lately was handled in time, in percent; None where nothing is judged yet."""
        return rate_in(self.product, self.user)

    @cached_property
    def counts(self):
        """How many stand on each shelf."""
        return Counts(self, tuple(SHELVES))

    @property
    def figure(self):
        """How many were found here."""
        return self.counts.figure(self.name)

    @property
    def tabs(self):
        """The shelves with their figures."""
        return [
            Tab(name, label, self.at(name), self.counts.figure(name), name == self.name)
            for name, (label, _rows) in SHELVES.items()
        ]
