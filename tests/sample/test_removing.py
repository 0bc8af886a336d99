"""The sample goes away in one click, and nothing else does."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from pmhub.sample.building import KEYS, build
from pmhub.sample.removing import remove_sample
from products.models import Product
from products.operations.products import create_product
from requirements.models import Requirement

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def boss(django_user_model):
    return User.objects.create_user("boss@example.org", "Long enough 1 2 3", name="Boss", is_admin=True)


@pytest.fixture
def sample(boss):
    build("Long enough for the tests 1")


def test_one_click_removes_the_products_and_closes_the_door_for_its_people(client, sample, boss):
    own = create_product(boss, by=boss, key="REAL", name="Real work")
    client.force_login(boss)
    assert b"Remove the sample" in client.get("/").content
    client.post("/sample/remove/")
    assert list(Product.objects.all()) == [own]
    assert not Requirement.objects.exists()
    assert list(User.objects.people().filter(is_active=True)) == [boss]
    assert b"Remove the sample" not in client.get("/products/").content


def test_a_product_of_ones_own_stays_whatever_its_key(boss):
    for key in KEYS:
        create_product(boss, by=boss, key=key, name="Ours")
    assert remove_sample(boss, by=boss) == []
    assert Product.objects.count() == len(KEYS)


def test_people_who_work_elsewhere_keep_their_door(sample, boss):
    maya = User.objects.get(name="Maya Fischer")
    create_product(maya, by=maya, key="REAL", name="Real work")
    remove_sample(boss, by=boss)
    maya.refresh_from_db()
    assert maya.is_active


def test_only_administrators_may(shop, manager):
    Product.objects.update(is_sample=True)
    with pytest.raises(PermissionDenied):
        remove_sample(manager, by=manager)
    assert Product.objects.exists()
