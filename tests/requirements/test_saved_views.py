"""Saved views: kept, shared, opened with, and what becomes of them when what they name is gone."""

from urllib.parse import urlencode

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from changes.models import Change
from changes.operations.undoing import undo_batch
from requirements.models import DefaultView, SavedView
from requirements.operations.saving_views import edit_view, open_with, open_with_for_all, remove_view, save_view
from tests.requirements.conftest import text_of


@pytest.fixture
def view(shop, engineer):
    """A personal view of the engineer."""
    return save_view(shop, by=engineer, name="Mine, urgent", query="priority=0&assignee=me")


@pytest.fixture
def shared(shop, manager):
    return save_view(shop, by=manager, name="Payment", query="tag=checkout&sort=rank", shared=True)


@pytest.fixture
def manage(shop):
    return reverse("view_list", args=[shop.key])


def names_aside(response):
    return [view.name for view in response.context["side_views"]()]


def test_what_is_kept_is_the_query_and_not_the_moment(shop, engineer):
    query = "status=open&q=&cursor=abc&peek=SHOP-1&view=7&q=score>40&sort=-score&columns=status"
    view = save_view(shop, by=engineer, name="  Best   ones ", query=query)
    assert view.name == "Best ones"
    assert view.query == "columns=status&q=score%3E40&sort=-score&status=open"


def test_no_name_turns_the_list_of_views_around(shop, engineer):
    view = save_view(shop, by=engineer, name="\u202eevil\u202c \u200bname\u2069")
    assert view.name == "evil name"
    assert edit_view(view, by=engineer, name="Team\u2067\ufeff").name == "Team"
    for nothing in ("\u202e\u200b", " \u200d "):
        with pytest.raises(ValidationError, match="A view needs a name"):
            save_view(shop, by=engineer, name=nothing)


def test_two_texts_become_one(shop, engineer):
    view = save_view(shop, by=engineer, name="Both", query="q=score>40&q=tag:a OR tag:b")
    assert view.query == "q=score%3E40+%28tag%3Aa+OR+tag%3Ab%29"


def test_a_personal_view_is_its_owners_alone(web, engineer, maya, owner, admin, view, pool, manage):
    assert names_aside(web(engineer).get(pool)) == ["Mine, urgent"]
    for person in (maya, owner, admin):
        assert names_aside(web(person).get(pool)) == []
        assert "Mine, urgent" not in text_of(web(person).get(manage))
        assert web(person).get(reverse("view", args=[view.pk])).status_code == 404
        assert web(person).post(reverse("view_remove", args=[view.pk])).status_code == 404
        assert "Mine" not in text_of(web(person).get(f"{pool}?priority=0&view={view.pk}"))


def test_the_stream_of_changes_does_not_tell_of_personal_views(shop, engineer, view):
    edit_view(view, by=engineer, name="Renamed", query="status=open")
    open_with(view, by=engineer)
    remove_view(view, by=engineer)
    assert not Change.objects.filter(type__in=["saved_view", "default_view"]).exists()


def test_the_stream_tells_of_shared_views_and_undo_brings_them_back(manager, shared):
    pk = shared.pk
    open_with_for_all(shared, by=manager)
    remove_view(shared, by=manager)
    told = list(Change.objects.order_by("id").filter(type__in=["saved_view", "default_view"]))
    assert {(change.type, change.action) for change in told} == {
        ("saved_view", "insert"), ("default_view", "insert"), ("saved_view", "delete"), ("default_view", "delete"),
    }  # fmt: skip
    assert {change.product_id for change in told} == {shared.product_id}
    undo_batch(told[-1].batch, by=manager)
    assert SavedView.objects.get(pk=pk).name == "Payment"
    assert DefaultView.objects.get().view_id == pk


