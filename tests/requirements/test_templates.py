"""Texts to begin from: those of everybody in the reader's language, and a product's own."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from changes.operations.undoing import undo_batch
from pmhub.lib.markdown import render
from pmhub.lib.operations import one_batch
from requirements.models import Template
from requirements.operations.templates import MOST, add_template, edit_template, remove_template
from requirements.skeletons import CHINESE, ENGLISH

PLACE = "/p/SHOP/settings/templates/"


def offered(client, typed=""):
    answer = client.get("/p/SHOP/requirements/expansions/", {"kind": "template", "typed": typed})
    return answer.content.decode()


@pytest.fixture
def report(shop, manager):
    return add_template(shop, by=manager, name="Bug report", body="## Steps\n- ")


def test_everybody_is_offered_the_common_ones_in_their_language(web, engineer, shop):
    english = offered(web(engineer))
    assert all(one.name in english for one in ENGLISH)
    engineer.language = "zh-hans"
    engineer.save(update_fields=["language"])
    chinese = offered(web(engineer))
    assert all(one.name in chinese for one in CHINESE)
    assert "User story" not in chinese
    assert "User story" in offered(web(engineer), "user")


@pytest.mark.parametrize(
    ("typed", "name"), [("story", "User story"), ("yhgs", "用户故事"), ("验收", "验收标准"), ("ac", "Acceptance")]
)
def test_they_are_found_by_name_initials_and_other_words(web, engineer, shop, typed, name):
    assert name in offered(web(engineer), typed)


def test_every_skeleton_is_told_in_both_languages_and_renders():
    assert len(ENGLISH) == len(CHINESE)
    for one in [*ENGLISH, *CHINESE]:
        assert "<" in render(one.body)


def test_managers_add_and_change_them(web, manager, engineer, shop):
    answer = web(manager).post(PLACE, {"name": "Bug report", "body": "## Steps\r\n- "}, follow=True)
    assert "Bug report" in answer.content.decode()
    kept = Template.objects.get()
    assert kept.body == "## Steps\n- "
    web(manager).post(f"{PLACE}{kept.pk}/", {"name": "Incident", "body": "## When"})
    assert "Incident" in offered(web(engineer))
    assert 'data-insert="## When"' in offered(web(engineer))


def test_others_may_not(engineer, shop, report):
    for attempt in (
        lambda: add_template(shop, by=engineer, name="Mine", body="x"),
        lambda: edit_template(report, by=engineer, name="Mine", body="x"),
        lambda: remove_template(report, by=engineer),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


def test_another_products_templates_are_not_offered(web, outsider, manager, shop, other_product):
    add_template(other_product, by=outsider, name="Their secret way", body="x")
    assert "secret" not in offered(web(manager), "secret")


def test_a_removed_one_comes_back(manager, report):
    with one_batch() as batch:
        remove_template(report, by=manager)
    undo_batch(batch, by=manager)
    assert Template.objects.get().name == "Bug report"


@pytest.mark.parametrize(
    "given", [{"name": "bug REPORT", "body": "x"}, {"name": "", "body": "x"}, {"name": "x", "body": ""},
              {"name": "a\x00", "body": "x"}, {"name": "x" * 81, "body": "x"}, {"name": "x", "body": "x" * 20_001}],
)  # fmt: skip
def test_bad_ones_are_refused_and_the_text_stays(web, manager, report, given):
    answer = web(manager).post(PLACE, given)
    assert answer.status_code == 422
    assert Template.objects.count() == 1


def test_their_number_is_bounded(shop, manager, report):
    Template.objects.bulk_create(Template(product=shop, name=str(n), body="x") for n in range(MOST))
    with pytest.raises(ValidationError, match="at most"):
        add_template(shop, by=manager, name="One more", body="x")


def test_hostile_names_stay_text(web, manager, shop):
    add_template(shop, by=manager, name='"><script>alert(1)</script>', body='"><img src=x onerror=alert(1)>')
    for text in (offered(web(manager)), web(manager).get(PLACE).content.decode()):
        assert "<script>alert" not in text
        assert "<img src=x" not in text
