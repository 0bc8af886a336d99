"""Who wrote an idea takes it back, as long as nobody else took part in it."""

import pytest

from feedback.models import Feedback, Subscription, Vote
from feedback.operations.merging import merge
from feedback.operations.voting import vote
from portal.models import Post
from portal.operations.moderating import show
from portal.operations.posting import answer_in_public, say

OFFER = "Withdraw this idea"


@pytest.fixture
def place(address):
    return f"{address}withdraw/"


def offered(client, address):
    return OFFER in client.get(address).content.decode()


def test_an_author_withdraws_what_is_theirs_alone(post, address, place, visitor, ann, web, engineer):
    client = visitor(ann)
    assert offered(client, address)
    assert post.title in client.get(place).content.decode()
    assert Post.objects.get().state == "shown"  # it asks first
    page = client.post(place, follow=True).content.decode()
    assert "Your idea is withdrawn." in page
    assert post.title not in page
    assert client.get(address).status_code == visitor().get(address).status_code == 404
    assert not Vote.objects.exists()
    assert not Subscription.objects.filter(ended_at=None).exists()
    assert Feedback.objects.get().votes == 0  # the item stays with the team, who reads why
    assert "Withdrawn by its author." in web(engineer).get("/p/SHOP/portal/?state=hidden").content.decode()


def test_what_waits_is_withdrawn_too(open_portal, make_post, visitor, ann, portal):
    open_portal(posts_moderated="before")
    post = make_post("Held")
    path = f"/portal/SHOP/{post.feedback.number}/"
    assert offered(visitor(ann), path)
    assert visitor(ann).post(f"{path}withdraw/").status_code == 302
    assert Post.objects.get().state == "hidden"


@pytest.mark.parametrize("how", ["vote", "comment", "waiting comment", "answer", "merge"])
def test_what_others_took_part_in_stays(
    how, post, address, place, visitor, ann, bob, system, engineer, make_post, open_portal
):
    if how == "vote":
        vote(post.feedback, bob, by=system)
    elif how == "answer":
        answer_in_public(post, by=engineer, body="We are on it.")
    elif how == "merge":
        merge(post.feedback, [make_post("The same").feedback], by=engineer)
    else:
        open_portal(comments_moderated="before" if how == "waiting comment" else "after")
        post.product.portal.refresh_from_db()
        say(post, bob, by=system, body="Me too")
    client = visitor(ann)
    assert not offered(client, address)
    response = client.post(place)
    assert response.status_code == 409
    assert "It is not only yours any more" in response.content.decode()
    post.refresh_from_db()
    assert post.state == "shown"


def test_nobody_withdraws_what_others_wrote(post, address, place, visitor, bob, make_post, engineer):
    client = visitor(bob)
    assert not offered(client, address)
    assert client.get(place).status_code == client.post(place).status_code == 404
    assert visitor().post(place)["Location"].startswith("/portal/SHOP/sign-in/")
    stranger = make_post("Written under his address", contact=None, email=bob.email)
    show(stranger, by=engineer)
    assert client.post(f"/portal/SHOP/{stranger.feedback.number}/withdraw/").status_code == 404
    assert set(Post.objects.values_list("state", flat=True)) == {"shown"}


def test_the_page_of_an_own_idea_costs_one_question_more(post, address, visitor, ann, django_assert_max_num_queries):
    client = visitor(ann)
    client.get(address)
    with django_assert_max_num_queries(9):
        client.get(address)
