"""People: what administrators see and do."""

import pytest
from django.test import Client

from accounts.models import ApiToken, Invitation, User
from accounts.operations.people import disable
from accounts.operations.tokens import issue_token
from tests.world import PASSWORD


def test_the_list_says_who_is_here_invited_and_disabled(web, people):
    web(people.admin).post("/people/", {"email": "new@example.org", "name": "Newcomer"})
    disable(people.maya, by=people.admin)
    html = web(people.admin).get("/people/").content.decode()
    assert "Newcomer" in html
    assert "invited, mail waits" in html
    assert "disabled" in html
    assert "/invitation/" in html


def test_people_are_found_by_name_or_address(web, people):
    client = web(people.admin)
    assert [person for person, _link in client.get("/people/?q=fischer").context["rows"]] == [people.maya]
    assert [person for person, _link in client.get("/people/?q=SAM.OK").context["rows"]] == [people.support]
    assert client.get("/people/?q=%25").context["rows"] == []
    assert [person for person, _link in client.get("/people/?q=fisc%00her").context["rows"]] == [people.maya]


def test_a_bad_address_keeps_the_form(web, admin):
    response = web(admin).post("/people/", {"email": "nonsense", "name": "Kept"})
    assert response.status_code == 422
    assert 'value="Kept"' in response.content.decode()
    assert not Invitation.objects.exists()


def signed_in(person):
    """A browser in which a person has signed in by the form."""
    client = Client()
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    return client


def test_disabling_ends_sessions_and_tokens_at_once(web, people):
    victim, client = people.maya, signed_in(people.maya)
    _token, secret = issue_token(victim, by=victim, name="ci", scopes=["read"])
    assert client.get("/").status_code == 200
    page = web(people.admin).get(f"/people/{victim.pk}/disable/")
    assert "1 session ends" in page.content.decode()
    web(people.admin).post(f"/people/{victim.pk}/disable/")
    assert client.get("/")["Location"].startswith("/accounts/login/")
    assert ApiToken.objects.with_secret(secret) is None
    assert not web().login(username=victim.email, password=PASSWORD)


def test_enabling_does_not_bring_old_sessions_back(web, people):
    client = signed_in(people.maya)
    administrator = web(people.admin)
    administrator.post(f"/people/{people.maya.pk}/disable/")
    administrator.post(f"/people/{people.maya.pk}/enable/")
    assert User.objects.get(pk=people.maya.pk).is_active
    assert client.get("/").status_code == 302


def test_the_last_administrator_stays(web, admin):
    page = web(admin).post(f"/people/{admin.pk}/disable/", follow=True)
    assert "only administrator" in page.content.decode()
    admin.refresh_from_db()
    assert admin.is_active


@pytest.mark.parametrize("who", ["owner", "manager", "outsider"])
def test_nobody_else_manages_people(web, people, who):
    client = web(getattr(people, who))
    assert client.get("/people/").status_code == 403
    assert client.post("/people/", {"email": "new@example.org"}).status_code == 403
    assert client.post(f"/people/{people.maya.pk}/disable/").status_code == 403
    assert User.objects.get(pk=people.maya.pk).is_active


def test_administrators_appoint_others_and_the_last_one_stays(web, people):
    client = web(people.admin)
    client.post(f"/people/{people.maya.pk}/admin/", {"admin": "yes"})
    assert web(people.maya).get("/people/").status_code == 200
    client.post(f"/people/{people.maya.pk}/admin/", {"admin": "no"})
    assert web(people.maya).get("/people/").status_code == 403
    client.post(f"/people/{people.admin.pk}/admin/", {"admin": "no"})
    assert User.objects.get(pk=people.admin.pk).is_admin
