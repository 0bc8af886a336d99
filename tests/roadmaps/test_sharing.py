"""Share links: who makes them, what opens them, and when they show nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from changes.models import Change
from changes.operations.undoing import undo_batch
from pmhub.lib.logs import without_secret
from pmhub.lib.operations import one_batch
from pmhub.lib.throttling import Throttle
from products.models import Goal
from roadmaps.models import Roadmap, ShareLink, Version
from roadmaps.models.share_link import Part
from roadmaps.operations.planning import create_version
from roadmaps.operations.sharing import share, withdraw
from roadmaps.views import shared

ALL = list(Part.values)
SET = {"name": "Board", "audience": "management", "granularity": "quarter"}
PASSWORD = "open, please 芝麻"


@pytest.fixture(autouse=True)
def nobody_has_guessed(monkeypatch):
    monkeypatch.setattr(shared, "GUESSES", Throttle(f"test-{uuid4()}", limit=20, seconds=3600))


@pytest.fixture
def make(shop, manager, version, milestone):
    """`make(**settings)`: a link to SHOP's timeline."""
    return lambda **more: share(shop, by=manager, **{**SET, **more})


def path(link):
    return f"/shared/{link.secret}/"


def visit(web, link, **headers):
    return web().get(path(link), headers={"Accept-Language": "en", **headers})


def test_a_browser_without_an_account_reads_the_plan(web, make):
    response = visit(web, make(parts=["milestones"]))
    text = response.content.decode()
    assert response.status_code == 200
    assert "拾光商城" in text
    assert "2.4" in text
    assert "Code freeze" in text
    assert "2026 Q4" in text


def test_it_leaves_no_trace_and_goes_nowhere(web, make):
    link = make()
    response = visit(web, link)
    assert not response.cookies
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "private, no-store"
    assert "noindex" in response["X-Robots-Tag"]
    assert "ETag" not in response
    assert "Last-Modified" not in response
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "<script" not in response.content.decode()
    assert link.secret not in response.content.decode()


@pytest.mark.parametrize("part", ["progress", "owners", "goals", "milestones"])
def test_only_chosen_parts_are_shown(web, make, shop, manager, version, part):
    objective = Goal.objects.create(product=shop, name="Because we can")
    Version.objects.filter(pk=version.pk).update(owner=manager, objective=objective)
    sign = {"progress": "Progress</th>", "owners": manager.name, "goals": objective.name, "milestones": "Code freeze"}
    text = visit(web, make(parts=[part], granularity="day")).content.decode()
    assert [name for name, words in sign.items() if words in text] == [part]


def test_a_roadmap_narrowed_to_what_is_gone_shows_nothing(web, make, shop, manager, version, make_requirement):
    make_requirement("Instalments", version=version, tags=["public"])
    roadmap = Roadmap.objects.create(product=shop, owner=manager, name="For all", query="tag:public")
    link = make(roadmap=roadmap, parts=ALL)
    assert "2.4" in visit(web, link).content.decode()
    shop.tags.all().delete()
    text = visit(web, link).content.decode()
    assert "2.4" not in text
    assert "Code freeze" not in text


def test_nobodys_address_is_ever_shown(web, make, people, version, milestone, manager):
    Version.objects.filter(pk=version.pk).update(owner=manager)
    text = visit(web, make(parts=ALL, audience="team", granularity="day")).content.decode()
    assert manager.name in text
    assert not [one.email for one in vars(people).values() if one.email in text]
    assert "@" not in text


def test_lanes_of_hidden_things_are_not_told(web, make, shop, manager, version):
    Version.objects.filter(pk=version.pk).update(owner=manager)
    roadmap = Roadmap.objects.create(product=shop, owner=manager, name="By people", lanes="owner")
    assert manager.name not in visit(web, make(roadmap=roadmap)).content.decode()
    assert manager.name in visit(web, make(roadmap=roadmap, parts=["owners"])).content.decode()


def test_it_speaks_the_readers_language_or_the_chosen_one(web, make):
    link = make()
    assert 'lang="zh-hans"' in visit(web, link, **{"Accept-Language": "zh-CN"}).content.decode()
    text = web().get(path(link) + "?lang=zh-hans", headers={"Accept-Language": "en"}).content.decode()
    assert "2026 年第四季度" in text