def test_who_stops_sharing_leaves_nobody_with_it(manager, maya, shared):
    open_with(shared, by=maya)
    open_with_for_all(shared, by=manager)
    open_with(shared, by=manager)
    edit_view(shared, by=manager, shared=False)
    assert list(DefaultView.objects.values_list("user", flat=True)) == [manager.pk]


def test_the_stream_is_not_told_what_a_view_says_in_private(shop, maya):
    view = save_view(shop, by=maya, name="First", query="q=private")
    edit_view(view, by=maya, shared=True, name="Public", query="q=public")
    edit_view(view, by=maya, shared=False, name="Second", query="q=secret")
    told = list(Change.objects.filter(type="saved_view").order_by("id").values_list("diff", flat=True))
    assert told == [{"shared": [False, True]}, {"shared": [True, False]}]
    view.refresh_from_db()
    assert (view.name, view.query, view.shared) == ("Second", "q=secret", False)


def test_nobody_else_takes_back_that_a_view_is_no_longer_shared(shop, maya, manager, owner, admin):
    view = save_view(shop, by=maya, name="Team", query="q=ours", shared=True)
    edit_view(view, by=maya, shared=False)
    batch = Change.objects.filter(type="saved_view").latest("id").batch
    edit_view(view, by=maya, query="q=secret")
    for person in (manager, owner, admin):
        with pytest.raises(PermissionDenied):
            undo_batch(batch, by=person)
        assert not SavedView.objects.visible_to(person).filter(pk=view.pk).exists()
    undo_batch(batch, by=maya)
    assert SavedView.objects.visible_to(manager).get(pk=view.pk).query == "q=secret"


def test_who_takes_a_view_from_the_others_leaves_it_to_its_owner(shop, maya, manager):
    view = save_view(shop, by=maya, name="Team", query="q=ours", shared=True)
    edit_view(view, by=manager, shared=False)
    edit_view(SavedView.objects.get(pk=view.pk), by=maya, query="q=secret")
    with pytest.raises(PermissionDenied):
        undo_batch(Change.objects.filter(type="saved_view").latest("id").batch, by=manager)


def test_a_manager_takes_back_what_others_did_to_a_shared_view(shop, maya, manager):
    view = save_view(shop, by=maya, name="Team", query="q=ours", shared=True)
    edit_view(view, by=maya, query="q=other")
    undo_batch(Change.objects.filter(type="saved_view").latest("id").batch, by=manager)
    view.refresh_from_db()
    assert view.query == "q=ours"


def test_viewers_keep_views_and_do_not_share_them(shop, support):
    view = save_view(shop, by=support, name="Mine")
    with pytest.raises(PermissionDenied):
        save_view(shop, by=support, name="Ours", shared=True)
    with pytest.raises(PermissionDenied):
        edit_view(view, by=support, shared=True)


def test_shared_views_are_changed_by_owner_and_managers(shop, engineer, maya, manager):
    view = save_view(shop, by=engineer, name="Team", shared=True)
    with pytest.raises(PermissionDenied):
        edit_view(view, by=maya, name="Other")
    assert edit_view(view, by=manager, name="Better").name == "Better"
    with pytest.raises(PermissionDenied):
        open_with_for_all(view, by=engineer)


def test_outsiders_keep_nothing_here(shop, outsider, shared, web, manage):
    with pytest.raises(PermissionDenied):
        save_view(shop, by=outsider, name="Spy")
    with pytest.raises(PermissionDenied):
        open_with(shared, by=outsider)
    assert web(outsider).get(reverse("view", args=[shared.pk])).status_code == 404
    assert web(outsider).post(manage, {"name": "Spy"}).status_code == 404


def test_nobody_keeps_views_for_somebody_else(engineer, maya):
    with pytest.raises(PermissionDenied):
        save_view(maya, by=engineer, name="For Maya")


