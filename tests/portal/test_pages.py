"""What visitors do on a portal: read, post, vote, follow, comment."""

import re

import pytest

from feedback.models import Feedback, Subscription, Vote
from feedback.operations.linking import link
from feedback.operations.merging import merge
from feedback.operations.reporting import report
from feedback.operations.voting import vote
from portal.models import Post, PublicComment
from portal.operations.moderating import edit_post, hide, show
from portal.operations.posting import answer_in_public, publish, say
from products.models import Goal, KeyResult
from roadmaps.operations.planning import create_milestone
from roadmaps.operations.roadmapping import create_roadmap
from roadmaps.operations.sharing import share


def text_of(response):
    return response.content.decode()


def test_the_most_wanted_stand_first(make_post, make_contact, visitor, system, post):
    wanted = make_post("Faster search")
    vote(wanted.feedback, make_contact("zoe"), by=system)
    text = text_of(visitor().get("/portal/SHOP/"))
    assert text.index("Faster search") < text.index("Dark mode")
    newest = make_post("The newest")
    text = text_of(visitor().get("/portal/SHOP/?sort=new"))
    assert text.index(newest.title) < text.index("Faster search")


def test_search_and_status_narrow_the_board(make_post, visitor, post, engineer):
    other = make_post("夜间模式太亮")
    edit_post(other, by=engineer, title=other.title, chosen_status="planned")
    for query in ("q=夜间", "status=planned", "q=夜间&status=planned"):
        text = text_of(visitor().get(f"/portal/SHOP/?{query}"))
        assert "夜间模式太亮" in text
        assert "Dark mode" not in text
    assert "Nobody has said that yet." in text_of(visitor().get("/portal/SHOP/?q=没有的"))


def test_only_the_public_text_is_searched(portal, shop, engineer, visitor):
    item = report(shop, by=engineer, title="Mr Wang of ACME wants it", body="secretword")
    publish(item, by=engineer, title="Works offline", body="Also in the train")
    assert "Works offline" in text_of(visitor().get("/portal/SHOP/?q=offline"))
    for word in ("secretword", "ACME", item.key):
        assert "Works offline" not in text_of(visitor().get(f"/portal/SHOP/?q={word}"))
        assert "Works offline" not in text_of(visitor().get(f"/portal/SHOP/similar/?title={word}+{word}x"))


def test_a_board_goes_on_below_its_first_page(make_post, visitor):
    for number in range(25):
        make_post(f"Idea {number:02}")
    text = text_of(visitor().get("/portal/SHOP/?sort=new"))
    following = text.split("cursor=")[1].split('"')[0]
    more = text_of(visitor().get(f"/portal/SHOP/?sort=new&cursor={following}"))
    shown = {f"Idea {n:02}" for n in range(25) if f"Idea {n:02}" in text}
    assert len(shown) == 20
    assert all((f"Idea {n:02}" in more) == (f"Idea {n:02}" not in shown) for n in range(25))


def test_a_board_costs_the_same_whatever_it_shows(make_post, visitor, ann, django_assert_max_num_queries):
    for number in range(20):
        make_post(f"Idea {number}")
    client = visitor(ann)
    client.get("/portal/SHOP/")
    with django_assert_max_num_queries(6):
        assert text_of(client.get("/portal/SHOP/")).count('class="portal-row"') == 20


def test_a_post_costs_the_same_whatever_was_said(
    post, address, visitor, make_contact, system, django_assert_max_num_queries
):
    for number in range(20):
        say(post, make_contact(f"v{number}"), by=system, body=f"Comment {number}")
    client = visitor(make_contact("zoe"))
    with django_assert_max_num_queries(8):
        assert text_of(client.get(address)).count('class="portal-comment"') == 20


@pytest.mark.parametrize(("bars", "most"), [("versions", 7), ("both", 9)])
def test_a_roadmap_costs_the_same_whatever_it_shows(
    bars, most, open_portal, shop, manager, version, make_requirement, visitor, ann, django_assert_max_num_queries
):
    own = create_roadmap(shop, by=manager, name="For all", bars=bars, shared=True)
    for number in range(5):
        goal = Goal.objects.create(product=shop, name=f"Goal {number}")
        KeyResult.objects.create(goal=goal, name="Orders", start=0, current=1, target=2)
        create_milestone(shop, by=manager, name=f"Milestone {number}", due=version.release)
    make_requirement("Faster search", level="feature", due=version.release)
    parts = ["progress", "owners", "goals", "milestones"]
    link = share(
        own.product, by=manager, name="All", audience="public", granularity="quarter", roadmap=own, parts=parts
    )
    open_portal(roadmap=link)
    client = visitor(ann)
    client.get("/portal/SHOP/roadmap/?show=plan")
    with django_assert_max_num_queries(most):
        text = text_of(client.get("/portal/SHOP/roadmap/?show=plan"))
    assert all(word in text for word in ("Goal 4", "Milestone 4", version.name))
    assert ("Faster search" in text) == (bars == "both")


