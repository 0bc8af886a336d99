"""What is too large is refused by its announced length: not a byte of it is read, and everybody is told so."""

from urllib.parse import unquote

import pytest

LARGE = 600 * 2**20
FORM = "multipart/form-data; boundary=x"


@pytest.fixture
def announce(web, manager):
    """Send nothing but the announcement of `length` bytes; reading any of them would fail the test."""

    def send(address, length=LARGE, content_type=FORM, **headers):
        announced = {"CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(length)}
        return web(manager).generic("POST", address, **announced, headers=headers)

    return send


def test_a_script_is_told_in_json(announce, requirement):
    for place in ("/p/SHOP/requirements/files/", "/p/SHOP/requirements/1/files/"):
        answer = announce(place, 26 * 2**20, accept="application/json")
        assert (answer.status_code, answer.json()) == (413, {"error": "This is larger than 25 MB."})


def test_a_person_is_told_on_a_page(announce, requirement):
    answer = announce("/p/SHOP/requirements/1/files/")
    assert answer.status_code == 413
    assert "This is larger than 25 MB. Nothing of it was read or kept." in answer.content.decode()
    assert unquote(answer["X-Problem"]) == "This is larger than 25 MB."


def test_a_program_is_told_as_a_problem(announce, requirement):
    for place, limit in (("requirements/SHOP-1/attachments/", 25), ("products/SHOP/imports/", 512)):
        answer = announce(f"/api/v1/{place}")
        assert answer["Content-Type"] == "application/problem+json"
        assert (answer.status_code, answer.json()["detail"]) == (413, f"This is larger than {limit} MB.")


def test_an_import_may_be_larger_and_a_form_only_small(announce, requirement):
    assert "larger than 512 MB" in announce("/p/SHOP/imports/new/").content.decode()
    assert "larger than 10 MB" in announce("/p/SHOP/requirements/new/", 11 * 2**20).content.decode()
    urlencoded = announce("/p/SHOP/requirements/new/", content_type="application/x-www-form-urlencoded")
    assert urlencoded.status_code == 413


def test_an_unreadable_length_is_nobodys_limit(announce, requirement):
    assert announce("/p/SHOP/requirements/new/", "", content_type="text/plain").status_code != 413
