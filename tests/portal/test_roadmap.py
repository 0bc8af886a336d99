"""The roadmap of visitors: ideas by how far they are, and what comes with which version."""

import re

import pytest
from django.utils import timezone

from feedback.operations.linking import link
from feedback.operations.merging import merge
from feedback.operations.voting import vote
from portal import stages
from portal.models import Post
from portal.operations.moderating import edit_post, hide
from requirements.operations.authoring import edit
from roadmaps.models import ReleaseNote, Version
from roadmaps.operations.notes import publish_note, write_note
from roadmaps.operations.roadmapping import create_roadmap
from roadmaps.operations.sharing import share

ROADMAP = "/portal/SHOP/roadmap/"
PLAN = f"{ROADMAP}?show=plan"


def columns_of(client):
    """`{status: the text of its column}`."""
    text = client.get(ROADMAP).content.decode()
    parts = re.split(r'<section class="portal-stage" aria-labelledby="stage-(\w+)">', text)[1:]
    return {status: part.split("</section>")[0] for status, part in zip(parts[::2], parts[1::2], strict=True)}


@pytest.fixture
def at(make_post, engineer):
    """`at("planned", "Dark mode")`: an idea with that public status."""

    def made(status, title):
        post = make_post(title)
        edit_post(post, by=engineer, chosen_status=status)
        return post

    return made


@pytest.fixture
def plan(shop, manager, version, open_portal):
    """The portal shows a public link to versions, coarse as quarters."""
    own = create_roadmap(shop, by=manager, name="For all", bars="versions", shared=True)
    open_portal(roadmap=share(shop, by=manager, name="All", audience="public", granularity="quarter", roadmap=own))
    return version


@pytest.fixture
def coming(plan, make_post, make_requirement, statuses, manager):
    """An idea that speaks for a requirement with the private title "Rewrite the cart", which is planned for 2.4."""
    post = make_post("Dark mode")
    requirement = make_requirement("Rewrite the cart", version=plan, status=statuses["planned"])
    link(post.feedback, requirement, by=manager)
    return post


def test_ideas_stand_in_the_column_of_their_status(at, visitor):
    for status in ("new", "review", "planned", "active", "done", "declined"):
        at(status, f"Idea {status}")
    columns = columns_of(visitor())
    assert list(columns) == ["planned", "active", "done"]
    for status, text in columns.items():
        assert re.findall(r"<h3><a href=\"/portal/SHOP/\w+/\">(.*?)</a>", text) == [f"Idea {status}"]
        assert '<span class="dim num">1</span>' in text


def test_the_most_wanted_stand_first_and_the_rest_is_a_link(at, visitor, make_contact, system, monkeypatch):
    monkeypatch.setattr(stages, "SHOWN", 2)
    posts = [at("planned", f"Idea {number}") for number in range(4)]
    vote(posts[2].feedback, make_contact("zoe"), by=system)
    text = columns_of(visitor())["planned"]
    assert re.findall(r">(Idea \d)</a>", text) == ["Idea 2", "Idea 0"]
    assert 'href="/portal/SHOP/?status=planned">All 4<' in text
    monkeypatch.setattr(stages, "MOST_COUNTED", 3)
    assert ">All 3+<" in columns_of(visitor())["planned"]


def test_a_roadmap_holds_nothing_that_the_board_does_not(at, make_post, visitor, ann, engineer, open_portal):
    hide(at("planned", "Hidden"), by=engineer)
    first, double = at("active", "Night mode"), at("active", "The same")
    merge(first.feedback, [double.feedback], by=engineer)
    open_portal(posts_moderated="before")
    edit_post(make_post("Held"), by=engineer, chosen_status="planned")
    for client in (visitor(), visitor(ann)):
        text = client.get(ROADMAP).content.decode()
        assert [word for word in ("Hidden", "The same", "Held") if word in text] == []
        assert "Night mode" in text


def test_who_voted_sees_it_on_the_roadmap(at, visitor, ann, bob):
    at("planned", "Dark mode")
    assert 'aria-pressed="true"' in columns_of(visitor(ann))["planned"]
    assert 'aria-pressed="false"' in columns_of(visitor(bob))["planned"]


