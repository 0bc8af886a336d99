"""Naming people and requirements in texts: who is offered, who is noted, and what a reader may follow."""

import pytest

from changes.operations.undoing import undo_batch
from pmhub.lib.operations import one_batch
from products.models import Membership
from requirements.models import Mention
from requirements.operations.authoring import create, edit
from requirements.operations.details import comment, edit_comment, remove_comment
from requirements.rich_text import RichText
from tests.world import person


def shown(text, product, user):
    return RichText(product, user, [text]).html(text)


@pytest.fixture
def mei(shop):
    mei = person("mei@sample.pmhub.example", "Mei Lin")
    Membership.objects.create(product=shop, user=mei, role=20)
    return mei


@pytest.fixture
def noted(requirement):
    return lambda: sorted(Mention.objects.filter(requirement=requirement).values_list("user__name", flat=True))


def test_a_reference_is_a_link_with_the_title(shop, manager, requirement):
    for text in ("SHOP-1", "#SHOP-1", "见SHOP-1。", "（＃1）", "#1", "**SHOP-1**"):
        html = shown(text, shop, manager)
        assert f'href="/p/SHOP/requirements/1/" title="{requirement.title}" class="reference"' in html, text


@pytest.mark.parametrize("text", ["XSHOP-1", "SHOP-1x", "SHOP-12", "a/SHOP-1", "`SHOP-1`", "SHOP-0", "shop-1", "&#1;"])
def test_what_only_looks_like_a_reference_stays_text(shop, manager, requirement, text):
    assert "reference" not in shown(text, shop, manager)


def test_what_is_done_looks_done(shop, manager, requirement, statuses):
    edit(requirement, by=manager, status=statuses["done"])
    assert 'class="reference done"' in shown("SHOP-1", shop, manager)


def test_a_reference_to_what_one_may_not_see_stays_text(shop, manager, outsider, admin, other_requirement):
    text = "OTHER-1 says #OTHER-1"
    assert shown(text, shop, manager).strip() == "<p>OTHER-1 says #OTHER-1</p>"
    assert "Secret plan" not in shown(text, shop, manager)
    assert shown(text, shop, admin).count('title="Secret plan of another product"') == 2


def test_a_reference_within_a_link_does_not_nest(shop, manager, requirement):
    html = shown("[SHOP-1](https://a.example/SHOP-1) https://b.example/SHOP-1", shop, manager)
    assert html.count("<a ") == 2
    assert "reference" not in html


def test_a_member_named_is_a_link_to_their_work(shop, manager, mei, engineer):
    html = shown(f"@Mei Lin, @mei lin und ＠{engineer.name}请看", shop, manager)
    assert html.count(f'href="/p/SHOP/requirements/?assignee={mei.pk}" class="mention"') == 2
    assert f"assignee={engineer.pk}" in html


@pytest.mark.parametrize("text", ["@Mei Linda", "me@Mei Lin", "x@mei lin.example", "`@Mei Lin`", "@Olga Outsider"])
def test_who_is_not_named_or_not_here_is_no_link(shop, manager, mei, outsider, text):
    assert "mention" not in shown(text, shop, manager)


def test_namesakes_are_told_apart(shop, manager, mei):
    other = person("mei2@sample.pmhub.example", "Mei Lin")
    Membership.objects.create(product=shop, user=other, role=20)
    assert "mention" not in shown("@Mei Lin", shop, manager)
    assert f"assignee={other.pk}" in shown(f"@Mei Lin({other.pk})", shop, manager)


def test_names_cannot_inject(shop, manager):
    evil = person("evil@sample.pmhub.example", '<img src=x onerror=alert(1)> "x" [a](javascript:1)')
    Membership.objects.create(product=shop, user=evil, role=20)
    create(shop, by=manager, title='"><script>alert(1)</script>')
    html = shown(f"@{evil.name} SHOP-1", shop, manager)
    assert "<img" not in html
    assert "<script" not in html


def test_however_many_names_two_queries(shop, manager, make_requirement, mei, django_assert_num_queries):
    made = [make_requirement(f"Number {n}") for n in range(20)]
    text = " ".join(f"#{one.key} @Mei Lin" for one in made)
    with django_assert_num_queries(2):
        assert shown(text, shop, manager).count("<a ") == 40
    with django_assert_num_queries(0):
        shown("nobody and nothing", shop, manager)


def test_who_is_named_in_a_description_is_noted_once(shop, manager, mei, noted, requirement, engineer):
    edit(requirement, by=manager, description=f"@Mei Lin @mei lin @{engineer.name} @{manager.name}")
    assert noted() == sorted(["Mei Lin", engineer.name])
    edit(requirement, by=manager, description="@Mei Lin")
    assert noted() == ["Mei Lin"]
    edit(requirement, by=manager, title="Another title")
    assert noted() == ["Mei Lin"]


def test_who_is_named_in_a_comment_is_noted_with_it(manager, mei, noted, requirement):
    with one_batch() as batch:
        said = comment(requirement, by=manager, body="What do you think, @Mei Lin?")
    assert [mention.comment for mention in Mention.objects.all()] == [said]
    edit_comment(said, by=manager, body="Never mind")
    assert noted() == []
    edit_comment(said, by=manager, body="What do you think, @Mei Lin?")
    remove_comment(said, by=manager)
    assert noted() == []
    with one_batch() as batch:
        comment(requirement, by=manager, body="@Mei Lin")
    undo_batch(batch, by=manager)
    assert noted() == []


def test_nobody_outside_the_product_is_noted(shop, manager, outsider, requirement, noted):
    edit(requirement, by=manager, description="@Olga Outsider")
    assert noted() == []


def test_undoing_an_edit_takes_its_mention_back(manager, mei, noted, requirement):
    with one_batch() as batch:
        edit(requirement, by=manager, description="@Mei Lin")
    undo_batch(batch, by=manager)
    assert noted() == []


def offered(web, user, kind, typed):
    place = "/p/SHOP/requirements/expansions/"
    return web(user).get(place, {"kind": kind, "typed": typed}).content.decode()


@pytest.mark.parametrize("typed", ["", "mei", "Lin", "ml", "ＭＥＩ"])
def test_people_are_offered_by_name_and_initials(web, manager, mei, typed):
    assert 'data-insert="@Mei Lin "' in offered(web, manager, "person", typed)


def test_chinese_people_are_offered_by_pinyin_initials(web, manager, engineer, shop):
    assert engineer.name == "周子航"
    for typed in ("周", "zzh", "子航"):
        assert "@周子航 " in offered(web, manager, "person", typed)
    assert "@周子航 " not in offered(web, manager, "person", "zzx")


def test_requirements_are_offered_by_key_number_and_words(web, manager, requirement, other_requirement):
    for typed in ("", "SHOP-1", "1", "结算"):
        assert 'data-insert="SHOP-1 "' in offered(web, manager, "requirement", typed)
    assert "OTHER" not in offered(web, manager, "requirement", "Secret")


@pytest.mark.parametrize("typed", ["\x00", "'; DROP", "%", "\\", "((((", "x" * 10_000, "😀"])
@pytest.mark.parametrize("kind", ["person", "requirement", "template", "nonsense"])
def test_odd_input_is_answered(web, manager, shop, kind, typed):
    offered(web, manager, kind, typed)
