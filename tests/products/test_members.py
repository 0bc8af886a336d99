"""Members: asked in by their address, given roles, taken out; the last owner stays."""

import pytest

from accounts.models import Invitation, User
from products.models import Membership, Product, Role

MEMBERS = "/p/SHOP/settings/members/"


def test_somebody_new_is_invited_and_a_member_at_once(web, owner, shop):
    web(owner).post(MEMBERS, {"email": "New@Example.org", "role": "30", "title": "designer"})
    person = User.objects.get(email="new@example.org")
    member = shop.memberships.get(user=person)
    assert (member.role, member.title) == (Role.MANAGER, "designer")
    assert Invitation.objects.get().place == "拾光商城"


def test_somebody_known_is_added_without_a_mail(web, owner, outsider, shop):
    web(owner).post(MEMBERS, {"email": outsider.email.upper(), "role": "10"})
    assert shop.memberships.get(user=outsider).role == Role.VIEWER
    assert not Invitation.objects.exists()


def test_nobody_is_invited_by_who_may_not_add_members(web, manager, shop):
    assert web(manager).post(MEMBERS, {"email": "new@example.org", "role": "20"}).status_code == 403
    assert not User.objects.filter(email="new@example.org").exists()


@pytest.mark.parametrize("wrong", [{"email": "no"}, {"role": "99"}, {"role": "0"}, {"role": "x"}, {"title": "king"}])
def test_bad_input_keeps_the_form(web, owner, shop, wrong):
    response = web(owner).post(MEMBERS, {"email": "new@example.org", "role": "20"} | wrong)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == list(wrong)


def test_a_disabled_person_cannot_be_added(web, owner, outsider, shop):
    User.objects.filter(pk=outsider.pk).update(is_active=False)
    response = web(owner).post(MEMBERS, {"email": outsider.email, "role": "20"})
    assert response.status_code == 422
    assert "disabled" in response.content.decode()


def test_roles_change_at_once(web, owner, maya, shop):
    member = shop.memberships.get(user=maya)
    web(owner).post(f"{MEMBERS}{member.pk}/", {"role": "10", "title": ""})
    assert Product.objects.get().role_of(maya) == Role.VIEWER
    step = {"name": "Testing", "category": "active"}
    assert web(maya).post("/p/SHOP/settings/workflow/", step).status_code == 403
    assert web(owner).post("/p/SHOP/settings/workflow/", step).status_code == 302


def test_the_last_owner_stays_owner_and_member(web, owner, shop):
    member, client = shop.memberships.get(user=owner), web(owner)
    page = client.post(f"{MEMBERS}{member.pk}/", {"role": "20"}, follow=True)
    assert "needs an owner" in page.content.decode()
    page = client.post(f"{MEMBERS}{member.pk}/remove/", follow=True)
    assert "needs an owner" in page.content.decode()
    assert shop.memberships.get(user=owner).role == Role.OWNER


def test_removing_offers_the_way_back(web, owner, maya, shop):
    client, member = web(owner), shop.memberships.get(user=maya)
    page = client.post(f"{MEMBERS}{member.pk}/remove/", follow=True)
    assert web(maya).get("/p/SHOP/settings/").status_code == 404
    undo = [str(message.extra_tags) for message in page.context["messages"]][-1]
    client.post(undo)
    back = shop.memberships.get(user=maya)
    assert (back.role, back.title) == (Role.CONTRIBUTOR, "engineer")


def test_anybody_may_leave_and_no_longer_sees_the_product(web, support, shop):
    member = shop.memberships.get(user=support)
    response = web(support).post(f"{MEMBERS}{member.pk}/remove/")
    assert response["Location"] == "/products/"
    assert not Membership.objects.filter(user=support).exists()


def test_a_member_of_another_product_cannot_be_named_here(web, owner, shop, other_product):
    strange = other_product.memberships.get()
    assert web(owner).post(f"{MEMBERS}{strange.pk}/", {"role": "10"}).status_code == 404
    assert web(owner).post(f"{MEMBERS}{strange.pk}/remove/").status_code == 404


def test_addresses_are_shown_to_owners_only(web, owner, manager, maya, shop):
    assert maya.email in web(owner).get(MEMBERS).content.decode()
    page = web(manager).get(MEMBERS).content.decode()
    assert maya.name in page
    assert maya.email not in page
