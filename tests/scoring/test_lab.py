"""The laboratory: another way of scoring, before it is anybody's."""

from decimal import Decimal

import pytest

from pmhub.lib.formula import evaluate, names, parse
from requirements.laboratory.passing import passing
from requirements.laboratory.ranking import ROWS, ranking
from requirements.models import Requirement, ScoringModel
from requirements.models.explanation import value_of
from requirements.operations.rescoring import rescore
from requirements.operations.scoring import choose_model, define

LAB = "/p/SHOP/requirements/lab/"
OWN = [{"name": "reach"}, {"name": "impact", "max": 3, "min": 0}, {"name": "effort", "min": 0}]


def draft(shop, formula, drivers=OWN):
    model = ScoringModel.of_product(shop)
    define(model, "formula", formula, drivers)
    return model


def address(formula, drivers=("reach", "impact", "effort"), **more):
    blank = [""] * len(drivers)
    columns = {"label": blank, "name": drivers, "unit": blank, "min": blank, "max": blank, "weight": blank}
    return {"kind": "formula", "formula": formula, **columns, **more}


@pytest.fixture
def stories(shop, make_requirement):
    """SHOP-1 to SHOP-4, scored by RICE: 30, 20, 10 and none."""
    given = [{"reach": 30, "effort": 3}, {"reach": 10, "effort": 1.5}, {"reach": 40, "effort": 12}, {"effort": 1}]
    drivers = {"impact": 3, "confidence": 100}
    found = [make_requirement(f"Story {n}", drivers={**drivers, **values}) for n, values in enumerate(given, 1)]
    rescore(shop)
    return found


def test_the_new_ranking_stands_beside_the_present_one(shop, stories):
    found = ranking(draft(shop, "reach"))
    assert [(row.key, row.old_place, row.new_place, row.move) for row in found.rows] == [
        ("SHOP-3", 3, 1, 2), ("SHOP-1", 1, 2, -1), ("SHOP-2", 2, 3, -1), ("SHOP-4", None, None, 0),
    ]  # fmt: skip
    assert (found.total, found.scored, found.risen, found.fallen) == (4, 3, 1, 2)
    assert [float(row.old) for row in found.rows[:3]] == [10, 30, 20]
    assert [float(row.new) for row in found.rows[:3]] == [40, 30, 10]


def test_the_largest_moves_come_first_if_asked(shop, stories):
    assert ranking(draft(shop, "reach"), order="moves").rows[0].key == "SHOP-3"


def test_nothing_is_written_and_one_statement_is_enough(shop, stories, django_assert_num_queries):
    model = draft(shop, "reach * 1000")
    with django_assert_num_queries(1):
        ranking(model)
    assert [float(score) for score in Requirement.objects.order_by("id").values_list("score", flat=True)[:3]] == [
        30, 20, 10,
    ]  # fmt: skip
    assert ScoringModel.objects.get().kind == "rice"


def test_the_ranking_agrees_with_the_scores_after_saving(shop, stories, manager):
    found = ranking(draft(shop, "reach / effort + impact"))
    choose_model(shop, by=manager, kind="formula", formula="reach / effort + impact", drivers=OWN)
    rescore(shop)
    expected = Requirement.objects.of(shop).ranked().values_list("key", "score")
    assert [(row.key, row.new) for row in found.rows] == list(expected)


def test_pages_follow_each_other(shop, make_requirement):
    for number in range(ROWS + 7):
        make_requirement(f"Story {number}", drivers={"reach": number % 5})
    model, keys, after = draft(shop, "reach"), [], (-(10**9), 0)
    while after:
        page = ranking(model, after=after)
        keys += [row.key for row in page.rows]
        after = page.next
    assert len(keys) == len(set(keys)) == ROWS + 7


def test_the_page_keeps_its_draft_in_the_address(stories, support, web):
    page = web(support).get(LAB, address("reach")).content.decode()
    assert page.index(">SHOP-3<") < page.index(">SHOP-1<")
    assert "3 of 4 have a score; 1 rise, 2 fall." in page
    assert "Save as" not in page, "viewers may try, not save"


