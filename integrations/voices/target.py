"""A product as an import of feedback sees it."""

from zoneinfo import ZoneInfo

from integrations.voices import columns
from pmhub.lib.tabular import mapping
from pmhub.lib.tabular.reading import Options
from pmhub.lib.tabular.seen import Seen


class VoiceTarget:
    """What the columns of a file can become here."""

    is_own = False
    needs, lack = ("body", "title"), "no_body"
    columns = columns

    def __init__(self, product, source):
        self.product, self.source = product, source
        self.zone = ZoneInfo(product.time_zone)
        self.said, self.again = Seen(), {}

    def targets(self):
        """All fields a column can be mapped to."""
        return list(self.columns.LABELS)

    def names(self):
        return {}

    def suggest(self, headers):
        """Where the columns probably go."""
        return self.columns.suggest(headers)

    def check(self, chosen, headers):
        """Raises Unreadable where a mapping cannot be."""
        expected = self.columns.NAMES[self.needs[0]]
        mapping.check(chosen, headers, self.targets(), needs=self.needs, lack=self.lack, expected=expected)

    def options(self, orders, headers=()):
        """How to read a file for this product."""
        return Options(zone=self.zone, orders=orders, readers=self.columns.READERS)

    def nth(self, text, row):
        """How many rows up to this one say the same, itself included: customers do repeat each other."""
        first = self.said.first(text, row)
        if first in (None, row):
            return 1
        rows = self.again.setdefault(text, {})
        return rows.setdefault(row, len(rows) + 2)