def test_similar_ones_are_offered_from_what_is_shown(make_post, visitor, engineer):
    make_post("夜间模式跟随系统")
    hide(make_post("夜间模式不要"), by=engineer)
    text = text_of(visitor().get("/portal/SHOP/similar/?title=希望有夜间模式"))
    assert "夜间模式跟随系统" in text
    assert "夜间模式不要" not in text


def test_a_visitor_posts_votes_for_it_and_follows_it(portal, visitor, bob):
    response = visitor(bob).post("/portal/SHOP/new/", {"title": "Dark mode", "body": "Please"})
    post = Post.objects.select_related("feedback").get()
    assert response["Location"] == f"/portal/SHOP/{post.feedback.number}/"
    assert (post.state, post.feedback.contact, post.feedback.channel) == ("shown", bob, "portal")
    assert (Vote.objects.get().contact, Subscription.objects.get().contact) == (bob, bob)
    assert Feedback.objects.get().votes == 1


def test_what_a_stranger_writes_waits_for_the_team(portal, visitor, written, ann):
    client = visitor()
    sent = {"title": "Dark mode", "email": "ANN@outside.example", "begun": written(client)}
    assert client.post("/portal/SHOP/new/", sent)["Location"] == "/portal/SHOP/thanks/"
    post = Post.objects.select_related("feedback").get()
    assert (post.state, post.feedback.contact, post.feedback.channel) == ("held", ann, "form")
    assert not Vote.objects.exists()
    assert "Dark mode" not in text_of(client.get("/portal/SHOP/"))
    assert visitor(ann).get(f"/portal/SHOP/{post.feedback.number}/").status_code == 404  # anybody can write her address


def test_nobody_speaks_in_the_name_of_an_address(portal, visitor, written, bob, engineer):
    client = visitor()
    client.post("/portal/SHOP/new/", {"title": "Mine?", "email": bob.email, "begun": written(client)})
    post = Post.objects.get()
    show(post, by=engineer)
    assert "Bobby" not in text_of(client.get(f"/portal/SHOP/{post.feedback.number}/"))


def test_programs_are_thanked_and_not_heard(portal, visitor, written):
    client = visitor()
    sent = {"title": "Buy pills", "website": "https://spam.example", "begun": written(client)}
    assert client.post("/portal/SHOP/new/", sent)["Location"] == "/portal/SHOP/thanks/"
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("begun", ["", "forged", "too fast"])
def test_a_form_that_nobody_filled_in_is_asked_for_again(portal, visitor, begun):
    client = visitor()
    page = text_of(client.get("/portal/SHOP/new/"))
    typed = re.search(r'name="begun" value="([^"]+)"', page)[1] if begun == "too fast" else begun
    response = client.post("/portal/SHOP/new/", {"title": "Dark mode", "begun": typed})
    assert response.status_code == 422
    assert 'value="Dark mode"' in text_of(response)
    assert not Feedback.objects.exists()


def test_a_vote_counts_once_and_is_taken_back(address, post, visitor, bob):
    client = visitor(bob)
    for _time in range(3):
        assert client.post(f"{address}vote/", {"wanted": "yes"})["Location"] == address
    assert Feedback.objects.get().votes == 2  # with the author's
    assert 'aria-pressed="true"' in text_of(client.get(address))
    client.post(f"{address}vote/", {"wanted": "no"})
    assert Feedback.objects.get().votes == 1


@pytest.mark.parametrize("state", ["hidden", "held"])
def test_what_is_not_shown_leads_nowhere_when_it_is_merged(make_post, visitor, system, engineer, state, post):
    double = make_post("Night mode")
    merge(post.feedback, [double.feedback], by=engineer)
    path = f"/portal/SHOP/{double.feedback.number}/"
    assert visitor().get(path)["Location"] == f"/portal/SHOP/{post.feedback.number}/"
    Post.objects.filter(pk=double.pk).update(state=state)
    assert visitor().get(path).status_code == 404


def test_following_and_not_any_more(address, visitor, bob):
    client = visitor(bob)
    client.post(f"{address}follow/")
    assert Subscription.objects.get(contact=bob).ended_at is None
    client.post(f"{address}follow/", {"wanted": "no"})
    assert Subscription.objects.get(contact=bob).ended_at