def test_columns_cost_the_same_whatever_they_show(at, visitor, ann, django_assert_max_num_queries):
    for number in range(12):
        at(("planned", "active", "done")[number % 3], f"Idea {number}")
    client = visitor(ann)
    client.get(ROADMAP)
    with django_assert_max_num_queries(4):
        assert client.get(ROADMAP).content.decode().count('class="portal-idea"') == 12


def test_a_team_shows_ideas_versions_both_or_none(open_portal, shop, manager, visitor, version):
    shared = share(shop, by=manager, name="All", audience="public", granularity="quarter")

    def looks():
        page, plan, board = (visitor().get(path) for path in (ROADMAP, PLAN, "/portal/SHOP/"))
        tab = f'href="{ROADMAP}"' in board.content.decode()
        is_shown = [got.status_code == 200 and "portal-stages" in got.content.decode() for got in (page, plan)]
        return tab, page.status_code, *is_shown

    open_portal()
    assert looks() == (True, 200, True, True)
    open_portal(roadmap=shared)
    assert looks() == (True, 200, True, False)
    open_portal(roadmap=shared, has_stages=False)
    assert looks() == (True, 200, False, False)
    open_portal(roadmap=None, has_stages=False)
    assert looks() == (False, 404, False, False)


def test_a_version_says_what_ideas_it_brings(coming, visitor):
    text = visitor().get(PLAN).content.decode()
    brought = text.split('id="brought"')[1]
    assert '<h3>2.4 <span class="dim">2026 Q4</span></h3>' in brought
    assert ">Dark mode</a>" in brought
    assert "Rewrite the cart" not in text


@pytest.mark.parametrize("status", ["new", "review", "declined"])
def test_what_is_not_said_to_be_planned_comes_with_no_version(coming, visitor, engineer, status):
    edit_post(coming, by=engineer, chosen_status=status)
    assert "Dark mode" not in visitor().get(PLAN).content.decode()


def test_an_idea_comes_with_the_requirement_that_its_status_follows(
    coming, visitor, make_requirement, make_post, statuses, manager
):
    other = make_post("Night mode")
    merge(coming.feedback, [other.feedback], by=manager)
    link(other.feedback, make_requirement("Elsewhere", status=statuses["active"]), by=manager)  # of no version
    assert "Dark mode" not in visitor().get(PLAN).content.decode()


def test_what_is_hidden_comes_with_no_version(coming, visitor, engineer):
    hide(coming, by=engineer, reason="Spam")
    assert "Dark mode" not in visitor().get(PLAN).content.decode()


def test_versions_that_the_link_does_not_show_stay_unnamed(coming, shop, manager, open_portal, visitor):
    own = create_roadmap(shop, by=manager, name="Items", bars="items", shared=True)
    open_portal(roadmap=share(shop, by=manager, name="All", audience="public", granularity="quarter", roadmap=own))
    text = visitor().get(PLAN).content.decode()
    assert "2.4" not in text
    assert "Dark mode" not in text


def test_the_time_is_turned_without_leaving_the_plan(plan, visitor):
    text = visitor().get(PLAN).content.decode()
    for address in re.findall(r'href="(\?[^"]*(?:zoom|from)=[^"]*)"', text):
        assert "show=plan" in address
    assert "from=" in text


def test_the_changelog_says_which_ideas_came(coming, plan, manager, statuses, open_portal, visitor):
    open_portal(has_changelog=True)
    write_note(plan, by=manager, language="en", title="The evening release", body="New")
    publish_note(ReleaseNote.objects.get(), by=manager)
    Version.objects.update(state="released", released_at=timezone.now())
    assert "Dark mode" not in visitor().get("/portal/SHOP/changelog/").content.decode()  # still planned
    edit(coming.feedback.evidence.get().requirement, by=manager, status=statuses["done"])
    text = visitor().get("/portal/SHOP/changelog/").content.decode()
    assert "The ideas that came with it:" in text
    assert f'href="/portal/SHOP/{coming.feedback.number}/">Dark mode</a>' in text
    assert Post.objects.get().status == "done"
