"""Ways to talk to the requirement pages."""

import pytest
from django.urls import reverse

HTMX = {"HX-Request": "true"}


@pytest.fixture
def url(requirement):
    """`url()` is the page of SHOP-1, `url("parts/title/")` what lies below it."""

    def build(tail="", of=requirement):
        return reverse("requirement", args=[of.product.key, of.number]) + tail

    return build


@pytest.fixture
def change(web, manager, requirement, url):
    """`change("title", title="…", by=user)`: save one part as a browser with htmx does."""

    def send(part, *, by=manager, of=requirement, htmx=True, **data):
        of.refresh_from_db(fields=["lock_version"])
        values = {"lock_version": of.lock_version, **data}
        return web(by).post(url(f"parts/{part}/", of), values, headers=HTMX if htmx else {})

    return send


@pytest.fixture
def pool(shop):
    """The address of SHOP's list."""
    return reverse("requirement_list", args=[shop.key])


def text_of(response):
    return response.content.decode()
