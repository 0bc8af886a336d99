"""Feedback over REST."""

import pytest

from changes.operations.undoing import undo_batch
from feedback.models import Contact, Customer, Evidence, Feedback, Merge, Vote
from feedback.operations.merging import merge
from feedback.operations.reporting import report

ADDRESS = "fang@qinghe.example"


@pytest.fixture
def voice(shop, maya):
    customer = Customer.objects.create(product=shop, name="青禾超市")
    contact = Contact.objects.create(product=shop, customer=customer, name="Wang Fang", email=ADDRESS)
    return report(shop, by=maya, body="没有送水\n第二次了", kind="complaint", customer=customer, contact=contact)


@pytest.fixture
def another(shop, maya):
    return report(shop, by=maya, body="没有送水！")


def read(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, response.content
    return response.json()


def keys(body):
    return [row["key"] for row in body["results"]]


def test_a_list_asks_in_the_language_of_the_pages(as_manager, voice, another):
    assert keys(read(as_manager, "feedback/?product=SHOP")) == [another.key, voice.key]
    assert keys(read(as_manager, "feedback/?q=kind:complaint 送水")) == [voice.key]
    assert keys(read(as_manager, "feedback/?kind=complaint&status=open&sort=received&count=true")) == [voice.key]
    assert "body" not in read(as_manager, "feedback/")["results"][0]
    assert read(as_manager, "feedback/?fields=key,body&q=第二次")["results"] == [{"key": voice.key, "body": voice.body}]


def test_mistakes_have_a_place(as_manager, voice):
    body = read(as_manager, "feedback/?q=kind:praise priority:p0", 422)
    assert body["errors"][0]["start"] == 12
    assert read(as_manager, "feedback/?channel=nowhere", 422)["errors"][0]["parameter"] == "channel"


def test_pages_follow_one_another(as_manager, voice, another):
    first = read(as_manager, "feedback/?product=SHOP&limit=1")
    assert keys(first) == [another.key]
    second = as_manager.get(first["next"]).json()
    assert (keys(second), second["next"]) == ([voice.key], None)


def test_only_what_changed_since(as_manager, voice, another):
    at = Feedback.objects.get(pk=another.pk).updated_at.isoformat().replace("+00:00", "Z")
    assert keys(read(as_manager, f"feedback/?updated_since={at}&sort=updated")) == [another.key]


def test_one_item(as_manager, voice):
    body = read(as_manager, f"feedback/{voice.key}/")
    assert (body["title"], body["state"], body["kind"], body["lock_version"]) == ("没有送水", "new", "complaint", 1)
    assert body["customer"]["name"] == "青禾超市"
    assert body["contact"]["name"] == "Wang Fang"


def test_addresses_are_told_to_nobody_here(as_viewer, as_manager, voice):
    Vote.objects.create(product=voice.product, feedback=voice, contact=voice.contact)
    for client in (as_viewer, as_manager):
        for address in ("feedback/", f"feedback/{voice.key}/", f"feedback/{voice.key}/votes/"):
            answer = client.get(address)
            assert answer.status_code == 200
            assert ADDRESS not in answer.content.decode()


def test_taking_in(as_manager, shop, voice, engineer):
    response = as_manager.post(
        "feedback/", {"product": "SHOP", "body": "怎么开发票", "kind": "question", "channel": "chat", "state": "solved",
        "solution": "在订单页", "customer": "青禾超市", "assignee": engineer.email},
    )  # fmt: skip
    assert response.status_code == 201, response.content
    body = response.json()
    assert response.headers["Location"] == f"/api/v1/feedback/{body['key']}/"
    assert (body["state"], body["solution"], body["assignee"]["id"]) == ("solved", "在订单页", engineer.pk)
    row = Feedback.objects.get(key=body["key"])
    assert [event.kind for event in row.clock_events.all()] == ["received", "solved"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"body": " "}, "body"),
        ({"body": "x", "kind": "riddle"}, "kind"),
        ({"body": "x", "customer": "nobody"}, "customer"),
        ({"body": "x", "state": "declined"}, "decline_reason"),
        ({"body": "x", "state": "solved"}, "solution"),
        ({"body": "x", "state": "duplicate"}, "state"),
        ({"body": "x", "source": "crm"}, "external_id"),
        ({"body": "x", "votes": 3}, "votes"),
        ({"body": "a\x00"}, "body"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_place(as_manager, shop, body, field):
    response = as_manager.post("feedback/", {"product": "SHOP", **body})
    assert response.status_code == 422, response.content
    assert response.json()["errors"][0]["field"] == field
    assert not Feedback.objects.exists()


def test_changing_needs_what_was_read(as_manager, voice):
    address = f"feedback/{voice.key}/"
    assert as_manager.patch(address, {"kind": "defect"}, match=None).status_code == 428
    response = as_manager.patch(address, {"kind": "defect", "state": "accepted"}, match='"1"')
    assert response.status_code == 200, response.content
    assert (response.json()["kind"], response.json()["state"]) == ("defect", "accepted")
    stale = as_manager.patch(address, {"kind": "question"}, match='"1"')
    assert (stale.status_code, stale.json()["clashes"]) == (412, ["kind"])
    merged = as_manager.patch(address, {"title": "Water"}, match='"1"')
    assert (merged.status_code, merged.json()["title"]) == (200, "Water")


def test_by_the_key_of_another_system(as_manager, shop):
    address = "feedback/by-external/crm/T-7/?product=SHOP"
    first = as_manager.send("put", address, {"body": "没有送水"})
    assert first.status_code == 201, first.content
    again = as_manager.send("put", address, {"body": "没有送水", "kind": "complaint"})
    assert (again.status_code, again.json()["key"], again.json()["kind"]) == (200, first.json()["key"], "complaint")
    assert Feedback.objects.count() == 1


@pytest.mark.parametrize("key", ["%00/%00", "a%00b/a%00b", "crm/a%00", "%20/%20", "%20/7", "crm/%20"])
def test_what_is_no_key_of_another_system(as_manager, voice, key):
    response = as_manager.send("put", f"feedback/by-external/{key}/?product=SHOP", {"body": "没有送水"})
    assert response.status_code == 422, response.content
    assert Feedback.objects.get().body == voice.body


def test_many_at_once_each_for_itself(as_manager, shop, voice, manager):
    items = [
        {"body": "new"},
        {"key": voice.key, "state": "accepted"},
        {"source": "crm", "external_id": "1", "body": "from afar"},
        {"body": ""},
        {"key": "SHOP-F99", "state": "accepted"},
        {"body": "x", "kind": "riddle"},
        {"body": "x", "state": "declined"},
        {"body": "x", "state": "solved"},
    ]
    response = as_manager.post("feedback/bulk/", {"product": "SHOP", "items": items})
    assert response.status_code == 200, response.content
    results = response.json()["results"]
    assert [row["outcome"] for row in results] == ["created", "updated", "created"] + ["failed"] * 5
    refused = [["body"], ["key"], ["kind"], ["decline_reason"], ["solution"]]
    assert [list(row["errors"]) for row in results[3:]] == refused
    again = as_manager.post("feedback/bulk/", {"product": "SHOP", "items": items[1:3]}).json()["results"]
    assert [row["outcome"] for row in again] == ["unchanged", "unchanged"]
    undo_batch(response.json()["batch"], by=manager)
    assert Feedback.objects.get().state == "new"


def test_many_new_ones_cost_as_many_statements_as_few(as_manager, shop, voice, engineer, django_assert_max_num_queries):
    about = {"customer": "青禾超市", "assignee": engineer.email, "state": "accepted"}
    items = [{"body": f"没有送水 {n}", "source": "crm", "external_id": str(n), **about} for n in range(200)]
    with django_assert_max_num_queries(40):
        body = as_manager.post("feedback/bulk/", {"product": "SHOP", "items": [*items, items[0]]}).json()
    assert [row["outcome"] for row in body["results"]] == ["created"] * 200 + ["unchanged"]
    keys = [row["key"] for row in body["results"][:200]]
    assert keys == [f"SHOP-F{n}" for n in range(voice.number + 1, voice.number + 201)]
    row = Feedback.objects.get(key=keys[-1])
    assert (row.title, row.state, row.assignee, row.customer) == ("没有送水 199", "accepted", engineer, voice.customer)
    assert [event.kind for event in row.clock_events.all()] == ["received"]
    assert row.next_due_at is not None


def test_many_new_ones_come_to_what_each_alone_would(as_manager, shop, voice):
    told = [
        {"body": "发票", "state": "solved", "solution": "在订单页", "snoozed_until": "2030-01-01T00:00:00Z"},
        {"body": "发票", "state": "declined", "decline_reason": "No", "received_at": "2026-11-01T08:00:00Z"},
        {"title": "发票", "state": "waiting", "kind": "question", "satisfaction": 2},
    ]
    as_manager.post("feedback/bulk/", {"product": "SHOP", "items": told})
    for item in told:
        assert as_manager.post("feedback/", {"product": "SHOP", **item}).status_code == 201
    own = ("key", "number", "received_at", "created_at", "updated_at", "lock_version", "response_due_at",
           "solution_due_at", "solved_at", "next_due_at")  # fmt: skip
    rows = [read(as_manager, f"feedback/SHOP-F{voice.number + n}/") for n in range(1, 7)]
    together, alone = [
        [{k: v for k, v in row.items() if k not in own} for row in part] for part in (rows[:3], rows[3:])
    ]
    assert together == alone
    events = [[e.kind for e in Feedback.objects.get(key=row["key"]).clock_events.all()] for row in rows]
    assert events[:3] == events[3:]


def test_at_most_a_thousand(as_manager, shop):
    assert as_manager.post("feedback/bulk/", {"product": "SHOP", "items": [{"body": "x"}] * 1_001}).status_code == 422


def test_the_conversation(as_manager, voice):
    address = f"feedback/{voice.key}/messages/"
    for kind, body in [("reply", "On its way"), ("note", "Third time this week")]:
        assert as_manager.post(address, {"kind": kind, "body": body}).status_code == 201
    assert [row["body"] for row in read(as_manager, address)["results"]] == ["On its way", "Third time this week"]
    assert Feedback.objects.get(pk=voice.pk).state == "accepted"


def test_what_it_speaks_for(as_manager, voice, requirement):
    address = f"feedback/{voice.key}/evidence/"
    made = as_manager.post(address, {"requirement": requirement.key, "passage": "送水", "importance": 3})
    assert made.status_code == 201, made.content
    assert (made.json()["start"], made.json()["importance"]) == (2, 3)
    assert read(as_manager, address)["results"][0]["requirement"] == requirement.key
    assert as_manager.post(address, {"requirement": "SHOP-999"}).status_code == 422
    assert as_manager.delete(f"{address}{made.json()['id']}/").status_code == 204
    assert not Evidence.objects.exists()


def test_votes_on_behalf(as_manager, voice):
    address, contact = f"feedback/{voice.key}/votes/", voice.contact
    for _n in range(2):
        assert as_manager.post(address, {"contact": contact.pk}).status_code == 201
    assert read(as_manager, address)["results"][0]["contact"] == {"id": contact.pk, "name": "Wang Fang"}
    assert read(as_manager, f"feedback/{voice.key}/")["votes"] == 1
    assert as_manager.delete(f"{address}{contact.pk}/").status_code == 204
    assert not Vote.objects.exists()


def test_merging_and_taking_it_back(as_manager, voice, another):
    address = f"feedback/{voice.key}/merge/"
    assert as_manager.post(address, {"keys": [another.key]}).status_code == 200
    assert read(as_manager, f"feedback/{another.key}/")["duplicate_of"] == voice.key
    assert as_manager.post(address, {"keys": [another.key, "SHOP-F99"]}).status_code == 422
    assert as_manager.post(address, {"keys": [voice.key]}).status_code == 422
    assert as_manager.delete(f"feedback/{another.key}/merge/").status_code == 204
    assert not Merge.objects.exists()
    assert as_manager.delete(f"feedback/{another.key}/merge/").status_code == 422


def test_what_says_nearly_the_same(as_manager, voice, another):
    assert [(row["key"], row["percent"]) for row in read(as_manager, f"feedback/{voice.key}/similar/")["results"]] == [
        (another.key, 67)
    ]


def test_what_hangs_on_what_was_merged_is_read_with_the_first(as_manager, voice, another, maya):
    Vote.objects.create(product=voice.product, feedback=another, contact=voice.contact)
    merge(voice, [another], by=maya)
    assert read(as_manager, f"feedback/{voice.key}/votes/")["results"][0]["feedback"] == another.key


def test_into_the_trash(as_manager, another):
    address = f"feedback/{another.key}/"
    assert as_manager.delete(address, match=None).status_code == 428
    assert as_manager.delete(address, match='"1"').status_code == 204
    assert read(as_manager, address, 404)
