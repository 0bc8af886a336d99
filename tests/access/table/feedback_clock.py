"""Targets, working time, days and figures, on pages and over REST."""

from tests.access.rows import MANAGERS, READERS, Row
from tests.access.table.api import IN_SHOP, api, new, product
from tests.access.table.api import thing as by_id
from tests.access.table.products import of_product, page, thing

HOURS = {"opens": "09:00", "closes": "18:00", "weekdays": ["1", "2"], "country": "CN"}
TARGET = {"kind": "question", "response_hours": 8, "solution_hours": 24}
DAY = {"day": "2027-02-01", "works": "no"}

ROWS = [
    page("feedback_settings", READERS, MANAGERS, HOURS),
    page("feedback_figures", READERS),
    Row("service_target_list", of_product, post=MANAGERS, send={"post": TARGET}),
    Row("service_target_remove", thing("target"), post=MANAGERS),
    Row("calendar_day_list", of_product, post=MANAGERS, send={"post": DAY}),
    Row("calendar_day_remove", thing("special_day"), post=MANAGERS),
    api("api_service_targets", get=READERS, post=MANAGERS, query=IN_SHOP, send=new(kind="question")),
    api(
        "api_service_target", by_id("target"), get=READERS, patch=MANAGERS, delete=MANAGERS,
        send={"patch": {"response_hours": 5}},
    ),
    api("api_calendar_days", get=READERS, post=MANAGERS, query=IN_SHOP, send=new(day="2027-02-01", works=False)),
    api(
        "api_calendar_day", by_id("special_day"), get=READERS, patch=MANAGERS, delete=MANAGERS,
        send={"patch": {"works": True}},
    ),
    api("api_working_calendar", product, get=READERS, patch=MANAGERS, send={"patch": {"weekdays": [1, 2]}}),
    api("api_feedback_figures", product, get=READERS),
]  # fmt: skip
