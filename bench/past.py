"""Reading the past beside reading the present: the first page of the list, as it stands and as it stood."""

import statistics
import time

SHARE = 10  # one row in so many is changed after the instant
ROUNDS = 7
TOUCH = "UPDATE requirements_requirement SET priority = (priority + 1) %% 5 WHERE product_id = %s AND id %% %s = 0"


def as_of(product, person):
    """Milliseconds (p50) of a page now, of the same page before nothing and before a tenth of all rows changed."""
    from django.db import connection
    from django.utils import timezone

    before = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(TOUCH, [product.pk, SHARE])
        touched = cursor.rowcount
        cursor.execute("ANALYZE changes_change")
    after = timezone.now()
    return {
        "now": milliseconds(lambda: page(product, person)),
        "untouched": milliseconds(lambda: page(product, person, after)),
        "touched": milliseconds(lambda: page(product, person, before)),
        "rows": touched,
    }


def page(product, person, at=None):
    from requirements.history.as_of import as_of as past
    from requirements.models import Requirement
    from requirements.reading import with_rows

    seen = Requirement.objects.visible_to(person).of(product)
    if at is None:
        return list(with_rows(seen).ranked()[:50])
    with past(product, at):  # as requirements.views.past.PastTable does it: places first
        places = list(seen.ranked().values_list("pk", flat=True)[:50])
        return list(with_rows(seen.filter(pk__in=places)))


def milliseconds(read):
    taken = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        read()
        taken.append((time.perf_counter() - began) * 1_000)
    return statistics.median(taken)
