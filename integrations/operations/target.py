"""A product as an import sees it: what names in a file mean there."""

import unicodedata
from zoneinfo import ZoneInfo

from integrations.operations.identity import OWN
from pmhub.lib.tabular import mapping
from pmhub.lib.tabular.reading import Options
from pmhub.lib.tabular.values import category
from products.models.status import OPEN
from requirements.models import ScoringModel

CLOSED = ("done", "declined")


class Target:
    """The product's workflow, members, drivers and fields, loaded once for a run."""

    def __init__(self, product, source):
        self.product, self.source = product, source
        self.zone = ZoneInfo(product.time_zone)
        self.statuses = list(product.statuses.all())
        self.status_of = {fold(status.name): status for status in reversed(self.statuses)}
        self.category_of = {status.pk: status.category for status in self.statuses}
        self.inputs = ScoringModel.of_product(product).inputs
        self.fields = {field.key: field for field in product.custom_fields.all()}
        self.members = members_of(product)

    @property
    def is_own(self):
        """Whether the file is one that PMHub has written."""
        return self.source == OWN

    @property
    def first_status(self):
        """Where a requirement begins when the file does not say."""
        return next((status for status in self.statuses if status.category == "new"), self.statuses[0])

    def suggest(self, headers):
        """Where the columns probably go."""
        return mapping.suggest(headers, **self.names())

    def check(self, chosen, headers):
        """Raises Unreadable where a mapping cannot be."""
        mapping.check(chosen, headers, self.targets())

    def targets(self):
        """All fields a column can be mapped to."""
        return mapping.targets(**self.names())

    def names(self):
        """What `mapping.suggest` and `mapping.targets` need to know of the product."""
        return {"drivers": list(self.inputs), "custom": {key: field.name for key, field in self.fields.items()}}

    def options(self, orders, headers=()):
        """How to read a file with these columns for this product."""
        percents = frozenset(name for name, driver in self.inputs.items() if driver.unit == "%")
        defused = self.is_own and "pmhub_key" not in headers
        return Options(zone=self.zone, orders=orders, percents=percents, defused=defused)

    def status_named(self, name):
        """(status, the categories in which a requirement may stay as it is), or (None, ()) for an unknown name.

        A status of the workflow is meant exactly. Another system's "opened" only says that the work is not closed.
        """
        if found := self.status_of.get(fold(name)):
            return found, ()
        meant = category(name)
        found = next((status for status in self.statuses if status.category == meant), None)
        if found is None:
            return (self.first_status, OPEN) if meant in OPEN else (None, ())
        if fold(name) in ("open", "opened", "reopened"):
            return found, tuple(OPEN)
        if fold(name) == "closed":
            return found, CLOSED
        return found, (found.category,)

    def member(self, person):
        """The member with this e-mail address or name, or None."""
        return self.members.get(fold(person.name))


def members_of(product):
    """{e-mail or name: user}; a name that two members share means nobody."""
    found = {}
    for membership in product.memberships.select_related("user"):
        user = membership.user
        found[fold(user.name)] = None if fold(user.name) in found else user
        found[fold(user.email)] = user
    return {name: user for name, user in found.items() if user}


def fold(name):
    return unicodedata.normalize("NFKC", name).casefold().strip()
