"""Undo from the web: one request is one batch, the toast names it, and the page comes back."""

import json
import uuid

from changes.tracking import registry
from pmhub.lib.operations import one_batch
from products.models import Status
from roadmaps.models import Version
from roadmaps.operations.planning import edit_version
from roadmaps.operations.releasing import Choices, Fate, release

HERE = {"Referer": "http://testserver/p/SHOP/versions/"}
VERSION = {"name": "9.9", "state": "planned"}


def undo_of(response):
    return [str(message.extra_tags) for message in response.wsgi_request._messages][-1]


def test_the_toast_on_the_next_page_has_a_button_that_undoes(web, manager, shop):
    client = web(manager)
    page = client.post("/p/SHOP/versions/new/", VERSION, follow=True)
    undo = [str(message.extra_tags) for message in page.context["messages"]][-1]
    assert f'action="{undo}"' in page.content.decode()
    response = client.post(undo, headers=HERE)
    assert response["Location"] == HERE["Referer"]
    assert not Version.objects.exists()
    assert "Undone: version 9.9" in client.get("/p/SHOP/versions/").content.decode()


def test_a_release_is_named_by_its_version_and_not_by_its_lines(web, manager, version, milestone, make_requirement):
    make_requirement("Open", version=version)
    with one_batch() as batch:
        release(version, by=manager, choices=Choices(every=Fate("anyway", reason="Because"), reach_milestones=True))
    client = web(manager)
    client.post(f"/changes/undo/{batch}/", headers=HERE)
    page = client.get("/p/SHOP/versions/").content.decode()
    assert f"Undone: milestone {milestone.name}, version {version.name}" in page


def test_whatever_has_a_name_can_be_named():
    """A model without `visible_to` could not be asked for the name that a message says."""
    assert not [
        type for type, entry in registry.items() if entry.has("name") and not hasattr(entry.model.objects, "visible_to")
    ]


def test_an_undo_can_be_undone(web, manager, shop):
    client = web(manager)
    first = client.post(undo_of(client.post("/p/SHOP/versions/new/", VERSION)))
    client.post(undo_of(first))
    assert Version.objects.get().name == "9.9"


def test_what_an_undo_did_is_marked_and_done_again_it_is_not(web, manager, requirement):
    client = web(manager)
    url = f"/p/SHOP/requirements/{requirement.number}/choices/priority/"
    undo = undo_of(client.post(url, {"value": "0"}, headers={"HX-Request": "true"}))
    here = {"HX-Request": "true", **HERE}
    first = client.post(undo, {"stays": "1"}, headers=here)
    said = json.loads(first["HX-Trigger"])["toast"]
    assert (said["text"], said["undid"]) == ("Undone: SHOP-1", True)
    said = json.loads(client.post(said["undo"], {"stays": "1"}, headers=here)["HX-Trigger"])["toast"]
    assert said["text"] == "Done again: SHOP-1"
    assert "undid" not in said
    said = json.loads(client.post(said["undo"], {"stays": "1"}, headers=here)["HX-Trigger"])["toast"]
    assert (said["text"], said["undid"]) == ("Undone: SHOP-1", True)


def test_htmx_reloads_the_page(web, manager, shop):
    client = web(manager)
    undo = undo_of(client.post("/p/SHOP/versions/new/", VERSION))
    response = client.post(undo, headers={"HX-Request": "true", **HERE})
    assert (response.status_code, response["HX-Refresh"]) == (204, "true")


def test_a_conflict_is_told_and_changes_nothing(web, manager, owner, shop):
    client = web(manager)
    undo = undo_of(client.post("/p/SHOP/versions/new/", VERSION))
    edit_version(Version.objects.get(), by=owner, name="10.0")
    page = client.post(undo, headers=HERE, follow=True)
    assert "changed since" in page.content.decode()
    assert Version.objects.get().name == "10.0"


def test_a_role_that_was_lost_since_no_longer_undoes(web, manager, shop):
    client = web(manager)
    undo = undo_of(client.post("/p/SHOP/versions/new/", VERSION))
    shop.memberships.filter(user=manager).update(role=10)
    assert client.post(undo).status_code == 403
    assert Version.objects.exists()


