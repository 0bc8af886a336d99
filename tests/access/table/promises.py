"""Promises, slips and forecasts."""

from tests.access.rows import MANAGERS, READERS, Row
from tests.access.table.products import of_product, thing

WHY = {"reason": "The supplier is late."}


def slip(world):
    return {"pk": world.slip}


ROWS = [
    Row("promise_list", of_product, get=READERS, query="?period=year&as_of=&show=slips"),
    Row("promise_slip", lambda w: {"key": w.key, **slip(w)}, get=MANAGERS, post=MANAGERS, send={"post": WHY}),
    Row("version_promises", thing("version"), get=READERS),
    Row("api_promises", {"product": "SHOP"}, get=READERS, json=True),
    Row("api_slip", slip, get=READERS, patch=MANAGERS, json=True, send={"patch": WHY}),
    Row("api_version_promises", lambda w: {"pk": w.version.pk}, get=READERS, json=True),
    Row("api_version_forecast", lambda w: {"pk": w.version.pk}, get=READERS, json=True),
    Row("api_milestone_promises", lambda w: {"pk": w.milestone.pk}, get=READERS, json=True),
]