@pytest.mark.parametrize(
    ("formula", "said"),
    [("reach +", "Position 8"), ("reach * rech", "Position 9"), ("1 / (", "Position 6"), ("", "Position 1")],
)
def test_a_mistake_is_named_with_its_position(stories, manager, web, formula, said):
    answer = web(manager).get(LAB, address(formula), headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_other_weights_give_another_ranking(shop, make_requirement, manager, web):
    make_requirement("Users", drivers={})
    drivers = [{"name": "users", "weight": 1}, {"name": "money", "weight": 9}]
    choose_model(shop, by=manager, kind="weighted", drivers=drivers)
    one, other = (
        make_requirement("A", drivers={"users": 9, "money": 1}),
        make_requirement("B", drivers={"users": 1, "money": 5}),
    )
    rescore(shop)
    assert [row.key for row in ranking(ScoringModel.of_product(shop)).rows[:2]] == [other.key, one.key]
    blank = [""] * 2
    weights = {"label": blank, "name": ["users", "money"], "unit": blank, "min": blank, "max": blank, "weight": [9, 1]}
    page = web(manager).get(LAB, {"kind": "weighted", **weights}).content.decode()
    assert page.index(f">{one.key}<") < page.index(f">{other.key}<")


def test_saving_makes_it_the_products_model_and_only_then(stories, shop, manager, web):
    client = web(manager)
    client.get(LAB, address("reach * 2"))
    assert ScoringModel.objects.get(product=shop).formula != "reach * 2"
    answer = client.post(LAB, address("reach * 2"))
    assert answer.status_code == 302
    assert ScoringModel.objects.get(product=shop).formula == "reach * 2"


def test_saving_is_for_managers(stories, shop, engineer, web):
    assert web(engineer).post(LAB, address("reach * 2")).status_code == 403
    assert ScoringModel.objects.get(product=shop).kind == "rice"


@pytest.mark.parametrize(
    "query", [{"kind": "nonsense"}, {"kind": "formula"}, {"order": "x"}, {"cursor": "a.b"}, {"cursor": "\x00"}]
)
def test_a_strange_address_is_understood_as_far_as_it_goes(stories, manager, web, query):
    assert web(manager).get(LAB, query).status_code == 200


def score_with(model, requirement, name, value):
    tree = parse(model.formula)
    inputs = {n: value_of(requirement, n) for n in names(tree)}
    return evaluate(tree, {**inputs, name: value}).value


def test_each_driver_alone_with_the_least_value_that_passes(shop, stories):
    model = ScoringModel.of_product(shop)
    found = passing(model, stories[1], stories[0])
    assert (found.score, found.rival, found.ahead) == (20, 30, False)
    ways = {way.driver.name: way for way in found.ways}
    assert (ways["reach"].needed, ways["effort"].needed) == (Decimal("15.1"), Decimal("0.99"))
    assert ways["impact"].needed is None, "4.5 would be above its largest value"
    assert ways["confidence"].needed is None
    for name in ("reach", "effort"):
        assert score_with(model, stories[1], name, ways[name].needed) > 30
    assert found.least.driver.name == "effort", "−34 % is less than +51 %"


def test_it_is_said_where_no_single_driver_does_it(shop, make_requirement, manager, web):
    bounded = [{"name": "ease", "min": 0, "max": 10}, {"name": "value", "min": 0, "max": 10}]
    choose_model(shop, by=manager, kind="formula", formula="ease * value", drivers=bounded)
    low = make_requirement("Low", drivers={"ease": 1, "value": 1})
    high = make_requirement("High", drivers={"ease": 9, "value": 9})
    rescore(shop)
    assert passing(ScoringModel.of_product(shop), low, high).least is None
    page = web(manager).get(LAB, {"one": low.key, "other": "2"}).content.decode()
    assert "No single driver does it within its range." in page


def test_who_is_ahead_needs_nothing(shop, stories):
    assert passing(ScoringModel.of_product(shop), stories[0], stories[1]).ahead


def test_what_rises_and_falls_is_not_taken_for_steady(shop, make_requirement):
    model = draft(shop, "reach * (100 - reach)", [{"name": "reach", "min": 0, "max": 100}])
    low, high = make_requirement("A", drivers={"reach": 99}), make_requirement("B", drivers={"reach": 80})
    (way,) = passing(model, low, high).ways
    assert not way.steady
    assert 20 < way.needed < 80
    assert score_with(model, low, "reach", way.needed) > 1600


def test_a_missing_input_can_be_what_is_missing(shop, stories):
    ways = {way.driver.name: way for way in passing(ScoringModel.of_product(shop), stories[3], stories[2]).ways}
    assert (ways["reach"].present, ways["reach"].relative) == (None, None)
    assert score_with(ScoringModel.of_product(shop), stories[3], "reach", ways["reach"].needed) > 10
    assert ways["effort"].needed is None


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("SHOP-1", "SHOP-99", "no requirement SHOP-99"),
        ("1", "1", "two different"),
        ("SHOP-1", "OTHER-1", "no requirement OTHER-1"),
    ],
)
def test_rivals_must_be_two_of_the_product(stories, other_requirement, manager, web, one, other, said):
    assert said in web(manager).get(LAB, {"one": one, "other": other}).content.decode()
