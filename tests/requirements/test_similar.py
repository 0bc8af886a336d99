"""While a title is typed, what says nearly the same is offered."""

from urllib.parse import quote

import pytest
from django.urls import reverse


@pytest.fixture
def offered(web, manager, shop):
    def ask(title, user=manager):
        return web(user).get(f"{reverse('requirement_similar', args=[shop.key])}?title={quote(title)}")

    return ask


def test_similar_requirements_are_offered_with_links(make_requirement, offered):
    make_requirement("结算页支持优惠券叠加 <b>")
    page = offered("结算页叠加优惠券").content.decode()
    assert 'href="/p/SHOP/requirements/1/"' in page
    assert "<mark>结算页</mark>" in page
    assert "&lt;b&gt;" in page


@pytest.mark.parametrize("title", ["", "   ", "结", "\x00", "!!!", "nothing like it at all", "长" * 5_000])
def test_nothing_is_said_where_nothing_is_alike(make_requirement, offered, title):
    make_requirement("结算页支持优惠券叠加")
    answer = offered(title)
    assert answer.status_code == 200
    assert answer.content.decode().strip() == ""


def test_other_products_are_not_offered(offered, other_requirement, outsider, admin):
    assert "Secret" not in offered("Secret plan of another product", admin).content.decode()
    assert offered("Secret plan of another product", outsider).status_code == 404


def test_the_page_asks_while_one_writes(web, manager, shop):
    page = web(manager).get(reverse("requirement_new", args=[shop.key])).content.decode()
    assert f'hx-get="{reverse("requirement_similar", args=[shop.key])}"' in page
    assert 'aria-live="polite"' in page
