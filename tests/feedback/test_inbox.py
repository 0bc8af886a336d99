"""The page of the inbox: its shelves, figures and cost; and the decisions as forms."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from feedback.models import Contact, Customer, Evidence, Feedback, Message, News
from feedback.operations import triaging
from feedback.operations.answering import reply
from feedback.operations.linking import link
from products.models import Membership, Role

INBOX = "/p/SHOP/feedback/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def client_of(client):
    def signed_in(user):
        client.force_login(user)
        return client

    return signed_in


def titles(response):
    return [row.title for row in response.context["rows"].items]


def figures(response):
    return {tab.name: tab.figure for tab in response.context["shelf"].tabs}


def test_shelves_hold_what_they_say(client_of, make_voice, maya, engineer):
    new, mine, waiting, later, closed = (
        make_voice(title=name, body="…") for name in ["new", "mine", "waiting", "later", "closed"]
    )
    triaging.assign(mine, by=maya, to=engineer)
    triaging.wait(waiting, by=maya)
    triaging.snooze(later, by=maya, until=timezone.now() + timedelta(days=1))
    triaging.decline(closed, by=maya, reason="No")
    client = client_of(engineer)
    page = client.get(INBOX)
    assert titles(page) == ["new", "mine"]
    assert figures(page) == {"todo": 2, "new": 2, "mine": 1, "waiting": 1, "later": 1, "all": ""}
    for shelf, held in [("mine", ["mine"]), ("waiting", ["waiting"]), ("later", ["later"])]:
        assert titles(client.get(INBOX, {"show": shelf})) == held
    assert len(titles(client.get(INBOX, {"show": "all"}))) == 5
    assert titles(client.get(INBOX, {"show": "nothing"})) == titles(page)


def test_what_slept_long_enough_is_to_do_again(client_of, make_voice, engineer):
    voice = make_voice()
    Feedback.objects.filter(pk=voice.pk).update(snoozed_until=timezone.now() - timedelta(minutes=1))
    page = client_of(engineer).get(INBOX)
    assert (figures(page)["todo"], figures(page)["later"]) == (1, "")


def test_a_search_looks_everywhere(client_of, make_voice, maya, engineer):
    triaging.decline(make_voice(body="没有送水"), by=maya, reason="No")
    make_voice(body="希望有夜间模式")
    assert titles(client_of(engineer).get(INBOX, {"q": "没有送水"})) == ["没有送水"]
    assert titles(client_of(engineer).get(INBOX, {"q": "没有送水", "show": "todo"})) == []


def test_the_figures_of_a_search_are_of_what_it_found(client_of, make_voice, maya, engineer, monkeypatch):
    new, waiting, later, other = (make_voice(body=f"{name} water") for name in ["new", "waiting", "later", "other"])
    triaging.wait(waiting, by=maya)
    triaging.snooze(later, by=maya, until=timezone.now() + timedelta(days=1))
    make_voice(body="fire")
    client = client_of(engineer)
    for sort in ["", "&sort=-received"]:
        page = client.get(f"{INBOX}?q=water{sort}")
        assert figures(page) == {"todo": 2, "new": 2, "mine": "", "waiting": 1, "later": 1, "all": 4}
        assert page.context["shelf"].counts.to_do == 3
    assert set(figures(client.get(f"{INBOX}?q=nothing")).values()) == {""}


def test_of_very_many_that_words_find_the_newest_are_counted_and_ranked(client_of, make_voice, engineer, monkeypatch):
    monkeypatch.setattr("feedback.views.counts.MOST_COUNTED", 1)
    monkeypatch.setattr("feedback.views.shelves.RANKED", 2)
    for body in ["water water water", "water and water", "water", "fire"]:
        make_voice(body=body)
    client = client_of(engineer)
    page = client.get(f"{INBOX}?q=water")
    assert titles(page) == ["water and water", "water"]
    assert figures(page) == {"todo": "1+", "new": "1+", "mine": "", "waiting": "", "later": "", "all": "1+"}
    assert "the newest 2 are counted" in page.content.decode()
    in_full = client.get(page.context["shelf"].in_full)
    assert len(titles(in_full)) == 3
    assert "are counted" not in in_full.content.decode()


def test_of_few_that_words_find_all_are_ranked(client_of, make_voice, engineer):
    for body in ["water water water", "water", "fire"]:
        make_voice(body=body)
    page = client_of(engineer).get(f"{INBOX}?q=water")
    assert titles(page) == ["water water water", "water"]
    assert "are counted" not in page.content.decode()


def test_figures_are_counted_no_further_than_they_are_shown(client_of, shop, maya, make_voice, engineer, monkeypatch):
    monkeypatch.setattr("feedback.views.counts.MOST_COUNTED", 2)
    for n in range(4):
        make_voice(body=f"Voice {n}")
    assert figures(client_of(engineer).get(INBOX))["todo"] == "2+"


def test_more_of_the_list_comes_by_its_cursor(client_of, make_voice, engineer, monkeypatch):
    monkeypatch.setattr("feedback.views.shelves.ROWS", 2)
    for n in range(3):
        make_voice(body=f"Voice {n}")
    client = client_of(engineer)
    page = client.get(INBOX)
    more = client.get(INBOX, {"cursor": page.context["rows"].next}, headers=HTMX)
    assert (titles(page), titles(more)) == (["Voice 0", "Voice 1"], ["Voice 2"])
    assert more.context["rows"].next is None
    assert "<html" not in more.content.decode()


def test_the_page_costs_the_same_however_many_there_are(
    client_of, make_voice, requirement, maya, engineer, django_assert_max_num_queries
):
    client = client_of(engineer)
    for n in range(30):
        voice = make_voice(
            body=f"Voice {n} about pages", customer=Customer.objects.create(product=requirement.product, name=f"C{n}")
        )
        link(voice, requirement, by=maya, passage=f"Voice {n}")
        reply(voice, by=maya, body="Thanks")
    client.get(INBOX)
    with django_assert_max_num_queries(10):
        client.get(INBOX)
    with django_assert_max_num_queries(6):
        client.get(f"{INBOX}{voice.number}/", headers=HTMX)


def test_addresses_are_for_those_who_answer(client_of, make_voice, shop, engineer, support):
    contact = Contact.objects.create(product=shop, name="王磊", email="wang@huadong.example")
    voice = make_voice(contact=contact)
    assert "wang@huadong.example" in client_of(engineer).get(f"{INBOX}{voice.number}/").content.decode()
    seen = client_of(support).get(f"{INBOX}{voice.number}/").content.decode()
    assert "王磊" in seen
    assert "wang@huadong.example" not in seen
    assert "hx-post" not in seen


def test_a_refused_form_comes_back_with_its_text(client_of, voice, engineer):
    answer = client_of(engineer).post(f"{INBOX}{voice.number}/decline/", {"decline_reason": " "}, headers=HTMX)
    assert (answer.status_code, answer["HX-Retarget"]) == (422, "#form-decline")
    answer = client_of(engineer).post(f"{INBOX}{voice.number}/duplicate/", {"of": "SHOP-F99"})
    assert answer.status_code == 422
    assert "SHOP-F99" in answer.content.decode()


def test_what_leaves_the_shelf_says_so(client_of, voice, engineer):
    answer = client_of(engineer).post(f"{INBOX}{voice.number}/decline/", {"decline_reason": "No"}, headers=HTMX)
    assert '"row:left": {"id": "feedback-1"}' in answer["HX-Trigger"]
    figures_anew = re.findall(r'id="(feedback-to-do|inbox-to-do)" hx-swap-oob="true"', answer.content.decode())
    assert figures_anew == ["feedback-to-do", "inbox-to-do"]
    assert "Nothing to do" in answer.content.decode()
    stays = client_of(engineer).post(f"{INBOX}{voice.number}/opening/?show=all", headers=HTMX)
    assert "row:left" not in stays["HX-Trigger"]
    assert 'id="feedback-1"' in stays.content.decode()


def test_what_leaves_the_shelf_can_be_opened_from_the_message(client_of, voice, engineer):
    answer = client_of(engineer).post(f"{INBOX}{voice.number}/decline/", {"decline_reason": "No"}, headers=HTMX)
    told = json.loads(answer["HX-Trigger"])["toast"]
    assert (told["label"], told["href"]) == (f"Open {voice.key}", f"{INBOX}{voice.number}/")


def test_what_did_not_stand_on_the_shelf_stays_in_the_reader(client_of, voice, maya, engineer):
    triaging.decline(voice, by=maya, reason="No")
    answer = client_of(engineer).post(f"{INBOX}{voice.number}/kind/", {"kind": "praise"}, headers=HTMX)
    assert "row:left" not in answer["HX-Trigger"]
    assert f'data-key="{voice.key}"' in answer.content.decode()
    assert 'id="feedback-1"' not in answer.content.decode()


def test_what_a_group_speaks_for_is_read_together(client_of, make_voice, requirement, maya, engineer):
    first, second = make_voice(body="Slow checkout"), make_voice(body="Paying takes ages")
    link(second, requirement, by=maya, passage="Paying", importance=3)
    triaging.mark_duplicate(second, by=maya, of=first)
    page = client_of(engineer).get(f"{INBOX}{first.number}/").content.decode()
    assert requirement.key in page
    assert f"said in {second.key}" in page
    assert f"{first.number}/links/" in page  # to make one, not to change that of the other
    assert f"{first.number}/links/{Evidence.objects.get().pk}/" not in page
    assert "said in" not in client_of(engineer).get(f"{INBOX}{second.number}/?show=all").content.decode()


def test_marked_words_are_kept_as_they_are_written(client_of, voice, requirement, engineer):
    values = {"target": requirement.key, "importance": "2", "passage": "来回三次，我就不买了", "before": "去选优惠券，"}
    client_of(engineer).post(f"{INBOX}{voice.number}/links/", values)
    evidence = Evidence.objects.get()
    assert (evidence.passage, evidence.start) == ("来回三次，我就不买了", voice.body.index("来回三次"))
    client_of(engineer).post(f"{INBOX}{voice.number}/links/{evidence.pk}/", {"importance": "3"})
    client_of(engineer).post(f"{INBOX}{voice.number}/links/{evidence.pk}/remove/")
    assert not Evidence.objects.exists()


def test_a_new_one_names_whose_voice_it_is(client_of, shop, maya, engineer):
    form = {"body": "发票不知道在哪里申请\n每次都要问", "kind": "question", "channel": "phone"}
    who = {"customer": "华东旗舰", "contact_name": "王磊", "contact_email": "Wang@huadong.example"}
    client = client_of(engineer)
    for _time in range(2):
        assert client.post(f"{INBOX}new/", {**form, **who}).status_code == 302
    first, second = Feedback.objects.order_by("number")
    assert first.customer == second.customer == Customer.objects.get()
    assert first.contact == second.contact == Contact.objects.get()
    assert (first.title, first.kind, first.author) == ("发票不知道在哪里申请", "question", engineer)


def test_nothing_half_written_stays(client_of, shop, engineer):
    form = {"body": "x", "kind": "question", "channel": "phone", "customer": "New", "received_at": "2999-01-01T10:00"}
    assert client_of(engineer).post(f"{INBOX}new/", form).status_code == 422
    assert not Customer.objects.exists()


def test_one_edits_ones_own_words(client_of, voice, engineer):
    client = client_of(engineer)
    client.post(f"{INBOX}{voice.number}/messages/", {"kind": "note", "body": "Known"})
    turn = Message.objects.get()
    client.post(f"{INBOX}{voice.number}/messages/{turn.pk}/", {"body": "Known since May"})
    assert Message.objects.get().body == "Known since May"


def test_each_who_can_have_an_item_is_offered_once(client_of, voice, help_desk, engineer, maya, support):
    for person in (engineer, maya, support):
        Membership.objects.create(product=help_desk, user=person, role=Role.MANAGER)
    menu = client_of(engineer).get(f"{INBOX}{voice.number}/assignee/", headers=HTMX).content.decode()
    assert [menu.count(f'value="{person.pk}"') for person in (engineer, maya, support)] == [1, 1, 0]
    assert "menu-item" in client_of(engineer).get(f"{INBOX}{voice.number}/assignee/").content.decode()


def test_a_new_requirement_and_its_link_are_taken_back_together(client_of, shop, voice, engineer):
    client = client_of(engineer)
    answer = client.post(
        f"{INBOX}{voice.number}/links/", {"target": "Invoices", "importance": "1", "new": "1"}, headers=HTMX
    )
    told = json.loads(answer["HX-Trigger"])["toast"]
    assert told["href"] == f"/p/SHOP/requirements/{shop.requirements.get().number}/"
    assert client.post(told["undo"]).status_code == 302
    assert not Evidence.objects.exists()
    assert not shop.requirements.exists()


def test_the_link_just_made_is_where_the_focus_goes_on(client_of, voice, requirement, engineer):
    values = {"target": requirement.key, "importance": "2"}
    answer = client_of(engineer).post(f"{INBOX}{voice.number}/links/", values, headers=HTMX).content.decode()
    assert answer.count('id="linked-now"') == 1
    assert 'id="linked-now"' not in client_of(engineer).get(f"{INBOX}{voice.number}/").content.decode()


def test_what_people_outside_were_told_stands_below_the_conversation(client_of, shop, make_voice, engineer):
    contact = Contact.objects.create(product=shop, name="Li", email="li@acme.example", hears=True)
    voice = make_voice(contact=contact)
    page = f"{INBOX}{voice.number}/"
    assert "1 person: " not in client_of(engineer).get(page).content.decode()
    News.objects.create(product=shop, feedback=voice, contact=contact, what="solved")
    assert "1 person: " in client_of(engineer).get(page).content.decode()
