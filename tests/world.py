"""The named world: the people of the sample workspace, small, and made anew for every test.

`shop` is a private product with one person per role: `owner`, `manager`, `engineer`, `maya` and `designer`
(contributors), `support` (viewer). `help_desk` is internal. `other_product` is private to `outsider`, who is not in
`shop`. `admin` runs the installation and is a member of nothing.
"""

from types import SimpleNamespace

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from accounts.operations.tokens import issue_token
from pmhub.lib.fuzzy_dates import FuzzyDate
from pmhub.sample.people import DESIGNER, DOMAIN, ENGINEER, MANAGER, MAYA, OWNER, SUPPORT
from products.models import Category, Membership
from products.operations.products import create_product
from requirements.operations.authoring import create
from roadmaps.operations.planning import create_milestone, create_version

PASSWORD = "Long enough for the tests 1"


def person(email, name, **fields):
    return User.objects.create_user(email, PASSWORD, name=name, **{"language": "en", **fields})


def sample_person(sample):
    return person(sample.email, sample.name)


@pytest.fixture
def owner(db):
    return sample_person(OWNER)


@pytest.fixture
def manager(db):
    return sample_person(MANAGER)


@pytest.fixture
def engineer(db):
    return sample_person(ENGINEER)


@pytest.fixture
def maya(db):
    return sample_person(MAYA)


@pytest.fixture
def designer(db):
    return sample_person(DESIGNER)


@pytest.fixture
def support(db):
    return sample_person(SUPPORT)


@pytest.fixture
def outsider(db):
    return person(f"outsider@{DOMAIN}", "Olga Outsider")


@pytest.fixture
def admin(db):
    return person(f"admin@{DOMAIN}", "Ada Admin", is_admin=True)


@pytest.fixture
def people(owner, manager, engineer, maya, designer, support, outsider, admin):
    """Everybody, by the name of their fixture."""
    return SimpleNamespace(
        owner=owner, manager=manager, engineer=engineer, maya=maya, designer=designer, support=support,
        outsider=outsider, admin=admin,
    )  # fmt: skip


def with_members(product, people):
    """Make people members with the roles they have in the sample workspace."""
    Membership.objects.bulk_create(
        Membership(product=product, user=getattr(people, nick), role=sample.role, title=sample.title)
        for nick, sample in [
            ("manager", MANAGER), ("engineer", ENGINEER), ("maya", MAYA), ("designer", DESIGNER), ("support", SUPPORT),
        ]
    )  # fmt: skip
    product.forget_roles()
    return product


@pytest.fixture
def shop(people):
    """SHOP, private, with all six people of the sample workspace."""
    product = create_product(people.owner, by=people.owner, key="SHOP", name="拾光商城", time_zone="Asia/Shanghai")
    return with_members(product, people)


@pytest.fixture
def help_desk(people):
    """HELP, internal: everybody who is signed in may read, only its owner `manager` writes."""
    return create_product(people.manager, by=people.manager, key="HELP", name="Help centre", privacy="internal")


@pytest.fixture
def other_product(outsider):
    """OTHER, private to `outsider`: nobody of `shop` sees it."""
    return create_product(outsider, by=outsider, key="OTHER", name="Somebody else's")


@pytest.fixture
def statuses(shop):
    """SHOP's statuses by category: "new", "review", "planned", "active", "done", "declined"."""
    return {str(Category(status.category)): status for status in shop.statuses.all()}


@pytest.fixture
def make_requirement(shop, manager):
    """`make_requirement(title="…", product=shop, by=manager, **fields)` creates one through the operation."""

    def make(title="One-page checkout", *, product=shop, by=manager, **fields):
        return create(product, by=by, title=title, **fields)

    return make


@pytest.fixture
def requirement(make_requirement, engineer):
    """SHOP-1, written by `manager`, assigned to `engineer`."""
    return make_requirement(
        "结算页一步完成：地址、优惠、支付同屏", description="Three pages become **one**.", priority=1,
        tags=["checkout"], assignees=[engineer],
        drivers={"reach": 1800, "impact": 3, "confidence": 80, "effort": 5},
    )  # fmt: skip


@pytest.fixture
def other_requirement(other_product, outsider):
    """OTHER-1, which nobody of `shop` may see."""
    return create(other_product, by=outsider, title="Secret plan of another product")


@pytest.fixture
def version(shop, manager):
    return create_version(shop, by=manager, name="2.4", release=FuzzyDate.parse("2026-12-11"))


@pytest.fixture
def milestone(shop, manager, version):
    return create_milestone(shop, by=manager, name="Code freeze", version=version, due=FuzzyDate.parse("2026-12-01"))


@pytest.fixture
def token_of(db):
    """`token_of(user, scopes=("read", "write"), product=None)` issues an API token and returns its secret."""

    def issue(user, scopes=("read", "write"), **fields):
        count = user.api_tokens.count()
        return issue_token(user, by=user, name=f"test {count}", scopes=scopes, **fields)[1]

    return issue


@pytest.fixture
def api(token_of):
    """`api(user, …)`: a JSON client of the REST interface with a token of that person; `api()` has none."""

    def client(user=None, **token):
        client = APIClient()
        client.default_format = "json"
        if user is not None:
            client.credentials(HTTP_AUTHORIZATION=f"Token {token_of(user, **token)}")
        return client

    return client


@pytest.fixture
def web(db):
    """`web(user)`: a browser-like client in which that person is signed in; `web()` is anonymous."""

    def client(user=None):
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return client
