"""Files over REST."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from requirements.models import Attachment

PLACE = "/api/v1/requirements/SHOP-1/attachments/"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def send():
    def post(client, name="notes.txt", data=b"as it was"):
        return client.post(PLACE, {"file": SimpleUploadedFile(name, data)}, format="multipart")

    return post


def test_a_file_is_attached_listed_read_and_removed(api, engineer, requirement, send):
    client = api(engineer)
    made = send(client)
    assert made.status_code == 201
    one = made.json()
    assert (one["name"], one["size"], one["requirement"]) == ("notes.txt", 9, "SHOP-1")
    assert made["Location"] == f"/api/v1/attachments/{one['id']}/"
    assert [row["id"] for row in client.get(PLACE).json()["results"]] == [one["id"]]
    assert b"".join(client.get(one["url"]).streaming_content) == b"as it was"
    assert client.delete(made["Location"], headers={"If-Match": made["ETag"]}).status_code == 204
    assert not Attachment.objects.exists()


def test_what_is_refused_is_said_as_a_problem(api, engineer, requirement, send):
    answer = send(api(engineer), "run.exe", b"MZ\x00")
    assert answer.status_code == 422
    assert "is a program" in answer.content.decode()
    assert api(engineer).post(PLACE, {}, format="multipart").status_code == 422
    assert send(api(engineer), "empty.txt", b"").status_code == 422


def test_who_may_not_see_the_product_finds_nothing(api, outsider, support, engineer, requirement, send):
    one = send(api(engineer)).json()
    for place in (PLACE, f"/api/v1/attachments/{one['id']}/", one["url"]):
        assert api(outsider).get(place).status_code == 404
    assert send(api(support)).status_code == 403
    assert api(support).get(one["url"]).status_code == 200


def test_a_file_of_an_unsaved_text_is_nobodys_attachment(api, web, engineer, requirement):
    web(engineer).post("/p/SHOP/requirements/files/", {"file": SimpleUploadedFile("a.txt", b"x")})
    pk = Attachment.objects.get().pk
    assert api(engineer).get(f"/api/v1/attachments/{pk}/").status_code == 404
    assert api(engineer).get(f"/api/v1/attachments/{pk}/file/").status_code == 404
