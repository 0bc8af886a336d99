"""The named world of the tests is what its names say."""

import pytest

from accounts.models import ApiToken
from products.models import Product, Role


@pytest.mark.parametrize(
    "name, role",
    [
        ("owner", Role.OWNER), ("manager", Role.MANAGER), ("engineer", Role.CONTRIBUTOR), ("maya", Role.CONTRIBUTOR),
        ("designer", Role.CONTRIBUTOR), ("support", Role.VIEWER), ("outsider", Role.NONE), ("admin", Role.OWNER),
    ],
)  # fmt: skip
def test_everybody_has_their_role_in_the_shop(shop, people, name, role):
    assert shop.role_of(getattr(people, name)) == role


def test_private_products_are_seen_by_their_members_only(shop, help_desk, other_product, people):
    def seen(user):
        return {product.key for product in Product.objects.visible_to(user)}

    assert seen(people.support) == {"SHOP", "HELP"}
    assert seen(people.outsider) == {"HELP", "OTHER"}
    assert seen(people.admin) == {"SHOP", "HELP", "OTHER"}


def test_requirement_is_the_managers_first(requirement, manager, statuses):
    assert (requirement.key, requirement.author, requirement.status) == ("SHOP-1", manager, statuses["new"])
    assert [str(tag) for tag in requirement.tags.all()] == ["checkout"]


def test_token_opens_nothing_but_its_person(token_of, engineer):
    assert ApiToken.objects.with_secret(token_of(engineer)).user == engineer
