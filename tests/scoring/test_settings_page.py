"""The page on which a product chooses how it scores."""

import pytest

from requirements.models import ScoringModel
from requirements.models.driver import WEIGHTED
from requirements.operations.scoring import choose_model
from tests.scoring.conftest import RICE

PAGE, CHECK = "/p/SHOP/settings/scoring/", "/p/SHOP/settings/scoring/check/"


def own(formula, *drivers):
    """A posted form: drivers are `(label, name, weight)`."""
    labels, names, weights = zip(*drivers, strict=True) if drivers else ([], [], [])
    count = len(drivers)
    columns = {"label": labels, "name": names, "weight": weights}
    return {"kind": "formula", "formula": formula, "unit": [""] * count, "min": [""] * count, "max": [""] * count,
            **columns}  # fmt: skip


@pytest.fixture
def signed_in(shop, manager, web):
    return web(manager)


def test_shows_the_model_in_use_and_its_drivers(signed_in, requirement):
    html = signed_in.get(PAGE).content.decode()
    assert "formula 1, in use" in html
    assert "reach * impact * confidence / 100 / effort" in html
    assert "Confidence" in html
    assert "1 requirement would have a score." in html


@pytest.mark.parametrize("kind", ["rice", "ice", "wsjf", "value_effort", "weighted", "formula"])
def test_another_kind_is_shown_without_being_chosen(signed_in, shop, kind):
    response = signed_in.get(PAGE, {"kind": kind})
    assert response.status_code == 200
    assert response.context["draft"].model.kind == kind
    assert not ScoringModel.objects.filter(product=shop).exists()


def test_an_unknown_kind_shows_the_present_one(signed_in):
    assert signed_in.get(PAGE, {"kind": "moon"}).context["draft"].model.kind == "rice"


def test_choosing_a_kind(signed_in, shop):
    response = signed_in.post(PAGE, {"kind": "ice"}, follow=True)
    assert response.redirect_chain == [(PAGE, 302)]
    assert "The product scores by ICE now." in response.content.decode()
    assert ScoringModel.objects.get(product=shop).kind == "ice"


def test_an_own_formula_with_own_drivers(signed_in, shop):
    response = signed_in.post(PAGE, own("价值 * 2 + team_size", ("价值", "", ""), ("Team size", "team_size", "")))
    assert response.status_code == 302
    model = ScoringModel.objects.get(product=shop)
    assert list(model.inputs) == ["价值", "team_size"]
    assert model.inputs["team_size"].title == "Team size"


def test_weights(signed_in, shop):
    signed_in.post(PAGE, own("", ("A", "a", "3"), ("B", "b", "1"), ("", "", "")) | {"kind": "weighted"})
    assert ScoringModel.objects.get(product=shop).formula == "(3 * a + 1 * b) / 4"


def test_a_wrong_formula_keeps_what_was_written(signed_in, shop):
    response = signed_in.post(PAGE, own("a * bb", ("A", "a", "")))
    html = response.content.decode()
    assert response.status_code == 422
    assert "Position 5: unknown name “bb”" in html
    assert "a * bb</textarea>" in html
    assert 'value="A"' in html
    assert not ScoringModel.objects.filter(product=shop).exists()


def test_markup_in_a_formula_or_a_label_stays_text(signed_in):
    html = signed_in.post(PAGE, own("<script>", ("<img src=x>", "a", ""))).content.decode()
    assert "<script>" not in html.split("<main")[1]
    assert "<img src=x>" not in html


def test_checking_says_what_a_formula_would_do_and_changes_nothing(signed_in, requirement, make_requirement):
    make_requirement(drivers=RICE | {"effort": 0})
    make_requirement()
    rows = [("Reach", "reach", ""), ("Effort", "effort", "")]
    html = signed_in.post(CHECK, own("reach / effort", *rows)).content.decode()
    assert "1 requirement would have a score." in html
    assert "Without Effort, Reach" in html
    assert "divides by zero" in html
    html = signed_in.post(CHECK, own("reach / ", *rows)).content.decode()
    assert "Position 8: expected a number" in html
    assert not ScoringModel.objects.exists()


@pytest.mark.parametrize("data", [{}, {"kind": "moon"}, {"kind": "formula", "formula": "\x00"}])
def test_nonsense_is_refused(signed_in, data):
    assert signed_in.post(CHECK, data).status_code == 200
    assert signed_in.post(PAGE, data).status_code == 422
    assert not ScoringModel.objects.exists()


def test_weighted_drivers_begin_with_usual_ones(signed_in, shop):
    assert signed_in.post(PAGE, {"kind": "weighted"}).status_code == 302
    assert [row["name"] for row in ScoringModel.objects.get().drivers] == [driver.name for driver in WEIGHTED]


def test_readers_see_it_and_may_not_change_it(shop, support, engineer, web):
    for person in (support, engineer):
        client = web(person)
        html = client.get(PAGE, {"kind": "formula"}).content.decode()
        assert "<textarea" not in html
        assert client.post(PAGE, {"kind": "ice"}).status_code == 403
        assert client.post(CHECK, {"kind": "ice"}).status_code == 403
    assert not ScoringModel.objects.filter(product=shop).exists()


def test_outsiders_see_nothing(shop, outsider, web):
    for method, address in (("get", PAGE), ("post", PAGE), ("post", CHECK)):
        assert getattr(web(outsider), method)(address).status_code == 404


def test_a_saved_own_formula_is_shown_again(signed_in, shop, manager):
    choose_model(shop, by=manager, kind="formula", formula="fun * 3", drivers=[{"name": "fun", "max": 5}])
    html = signed_in.get(PAGE).content.decode()
    assert "fun * 3</textarea>" in html
    assert 'value="5"' in html
