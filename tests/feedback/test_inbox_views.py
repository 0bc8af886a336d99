"""Saved views of the inbox: what they keep, where they lead, and that requirements have views of their own."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from requirements.models import DefaultView, SavedView
from requirements.operations.saving_views import edit_view, open_with, open_with_for_all, save_view

INBOX = "/p/SHOP/feedback/"


@pytest.fixture
def late(shop, engineer):
    """The engineer's view of complaints that are late."""
    return save_view(shop, by=engineer, name="Late", way="inbox", query="q=is:late+kind:complaint&show=all&cursor=x")


@pytest.fixture
def look(client, engineer):
    client.force_login(engineer)
    return lambda path=INBOX, **asked: client.get(path, asked)


def test_a_view_of_the_inbox_keeps_its_query_and_leads_there(look, late, engineer):
    assert late.query == "q=is%3Alate+kind%3Acomplaint&show=all"
    shown = look(reverse("view", args=[late.pk]))
    assert shown["Location"] == f"{INBOX}?{late.query}&view={late.pk}"
    opened = look(shown["Location"])
    assert "<h1>Late</h1>" in opened.content.decode()
    assert [view.name for view in opened.context["side_views"]() if view.is_on] == ["Late"]


def test_a_look_at_the_inbox_is_saved_by_its_form(client, engineer, shop, look):
    saved = look(q="kind:praise", sort="received").context["shelf"].saved
    assert (saved.changed, saved.way) == (True, "inbox")
    client.post(saved.create, {"name": "Praise", "query": saved.query, "way": saved.way})
    view = SavedView.objects.get()
    assert (view.way, view.query) == ("inbox", "q=kind%3Apraise&show=all&sort=received")


def test_the_usual_look_needs_no_name(look, shop):
    assert not look().context["shelf"].saved.changed
    assert look(show="mine").context["shelf"].saved.changed


def test_an_opened_view_is_changed_and_saved_again(client, late, look):
    opened = look(q="is:late", show="all", view=late.pk)
    saved = opened.context["shelf"].saved
    assert (saved.view, saved.changed, saved.may_change) == (late, True, True)
    answer = client.post(reverse("view", args=[late.pk]), {"query": saved.query, "way": saved.way})
    late.refresh_from_db()
    assert late.query == "q=is%3Alate&show=all"
    assert not look(answer["Location"]).context["shelf"].saved.changed


def test_the_inbox_opens_with_its_default_and_requirements_with_theirs(look, late, shop, engineer, manager):
    table = save_view(shop, by=manager, name="Table", query="priority=0", shared=True)
    open_with(late, by=engineer)
    open_with_for_all(table, by=manager)
    assert look()["Location"].endswith(f"view={late.pk}")
    assert look(show="todo").status_code == 200
    assert look(reverse("requirement_list", args=[shop.key])).context["saved"].view == table
    assert {view.place for view in DefaultView.objects.all()} == {"feedback", "requirements"}


def test_a_view_of_another_list_is_not_open_here(look, shop, engineer, late):
    table = save_view(shop, by=engineer, name="Table", query="priority=0")
    assert look(q="x", view=table.pk).context["shelf"].saved.view is None
    pool = reverse("requirement_list", args=[shop.key])
    assert look(pool, q="x", view=late.pk).context["saved"].view is None


def test_a_view_stays_with_its_list_and_its_product(late, engineer):
    with pytest.raises(ValidationError):
        edit_view(late, by=engineer, way="board")
    with pytest.raises(ValidationError):
        save_view(engineer, by=engineer, name="Everywhere", way="inbox")


def test_the_list_of_views_says_of_which_list_they_are(look, late, shop):
    text = look(reverse("view_list", args=[shop.key])).content.decode()
    assert "<td>Feedback</td>" in text
    assert f'href="{INBOX}?{late.query.replace("&", "&amp;")}&amp;view={late.pk}"' in text
