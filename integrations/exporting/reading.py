"""The requirements of a query, one after another, in constant memory."""

from django.utils import translation

from pmhub.lib.paging import page
from requirements.api.rows import texts

AT_A_TIME = 500


def requirements_in(places, order, members, *, language):
    """Yields each requirement of `places` (see places_of) as a dict of `members`, in the order of a Sort.

    Page by page along the index: what is changed meanwhile is read as it is then, nothing is read twice.
    """
    cursor = None
    with translation.override(language):
        while True:
            some = page(places, order, limit=AT_A_TIME, cursor=cursor)
            yield from texts([item.pk for item in some.items], members)
            if not (cursor := some.next):
                return


def places_of(found, order):
    """Only what the order needs, which may be worked out and no column."""
    return found.only(*{"id", order.field} - set(found.query.annotations))
