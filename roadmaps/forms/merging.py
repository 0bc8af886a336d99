"""Forms of plans, which others may change while somebody fills them in."""

from requirements.forms import merging
from roadmaps.operations.merging import columns_of


class MergingForm(merging.MergingForm):
    """A fuzzy date is kept in two columns."""

    columns_of = staticmethod(columns_of)
