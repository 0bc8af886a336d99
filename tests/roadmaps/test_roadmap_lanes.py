"""Lanes: by goal, owner, version, product and field, with one for what has none; of several products."""

import pytest
from django.utils import timezone

from pmhub.lib.fuzzy_dates import FuzzyDate
from requirements.operations.authoring import create
from roadmaps.operations.planning import create_milestone, create_version

ROADMAP = "/p/SHOP/roadmap/?from=2026-10&bars=both"
fuzzy = FuzzyDate.parse


@pytest.fixture
def plan(shop, manager, engineer):
    """2.4 serves a goal and has an owner, a milestone and a feature; 2.5 and a feature have nothing."""
    goal, _other = shop.goals.create(name="Sell more"), shop.goals.create(name="Nothing yet")
    shop.custom_fields.create(key="area", name="Area", kind="select", options=["Pay", "Search"])
    served = create_version(shop, by=manager, name="2.4", release=fuzzy("2026-12"), owner=manager, objective=goal)
    create_version(shop, by=manager, name="2.5", release=fuzzy("2027-01"))
    create_milestone(shop, by=manager, name="GA", due=fuzzy("2026-11-30"), version=served, owner=engineer)
    create_milestone(shop, by=manager, name="Fair", due=fuzzy("2026-11-30"))
    create(shop, by=manager, title="Card", level="feature", due=fuzzy("2026-12"), version=served,
           custom={"area": "Pay"})  # fmt: skip
    create(shop, by=manager, title="Loose", level="feature", due=fuzzy("2026-12"))
    return goal


def lanes(response):
    return {
        band.lane.name: sorted(item.name.removeprefix("SHOP-1 ").removeprefix("SHOP-2 ") for item in band.lane.items)
        for band in response.context["drawn"].bands
    }


def test_by_goal_with_one_that_nothing_serves_and_one_for_the_rest(web, manager, plan):
    assert lanes(web(manager).get(f"{ROADMAP}&lanes=goal")) == {
        "Sell more": ["2.4", "Card", "GA"], "Nothing yet": [], "Without a goal": ["2.5", "Fair", "Loose"],
    }  # fmt: skip


def test_a_goal_that_is_closed_keeps_what_served_it(web, manager, plan):
    plan.closed_at = timezone.now()
    plan.save(update_fields=["closed_at"])
    plan.product.goals.filter(name="Nothing yet").update(closed_at=timezone.now())
    assert list(lanes(web(manager).get(f"{ROADMAP}&lanes=goal"))) == ["Sell more", "Without a goal"]


def test_by_owner(web, manager, engineer, plan):
    assert lanes(web(manager).get(f"{ROADMAP}&lanes=owner")) == {
        engineer.name: ["GA"], manager.name: ["2.4"], "Nobody": ["2.5", "Card", "Fair", "Loose"],
    }  # fmt: skip


def test_by_version(web, manager, plan):
    assert lanes(web(manager).get(f"{ROADMAP}&lanes=version")) == {
        "2.4": ["2.4", "Card", "GA"], "2.5": ["2.5"], "No version": ["Fair", "Loose"],
    }  # fmt: skip


def test_by_a_field_whose_unused_choices_have_no_lane(web, manager, plan):
    assert lanes(web(manager).get(f"{ROADMAP}&lanes=field.area")) == {
        "Pay": ["Card"], "No value": ["2.4", "2.5", "Fair", "GA", "Loose"],
    }  # fmt: skip


def test_products_that_share_a_field_share_its_lanes(web, manager, plan, help_desk):
    help_desk.custom_fields.create(key="area", name="Area", kind="select", options=["Help", "Pay"])
    create(help_desk, by=manager, title="Answers", level="feature", due=fuzzy("2026-12"), custom={"area": "Help"})
    shown = lanes(web(manager).get(f"{ROADMAP}&lanes=field.area&with=HELP"))
    assert (shown["Pay"], shown["Help"]) == (["Card"], ["HELP-1 Answers"])


def test_by_product_and_goals_of_several(web, manager, plan, help_desk):
    help_desk.goals.create(name="Sell more")
    create_version(help_desk, by=manager, name="1.0", release=fuzzy("2026-12"))
    by_product = lanes(web(manager).get(f"{ROADMAP}&lanes=product&with=HELP"))
    assert by_product[help_desk.name] == ["1.0"]
    by_goal = lanes(web(manager).get(f"{ROADMAP}&lanes=goal&with=HELP"))
    assert {"SHOP · Sell more", "HELP · Sell more", "Without a goal"} <= set(by_goal)
    assert "1.0" in by_goal["Without a goal"]