@pytest.mark.parametrize(
    "query", ["?zoom=day", "?zoom=x", "?from=0000-00", "?from=9999-12", "?lang=xx", "?q=owner:x&with=OTHER"]
)
def test_odd_addresses_show_the_plan(web, make, query):
    response = web().get(path(make()) + query, headers={"Accept-Language": "en"})
    assert response.status_code == 200
    assert "2.4" in response.content.decode()


def over(web, address):
    response = web().get(address, headers={"Accept-Language": "en"})
    return response.status_code, response.content, response["Referrer-Policy"], response["Cache-Control"]


def test_over_withdrawn_and_unknown_are_told_alike(web, make, manager):
    address = "/shared/{}/"
    expired, gone, locked = make(), make(), make(password=PASSWORD)
    ShareLink.objects.filter(pk=expired.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    withdraw(gone, by=manager)
    withdraw(locked, by=manager)
    secrets = ["unknown", "x" * 10_000, "拾光", expired.secret, gone.secret, locked.secret]
    told = [over(web, address.format(secret)) for secret in secrets]
    assert {status for status, *_rest in told} == {404}
    assert len(set(told)) == 1
    posted = web().post(address.format(locked.secret), {"password": PASSWORD})
    assert posted.status_code == 404


def test_it_lasts_until_its_last_moment(web, make):
    link = make(expires_at=timezone.now() + timedelta(hours=1))
    assert visit(web, link).status_code == 200
    ShareLink.objects.filter(pk=link.pk).update(expires_at=timezone.now())
    assert visit(web, link).status_code == 404


def test_a_password_is_asked_for_and_remembered_for_this_link_alone(web, make):
    link, other = make(password=PASSWORD), make(password=PASSWORD)
    browser = web()
    asked = browser.get(path(link), headers={"Accept-Language": "en"})
    assert "2.4" not in asked.content.decode()
    assert "拾光商城" not in asked.content.decode()
    assert browser.post(path(link), {"password": "wrong one"}).status_code == 422
    right = browser.post(path(link) + "?zoom=year", {"password": PASSWORD})
    assert (right.status_code, right["Location"]) == (302, path(link) + "?zoom=year")
    cookie = right.cookies[shared.COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (path(link), True, "Lax")
    assert "2.4" in browser.get(path(link)).content.decode()
    browser.cookies[shared.COOKIE]["path"] = "/"
    assert "2.4" not in browser.get(path(other)).content.decode()


def test_a_forged_cookie_opens_nothing(web, make):
    link = make(password=PASSWORD)
    browser = web()
    for value in ("", "x", link.pass_mark, f"{link.pass_mark}:1abc:zzz"):
        browser.cookies[shared.COOKIE] = value
        assert "2.4" not in browser.get(path(link)).content.decode()


def guess(web, link, address="192.0.2.1", password="wrong one"):
    return web().post(path(link), {"password": password}, REMOTE_ADDR=address, headers={"Accept-Language": "en"})


def test_after_twenty_wrong_passwords_one_has_to_wait(web, make):
    link = make(password=PASSWORD)
    assert [guess(web, link).status_code for _n in range(20)] == [422] * 20
    refused = guess(web, link, password=PASSWORD)
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 3600
    assert "Too many attempts" in refused.content.decode()
    assert guess(web, link, "192.0.2.2", PASSWORD).status_code == 302
    assert guess(web, make(password=PASSWORD), password=PASSWORD).status_code == 302


def test_addresses_of_one_network_guess_together(web, make):
    link = make(password=PASSWORD)
    answers = [guess(web, link, f"2001:db8:0:1::{n:x}").status_code for n in range(1, 22)]
    assert answers == [422] * 20 + [429]
    assert guess(web, link, "2001:db8:0:2::1").status_code == 422


def test_right_passwords_do_not_count(web, make):
    link = make(password=PASSWORD)
    assert {guess(web, link, password=PASSWORD).status_code for _n in range(25)} == {302}


@pytest.mark.parametrize("typed", ["", "x" * 5_000, "\x00", " " + PASSWORD])
def test_what_is_not_the_password_opens_nothing(web, make, typed):
    assert guess(web, make(password=PASSWORD), password=typed).status_code == 422


def test_views_are_counted_and_nobody_is_named(web, make):
    link = make()
    visit(web, link)
    visit(web, link)
    web().head(path(link))
    link.refresh_from_db()
    assert link.seen_count == 2
    assert link.seen_at is not None


def test_asking_for_the_password_is_no_view(web, make):
    link = make(password=PASSWORD)
    visit(web, link)
    guess(web, link)
    link.refresh_from_db()
    assert link.seen_count == 0


@pytest.mark.parametrize(
    ("settings", "field"),
    [({"expires_at": timezone.now() - timedelta(days=1)}, "expires_at"), ({"granularity": "hour"}, "granularity"),
     ({"granularity": ""}, "granularity"), ({"audience": "everybody"}, "audience"), ({"parts": ["email"]}, "parts"),
     ({"password": "x" * 5_000}, "password"), ({"password": "short"}, "password"), ({"name": "  "}, "name"),
     ({"name": "x" * 121}, "name"), ({"name": "a\x00"}, "name")],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_place(make, settings, field):
    with pytest.raises(ValidationError) as refused:
        make(**settings)
    assert list(refused.value.message_dict) == [field]
    assert ShareLink.objects.count() == 0


def test_only_who_plans_makes_and_closes_links(shop, manager, engineer, support, outsider, make):
    link = make()
    for person in (engineer, support, outsider):
        with pytest.raises(PermissionDenied):
            share(shop, by=person, **SET)
        with pytest.raises(PermissionDenied):
            withdraw(link, by=person)


def test_products_in_which_the_maker_does_not_plan_are_not_shown(
    web, shop, manager, outsider, other_product, help_desk, owner
):
    """One that the maker cannot see, and one that they may only read."""
    create_version(other_product, by=outsider, name="Secret 1")
    create_version(help_desk, by=manager, name="Help 1")
    further = [other_product.pk, help_desk.pk]
    roadmap = Roadmap.objects.create(product=shop, owner=manager, name="Both", products=further, shared=True)
    text = visit(web, share(shop, by=manager, roadmap=roadmap, **SET)).content.decode()
    assert "Help 1" in text
    assert "Secret 1" not in text
    assert other_product.name not in text
    text = visit(web, share(shop, by=owner, roadmap=roadmap, **SET)).content.decode()
    assert "Help 1" not in text


def test_what_joins_the_roadmap_later_is_not_shown(web, shop, manager, help_desk):
    create_version(help_desk, by=manager, name="Help 1")
    roadmap = Roadmap.objects.create(product=shop, owner=manager, name="Ours")
    link = share(shop, by=manager, roadmap=roadmap, **SET)
    Roadmap.objects.filter(pk=roadmap.pk).update(products=[help_desk.pk])
    assert "Help 1" not in visit(web, link).content.decode()


def test_a_roadmap_that_is_somebody_elses_alone_is_unknown(shop, manager, owner):
    roadmap = Roadmap.objects.create(product=shop, owner=owner, name="Mine")
    with pytest.raises(ValidationError) as refused:
        share(shop, by=manager, roadmap=roadmap, **SET)
    assert list(refused.value.message_dict) == ["roadmap"]


def test_links_die_with_what_they_show_and_stay_dead(web, shop, manager, version):
    roadmap = Roadmap.objects.create(product=shop, owner=manager, name="Ours", shared=True)
    link = share(shop, by=manager, roadmap=roadmap, **SET)
    address = path(link)
    roadmap.delete()
    assert web().get(address).status_code == 404
    other = share(shop, by=manager, **SET)
    shop.delete()
    assert web().get(path(other)).status_code == 404


def test_making_and_withdrawing_are_undone(web, make, manager):
    with one_batch() as batch:
        link = make()
    address = path(link)
    undo_batch(batch, by=manager)
    assert web().get(address).status_code == 404
    kept = make()
    with one_batch() as batch:
        withdraw(kept, by=manager)
    assert visit(web, kept).status_code == 404
    undo_batch(batch, by=manager)
    assert visit(web, kept).status_code == 200


def test_no_secret_is_in_the_stream_or_the_log(make):
    link = make(password=PASSWORD)
    said = str(list(Change.objects.filter(type="share_link").values_list("diff", flat=True)))
    assert not [secret for secret in (link.secret, link.digest, link.seed, link.password) if secret in said]
    assert without_secret(path(link)) == "/shared/…/"


def test_the_table_alone_opens_nothing(make, settings):
    link = ShareLink.objects.get(pk=make().pk)
    assert len(link.secret) == 32
    settings.SECRET_KEY = "another key of the installation"
    assert link.secret == ""


def test_made_copied_and_withdrawn_on_pages(web, shop, manager, version):
    client = web(manager)
    refused = client.post("/p/SHOP/roadmap/links/new/", {**SET, "expires_on": "2020-01-01", "granularity": "hour"})
    assert refused.status_code == 422
    assert "choose a day to come" in refused.content.decode()
    made = client.post("/p/SHOP/roadmap/links/new/", {**SET, "parts": ["progress"], "expires_on": "2099-12-31"})
    assert made.status_code == 302
    link = ShareLink.objects.get()
    assert timezone.localtime(link.expires_at).date().isoformat() == "2099-12-31"
    text = client.get("/p/SHOP/roadmap/links/").content.decode()
    assert path(link) in text
    client.post(f"/p/SHOP/roadmap/links/{link.pk}/withdraw/")
    text = client.get("/p/SHOP/roadmap/links/").content.decode()
    assert path(link) not in text
    assert "withdrawn by" in text


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-02-30", "x" * 5_000])
def test_any_last_day_is_answered(web, shop, manager, day):
    manager.time_zone = "Pacific/Pago_Pago"
    manager.save(update_fields=["time_zone"])
    response = web(manager).post("/p/SHOP/roadmap/links/new/", {**SET, "expires_on": day})
    assert response.status_code in (302, 422)


def test_a_page_of_links_asks_a_constant_number_of_questions(web, make, manager, django_assert_max_num_queries):
    for _n in range(10):
        make()
    client = web(manager)
    with django_assert_max_num_queries(14):
        client.get("/p/SHOP/roadmap/links/")


def test_the_page_of_a_link_asks_a_constant_number_of_questions(web, make, django_assert_max_num_queries):
    link = make(parts=ALL)
    with django_assert_max_num_queries(14):
        web().get(path(link))


def test_over_rest(api, shop, manager, support, outsider, version, web):
    client = api(manager)
    body = {"product": "SHOP", **SET, "parts": ["progress"], "password": PASSWORD, "expires_at": "2099-01-01T00:00:00Z"}
    made = client.post("/api/v1/share-links/", body)
    assert made.status_code == 201
    shown = made.json()
    assert (shown["state"], shown["has_password"], shown["parts"]) == ("open", True, ["progress"])
    assert PASSWORD not in made.content.decode()
    assert web().get(shown["address"].removeprefix("http://127.0.0.1:8000")).status_code == 200
    one = f"/api/v1/share-links/{shown['id']}/"
    assert client.patch(one, {"name": "x"}).status_code == 405
    assert api(support).get("/api/v1/share-links/?product=SHOP").json()["results"] == []
    assert api(support).get(one).status_code == 404
    assert client.delete(one, headers={"If-Match": made["ETag"]}).status_code == 204
    assert client.get(one).json()["state"] == "withdrawn"
    assert client.get(one).json()["address"] == ""


@pytest.mark.parametrize(
    ("more", "field"),
    [({"expires_at": "2020-01-01T00:00:00Z"}, "expires_at"), ({"granularity": "hour"}, "granularity"),
     ({"roadmap": 99}, "roadmap"), ({"password": "x" * 5_000}, "password"), ({"parts": "all"}, "parts")],
)  # fmt: skip
def test_rest_refuses_with_the_field(api, shop, manager, more, field):
    refused = api(manager).post("/api/v1/share-links/", {"product": "SHOP", **SET, **more})
    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == [field]


def test_the_form_says_what_lanes_need(web, shop, manager):
    html = web(manager).get("/p/SHOP/roadmap/links/new/").content.decode()
    assert "Lanes by owner need the names of owners" in html
