"""A portal that is open, visitors who have proved their address, and what they see."""

import re
import time

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from feedback.models import Contact
from portal.models import SignInCode, Visit
from portal.operations.posting import submit
from portal.operations.setting_up import set_up
from portal.views.scoped import cookie_of


@pytest.fixture(autouse=True)
def nobody_counted():
    """The limits begin anew for every test."""
    cache.clear()


@pytest.fixture
def system(db):
    return User.objects.system()


@pytest.fixture
def open_portal(shop, manager):
    """`open_portal(access="public", …)` sets SHOP's portal up."""

    def make(**fields):
        defaults = {"access": "public", "posts_moderated": "after", "comments_moderated": "after"}
        made = set_up(shop, by=manager, **{**defaults, **fields})
        shop.portal = made
        return made

    return make


@pytest.fixture
def portal(open_portal):
    return open_portal()


@pytest.fixture
def make_contact(shop):
    """`make_contact("ann")`: a contact with an address and a real name, and no name in public."""

    def make(nick, **fields):
        return Contact.objects.create(product=shop, email=f"{nick}@outside.example", name=f"Real {nick}", **fields)

    return make


@pytest.fixture
def visitor(shop):
    """`visitor(contact)`: a browser in which that contact has signed in; `visitor()` is a stranger's."""

    def browser(contact=None, **options):
        client = Client(**options)
        if contact is not None:
            visit, secret = Visit.with_new_secret(contact)
            visit.save()
            client.cookies[cookie_of(shop)] = secret
        return client

    return browser


@pytest.fixture
def ann(make_contact):
    return make_contact("ann")


@pytest.fixture
def bob(make_contact):
    return make_contact("bob", shown_name="Bobby")


@pytest.fixture
def make_post(portal, shop, system, ann):
    """`make_post("Dark mode", contact=…)`: an idea that somebody posted."""

    def make(title="Dark mode", **fields):
        return submit(shop, by=system, title=title, **{"contact": ann, **fields})

    return make


@pytest.fixture
def post(make_post):
    return make_post(body="The evenings are long.")


@pytest.fixture
def address(post):
    """The path of the post's page."""
    return f"/portal/SHOP/{post.feedback.number}/"


@pytest.fixture
def written(monkeypatch):
    """`written(client, path)`: the hidden field of the form there, as if it had been open for a minute."""

    def field(client, path="/portal/SHOP/new/"):
        real = time.time
        with monkeypatch.context() as past:
            past.setattr(time, "time", lambda: real() - 60)
            page = client.get(path).content.decode()
        return re.search(r'name="begun" value="([^"]+)"', page)[1]

    return field


@pytest.fixture
def code_of():
    """`code_of(address)`: the code that was ordered last for it, as its mail says."""

    def last(email):
        return SignInCode.objects.filter(email=email).latest("pk").code

    return last
