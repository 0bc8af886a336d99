"""POST a file, watch it, read what came of it."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from integrations.models import Import
from integrations.operations import running
from requirements.models import Requirement

URL = "/api/v1/products/SHOP/imports/"
ROWS = "id,name of it,points\n1,a,3\n2,b,x\n"


@pytest.fixture
def send(api, people):
    """`send(content, by="manager", **fields)` posts a file as that person's program."""

    def do(content, by="manager", filename="rows.csv", **fields):
        file = SimpleUploadedFile(filename, content.encode() if isinstance(content, str) else content)
        return api(getattr(people, by)).post(URL, {"file": file, **fields}, format="multipart")

    return do


def test_an_import_is_accepted_watched_and_reported(send, api, shop, manager):
    answer = send(ROWS, mapping=json.dumps({"name of it": "title"}), source="crm")
    assert answer.status_code == 201, answer.content
    started = answer.json()
    assert (started["state"], started["product"], started["mapping"]["name of it"]) == ("running", "SHOP", "title")
    running.work(started["id"])
    client = api(manager)
    done = client.get(answer["Location"]).json()
    assert (done["state"], done["counts"]["created"], done["counts"]["failed"]) == ("done", 1, 1)
    assert done["problems"][0]["message"] == "Row 3, column “points”: “x” is not a number."
    assert done["batch"] == str(Import.objects.get().batch)
    assert Requirement.objects.of(shop).get().references.get().source == "crm"
    listed = client.get(URL).json()["results"]
    assert [row["id"] for row in listed] == [done["id"]]
    assert "problems" not in listed[0]


def test_a_dry_run_writes_nothing(send, api, shop, manager):
    answer = send("id,title\n1,a\n", dry_run="true")
    running.work(answer.json()["id"])
    assert api(manager).get(answer["Location"]).json()["state"] == "ready"
    assert not Requirement.objects.of(shop).exists()


@pytest.mark.parametrize(
    "content, fields, place, said",
    [
        ("", {}, "file", "empty"),
        ("label,review\n1,x\n", {}, "mapping", "No column holds the title. Columns found: label, review"),
        ("title\nx\n", {"mapping": '{"nowhere": "title"}'}, "mapping", "no column “nowhere”"),
        ("title\nx\n", {"mapping": "[1]"}, "mapping", "JSON object"),
        ("title\nx\n", {"mapping": "[" * 5_000}, "mapping", "valid JSON"),
        ("title\nx\n", {"mapping": '{"\\ud83d": "title"}'}, "mapping", "valid JSON"),
        ("title\nx\n", {"encoding": "klingon"}, "file", "klingon"),
        ("title\nx\n", {"colour": "red"}, "colour", "no such field"),
        (b"%PDF-1.7", {}, "file", "neither"),
    ],
)
def test_what_cannot_be_is_refused_at_its_place(send, shop, content, fields, place, said, caplog):
    answer = send(content, **fields)
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["field"], said in error["message"]) == (place, True), error
    assert not Import.objects.exists()
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("nick, status", [("engineer", 403), ("support", 403), ("outsider", 404)])
def test_only_managers(send, shop, nick, status):
    assert send(ROWS, by=nick).status_code == status


def test_an_import_of_another_product_is_not_found(send, api, shop, help_desk, manager):
    pk = send("title\na\n").json()["id"]
    assert api(manager).get(f"/api/v1/products/HELP/imports/{pk}/").status_code == 404