@pytest.mark.parametrize(
    "values",
    [
        {"name": " "}, {"name": "a\x00"}, {"name": "x" * 61}, {"query": "q=%00"}, {"query": "q=" + "x" * 7_500},
        {"query": "&".join(["tag=a"] * 1_500)}, {"way": "../admin"}, {"way": ""},
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused(shop, engineer, values):
    with pytest.raises(ValidationError):
        save_view(shop, by=engineer, **{"name": "Name", **values})
    assert not SavedView.objects.exists()


def test_a_text_of_four_thousand_characters_is_kept_and_a_longer_address_is_not(shop, engineer, web):
    words = " ".join(["payment"] * 500)[:4_000]
    view = save_view(shop, by=engineer, name="Long", query=urlencode({"q": words}))
    response = web(engineer).get(reverse("view", args=[view.pk]), follow=True)
    assert response.status_code == 200
    with pytest.raises(ValidationError, match="too long"):
        save_view(shop, by=engineer, name="Longer", query=urlencode({"q": "\u652f\u4ed8" * 2_000}))


def test_opening_a_view_is_going_to_its_address(web, maya, shared, pool):
    response = web(maya).get(reverse("view", args=[shared.pk]))
    assert response.url == f"{pool}?sort=rank&tag=checkout&view={shared.pk}"
    page = web(maya).get(response.url)
    assert not page.context["saved"].changed
    assert "Save as" not in text_of(page)
    assert 'aria-current="page"' in text_of(page)


def test_a_changed_view_can_be_saved_or_reset(web, manager, maya, shared, pool):
    address = f"{pool}?sort=rank&tag=checkout&priority=0&view={shared.pk}"
    page = text_of(web(maya).get(address))
    assert "Reset" in page
    assert "Save as" in page
    assert f'action="{reverse("view", args=[shared.pk])}"' not in page
    page = web(manager).get(address)
    assert f'action="{reverse("view", args=[shared.pk])}"' in text_of(page)
    answer = web(manager).post(
        reverse("view", args=[shared.pk]), {"query": page.context["saved"].query, "way": "table"}
    )
    assert answer.url.startswith(pool)
    shared.refresh_from_db()
    assert shared.query == "priority=0&sort=rank&tag=checkout"
    assert shared.shared


def test_the_same_query_in_another_order_is_no_change(web, maya, shared, pool):
    page = web(maya).get(f"{pool}?view={shared.pk}&tag=checkout&sort=rank&q=")
    assert not page.context["saved"].changed


def test_saving_from_the_bar_leads_to_the_view(web, maya, shop, pool, manage):
    answer = web(maya).post(manage, {"name": "P0", "query": "priority=0", "way": "table"})
    view = SavedView.objects.get()
    assert answer.url == f"{pool}?priority=0&view={view.pk}"
    assert (view.owner, view.shared) == (maya, False)
    refused = web(maya).post(manage, {"name": "", "query": "priority=0"})
    assert refused.status_code == 422
    assert 'value="priority=0"' in text_of(refused)


def test_a_list_opens_with_what_is_open_and_says_so(web, maya, pool, make_requirement, statuses):
    make_requirement("Running")
    make_requirement("Finished", status=statuses["done"])
    page = web(maya).get(pool)
    assert [row.title for row in page.context["rows"]] == ["Running"]
    assert [chip.name for chip in page.context["active"]] == ["status"]
    assert not page.context["saved"].changed
    everything = web(maya).get(page.context["active"][0].without)
    assert len(everything.context["rows"]) == 2


def test_ones_own_default_comes_before_the_products(web, manager, maya, engineer, shop, shared, pool):
    open_with_for_all(shared, by=manager)
    own = save_view(shop, by=maya, name="Own", query="level=story")
    open_with(own, by=maya)
    assert web(maya).get(pool).context["saved"].view == own
    assert web(engineer).get(pool).context["saved"].view == shared
    open_with(own, by=maya, chosen=False)
    assert web(maya).get(pool).context["saved"].view == shared


def test_a_default_that_is_no_table_is_gone_to(web, maya, shop, pool):
    view = save_view(shop, by=maya, name="Wall", query="lanes=assignee", way="board")
    open_with(view, by=maya)
    answer = web(maya).get(pool)
    assert answer.url == f"{reverse('requirement_board', args=[shop.key])}?lanes=assignee&view={view.pk}"


def test_any_query_is_stronger_than_the_default(web, maya, shop, pool, requirement):
    open_with(save_view(shop, by=maya, name="None", query="priority=4"), by=maya)
    assert not web(maya).get(pool).context["rows"]
    assert web(maya).get(f"{pool}?q=").context["rows"]


def test_the_page_of_views_shares_renames_and_deletes(web, manager, shop, manage):
    view = save_view(shop, by=manager, name="First")
    one = reverse("view", args=[view.pk])
    client = web(manager)
    client.post(one, {"name": "Second"})
    client.post(one, {"shared": "on"})
    client.post(reverse("view_default", args=[view.pk]), {"for": "all"})
    view.refresh_from_db()
    assert (view.name, view.shared) == ("Second", True)
    assert DefaultView.objects.get().user is None
    assert "Default for everybody" in text_of(client.get(manage))
    assert client.post(reverse("view_default", args=[view.pk]), {"for": "nobody"}).status_code == 404
    client.post(reverse("view_remove", args=[view.pk]))
    assert "Second" in text_of(client.get(manage))  # the message
    assert not SavedView.objects.exists()


def test_views_that_name_what_is_gone_keep_the_rest_and_can_be_repaired(web, maya, shop, pool, make_requirement):
    make_requirement("Found", tags=["pay"], priority=0)
    make_requirement("Other", tags=["pay"], priority=3)
    view = save_view(
        shop, by=maya, name="Old", query="q=custom.gone:yes priority:p0&tag=pay&sort=custom.gone&unknown=1"
    )
    page = web(maya).get(reverse("view", args=[view.pk]), follow=True)
    assert page.status_code == 200
    assert [row.title for row in page.context["rows"]] == ["Found"]
    assert "<mark>custom.gone:yes</mark>" in text_of(page)
    assert page.context["saved"].changed
    web(maya).post(reverse("view", args=[view.pk]), {"query": page.context["saved"].query})
    view.refresh_from_db()
    assert view.query == "q=priority%3Ap0&tag=pay"


def test_the_side_bar_costs_one_query(web, maya, shop, pool, django_assert_max_num_queries):
    client = web(maya)
    client.get(pool)
    for n in range(12):
        save_view(shop, by=maya, name=f"View {n}", query="status=open")
    with django_assert_max_num_queries(10):
        assert len(names_aside(client.get(f"{pool}?status=open"))) == 12


def test_changes_from_the_list_lead_back_to_it_as_it_was(web, manager, shared, pool):
    here = {"Referer": f"http://testserver{pool}?priority=1&view={shared.pk}"}
    changed = web(manager).post(reverse("view", args=[shared.pk]), {"name": "Paying"}, headers=here)
    chosen = web(manager).post(reverse("view_default", args=[shared.pk]), {"for": "me"}, headers=here)
    assert changed["Location"] == chosen["Location"] == here["Referer"]
    menu = text_of(web(manager).get(here["Referer"]))
    assert "Paying" in menu
    removed = web(manager).post(reverse("view_remove", args=[shared.pk]), {"shown": "1"}, headers=here)
    assert removed["Location"] == f"{pool}?sort=rank&tag=checkout"


def test_a_view_that_is_taken_back_from_the_list_shows_in_the_side_bar_again(web, manager, shared):
    remove_view(shared, by=manager)
    batch = Change.objects.get(type="saved_view", action="delete").batch
    answer = web(manager).post(reverse("undo", args=[batch]), {"stays": "1"}, headers={"HX-Request": "true"})
    assert answer["HX-Refresh"] == "true"
