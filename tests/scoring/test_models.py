"""Choosing how a product scores: the well-known models, weighted drivers, a formula of one's own."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import override

from changes.models import Change
from requirements.models import ScoringModel
from requirements.operations.authoring import edit
from requirements.operations.rescoring import preview
from requirements.operations.scoring import choose_model
from tests.scoring.conftest import RICE


@pytest.mark.parametrize(
    "kind, drivers, score",
    [
        ("rice", RICE, 864),
        ("ice", {"impact": 8, "confidence": 5, "ease": 2.5}, 100),
        ("wsjf", {"business_value": 13, "time_criticality": 8, "risk_reduction": 3, "job_size": 5}, 4.8),
        ("value_effort", {"value": 9, "effort": 4}, 2.25),
        ("weighted", {"user_value": 10, "business_value": 5, "strategic_fit": 1}, 6.7),
    ],
)
def test_well_known_models(shop, manager, make_requirement, scores, kind, drivers, score):
    choose_model(shop, by=manager, kind=kind)
    make_requirement(drivers=drivers)
    assert scores() == {1: pytest.approx(score)}


def test_own_formula_reads_drivers_fields_and_number_fields(shop, manager, make_requirement, scores):
    shop.custom_fields.create(key="risk", name="Risk", kind="rating")
    choose_model(
        shop, by=manager, kind="formula", drivers=[{"name": "价值", "label": "价值"}],
        formula="价值 * 10 - custom.risk + votes + estimate + priority + demand",
    )  # fmt: skip
    make_requirement(drivers={"价值": 7}, custom={"risk": 4}, votes=3, estimate="1.5", priority=2)
    assert scores() == {1: 72.5}


def test_a_product_scores_by_rice_until_somebody_chooses(shop, make_requirement, scores):
    make_requirement(drivers=RICE)
    assert scores() == {1: 864}
    assert ScoringModel.objects.get(product=shop).kind == "rice"


def test_every_other_formula_gets_the_next_number(shop, manager):
    def number(**chosen):
        return choose_model(shop, by=manager, **chosen).number

    assert number(kind="rice") == 1
    assert number(kind="ice") == 2
    assert number(kind="ice") == 2
    assert number(kind="formula", formula="impact * 2") == 3
    assert number(kind="formula", formula="impact * 2 ") == 3
    assert number(kind="formula", formula="impact * 3") == 4


def test_an_own_formula_keeps_the_drivers_there_were(shop, manager):
    choose_model(shop, by=manager, kind="wsjf")
    model = choose_model(shop, by=manager, kind="formula", formula="business_value / job_size")
    assert set(model.inputs) == {"business_value", "time_criticality", "risk_reduction", "job_size"}


def test_weights_make_the_formula(shop, manager):
    rows = [{"name": "value", "weight": "2.5", "max": 10}, {"name": "fit"}, {"name": "novelty", "weight": 0}]
    model = choose_model(shop, by=manager, kind="weighted", drivers=rows)
    assert model.formula == "(2.5 * value + 1 * fit + 0 * novelty) / 3.5"


def test_the_choice_is_in_the_history(shop, manager):
    choose_model(shop, by=manager, kind="ice")
    change = Change.objects.filter(type="scoring_model", action="update").get()
    assert change.actor == manager
    assert change.diff["kind"] == ["rice", "ice"]


def test_only_managers_choose(shop, engineer, outsider):
    for person in (engineer, outsider):
        with pytest.raises(PermissionDenied):
            choose_model(shop, by=person, kind="ice")


@pytest.mark.parametrize(
    "formula, words",
    [
        ("reach *", "Position 8: expected a number"),
        ("reach * impakt", "Position 9: unknown name “impakt”; did you mean “impact”"),
        ("(" * 5_000 + "1" + ")" * 5_000, "Position 51: brackets and signs may be nested 50 deep"),
        ("custom.nothing", "Position 1: unknown name “custom.nothing”"),
        ("", "Position 1: expected a number"),
        ("1 + \x00", "Position 5: the character U+0000"),
    ],
)
def test_a_bad_formula_is_refused_by_position_and_changes_nothing(shop, manager, formula, words):
    with pytest.raises(ValidationError) as refusal:
        choose_model(shop, by=manager, kind="formula", formula=formula)
    assert words in refusal.value.message_dict["formula"][0]
    assert not ScoringModel.objects.filter(product=shop).exists()


@pytest.mark.parametrize(
    "rows, words",
    [
        ([{"name": "a b"}], "“a b” cannot be a driver's name"),
        ([{"name": "a.b"}], "cannot be a driver's name"),
        ([{"name": "x'; DROP"}], "cannot be a driver's name"),
        ([{}], "cannot be a driver's name"),
        ([{"name": "votes"}], "“votes” already means something else"),
        ([{"name": "max"}], "“max” already means something else"),
        ([{"name": "a"}, {"name": "a"}], "Two drivers are called “a”"),
        ([{"name": "a", "min": 5, "max": 5}], "a: the largest value must be above the smallest"),
        ([{"name": "a", "max": "many"}], "a: “many” is not a number"),
        ([{"name": "a", "weight": -1}], "a: a weight is between 0 and 1,000"),
        ([{"name": "a", "weight": 0}], "At least one weight must be more than 0"),
        ([], "1 to 20 drivers"),
        ([{"name": f"d{n}"} for n in range(21)], "1 to 20 drivers"),
    ],
)
def test_bad_drivers_are_refused_by_name(shop, manager, rows, words):
    with pytest.raises(ValidationError) as refusal:
        choose_model(shop, by=manager, kind="weighted", drivers=rows)
    assert words in str(refusal.value.message_dict["drivers"])


def test_an_unknown_kind_is_refused(shop, manager):
    with pytest.raises(ValidationError, match="“moon” is not a way of scoring"):
        choose_model(shop, by=manager, kind="moon")


@pytest.mark.parametrize(
    "drivers, words",
    [
        ({"impact": 4}, "“4” is out of range for Impact: 0 to 3."),
        ({"reach": -1}, "“-1” is out of range for Reach: at least 0."),
        ({"reach": "many"}, "“many” is not a number"),
        ({"reach": "NaN"}, "“NaN” is not a number between"),
        ({"reach": 1e13}, "is not a number between"),
        ({"speed": 1}, "This product's scoring has no driver “speed”."),
    ],
)
def test_inputs_out_of_range_are_refused_by_name(requirement, manager, drivers, words):
    with pytest.raises(ValidationError) as refusal:
        edit(requirement, by=manager, drivers=drivers)
    (name,) = drivers
    assert words in refusal.value.message_dict[f"drivers.{name}"][0]


def test_well_known_labels_follow_the_reader_and_own_labels_stay(shop, manager):
    with override("en"):
        rows = [{"name": "reach", "label": "Reach", "unit": "shops"}, {"name": "fun", "label": "Fun!"}]
        model = choose_model(shop, by=manager, kind="formula", drivers=rows, formula="reach * fun")
    assert model.drivers[0]["label"] == ""
    assert model.inputs["fun"].title == "Fun!"
    assert (str(model.inputs["reach"].title), model.inputs["reach"].unit) == ("Reach", "shops")


def test_a_preview_counts_problems_without_writing(shop, requirement, make_requirement):
    make_requirement(drivers=RICE | {"effort": 0})
    make_requirement()
    model = ScoringModel.of_product(shop)
    assert preview(model) == {"": 1, "zero": 1, "missing:confidence,effort,impact,reach": 1}
    requirement.refresh_from_db()
    assert requirement.score is None
