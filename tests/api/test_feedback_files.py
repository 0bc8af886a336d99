"""Files of messages over REST."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from feedback.models import DraftFile, FeedbackFile, Message
from feedback.operations.reporting import report

PLACE = "/api/v1/feedback/SHOP-F1/messages/"


@pytest.fixture(autouse=True)
def voice(shop, maya, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return report(shop, by=maya, body="The export stops.")


def said(*files, kind="reply"):
    return {"kind": kind, "body": "See the files.", "file": [SimpleUploadedFile(*file) for file in files]}


def test_a_reply_has_files(api, engineer):
    client = api(engineer)
    made = client.post(PLACE, said(("a.txt", b"as it was"), ("b.txt", b"so too")), format="multipart")
    assert made.status_code == 201, made.content
    one, other = made.json()["files"]
    assert (one["name"], one["size"], other["name"]) == ("a.txt", 9, "b.txt")
    assert client.get(PLACE).json()["results"][0]["files"] == [one, other]
    assert b"".join(client.get(one["url"]).streaming_content) == b"as it was"
    assert not DraftFile.objects.exists()
    assert client.post(PLACE, {"kind": "note", "body": "Known"}).json()["files"] == []


def test_all_of_them_or_nothing(api, engineer):
    answer = api(engineer).post(PLACE, said(("a.txt", b"as it was"), ("run.exe", b"MZ\x00")), format="multipart")
    assert answer.status_code == 422
    assert "is a program" in answer.content.decode()
    assert not any(model.objects.exists() for model in (Message, FeedbackFile, DraftFile))


def test_who_may_not_see_the_product_finds_nothing(api, engineer, support, outsider):
    one = api(engineer).post(PLACE, said(("a.txt", b"as it was")), format="multipart").json()["files"][0]
    assert api(outsider).get(one["url"]).status_code == 404
    assert api(support).get(one["url"]).status_code == 200
    assert api(support).post(PLACE, said(("b.txt", b"more")), format="multipart").status_code == 403
    assert api(engineer).get(one["url"].replace("F1", "F2")).status_code == 404
