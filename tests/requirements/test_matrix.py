"""The matrix: what is placed where, what is left out, and that a drop writes both values."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pmhub.lib.scales import Scale, nice_step, written
from products.operations.workflow import add_field
from requirements.models import Requirement
from requirements.operations.authoring import edit
from requirements.operations.scoring import choose_model
from requirements.views import plot
from tests.requirements.conftest import HTMX, text_of


@pytest.fixture
def matrix(pool):
    return f"{pool}matrix/"


@pytest.fixture
def three(make_requirement):
    """Three with effort, impact and reach, one without effort."""
    for n in range(1, 4):
        make_requirement(f"Bubble {n}", drivers={"reach": 100 * n, "impact": n, "effort": 2 * n, "confidence": 80})
    make_requirement("Lacking", drivers={"impact": 2})


def value(name, text):
    return re.search(rf' {name}="(.*?)"', text)[1]


def bubbles(response):
    found = re.findall(r'<a class="bubble".*?</a>', text_of(response), re.DOTALL)
    return {
        value("data-key", bubble): (float(value("data-x", bubble)), float(value("data-y", bubble))) for bubble in found
    }


def radius_of(response, key):
    return float(re.search(rf'data-key="{key}".*? r="(.*?)"', text_of(response), re.DOTALL)[1])


def test_bubbles_lie_where_their_values_say(web, manager, matrix, three):
    response = web(manager).get(matrix)
    assert bubbles(response) == {"SHOP-1": (2, 1), "SHOP-2": (4, 2), "SHOP-3": (6, 3)}
    assert radius_of(response, "SHOP-1") < radius_of(response, "SHOP-2") < radius_of(response, "SHOP-3")
    other = web(manager).get(f"{matrix}?x=reach&y=confidence&size=none")
    assert bubbles(other)["SHOP-2"] == (200, 80)
    assert radius_of(other, "SHOP-1") == radius_of(other, "SHOP-3")


def test_what_lacks_a_value_waits_in_the_tray(web, manager, matrix, three):
    tray = re.search(r'<section class="matrix-tray".*?</section>', text_of(web(manager).get(matrix)), re.DOTALL)[0]
    assert "SHOP-4" in tray
    assert "no Effort" in tray
    assert "no Impact" not in tray
    assert "SHOP-1" not in tray


def test_the_table_says_the_same_and_leads_to_where_it_is_changed(web, manager, support, matrix, three):
    twin = re.search(r"<table.*?</table>", text_of(web(manager).get(matrix)), re.DOTALL)[0]
    assert re.findall(r'class="cell-key">(.*?)<', twin) == ["SHOP-1", "SHOP-2", "SHOP-3"]
    assert 'href="/p/SHOP/requirements/2/parts/drivers/">4</a>' in twin
    assert "parts/drivers" not in text_of(web(support).get(matrix))


def test_names_of_the_fields_follow_cost_and_benefit(web, manager, matrix, three):
    assert "Quick wins" in text_of(web(manager).get(matrix))
    assert "Quick wins" not in text_of(web(manager).get(f"{matrix}?x=reach&y=confidence"))


def test_fields_and_numbers_of_the_products_own_can_be_axes(web, manager, owner, matrix, shop, three):
    add_field(shop, by=owner, key="customers", name="Customers", kind="number")
    edit(Requirement.objects.get(number=1), by=manager, custom={"customers": 12}, estimate="3.5")
    Requirement.objects.filter(number=1).update(score=7)
    assert bubbles(web(manager).get(f"{matrix}?x=estimate&y=custom.customers&size=score")) == {"SHOP-1": (3.5, 12)}
    assert bubbles(web(manager).get(f"{matrix}?x=votes&y=demand")).keys() >= {"SHOP-1", "SHOP-4"}


@pytest.mark.parametrize("kind", ["rice", "ice", "wsjf", "value_effort", "weighted"])
def test_every_scoring_model_has_a_matrix(web, manager, matrix, shop, requirement, kind):
    choose_model(shop, by=manager, kind=kind)
    assert web(manager).get(matrix).status_code == 200


def test_a_drop_writes_both_values_as_one_change(web, manager, url, requirement):
    values = {"lock_version": requirement.lock_version, "set.drivers.effort": "3", "set.drivers.impact": "2.5"}
    answer = web(manager).post(url("move/"), values, headers=HTMX)
    requirement.refresh_from_db()
    assert (requirement.drivers["effort"], requirement.drivers["impact"]) == (3, 2.5)
    assert requirement.drivers["reach"] == 1800
    assert (answer.status_code, answer["ETag"]) == (204, f'"{requirement.lock_version}"')


@pytest.mark.parametrize("values", [{"set.drivers.impact": "4"}, {"set.drivers.effort": "-1"}, {"set.votes": "3"}])
def test_values_out_of_range_or_only_computed_are_refused(web, manager, url, requirement, values):
    assert web(manager).post(url("move/"), values, headers=HTMX).status_code == 422
    assert Requirement.objects.get().drivers == requirement.drivers


def test_only_who_has_read_the_present_values_may_change_them(web, manager, engineer, url, requirement):
    read = requirement.lock_version
    edit(requirement, by=engineer, drivers={"impact": 1})
    sent = {"lock_version": read, "set.drivers.impact": "2"}
    assert web(manager).post(url("move/"), sent, headers=HTMX).status_code == 409
    assert web(manager).post(url("move/"), {"lock_version": read, "set.drivers.effort": "2"}).status_code == 204


@pytest.mark.parametrize(
    "query", ["x=charm", "y=%00", "size=no", "lines=x", "x=custom.no", "x=effort&y=effort", "cursor=x"]
)
def test_what_is_not_understood_does_no_harm(web, manager, matrix, three, query):
    assert web(manager).get(f"{matrix}?{query}").status_code == 200


def test_damaged_values_are_left_out(web, manager, matrix, three):
    Requirement.objects.filter(number=1).update(drivers={"effort": "many", "impact": [1]})
    assert "SHOP-1" not in bubbles(web(manager).get(matrix))


def test_the_matrix_is_bounded_and_says_so(web, manager, matrix, make_requirement, monkeypatch, three):
    monkeypatch.setattr("requirements.views.matrix.SHOWN", 2)
    response = web(manager).get(f"{matrix}?sort=number")
    assert sorted(bubbles(response)) == ["SHOP-1", "SHOP-2"]
    assert "The first 2 by the order of the list are shown." in text_of(response)


def test_the_matrix_costs_the_same_however_many_bubbles(web, manager, matrix, make_requirement):
    client, counts = web(manager), []
    client.get(matrix)
    for _round in range(2):
        for n in range(6):
            make_requirement(f"{n}", drivers={"impact": n % 3, "effort": n})
        with CaptureQueriesContext(connection) as captured:
            client.get(matrix)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 10


def test_axes_have_round_ticks():
    assert [nice_step(span, 6) for span in (3, 10, 25, 3600)] == [0.5, 2, 5, 1000]
    assert [label for _value, _at, label in Scale.over([2, 20], 0, 100, low=0).ticks()] == [
        "0",
        "5",
        "10",
        "15",
        "20",
        "25",
    ]
    assert [label for _v, _at, label in Scale.over([1], 0, 90, low=0, high=3).ticks()][-1] == "3"
    assert [written(value) for value in (0.1 + 0.2, 3600, 2_500_000, 12.5)] == ["0.3", "3,600", "2.5M", "12.5"]
    empty = Scale.over([], 0, 100)
    assert empty.at(empty.low) == 0


def test_names_never_cover_each_other():
    class Thing:
        title = "一个很长很长很长很长很长很长的名字 with words"

    bubbles = [plot.Bubble(Thing(), 0, 0, 1, cx=100 + n % 7 * 30, cy=100 + n // 7 * 12) for n in range(40)]
    plot.give_names(bubbles)
    boxes = [next(box for name, box in plot.around(b, b.name["text"]) if name == b.name) for b in bubbles if b.name]
    assert boxes
    assert not [1 for n, one in enumerate(boxes) for other in boxes[:n] if plot.overlap(one, other)]


def test_bubbles_of_one_place_are_fanned_out(web, manager, matrix, make_requirement):
    for n in range(5):
        make_requirement(f"{n}", drivers={"impact": 2, "effort": 3})
    circles = re.findall(r'<circle cx="(.*?)" cy="(.*?)"', text_of(web(manager).get(matrix)))
    assert len(set(circles)) == 5


def test_strangers_see_no_matrix(web, outsider, matrix, requirement):
    assert web(outsider).get(matrix).status_code == 404
