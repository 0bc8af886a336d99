"""Names in public: visitors choose theirs, but nobody passes for the team."""

import pytest
from django.core.exceptions import ValidationError

from pmhub.lib.throttling import Throttle
from portal.naming import refuse_name
from portal.operations.posting import answer_in_public
from portal.views import me
from products.models import Membership


@pytest.fixture
def team(shop, maya, manager):
    for person, name in ((maya, "Maya Fischer"), (manager, "林知夏")):
        person.name = name
        person.save()
        Membership.objects.get_or_create(product=shop, user=person, defaults={"role": 20})
    return shop


@pytest.mark.parametrize(
    "name",
    [
        "Maya Fischer", "MAYA  fischer", "ｍａｙａ　ｆｉｓｃｈｅｒ", "Fischer, Maya", "MayaFischer",
        "Máya Fischer (SHOP)",
        "林知夏", "林 知夏", "林知夏（产品）", "The Team", "ＴＥＡＭ", "T.e.a.m", "Zoe · Support", "产品团队", "官方",
        "官 方 客 服", "管理員", "Admin",
        "\u041c\u0410\u0423\u0410 FISCHER", "Maya FIscher", "Maya Flscher", "\u03a4\u0395\u0391\u039c", "Suppor\u0165",
        "Adm1n", "拾光 商城",
    ],
)  # fmt: skip
def test_nobody_passes_for_the_team(team, name):
    with pytest.raises(ValidationError, match="team"):
        refuse_name(name, team)


@pytest.mark.parametrize("name", ["ann@outside.example", "ann＠outside.example"])
def test_an_address_is_no_name(team, name):
    with pytest.raises(ValidationError, match="looks like an address"):
        refuse_name(name, team)


@pytest.mark.parametrize("name", ["a\u202eb", "a\u2066b", "a\u200bb", "a\x07b", "a\u2028b", "Te\u00adam"])
def test_unseen_signs_are_refused(team, name):
    with pytest.raises(ValidationError, match="cannot be seen"):
        refuse_name(name, team)


@pytest.mark.parametrize("name", ["M\u0430ya", "P\u03b1vel", "Anna B\u043eb"])
def test_a_word_is_of_one_alphabet(team, name):
    with pytest.raises(ValidationError, match="several alphabets"):
        refuse_name(name, team)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Мария Bauer",
        "Ελένη",
        "李雷Leo",
        "Illia",
        "Maya",
        "Robert",
        "Teamo",
        "知夏",
        "Jürgen 2",
        "小林",
        "Zoë 🙂",
        "Modesta",
    ],
)
def test_other_names_are_free(team, name):
    refuse_name(name, team)


def test_the_page_says_so(team, portal, visitor, bob):
    client = visitor(bob)
    for name in ("Maya Fischer", "Bobby\u202e", "x\x00y"):
        assert client.post("/portal/SHOP/me/", {"shown_name": name, "language": "en"}).status_code == 422
    bob.refresh_from_db()
    assert bob.shown_name == "Bobby"
    assert client.post("/portal/SHOP/me/", {"shown_name": "Bob 2", "language": "en"}).status_code == 302


def test_nobody_takes_the_name_that_an_answer_is_signed_with(team, post, engineer):
    refuse_name("Lin", team)
    answer_in_public(post, by=engineer, body="We are on it.", signed="Lin")
    for name in ("Lin", "LIN", "l.i.n"):
        with pytest.raises(ValidationError, match="team"):
            refuse_name(name, team)
    refuse_name("Linda", team)


def test_a_refusal_does_not_say_whose_name_it_was(team, portal):
    said = set()
    for name in ("Maya Fischer", "林知夏", "Support", "官方", team.name):
        with pytest.raises(ValidationError) as refused:
            refuse_name(name, team)
        said |= {*refused.value.messages}
    assert len(said) == 1


def test_names_are_not_tried_one_after_the_other(team, portal, visitor, bob, monkeypatch):
    monkeypatch.setattr(me, "NAMES", Throttle("portal_name", limit=3, seconds=3600))
    client, sent = visitor(bob), {"shown_name": "Maya Fischer", "language": "en"}
    assert [client.post("/portal/SHOP/me/", sent).status_code for _n in range(4)] == [422, 422, 422, 429]
    as_before = {"shown_name": "Bobby", "language": "zh-hans"}
    assert client.post("/portal/SHOP/me/", as_before).status_code == 302  # what is no name may still be said
