"""Personal settings and API tokens."""

import re

import pytest

from accounts.models import ApiToken, User
from accounts.operations.tokens import issue_token

SETTINGS = {
    "name": "Maya F.", "language": "zh-hans", "time_zone": "Asia/Tokyo", "theme": "dark", "density": "compact",
    "text_size": "large", "contrast": "more", "motion": "reduced",
}  # fmt: skip


def test_settings_are_saved_and_show_at_once(web, maya):
    page = web(maya).post("/settings/", SETTINGS, follow=True)
    maya.refresh_from_db()
    assert {name: getattr(maya, name) for name in SETTINGS} == SETTINGS
    assert maya.shortcuts is False
    html = page.content.decode()
    assert re.search(r'<html lang="zh-hans"[^>]* data-theme="dark" data-density="compact" data-text="large"', html)


def test_the_language_can_follow_the_browser(web, maya):
    client = web(maya)
    client.post("/settings/", SETTINGS | {"language": "auto"})
    maya.refresh_from_db()
    assert maya.language == ""
    assert client.get("/settings/", headers={"Accept-Language": "zh-CN"}).headers["Content-Language"] == "zh-hans"


@pytest.mark.parametrize("wrong", [{"time_zone": "Mars"}, {"language": "xx"}, {"name": ""}, {"name": "x" * 121}])
def test_bad_settings_are_refused_and_nothing_is_saved(web, maya, wrong):
    response = web(maya).post("/settings/", SETTINGS | wrong)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == list(wrong)
    assert response.context["user"].theme == "system"
    assert User.objects.get(pk=maya.pk).name == "Maya Fischer"


def test_unknown_fields_are_ignored(web, maya):
    web(maya).post("/settings/", SETTINGS | {"is_admin": "on", "email": "evil@example.org"})
    maya.refresh_from_db()
    assert (maya.is_admin, maya.email) == (False, "maya.fischer@sample.pmhub.example")


def test_a_token_shows_its_secret_once(web, maya):
    client = web(maya)
    page = client.post("/settings/tokens/new/", {"name": "ci", "scopes": ["read", "write"], "lifetime": "30"})
    secret = re.search(r"pmh_[\w-]{20,}", page.content.decode())[0]
    token = ApiToken.objects.with_secret(secret)
    assert (token.user, token.scopes, token.product) == (maya, ["read", "write"], None)
    assert 29 <= (token.expires_at - token.created_at).days <= 30
    assert "no-store" in page["Cache-Control"]
    assert secret not in client.get("/settings/tokens/").content.decode()


def test_a_token_can_be_bound_to_a_product_one_sees(web, maya, shop, other_product):
    client, form = web(maya), {"name": "ci", "scopes": ["read"], "lifetime": ""}
    assert client.post("/settings/tokens/new/", form | {"product": other_product.pk}).status_code == 422
    client.post("/settings/tokens/new/", form | {"product": shop.pk})
    token = ApiToken.objects.get()
    assert (token.product, token.expires_at) == (shop, None)


@pytest.mark.parametrize(
    "form",
    [{"scopes": ["read"]}, {"name": "x"}, {"name": "x", "scopes": ["admin"]}, {"name": "taken", "scopes": ["read"]}],
)
def test_a_token_needs_a_new_name_and_scopes_one_may_give(web, maya, form):
    issue_token(maya, by=maya, name="taken", scopes=["read"])
    assert web(maya).post("/settings/tokens/new/", form).status_code == 422
    assert ApiToken.objects.count() == 1


def test_only_administrators_are_offered_the_admin_scope(web, admin):
    web(admin).post("/settings/tokens/new/", {"name": "ops", "scopes": ["admin"]})
    assert ApiToken.objects.get().scopes == ["admin"]


def test_revoking_asks_first_and_then_closes_the_door(web, maya):
    token, secret = issue_token(maya, by=maya, name="ci", scopes=["read"])
    client = web(maya)
    assert client.get(f"/settings/tokens/{token.pk}/revoke/").status_code == 200
    assert ApiToken.objects.with_secret(secret)
    client.post(f"/settings/tokens/{token.pk}/revoke/")
    assert ApiToken.objects.with_secret(secret) is None
