"""Saved views over REST."""

import pytest

from changes.models import Change
from requirements.models import SavedView
from requirements.operations.saving_views import save_view

VIEWS = "/api/v1/views/"


@pytest.fixture
def shared(shop, engineer):
    return save_view(shop, by=engineer, name="Ours", query="status=open", shared=True)


def test_a_view_is_kept_and_read(api, maya, shop):
    made = api(maya).post(VIEWS, {"product": "SHOP", "name": "Mine", "query": "status=open&q=", "way": "board"})
    assert made.status_code == 201
    body = api(maya).get(made["Location"]).json()
    assert body == made.json()
    assert body["query"] == "status=open"
    assert body["address"] == f"/p/SHOP/requirements/board/?status=open&view={body['id']}"
    assert (body["product"], body["shared"], body["owner"]["name"]) == ("SHOP", False, maya.name)


def test_without_a_product_it_is_across_all_of_them(api, maya, shop):
    body = api(maya).post(VIEWS, {"name": "Everywhere", "query": "priority=0"}).json()
    assert (body["product"], body["address"]) == (None, f"/requirements/?priority=0&view={body['id']}")


def test_others_see_what_is_shared_and_nothing_else(api, maya, engineer, outsider, shop, shared):
    save_view(shop, by=engineer, name="Own")
    save_view(engineer, by=engineer, name="Everywhere")
    assert {row["name"] for row in api(maya).get(VIEWS).json()["results"]} == {"Ours"}
    assert {row["name"] for row in api(engineer).get(VIEWS).json()["results"]} == {"Ours", "Own", "Everywhere"}
    assert {row["name"] for row in api(engineer).get(f"{VIEWS}?product=SHOP").json()["results"]} == {"Ours", "Own"}
    assert api(outsider).get(VIEWS).json()["results"] == []
    assert api(outsider).get(f"{VIEWS}{shared.pk}/").status_code == 404


def test_changes_need_the_version_that_was_read(api, engineer, maya, shared):
    one = f"{VIEWS}{shared.pk}/"
    tag = api(engineer).get(one)["ETag"]
    assert api(engineer).patch(one, {"name": "New"}).status_code == 428
    assert api(maya).patch(one, {"name": "New"}, headers={"If-Match": tag}).status_code == 403
    changed = api(engineer).patch(one, {"name": "New", "position": 7}, headers={"If-Match": tag})
    assert (changed.json()["name"], changed.json()["position"]) == ("New", 7)
    assert api(engineer).delete(one, headers={"If-Match": tag}).status_code == 412
    assert api(engineer).delete(one, headers={"If-Match": changed["ETag"]}).status_code == 204
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        {}, {"name": ""}, {"name": 7}, {"name": "a\x00"}, {"name": "x", "query": "q=%00"}, {"name": "x", "way": "../"},
        {"name": "x", "query": "q" * 8_000}, {"name": "x", "owner": 1}, {"name": "x", "shared": "yes"}, [1],
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused(api, maya, shop, body):
    assert api(maya).post(f"{VIEWS}?product=SHOP", body).status_code == 422
    assert not SavedView.objects.exists()


def test_viewers_and_views_across_products_are_not_shared(api, support, maya, shop):
    assert api(support).post(VIEWS, {"product": "SHOP", "name": "Ours", "shared": True}).status_code == 403
    assert api(maya).post(VIEWS, {"name": "Ours", "shared": True}).status_code == 403
    assert not SavedView.objects.exists()
    assert not Change.objects.filter(type="saved_view").exists()


def test_a_view_of_the_inbox_is_kept_within_its_product(api, maya, shop):
    body = {"product": "SHOP", "name": "Late", "query": "show=all&q=is:late", "way": "inbox"}
    made = api(maya).post(VIEWS, body)
    assert made.status_code == 201
    assert made.json()["query"] == "q=is%3Alate&show=all"
    assert made.json()["address"] == f"/p/SHOP/feedback/?q=is%3Alate&show=all&view={made.json()['id']}"
    assert api(maya).post(VIEWS, {"name": "Late", "way": "inbox"}).status_code == 422
    one, tag = made["Location"], made["ETag"]
    assert api(maya).patch(one, {"way": "board"}, headers={"If-Match": tag}).status_code == 422
    assert api(maya).patch(one, {"position": 3}, headers={"If-Match": tag}).json()["position"] == 3
