"""The status of a post follows what it hangs on, at once and however that changes."""

from importlib import import_module

import pytest
from django.db import connection
from django.test import Client

from changes.models import Change
from changes.operations.undoing import undo_batch
from feedback.models import Feedback
from feedback.operations.answering import solve
from feedback.operations.linking import link, unlink
from feedback.operations.merging import merge, take_back
from feedback.operations.triaging import decline
from portal.models import Post
from portal.models.post import MOST_COUNTED
from portal.operations.moderating import edit_post, hide
from products.operations.workflow import edit_status
from requirements.operations.authoring import edit


def status_of(post):
    """What is stored, after a look whether all that is stored agrees with what it is made of."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM portal_post WHERE status <> portal_status(feedback_id, chosen_status)")
        assert cursor.fetchall() == []
    return Post.objects.get(pk=post.pk).status


def undo(operation, by):
    undo_batch(Change.objects.filter(operation=operation).latest("id").batch, by=by)


@pytest.fixture
def planned(requirement, statuses, manager):
    """SHOP-1, planned."""
    edit(requirement, by=manager, status=statuses["planned"])
    return requirement


@pytest.fixture
def linked(post, planned, maya):
    """The post's item speaks for SHOP-1."""
    return link(post.feedback, planned, by=maya)


def test_a_new_post_collects_votes(post):
    assert status_of(post) == "new"


def test_it_follows_the_state_of_its_item(post, make_post, maya):
    decline(post.feedback, by=maya, reason="Too dear")
    assert status_of(post) == "declined"
    undo("decline", maya)
    assert status_of(post) == "new"
    solve(post.feedback, by=maya, solution="It is there", root_cause="")
    assert status_of(post) == "done"


def test_it_follows_its_requirement(post, linked, planned, statuses, manager):
    assert status_of(post) == "planned"
    edit(planned, by=manager, status=statuses["active"])
    assert status_of(post) == "active"
    undo("edit", manager)
    assert status_of(post) == "planned"
    unlink(linked, by=manager)
    assert status_of(post) == "new"
    undo("unlink", manager)
    assert status_of(post) == "planned"


def test_it_follows_the_step_of_the_workflow(post, linked, statuses, manager):
    edit_status(statuses["planned"], by=manager, category="review")
    assert status_of(post) == "review"


def test_it_follows_the_requirement_it_was_linked_to_last(post, linked, make_requirement, statuses, maya, manager):
    other = make_requirement("Another one")
    edit(other, by=manager, status=statuses["active"])
    link(post.feedback, other, by=maya)
    assert status_of(post) == "active"
    other.delete()
    assert status_of(post) == "planned"


def test_the_choice_of_the_team_goes_first(post, linked, maya, planned, statuses, manager):
    edit_post(post, by=maya, title=post.title, chosen_status="review")
    edit(planned, by=manager, status=statuses["active"])
    assert status_of(post) == "review"
    undo("edit_post", maya)
    assert status_of(post) == "active"


def test_what_is_merged_has_one_status(post, make_post, planned, maya, manager):
    other = make_post("Night mode")
    hide(post, by=maya)
    link(other.feedback, planned, by=maya)
    merge(post.feedback, [other.feedback], by=maya)
    assert [status_of(post), status_of(other)] == ["planned", "planned"]
    take_back(Feedback.objects.get(pk=other.feedback_id), by=maya)
    assert [status_of(post), status_of(other)] == ["new", "planned"]
    merge(post.feedback, [other.feedback], by=maya)
    undo("merge", maya)
    assert [status_of(post), status_of(other)] == ["new", "planned"]


def test_what_was_merged_follows_the_first_ones_state(post, make_post, maya):
    other = make_post("Night mode")
    merge(post.feedback, [other.feedback], by=maya)
    decline(post.feedback, by=maya, reason="Too dear")
    assert [status_of(post), status_of(other)] == ["declined", "declined"]


def test_a_board_says_how_many_have_each_status(make_post, planned, maya, manager):
    posts = [make_post(f"Idea {number}") for number in range(4)]
    link(posts[0].feedback, planned, by=maya)
    merge(posts[1].feedback, [posts[2].feedback], by=maya)
    text = Client().get("/portal/SHOP/").content.decode()
    assert "Planned · 1<" in text
    assert "Collecting votes · 2<" in text
    assert "Shipped · 0<" in text


def test_figures_stop_counting(post, shop, maya):
    many = Feedback.objects.bulk_create(
        Feedback(product=shop, number=n, key=f"SHOP-F{n}", title=f"Idea {n}", author=maya)
        for n in range(100, 101 + MOST_COUNTED)
    )
    Post.objects.bulk_create(Post(product=shop, feedback=item, title=item.title, state="shown") for item in many)
    assert "Collecting votes · 99+" in Client().get("/portal/SHOP/").content.decode()


def test_posts_from_before_get_theirs(post, make_post, linked):
    Post.objects.update(status="done")
    migration = import_module("portal.migrations.0005_status_of_present_posts")
    with connection.schema_editor() as editor:
        migration.fill(None, editor)
    assert [status_of(post), status_of(make_post("Night mode"))] == ["planned", "new"]
