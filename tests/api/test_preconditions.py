"""ETag, If-None-Match and If-Match: nobody overwrites what they have not read."""

import pytest

from requirements.operations.authoring import edit
from tests.api.conftest import refused

ONE = "requirements/SHOP-1/"


def test_the_etag_is_the_lock_version(as_manager, requirement):
    response = as_manager.get(ONE)
    assert response["ETag"] == f'"{response.json()["lock_version"]}"'


@pytest.mark.parametrize("header", ['"1"', 'W/"1"', '"0", "1"', "*"])
def test_what_one_has_is_not_sent_again(as_manager, requirement, header):
    response = as_manager.get(ONE, **{"If-None-Match": header})
    assert (response.status_code, response.content, response["ETag"]) == (304, b"", '"1"')


def test_what_is_newer_is_sent(as_manager, requirement, manager):
    edit(requirement, by=manager, title="Newer")
    assert as_manager.get(ONE, **{"If-None-Match": '"1"'}).json()["title"] == "Newer"


@pytest.mark.parametrize("method", ["patch", "delete"])
def test_a_write_must_say_what_it_has_read(as_manager, requirement, method):
    response = as_manager.send(method, ONE, {"title": "x"} if method == "patch" else None)
    assert "If-Match" in refused(response, "precondition")["detail"]


def test_the_same_field_changed_by_others_stops_the_write(as_manager, requirement, engineer):
    edit(requirement, by=engineer, title="Theirs")
    response = as_manager.patch(ONE, {"title": "Mine", "priority": 3}, '"1"')
    problem = refused(response, "stale")
    assert problem["clashes"] == ["title"]
    assert problem["current"]["title"] == "Theirs"
    assert response["ETag"] == '"2"'
    assert as_manager.get(ONE).json()["priority"] == 1


def test_other_fields_changed_by_others_are_kept(as_manager, requirement, engineer):
    edit(requirement, by=engineer, title="Theirs", drivers={"reach": 7})
    merged = as_manager.patch(ONE, {"priority": 3, "drivers": {"impact": 1}}, '"1"').json()
    assert (merged["title"], merged["priority"], merged["lock_version"]) == ("Theirs", 3, 3)
    assert (merged["drivers"]["reach"], merged["drivers"]["impact"]) == (7, 1)


def test_the_same_driver_stops_the_write(as_manager, requirement, engineer):
    edit(requirement, by=engineer, drivers={"reach": 7})
    problem = refused(as_manager.patch(ONE, {"drivers": {"reach": 8}}, '"1"'), "stale")
    assert problem["clashes"] == ["drivers.reach"]


def test_a_version_that_never_was_is_stale(as_manager, requirement):
    for header in ('"999"', '"0"', '"-1"', '"nonsense"', "''", '"99999999999999999999"', ","):
        for method, body in (("patch", {"estimate": 3}), ("delete", None)):
            problem = refused(as_manager.send(method, ONE, body, match=header), "stale")
            assert problem["current"]["lock_version"] == 1, header


def test_deleting_an_older_version_is_refused(as_manager, requirement, engineer):
    edit(requirement, by=engineer, priority=2)
    refused(as_manager.delete(ONE, '"1"'), "stale")
    assert as_manager.delete(ONE, '"2"').status_code == 204


def test_a_star_overwrites(as_manager, requirement, engineer):
    edit(requirement, by=engineer, title="Theirs")
    assert as_manager.patch(ONE, {"title": "Mine"}, "*").json()["title"] == "Mine"


def test_versions_merge_by_field_too(as_manager, rest, owner, version):
    address = f"versions/{version.pk}/"
    rest(owner).patch(address, {"release": "2027-01", "goal": "Theirs"}, '"1"')
    assert as_manager.patch(address, {"name": "2.5"}, '"1"').json()["goal"] == "Theirs"
    problem = refused(as_manager.patch(address, {"release": "2027-02", "goal": "Mine"}, '"1"'), "stale")
    assert problem["clashes"] == ["goal", "release_on", "release_precision"]
    assert problem["current"]["release"] == "2027-01"


def test_what_counts_no_versions_has_an_etag_of_its_content(as_manager, requirement):
    criterion = as_manager.post(f"{ONE}criteria/", {"text": "It works"})
    address = criterion["Location"]
    changed = as_manager.patch(address, {"done": True}, criterion["ETag"])
    assert changed["ETag"] != criterion["ETag"]
    refused(as_manager.patch(address, {"done": False}, criterion["ETag"]), "stale")
    assert as_manager.get(address, **{"If-None-Match": changed["ETag"]}).status_code == 304


def test_every_single_resource_has_an_etag(as_manager, requirement, version):
    for address in ("me/", "products/SHOP/", f"{ONE}score/", "products/SHOP/scoring/", f"versions/{version.pk}/"):
        tag = as_manager.get(address)["ETag"]
        assert as_manager.get(address, **{"If-None-Match": tag}).status_code == 304, address
