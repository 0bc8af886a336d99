"""What hangs on a requirement: comments, acceptance criteria, links, its score."""

from requirements.operations.details import comment
from requirements.operations.rescoring import rescore
from tests.api.conftest import at_fault, refused

ONE = "requirements/SHOP-1/"


def test_comments(as_manager, requirement, manager, rest, engineer):
    made = as_manager.post(f"{ONE}comments/", {"body": "First **words**\n"})
    assert made.status_code == 201
    assert made.json()["author"] == {"id": manager.pk, "name": manager.name}
    comment(requirement, by=engineer, body="Second")
    shown = as_manager.get(f"{ONE}comments/?count=true").json()
    assert [row["body"] for row in shown["results"]] == ["First **words**", "Second"]
    assert shown["count"] == 2
    refused(rest(engineer).patch(made["Location"], {"body": "Not mine"}), "refused")
    changed = as_manager.patch(made["Location"], {"body": "Newer"}, made["ETag"])
    assert changed.json()["body"] == "Newer"
    assert changed.json()["edited_at"]
    assert as_manager.patch(made["Location"], {}, changed["ETag"]).json() == changed.json()
    problem = refused(as_manager.patch(made["Location"], {"body": "Again"}, made["ETag"]), "stale")
    assert problem["current"]["body"] == "Newer"
    assert as_manager.delete(made["Location"], changed["ETag"]).status_code == 204


def test_bad_comments_are_refused(as_manager, requirement):
    for body in (
        {},
        {"body": ""},
        {"body": "x" * 50_001},
        {"body": None},
        {"body": "\x00"},
        {"body": "x", "author": 1},
    ):
        assert at_fault(as_manager.post(f"{ONE}comments/", body)), body
    assert as_manager.get(f"{ONE}comments/").json()["results"] == []


def test_viewers_do_not_comment(as_viewer, requirement):
    refused(as_viewer.post(f"{ONE}comments/", {"body": "x"}), "refused")


def test_criteria(as_manager, requirement):
    first = as_manager.post(f"{ONE}criteria/", {"text": "It works"})
    as_manager.post(f"{ONE}criteria/", {"text": "It is quick"})
    assert as_manager.patch(first["Location"], {"done": True}, first["ETag"]).json()["done"] is True
    shown = as_manager.get(f"{ONE}criteria/?fields=text,done").json()["results"]
    assert shown == [{"text": "It works", "done": True}, {"text": "It is quick", "done": False}]
    for bad in ({"text": ""}, {"text": "x" * 1_001}, {"done": "yes"}, {"done": 1}, {"position": 3}):
        assert at_fault(as_manager.patch(first["Location"], bad)), bad
    assert as_manager.get(ONE)["ETag"] != '"1"'
    assert as_manager.delete(first["Location"]).status_code == 204


def test_links(as_manager, make_requirement, other_requirement):
    for title in ("One", "Two"):
        make_requirement(title)
    made = as_manager.post(f"{ONE}links/", {"kind": "blocks", "target": "SHOP-2"})
    assert made.status_code == 201
    assert as_manager.get("requirements/SHOP-2/links/").json()["results"] == [made.json()]
    assert "target" in at_fault(as_manager.post("requirements/SHOP-2/links/", {"kind": "blocks", "target": "SHOP-1"}))
    for bad in (
        {"kind": "blocks", "target": "SHOP-1"}, {"kind": "nope", "target": "SHOP-2"}, {"kind": "blocks"},
        {"kind": "blocks", "target": "OTHER-1"}, {"kind": "blocks", "target": "x" * 1_000}, {"target": "SHOP-2"},
    ):  # fmt: skip
        assert at_fault(as_manager.post(f"{ONE}links/", bad)), bad
    refused(as_manager.patch(made["Location"], {"kind": "relates"}), "method")
    assert as_manager.delete(made["Location"], made["ETag"]).status_code == 204


def test_what_hangs_on_others_requirements_is_not_there(as_outsider, requirement, manager):
    said = comment(requirement, by=manager, body="Secret")
    refused(as_outsider.get(f"comments/{said.pk}/"), "not-found")
    for part in ("comments", "criteria", "links", "score"):
        refused(as_outsider.get(f"{ONE}{part}/"), "not-found")
    refused(as_outsider.post(f"{ONE}comments/", {"body": "x"}), "not-found")


def test_the_score_is_explained(as_manager, requirement, shop, manager):
    rescore(shop)
    shown = as_manager.get(f"{ONE}score/").json()
    assert (shown["score"], shown["position"], shown["model"]) == (864.0, 1, "rice")
    reach = next(given for given in shown["inputs"] if given["name"] == "reach")
    assert (reach["value"], reach["author"]) == (1800, manager.name)
