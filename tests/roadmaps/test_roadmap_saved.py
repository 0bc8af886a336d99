"""Roadmaps under a name, on the page and over REST; now, next, later and version by version."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from changes.models import Change
from pmhub.lib.fuzzy_dates import FuzzyDate
from requirements.models import Link
from roadmaps.arranging.horizons import MOST, column_of
from roadmaps.drawing.shifting import Shift
from roadmaps.models import Roadmap, Version
from roadmaps.models.roadmap import Arrangement
from roadmaps.operations.planning import create_version, edit_version
from roadmaps.operations.roadmapping import create_roadmap, edit_roadmap
from roadmaps.operations.sharing import share
from tests.roadmaps.promising import on

LIST, ROADMAP, API = "/p/SHOP/roadmaps/", "/p/SHOP/roadmap/", "/api/v1/roadmaps/"


def test_what_is_looked_at_is_kept(web, manager, shop, help_desk):
    client = web(manager)
    form = client.get(f"{LIST}?zoom=quarter&lanes=owner&bars=both&q=tag:pay&with=HELP").context["form"]
    shown = {name: form[name].value() for name in ("arrangement", "bars", "lanes", "zoom", "query", "products")}
    response = client.post(LIST, {"name": " Board  meeting ", "shared": "on", **shown})
    kept = Roadmap.objects.get()
    assert response["Location"] == f"{LIST}{kept.pk}/"
    assert (kept.name, kept.zoom, kept.lanes, kept.bars) == ("Board meeting", "quarter", "owner", "both")
    assert (kept.query, kept.products, kept.shared) == ("tag:pay", [help_desk.pk], True)


def sent_by(form):
    """What a browser sends of a form that nobody touched."""
    return {name: form[name].value() for name in form.fields if form[name].value()}


@pytest.fixture
def shared_of_two(shop, admin, other_product):
    """A roadmap of the administrator that also shows a product which nobody else may see."""
    return create_roadmap(shop, by=admin, name="All", products=[other_product.pk], shared=True)


def test_products_are_chosen_among_those_one_may_read(web, manager, shop, help_desk, other_product):
    client = web(manager)
    offered = list(client.get(LIST).context["form"].fields["products"].queryset)
    assert help_desk in offered
    assert other_product not in offered
    refused = client.post(LIST, {"name": "R", "products": [other_product.pk]})
    assert refused.status_code == 422
    assert not Roadmap.objects.exists()


def test_a_product_is_taken_in_and_left_out_on_the_page(web, manager, shop, help_desk):
    kept = create_roadmap(shop, by=manager, name="R")
    client = web(manager)
    menu = client.get(f"{LIST}{kept.pk}/").context["menus"][-1]
    [(name, url, is_on)] = [option for option in menu[3] if option[0] == f"Add “{help_desk.name}”"]
    page = client.get(url)
    assert (is_on, [one.key for one in page.context["asked"].products]) == (False, ["SHOP", "HELP"])
    assert page.context["may_save"]
    client.post(f"{LIST}{kept.pk}/", {"here": url.partition("?")[2]})
    kept.refresh_from_db()
    assert kept.products == [help_desk.pk]
    page = client.get(f"{LIST}{kept.pk}/")
    assert not page.context["may_save"]
    [(name, out)] = [(name, url) for name, url, is_on in page.context["menus"][-1][3] if is_on]
    assert name == help_desk.name
    assert [one.key for one in client.get(out).context["asked"].products] == ["SHOP"]


def test_it_is_renamed_and_arranged_anew_on_its_form(web, manager, shop, help_desk):
    kept = create_roadmap(shop, by=manager, name="R", shared=True)
    client, page = web(manager), f"{LIST}{kept.pk}/edit/"
    form = client.get(page).context["form"]
    sent = sent_by(form) | {"name": "Board", "arrangement": "horizons", "products": [help_desk.pk], "shared": "on"}
    assert client.post(page, sent)["Location"] == f"{LIST}{kept.pk}/"
    kept.refresh_from_db()
    assert (kept.name, kept.arrangement, kept.products, kept.shared) == ("Board", "horizons", [help_desk.pk], True)
    client.post(f"{LIST}{kept.pk}/delete/")
    assert not Roadmap.objects.exists()
    client.post("/changes/undo/latest/?product=SHOP")
    assert Roadmap.objects.get().name == "Board"


def test_two_who_edit_it_lose_nothing(web, manager, owner, shop):
    kept = create_roadmap(shop, by=manager, name="R", shared=True)
    page = f"{LIST}{kept.pk}/edit/"
    form = web(owner).get(page).context["form"]
    sent = sent_by(form) | {"shared": "on"}
    edit_roadmap(kept, by=manager, name="Theirs", zoom="year")
    assert web(owner).post(page, {**sent, "lanes": "owner"}).status_code == 302
    kept.refresh_from_db()
    assert (kept.name, kept.zoom, kept.lanes) == ("Theirs", "year", "owner")
    refused = web(owner).post(page, {**sent, "name": "Mine"})
    assert refused.status_code == 422
    assert "Theirs" in str(refused.context["form"].errors["name"])


def test_products_that_one_may_not_see_stay_and_are_not_told(
    web, manager, shop, help_desk, shared_of_two, other_product
):
    Roadmap.objects.filter(pk=shared_of_two.pk).update(owner=manager)
    client, page = web(manager), f"{LIST}{shared_of_two.pk}/edit/"
    form = client.get(page).context["form"]
    assert form["products"].value() == []
    sent = sent_by(form)
    assert client.post(page, {**sent, "name": "Ours", "shared": "on"}).status_code == 302
    client.post(f"{LIST}{shared_of_two.pk}/", {"here": "zoom=year"})
    shared_of_two.refresh_from_db()
    assert (shared_of_two.name, shared_of_two.zoom, shared_of_two.products) == ("Ours", "year", [other_product.pk])
    for address in (LIST, page, f"{LIST}{shared_of_two.pk}/"):
        text = client.get(address).content.decode()
        assert other_product.name not in text
        assert "OTHER" not in text


def test_what_a_link_shows_is_changed_only_by_who_plans(shop, manager, engineer):
    kept = create_roadmap(shop, by=engineer, name="R", shared=True)
    edit_roadmap(kept, by=engineer, bars="items")
    share(shop, by=manager, name="Board", audience="public", granularity="quarter", roadmap=kept)
    for change in ({"arrangement": "versions"}, {"query": "tag:x"}, {"bars": "both"}):
        with pytest.raises(PermissionDenied):
            edit_roadmap(kept, by=engineer, **change)
    edit_roadmap(kept, by=engineer, name="Ours", zoom="year")
    edit_roadmap(kept, by=manager, bars="both")


def test_a_kept_roadmap_opens_as_it_was_and_can_be_departed_from(web, manager, engineer, shop):
    kept = create_roadmap(shop, by=manager, name="Ours", zoom="year", lanes="owner", shared=True)
    response = web(engineer).get(f"{LIST}{kept.pk}/?lanes=version")
    shown = response.context["asked"]
    assert (shown.zoom, shown.lanes) == ("year", "version")
    assert not response.context["may_save"]
    client = web(manager)
    assert client.get(f"{LIST}{kept.pk}/?lanes=version").context["may_save"]
    client.post(f"{LIST}{kept.pk}/", {"here": "lanes=version"})
    kept.refresh_from_db()
    assert (kept.zoom, kept.lanes) == ("year", "version")


def test_a_personal_one_is_its_owners_alone(web, manager, engineer, shop):
    kept = create_roadmap(shop, by=manager, name="Mine")
    assert web(engineer).get(f"{LIST}{kept.pk}/").status_code == 404
    assert web(engineer).post(f"{LIST}{kept.pk}/delete/").status_code == 404
    assert "Mine" not in web(engineer).get(LIST).content.decode()


def test_who_only_reads_keeps_but_does_not_share(web, support, shop):
    client = web(support)
    client.post(LIST, {"name": "Mine"})
    kept = Roadmap.objects.get()
    with pytest.raises(PermissionDenied):
        edit_roadmap(kept, by=support, shared=True)
    assert "shared" not in client.get(LIST).context["form"].fields
    client.post(LIST, {"name": "Ours", "shared": "on"})
    assert not Roadmap.objects.filter(shared=True).exists()


def test_what_it_named_and_is_gone_is_told(web, manager, shop, help_desk):
    field = shop.custom_fields.create(key="area", name="Area", kind="select", options=["Pay"])
    kept = create_roadmap(shop, by=manager, name="R", lanes="field.area", bars="items", products=[help_desk.pk])
    field.delete()
    help_desk.delete()
    response = web(manager).get(f"{LIST}{kept.pk}/")
    assert response.status_code == 200
    told = " ".join(response.context["problems"])
    assert "A product of this roadmap was deleted" in told
    assert "gone" in told


def test_a_deleted_goal_leaves_its_versions_without_one(web, manager, shop):
    goal = shop.goals.create(name="G")
    create_version(shop, by=manager, name="1", release=FuzzyDate.parse("2026-12"), objective=goal)
    goal.delete()
    response = web(manager).get(f"{ROADMAP}?from=2026-10")
    assert [band.lane.name for band in response.context["drawn"].bands] == ["Without a goal"]


def test_a_name_is_needed(web, manager, shop):
    response = web(manager).post(LIST, {"name": "  "})
    assert response.status_code == 422
    assert not Roadmap.objects.exists()


def test_rest_makes_reads_changes_and_deletes(api, manager, shop, help_desk):
    client = api(manager)
    body = {"product": "SHOP", "name": "Q", "zoom": "quarter", "products": ["HELP"], "query": "priority:p0"}
    made = client.post(API, body)
    assert made.status_code == 201, made.json()
    assert made.json()["products"] == ["HELP"]
    page = made["Location"]
    changed = client.patch(page, {"name": "R", "shared": True}, headers={"If-Match": made["ETag"]})
    assert (changed.status_code, changed.json()["name"], changed.json()["shared"]) == (200, "R", True)
    assert [row["name"] for row in client.get(API, {"product": "SHOP"}).json()["results"]] == ["R"]
    assert client.delete(page, headers={"If-Match": changed["ETag"]}).status_code == 204
    assert client.get(page).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"zoom": "decade"}, {"lanes": "field.none"}, {"lanes": "x"}, {"products": ["NONE"]}, {"query": "due:("},
        {"name": ""}, {"arrangement": "gantt"}, {"shared": "yes"}, {"colour": 1}, {"name": "x\x00"},
    ],
)  # fmt: skip
def test_rest_refuses_what_cannot_be(api, manager, shop, wrong):
    response = api(manager).post(API, {"product": "SHOP", "name": "Q", **wrong})
    assert response.status_code == 422, response.json()
    assert list(wrong)[0] in str(response.json())
    assert not Roadmap.objects.exists()


def test_rest_hides_products_one_may_not_see(api, admin, engineer, shop, other_product):
    kept = create_roadmap(shop, by=admin, name="All", products=[other_product.pk], shared=True)
    assert api(admin).get(f"{API}{kept.pk}/").json()["products"] == ["OTHER"]
    assert api(engineer).get(f"{API}{kept.pk}/").json()["products"] == []


def test_nobody_adds_a_product_they_may_not_see(api, manager, shop, other_product):
    refused = api(manager).post(API, {"product": "SHOP", "name": "Q", "products": ["OTHER"]})
    assert refused.status_code == 422


def test_who_made_it_personal_hides_what_follows(manager, shop):
    kept = create_roadmap(shop, by=manager, name="Ours", shared=True)
    edit_roadmap(kept, by=manager, shared=False, name="Secret")
    assert "Secret" not in str(list(Change.objects.filter(type="roadmap").values_list("diff", flat=True)))


@pytest.fixture
def three(shop, manager):
    """Versions that end this quarter, in the next one, and in two years; one is over."""
    today = timezone.localdate()

    def make(name, day, **more):
        return create_version(shop, by=manager, name=name, release=FuzzyDate(day, "quarter"), **more)

    later = today.replace(month=1, day=1, year=today.year + 2)
    month = (today.month - 1) // 3 * 3 + 4
    soon = today.replace(year=today.year + (month > 12), month=(month - 1) % 12 + 1, day=1)
    over = make("over", today - timedelta(days=200), state="archived")
    return [make("now", today), make("next", soon), make("later", later), over]


def columns(response):
    return [[card.item.name for card in column.cards] for column in response.context["columns"]]


def test_now_next_later(web, manager, three):
    response = web(manager).get(f"{ROADMAP}?as=horizons")
    assert columns(response) == [["now"], ["next"], ["later"]]
    card = response.context["columns"][0].cards[0]
    assert card.moves == [("1", "Next", 3), ("2", "Later", 6)]


def test_a_card_moves_only_to_where_quarters_bring_it(web, manager, shop):
    """What has begun stands in “now” until it begins later; what is late comes as far as to the next quarter."""
    today = timezone.localdate()
    ago, ahead = (FuzzyDate(today + timedelta(days=days)) for days in (-200, 400))
    create_version(shop, by=manager, name="long", start=ago, release=ahead)
    create_version(shop, by=manager, name="late", release=ago)
    create_version(shop, by=manager, name="begun", start=ago)
    create_version(shop, by=manager, name="year", release=FuzzyDate(today, "year"))
    cards = web(manager).get(f"{ROADMAP}?as=horizons").context["columns"][0].cards
    moved = {}
    for card in cards:
        for to, _label, months in card.moves:
            shift = Shift(months=months)
            there = replace(card.item, start=shift.of(card.item.start), end=shift.of(card.item.end))
            assert column_of(there, today) == int(to)
            moved.setdefault(card.item.name, []).append(to)
    assert moved == {"long": ["2"], "late": ["1", "2"], "begun": ["2"]} | (
        {"year": moved["year"]} if "year" in moved else {}
    )


def test_a_version_whose_work_is_done_stands_there_until_it_is_released(
    web, manager, three, make_requirement, statuses
):
    make_requirement("Instalments", version=three[0], status=statuses["done"])
    assert columns(web(manager).get(f"{ROADMAP}?as=horizons"))[0] == ["now"]


def test_a_card_moves_to_another_column_without_scripts(web, manager, three):
    client, here = web(manager), f"{ROADMAP}?as=horizons"
    page = f"{ROADMAP}shift/version/{three[0].pk}/"
    answer = client.post(page, {"months": 3, "along": "on", "back": here})
    assert answer["Location"] == here
    assert columns(client.get(here)) == [[], ["next", "now"], ["later"]]
    assert client.post(page, {"months": 3, "back": "https://evil.example/"})["Location"] == ROADMAP


def test_by_version(web, manager, three, make_requirement):
    make_requirement("Instalments", version=three[0])
    response = web(manager).get(f"{ROADMAP}?as=versions")
    shown = {column.name: [card.row.title for card in column.cards] for column in response.context["columns"]}
    assert shown == {"now": ["Instalments"], "next": [], "later": []}


def test_as_of_a_day_earlier_promises_are_ghosts(web, manager, shop):
    with on("2026-10-01"):
        version = create_version(shop, by=manager, name="1", release=FuzzyDate.parse("2026-12-01"))
    with on("2026-11-01"):
        edit_version(version, by=manager, release=FuzzyDate.parse("2027-02-01"))
    ghosts = {
        day: web(manager).get(f"{ROADMAP}?from=2026-10&asof={day}").content.decode().count('class="roadmap-ghost"')
        for day in ("2026-09-30", "2026-10-20", "2026-11-02")
    }
    assert ghosts == {"2026-09-30": 0, "2026-10-20": 1, "2026-11-02": 0}
    for wrong in ("2999-01-01", "yesterday"):
        assert web(manager).get(f"{ROADMAP}?asof={wrong}").context["problems"]


def test_requirements_stand_for_themselves_where_they_are_shown(web, manager, make_requirement):
    first = make_requirement("A", level="feature", due=FuzzyDate.parse("2027-02"))
    second = make_requirement("B", level="feature", due=FuzzyDate.parse("2026-12"))
    Link.objects.create(source=first, target=second, kind="blocks")
    response = web(manager).get(f"{ROADMAP}?from=2026-10&bars=items")
    assert len(response.context["conflicts"]) == 1


def test_columns_show_the_soonest_and_tell_how_many_more_there_are(web, manager, shop):
    day = timezone.localdate()
    Version.objects.bulk_create(
        Version(product=shop, name=f"V{n:02}", release_on=day, owner=manager) for n in range(MOST + 2)
    )
    client = web(manager)
    [now, *_rest] = client.get(f"{ROADMAP}?as=horizons").context["columns"]
    assert (len(now.cards), now.more, now.cards[0].item.name) == (MOST, 2, "V00")
    response = client.get(f"{ROADMAP}?as=versions")
    assert len(response.context["columns"]) == MOST
    assert "2 later versions are not shown." in response.content.decode()


@pytest.mark.parametrize("arrangement", ["timeline", "horizons", "versions"])
def test_the_picker_names_the_arrangement_of_what_is_kept(web, manager, shop, arrangement):
    kept = create_roadmap(shop, by=manager, name="R", arrangement=arrangement)
    page = web(manager).get(f"{LIST}{kept.pk}/")
    now = {label for label, url, is_on in page.context["arrangements"] if is_on}
    assert now == {Arrangement(arrangement).label}


def test_the_tools_filter_and_keep_the_rest(web, manager, version):
    client = web(manager)
    for query in ("?lanes=owner&asof=2026-11-01&q=status:open", "?as=horizons&q=status:open"):
        html = client.get(f"{ROADMAP}{query}").content.decode()
        form = html.partition('id="roadmap-filter"')[2].partition("</form>")[0]
        assert 'name="q" value="status:open"' in form
        kept = {"lanes": "owner", "asof": "2026-11-01"} if "lanes" in query else {"as": "horizons"}
        for name, value in kept.items():
            assert f'name="{name}" value="{value}"' in form
