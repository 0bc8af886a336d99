"""Links that show several products, and what of them those know who plan in one only."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from changes.models import Change
from changes.operations.undoing import undo_batch
from pmhub.lib.operations import one_batch
from products.models import Role
from products.operations.members import add_member
from products.operations.products import create_product
from roadmaps.models import Roadmap, ShareLink
from roadmaps.operations.planning import create_version
from roadmaps.operations.roadmapping import create_roadmap, edit_roadmap
from roadmaps.operations.sharing import share, withdraw

SET = {"name": "Board", "audience": "public", "granularity": "day"}
API, PAGE = "/api/v1/share-links/", "/p/SHOP/roadmap/links/"


@pytest.fixture
def secret_lab(owner):
    """BETA, private to SHOP's owner: SHOP's manager does not see it."""
    made = create_product(owner, by=owner, key="BETA", name="Secret laboratory")
    create_version(made, by=owner, name="Moon shot")
    return made


@pytest.fixture
def link(shop, secret_lab, owner, version):
    """By SHOP's owner: both products."""
    both = create_roadmap(shop, by=owner, name="Both", products=[secret_lab.pk], shared=True)
    return share(shop, by=owner, roadmap=both, **SET)


def test_only_who_plans_in_all_that_it_shows_learns_its_address(web, api, owner, manager, link):
    assert "Moon shot" in web().get(f"/shared/{link.secret}/").content.decode()
    assert link.secret in web(owner).get(PAGE).content.decode()
    assert link.secret in api(owner).get(f"{API}{link.pk}/").json()["address"]
    page = web(manager).get(PAGE).content.decode()
    assert "Board" in page
    assert link.secret not in page
    assert api(manager).get(f"{API}{link.pk}/").json()["address"] == ""


def test_who_plans_in_one_of_them_finds_and_closes_it_but_does_not_open_it_again(web, owner, manager, link):
    with one_batch() as batch:
        withdraw(link, by=manager)
    assert ShareLink.objects.get().state == "withdrawn"
    with pytest.raises(PermissionDenied):
        undo_batch(batch, by=manager)
    assert ShareLink.objects.get().state == "withdrawn"
    undo_batch(batch, by=owner)
    assert ShareLink.objects.get().state == "open"


def test_who_plans_only_in_the_other_one_finds_it_there(api, web, secret_lab, owner, outsider, support, link):
    assert api(outsider).get(API).json()["results"] == []
    assert api(support).get(API).json()["results"] == []
    add_member(secret_lab, by=owner, user=outsider, role=Role.MANAGER)
    (found,) = api(outsider).get(f"{API}?product=BETA").json()["results"]
    assert (found["id"], found["address"]) == (link.pk, "")
    assert web(outsider).post(f"/p/BETA/roadmap/links/{link.pk}/withdraw/").status_code == 302
    assert ShareLink.objects.get().state == "withdrawn"


def test_who_does_not_plan_widens_no_shared_roadmap_by_undo(web, shop, manager, engineer, version):
    roadmap = create_roadmap(shop, by=engineer, name="Mine", shared=True)
    with one_batch() as narrowing:
        edit_roadmap(roadmap, by=engineer, query="tag:public")
    made = share(shop, by=manager, roadmap=roadmap, **SET)
    with pytest.raises(PermissionDenied):
        undo_batch(narrowing, by=engineer)
    assert Roadmap.objects.get().query == "tag:public"
    assert "2.4" not in web().get(f"/shared/{made.secret}/").content.decode()
    undo_batch(narrowing, by=manager)
    assert Roadmap.objects.get().query == ""


def test_a_name_of_a_shared_roadmap_is_taken_back_by_its_owner(shop, manager, engineer, version):
    roadmap = create_roadmap(shop, by=engineer, name="Mine", shared=True)
    share(shop, by=manager, roadmap=roadmap, **SET)
    edit_roadmap(roadmap, by=engineer, name="Ours")
    undo_batch(Change.objects.latest("id").batch, by=engineer)
    assert Roadmap.objects.get().name == "Mine"


def test_no_field_of_a_product_that_is_not_shown_is_named(web, shop, secret_lab, owner, manager, version):
    secret_lab.custom_fields.create(key="codename", name="Project Falcon", kind="select", options=["A"])
    both = create_roadmap(shop, by=owner, name="Both", products=[secret_lab.pk], lanes="field.codename", shared=True)
    made = share(shop, by=manager, roadmap=both, **SET)
    assert "Falcon" not in web().get(f"/shared/{made.secret}/").content.decode()


def test_nobody_learns_what_fields_a_hidden_product_has(shop, secret_lab, owner, manager):
    secret_lab.custom_fields.create(key="codename", name="Project Falcon", kind="select", options=["A"])
    both = create_roadmap(shop, by=owner, name="Both", products=[secret_lab.pk], shared=True)
    for key in ("codename", "other"):
        with pytest.raises(ValidationError, match="There is no single-choice field"):
            edit_roadmap(both, by=manager, lanes=f"field.{key}")
