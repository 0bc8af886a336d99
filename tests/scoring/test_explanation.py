"""Every score can be explained: formula, inputs with author and age, place and distances; or why there is none."""

from decimal import Decimal

import pytest
from django.db import connection
from django.utils.translation import override

from pmhub.lib.operations import source
from requirements.models import Requirement, ScoringModel
from requirements.models.driver import Driver
from requirements.models.explanation import NEIGHBOURS, ORIGINS, Explanation
from requirements.operations.authoring import edit
from requirements.operations.rescoring import rescore
from requirements.operations.scoring import choose_model
from tests.scoring.conftest import RICE


def explained(requirement):
    rescore(requirement.product)
    requirement = Requirement.objects.select_related("product").get(pk=requirement.pk)
    return Explanation.of(requirement)


def test_names_model_formula_and_inputs(requirement, manager, engineer):
    with source("api"):
        edit(requirement, by=engineer, drivers={"effort": 4})
    found = explained(requirement)
    assert (found.model.get_kind_display(), found.model.number, found.score) == ("RICE", 1, 1080)
    assert found.model.formula == "reach * impact * confidence / 100 / effort"
    assert [(each.driver.name, each.value, str(each.driver.unit)) for each in found.inputs] == [
        ("reach", 1800, "people"),
        ("impact", 3, ""),
        ("confidence", 80, "%"),
        ("effort", 4, "person-weeks"),
    ]
    assert [each.share for each in found.inputs][1:3] == [100, 80]
    origins = {each.driver.name: each.origin for each in found.inputs}
    assert (origins["reach"].author, origins["reach"].source) == (manager.name, "system")
    assert (origins["effort"].author, origins["effort"].source) == (engineer.name, "api")
    assert origins["effort"].at >= origins["reach"].at


def test_raw_sql_is_an_author_without_a_name(requirement):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pmhub.actor', '', true), set_config('pmhub.source', '', true)")
        cursor.execute("UPDATE requirements_requirement SET drivers = drivers || '{\"effort\": 2}'")
    effort = explained(requirement).inputs[-1]
    assert (effort.value, effort.origin.author, effort.origin.source) == (2, "", "sql")


def test_neighbours_and_place_follow_the_list(make_requirement):
    rows = [make_requirement(title=f"Story {n}", drivers=RICE | {"reach": reach}) for n, reach in
            enumerate([100, 500, 500, 900])]  # fmt: skip
    make_requirement(title="Without a score")
    places = {row.key: explained(row) for row in rows}
    order = list(Requirement.objects.of(rows[0].product).ranked().values_list("key", flat=True))
    assert [places[key].position for key in order if key in places] == [1, 2, 3, 4]
    first, second, third = (places[f"SHOP-{n}"] for n in (4, 2, 3))
    assert first.above is None
    assert (first.below.key, first.below.distance) == ("SHOP-2", 192)
    assert (second.above.key, second.below.key, second.below.distance) == ("SHOP-4", "SHOP-3", 0)
    assert (third.above.key, third.below.title, third.below.distance) == ("SHOP-2", "Story 0", 192)


def test_other_products_are_no_neighbours(requirement, other_requirement):
    Requirement.objects.filter(pk=other_requirement.pk).update(score=900)
    found = explained(requirement)
    assert (found.position, found.above, found.below) == (1, None, None)


@pytest.mark.parametrize(
    "drivers, sentence",
    [
        ({}, "No score yet: Confidence, Effort, Impact and Reach must be filled in."),
        (RICE | {"effort": None}, "No score yet: Effort must be filled in."),
        (RICE | {"effort": 0}, "No score: the formula divides by zero with these inputs."),
        (RICE | {"reach": 10**12, "effort": 0.001}, "No score: the result is 100 trillion or more."),
    ],
)
def test_no_score_is_explained_in_a_sentence(make_requirement, drivers, sentence):
    with override("en"):
        found = explained(make_requirement(drivers=drivers))
    assert (found.score, found.problem, found.position) == (None, sentence, None)


def test_a_score_not_computed_yet_says_so(requirement, settled):
    settled()
    found = Explanation.of(requirement)
    assert (found.problem, found.pending) == ("The score is being computed.", True)
    assert explained(requirement).pending is False


def test_a_broken_formula_is_explained(shop, requirement):
    rescore(shop)
    ScoringModel.objects.update(formula="reach * (")
    found = explained(requirement)
    assert (found.inputs, found.problem) == ([], "No score: the product's formula is broken.")


def test_fields_and_number_fields_are_inputs_with_their_names(shop, manager, requirement):
    shop.custom_fields.create(key="risk", name="Risk of delay", kind="rating")
    choose_model(shop, by=manager, kind="formula", formula="votes + custom.risk * reach")
    edit(requirement, by=manager, custom={"risk": 4}, votes=2)
    found = explained(requirement)
    assert [(str(each.title), each.value) for each in found.inputs] == [
        ("Votes", 2),
        ("Risk of delay", 4),
        ("Reach", 1800),
    ]
    assert found.score == 7202


@pytest.mark.parametrize("count", [1, 30])
def test_takes_four_queries_whatever_there_is(
    shop, manager, make_requirement, django_assert_max_num_queries, count
):  # fmt: skip
    shop.custom_fields.create(key="risk", name="Risk", kind="rating")
    choose_model(shop, by=manager, kind="formula", formula="if(custom.risk > 2, 0, reach / effort) + votes")
    rows = [make_requirement(title=f"Story {n}", drivers={"reach": n, "effort": 2}) for n in range(count)]
    for n in range(count):
        edit(rows[0], by=manager, custom={"risk": n % 2 + 1}, drivers={"reach": n})
    rescore(shop)
    requirement = Requirement.objects.select_related("product").get(pk=rows[0].pk)
    with django_assert_max_num_queries(4):
        Explanation.of(requirement)


@pytest.mark.parametrize("query, index", [(NEIGHBOURS, "requirement_by_score"), (ORIGINS, "change_of_key")])
def test_every_query_has_its_index(requirement, shop, query, index):
    more = {"product": shop, "status": requirement.status, "author": requirement.author}
    Requirement.objects.bulk_create(
        Requirement(number=n, key=f"SHOP-{n}", title=f"Story {n}", rank=f"a{n}", score=n, **more) for n in range(2, 502)
    )
    given = {"product": requirement.product_id, "score": 5, "id": 1, "names": ["reach"], "key": "SHOP-1"}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE requirements_requirement; ANALYZE changes_change")
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {query}", given)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert index in plan
    assert "Seq Scan" not in plan


@pytest.mark.parametrize(
    "low, high, value, share",
    [
        (0, 100, "80", 80),
        (1, 11, "6", 50),
        (0, 10, "12", 100),
        (0, 10, "-3", 0),
        (0, None, "0", 0),
        (0, None, "999", 50),
        (None, None, "1e12", 100),
        (0, 10, None, 0),
    ],
)
def test_bars_show_where_in_its_range_a_value_lies(low, high, value, share):
    bounds = [None if bound is None else Decimal(bound) for bound in (low, high)]
    assert Driver("x", "", "", *bounds).share(value and Decimal(value)) == share
