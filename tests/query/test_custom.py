"""A product's own fields, each kind compared as it makes sense."""

from datetime import timedelta

import pytest
from django.utils import timezone

from products.operations.workflow import add_field
from requirements.query import QueryError

KINDS = {
    "team": ("select", ["Growth", "Core"]),
    "markets": ("multi_select", ["CN", "EU", "US"]),
    "budget": ("number", []),
    "risk": ("rating", []),
    "launch": ("date", []),
    "note": ("text", []),
    "spec": ("url", []),
    "lawyer": ("person", []),
}


@pytest.fixture
def fields(shop, manager):
    for key, (kind, options) in KINDS.items():
        add_field(shop, by=manager, key=key, name=f"The {key}", kind=kind, options=options)


@pytest.fixture
def filled(fields, make_requirement, manager):
    custom = {
        "team": "Growth", "markets": ["CN", "EU"], "budget": 12_500.5, "risk": 4, "launch": "2026-12-24",
        "note": 'Needs "legal" (合同) [x]*', "spec": "https://example.org/Spec", "lawyer": manager.name,
    }  # fmt: skip
    make_requirement("filled", custom=custom)
    make_requirement("empty")


@pytest.mark.parametrize(
    "text",
    [
        "custom.team:growth", "自定义.team：Growth,Core", "custom.team:some", "custom.markets:eu",
        "custom.markets:us,cn", "custom.budget>12500", "custom.budget:12000..13000", "custom.budget<=12500.5",
        "custom.risk>=4", "custom.risk:4",
        "custom.launch<=2026-12-31", "custom.launch:2026-Q4", "custom.launch>2026-11", "custom.note:LEGAL",
        'custom.note:"(合同) [x]*"', r'custom.note:"\"legal\""', "custom.spec:/spec", "custom.lawyer:@me",
        "-custom.team:core", "-custom.risk<4", "has:tag OR custom.team:growth",
    ],
)  # fmt: skip
def test_what_is_found(filled, ask, text):
    assert "filled" in ask(text)
    assert "empty" not in ask(f"{text} custom.team:some")


@pytest.mark.parametrize(
    "text",
    ["custom.team:core", "custom.markets:us", "custom.budget>12500.5", "custom.risk<4", "custom.launch:2026-Q3",
     "custom.note:legal.", "custom.team:none custom.budget>0", "-custom.markets:cn custom.team:some"],
)  # fmt: skip
def test_what_is_not_found(filled, ask, text):
    assert "filled" not in ask(text)


def test_missing_values_are_found(filled, ask):
    assert ask("custom.team:none") == ["empty"]
    assert ask("-custom.team:some") == ["empty"]


def test_a_field_is_found_by_the_name_people_see(filled, ask, shop, manager):
    add_field(shop, by=manager, key="area", name="领域", kind="select", options=["支付"])
    assert ask("custom.领域:支付") == []
    assert ask("custom.领域:none") == ["empty", "filled"]


def test_dates_relative_to_today(fields, make_requirement, ask):
    make_requirement("soon", custom={"launch": str(timezone.localdate() + timedelta(days=3))})
    assert ask("custom.launch<=1w") == ["soon"]
    assert ask("custom.launch:1w") == ["soon"]
    assert ask("custom.launch>1w") == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("custom.team:grwth", "Growth, Core"),
        ("custom.team>Core", "no order"),
        ("custom.note>a", "no order"),
        ("custom.budget:much", "not a number"),
        ("custom.launch:someday", "not a time"),
        ("custom.teem:x", "Did you mean “team”"),
    ],
)
def test_what_is_refused(filled, ask, text, message):
    with pytest.raises(QueryError, match=message):
        ask(text)


def test_products_may_define_a_key_differently(filled, ask, manager, help_desk, make_requirement):
    add_field(help_desk, by=manager, key="team", name="Team", kind="number")
    make_requirement("numbered", product=help_desk, custom={"team": 7})
    assert ask("custom.team:7") == ["numbered"]
    assert ask("custom.team:growth") == ["filled"]
    assert ask("-custom.team:7") == ["empty", "filled"]


def test_a_field_that_was_deleted_is_said_to_be_missing(filled, ask, shop):
    shop.custom_fields.filter(key="team").delete()
    with pytest.raises(QueryError, match="no custom field “team”"):
        ask("custom.team:growth")