def test_nobody_undoes_what_they_cannot_see(web, outsider, manager, shop):
    undo = undo_of(web(manager).post("/p/SHOP/versions/new/", VERSION))
    assert web(outsider).post(undo).status_code == 404
    assert web(manager).post(f"/changes/undo/{uuid.uuid4()}/").status_code == 404


def test_it_never_leads_to_another_site(web, manager, shop):
    client = web(manager)
    undo = undo_of(client.post("/p/SHOP/versions/new/", VERSION))
    assert client.post(undo, headers={"Referer": "https://evil.example/"})["Location"] == "/"


def test_all_operations_of_a_request_are_one_batch(web, owner, shop):
    client = web(owner)
    undo = undo_of(client.post("/p/SHOP/settings/members/", {"email": "new@example.org", "role": "20"}))
    before = Status.objects.count()
    client.post(undo)
    assert not shop.memberships.filter(user__email="new@example.org").exists()
    assert Status.objects.count() == before


def test_a_fragment_brings_its_toast_along(web, manager, requirement):
    client = web(manager)
    url = f"/p/SHOP/requirements/{requirement.number}/comments/"
    response = client.post(url, {"body": "Hello"}, headers={"HX-Request": "true"})
    detail = json.loads(response["HX-Trigger"])["toast"]
    assert detail["undo"].startswith("/changes/undo/")


def test_a_page_that_stays_hears_whose_values_went_back(web, manager, requirement):
    client = web(manager)
    choose = f"/p/SHOP/requirements/{requirement.number}/choices/priority/"
    undo = undo_of(client.post(choose, {"value": "0"}, headers={"HX-Request": "true"}))
    response = client.post(undo, {"stays": "1"}, headers={"HX-Request": "true", **HERE})
    assert response.status_code == 204
    assert json.loads(response["HX-Trigger"])["undone"] == {"keys": [requirement.key]}


def test_a_page_that_stays_looks_at_all_when_something_came_or_went(web, manager, shop):
    client = web(manager)
    undo = undo_of(client.post("/p/SHOP/versions/new/", VERSION))
    response = client.post(undo, {"stays": "1"}, headers={"HX-Request": "true", **HERE})
    assert json.loads(response["HX-Trigger"])["undone"] == {"keys": []}


def test_the_message_names_what_went_and_not_what_lay_below_it(web, manager, make_requirement):
    above = make_requirement("Above")
    for number in range(2):
        make_requirement(f"Below {number}", parent=above)
    client = web(manager)
    undo = undo_of(
        client.post("/p/SHOP/requirements/bulk/delete/", {"row": above.number}, headers={"HX-Request": "true"})
    )
    said = json.loads(client.post(undo, {"stays": "1"}, headers={"HX-Request": "true", **HERE})["HX-Trigger"])["toast"]
    assert said["text"] == "Undone: SHOP-1"


def test_of_many_the_first_are_named(web, manager, make_requirement):
    made = [make_requirement(f"Requirement {n}") for n in range(7)]
    client = web(manager)
    data = {"row": [one.number for one in made], "priority": "0"}
    client.post("/p/SHOP/requirements/bulk/priority/", data, headers={"HX-Request": "true"})
    said = json.loads(
        client.post("/changes/undo/latest/?product=SHOP", {"stays": "1"}, headers={"HX-Request": "true", **HERE})[
            "HX-Trigger"
        ]
    )["toast"]
    assert said["text"] == "Undone: SHOP-1, SHOP-2, SHOP-3, SHOP-4, SHOP-5 …"


def test_where_nothing_went_there_is_nothing_to_undo(web, manager, requirement):
    bulk = "/p/SHOP/requirements/bulk/delete/"
    said = json.loads(web(manager).post(bulk, {"row": "999"}, headers={"HX-Request": "true"})["HX-Trigger"])["toast"]
    assert (said["text"], said["undo"]) == ("0 requirements are in the trash.", "")