def test_comments_wait_where_the_portal_says_so(open_portal, post, address, visitor, bob, ann, engineer):
    open_portal(comments_moderated="before")
    visitor(bob).post(f"{address}comments/", {"body": "Yes, **please**"})
    assert "<strong>please</strong>" in text_of(visitor(bob).get(address))
    assert "please" not in text_of(visitor(ann).get(address))
    show(PublicComment.objects.get(), by=engineer)
    assert "Bobby" in text_of(visitor().get(address))


def test_the_team_answers_by_the_name_it_chooses(address, post, visitor, engineer):
    answer_in_public(post, by=engineer, body="We are on it.")
    answer_in_public(post, by=engineer, body="Soon.", signed="Lin")
    text = text_of(visitor().get(address))
    assert "The team" in text
    assert "Lin" in text
    assert engineer.name not in text


def test_held_and_hidden_posts_are_for_nobody_else(make_post, visitor, ann, bob, engineer, open_portal):
    open_portal(posts_moderated="before")
    post = make_post("Held")
    path = f"/portal/SHOP/{post.feedback.number}/"
    assert visitor(ann).get(path).status_code == 200
    assert visitor(bob).get(path).status_code == visitor().get(path).status_code == 404
    assert visitor(bob).post(f"{path}vote/").status_code == 404
    assert visitor(bob).post(f"{path}comments/", {"body": "x"}).status_code == 404
    hide(post, by=engineer)
    assert visitor(ann).get(path).status_code == 404


def test_the_status_follows_the_requirement_that_was_linked_last(
    post, address, visitor, requirement, statuses, engineer
):
    def status():
        return text_of(visitor().get(address)).split('data-category="')[1].split('"')[0]

    assert status() == "new"
    link(post.feedback, requirement, by=engineer)
    for category in ("planned", "active", "done"):
        requirement.status = statuses[category]
        requirement.save(update_fields=["status"])
        assert status() == category
    edit_post(post, by=engineer, title=post.title, chosen_status="review")
    assert status() == "review"


def test_a_page_speaks_the_language_that_was_chosen(portal, visitor, open_portal):
    open_portal(title_zh="您希望我们做什么？", title_en="Tell us")
    client = visitor()
    assert "Tell us" in text_of(client.get("/portal/SHOP/", headers={"Accept-Language": "en"}))
    client.post("/portal/SHOP/language/", {"language": "zh-hans"})
    text = text_of(client.get("/portal/SHOP/", headers={"Accept-Language": "en"}))
    assert "您希望我们做什么？" in text
    assert 'lang="zh-hans"' in text


def test_a_portal_of_one_language_speaks_no_other(open_portal, visitor):
    open_portal(languages=["zh-hans"])
    text = text_of(visitor().get("/portal/SHOP/", headers={"Accept-Language": "en"}))
    assert '<html lang="zh-hans">' in text
    assert "portal-languages" not in text


def test_the_language_leads_back_to_this_portal_only(portal, visitor):
    response = visitor().post("/portal/SHOP/language/", {"language": "en", "next": "//evil.example/portal/SHOP/"})
    assert response["Location"] == "/portal/SHOP/"


def test_saying_something_follows_it(post, bob, system):
    say(post, bob, by=system, body="Me too")
    assert Subscription.objects.filter(contact=bob).exists()


def test_what_was_merged_stands_under_what_it_is_part_of(make_post, visitor, post, address, ann, bob, engineer):
    double = make_post("Night mode", contact=bob)
    merge(post.feedback, [double.feedback], by=engineer)
    client = visitor(bob)
    text = text_of(client.get("/portal/SHOP/"))
    assert "Night mode" not in text
    assert ">2<" in text
    assert 'aria-pressed="true"' in text  # who voted for the one has voted for the other
    assert client.get(f"/portal/SHOP/{double.feedback.number}/")["Location"] == address
    client.post(f"{address}vote/", {"wanted": "no"})
    assert ">1<" in text_of(client.get("/portal/SHOP/"))
    hide(post, by=engineer)
    assert "Night mode" in text_of(client.get("/portal/SHOP/"))


def test_days_are_those_of_the_product(post, address, visitor, shop):
    shop.time_zone = "Asia/Shanghai"
    shop.save(update_fields=["time_zone"])
    Post.objects.update(created_at="2026-11-22T18:00Z")
    text = text_of(visitor().get(address))
    assert '<time datetime="2026-11-23T02:00:00+08:00">23 Nov 2026</time>' in text
