"""A product's past, and the laboratory of its scores."""

from tests.access.rows import CONTRIBUTORS, MANAGERS, READERS, Row
from tests.access.table.products import of_product

AT = "?at=2026-11-01T09:00"


def baseline(world):
    return {"key": world.key, "pk": world.baseline.pk}


ROWS = [
    Row("requirement_as_of_list", of_product, get=READERS, query=AT),
    Row("requirement_as_of", lambda w: {"key": w.key, "number": w.requirement.number}, get=READERS, query=AT),
    Row("requirement_compare", of_product, get=READERS, query="?from=2026-11-01"),
    Row("requirement_baselines", of_product, get=READERS, post=CONTRIBUTORS, send={"post": {"name": "A name"}}),
    Row("requirement_baseline", baseline, get=MANAGERS, post=MANAGERS, send={"post": {"name": "Another name"}}),
    Row("requirement_baseline_remove", baseline, post=MANAGERS),
    Row("requirement_lab", of_product, get=READERS, post=MANAGERS, send={"post": {"kind": "ice"}}),
    Row("requirement_lab_intervals", of_product, get=READERS, post=CONTRIBUTORS, send={"post": {"seed": "1"}}),
    Row("api_compare", {"product": "SHOP"}, get=READERS, query="?from=2026-11-01", json=True),
    Row("api_baselines", {"product": "SHOP"}, get=READERS, post=CONTRIBUTORS, send={"post": {"name": "x"}}, json=True),
    Row(
        "api_baseline", lambda w: {"pk": w.baseline.pk}, get=READERS, patch=MANAGERS, delete=MANAGERS, json=True,
        send={"patch": {"name": "x"}},
    ),
]  # fmt: skip
