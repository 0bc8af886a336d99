"""Closing the loop: who is told what became of it, once a day, and what they say to it."""

import hashlib
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from changes.models import Change
from changes.operations.undoing import undo_batch
from changes.stream import catch_up
from feedback.closing.news import tell
from feedback.closing.told import told_of, told_rows
from feedback.models import Contact, CustomerLetter, Feedback, News, Subscription, Verdict
from feedback.operations.answering import solve
from feedback.operations.contacts import erase_contact
from feedback.operations.editing import edit as edit_feedback
from feedback.operations.judging import judge
from feedback.operations.letting_know import claim, draft, mail_news, mark
from feedback.operations.linking import link
from feedback.operations.receiving import receive
from feedback.operations.reporting import report
from feedback.operations.sending import due
from feedback.operations.telling import tellable
from feedback.operations.triaging import assign, decline, delete, mark_duplicate
from feedback.sending.links import verdict_link
from notifications.models import Notification
from pmhub.lib.letters import LEASE
from requirements.models import Requirement
from requirements.operations.authoring import edit
from roadmaps.models import Version
from tests.feedback.mails import mail
from tests.notifications.servers import no_server, smtp_server

MORNING = (datetime.now(UTC) + timedelta(days=1)).replace(hour=2)  # about ten in Shanghai


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.DEFAULT_FROM_EMAIL = "PMHub <pm@shop.example>"


@pytest.fixture
def make_contact(shop):
    def make(name="Li", *, hears=True, language="en", **fields):
        email = f"{name.lower()}@acme.example"
        return Contact.objects.create(product=shop, name=name, email=email, hears=hears, language=language, **fields)

    return make


@pytest.fixture
def li(make_contact):
    return make_contact()


@pytest.fixture
def asked(make_voice, li):
    """SHOP-F1 of `li`, who hears of it."""
    voice = make_voice(title="Export all pages", contact=li)
    Subscription.objects.create(product=voice.product, feedback=voice, contact=li)
    return voice


@pytest.fixture
def wanted(requirement, asked, maya):
    """The requirement that SHOP-F1 speaks for."""
    link(asked, requirement, by=maya)
    catch_up()
    return requirement


@pytest.fixture
def turn(statuses, manager):
    """`turn(requirement, "planned")` gives it a status of that category and lets the stream tell it."""

    def move(requirement, category):
        edit(requirement, by=manager, status=statuses[category])
        requirement.refresh_from_db()
        catch_up()

    return move


def at(moment=MORNING, **later):
    return lambda: moment + timedelta(**later)


def told():
    return list(News.objects.filter(state="waiting").order_by("id").values_list("contact__name", "what"))


def text_of(message):
    return message.get_body(("plain",)).get_content()


def test_who_asked_hears_that_it_is_planned(server, wanted, turn):
    turn(wanted, "review")
    assert told() == []
    turn(wanted, "planned")
    assert told() == [("Li", "planned")]
    assert mail_news(at(hours=-2)) == 0  # not before the morning
    assert mail_news(at()) == 1
    (letter,) = server.of("li@acme.example")
    assert letter["Subject"].strip() == "“Export all pages” is planned"
    assert letter["Auto-Submitted"].strip() == "auto-generated"
    assert wanted.title not in text_of(letter)  # our own words stay with us
    assert News.objects.get().state == "sent"


def test_what_the_team_makes_of_a_title_stays_with_the_team(server, asked, maya):
    edit_feedback(asked, by=maya, title="A difficult customer wants exports")
    solve(asked, by=maya, solution="It exports all pages.")
    catch_up()
    assert mail_news(at()) == 1
    (letter,) = server.of("li@acme.example")
    assert letter["Subject"].strip() == "“Export all pages” is solved"
    assert "difficult" not in letter.as_string()


def test_only_those_hear_who_asked_to(wanted, turn, asked, make_contact, shop):
    quiet, ended = make_contact("Quiet", hears=False), make_contact("Ended")
    for contact in (quiet, ended, make_contact("Gone", erased_at=timezone.now())):
        Subscription.objects.create(product=shop, feedback=asked, contact=contact)
    ended.subscription_set.update(ended_at=timezone.now())
    turn(wanted, "planned")
    assert told() == [("Li", "planned")]


def test_a_step_of_the_requirement_does_not_take_what_the_requester_is_to_hear(
    wanted, turn, make_contact, make_voice, maya
):
    wang = make_contact("Wang", hears=False)
    voice = make_voice(title="Export everything", contact=wang, channel="mail")
    link(voice, wanted, by=maya)
    solve(voice, by=maya, solution="It exports everything.")
    catch_up()
    assert told() == [("Wang", "solved")]
    turn(wanted, "done")
    assert sorted(told()) == [("Li", "done"), ("Wang", "solved")]


def test_two_steps_at_once_are_told_as_one(wanted, statuses, manager):
    edit(wanted, by=manager, status=statuses["planned"])
    wanted.refresh_from_db()
    edit(wanted, by=manager, status=statuses["active"])
    catch_up()
    assert told() == [("Li", "active")]


def test_a_version_that_is_gone_holds_nobody_up(wanted, turn, shop, manager):
    version = Version.objects.create(product=shop, name="2.4")
    version.state = "released"
    version.save()
    version.delete()
    turn(wanted, "planned")
    assert told() == [("Li", "planned")]


def test_followers_of_duplicates_hear_it_too(wanted, turn, asked, make_voice, make_contact, maya, shop):
    wang = make_contact("Wang")
    other = make_voice(title="Export everything", contact=wang)
    Subscription.objects.create(product=shop, feedback=other, contact=wang)
    mark_duplicate(other, by=maya, of=asked)
    turn(wanted, "active")
    assert sorted(told()) == [("Li", "active"), ("Wang", "active")]


def test_all_news_of_a_day_are_one_letter(server, wanted, turn, asked, make_voice, li, maya, shop):
    second = make_voice(title="Dark mode", contact=li)
    Subscription.objects.create(product=shop, feedback=second, contact=li)
    turn(wanted, "planned")
    turn(wanted, "active")  # the latest counts
    decline(second, by=maya, reason="We keep one theme, which has enough contrast for the night.")
    catch_up()
    assert told() == [("Li", "active"), ("Li", "declined")]
    assert mail_news(at()) == 1
    (letter,) = server.of("li@acme.example")
    assert letter["Subject"].strip() == "“Dark mode” will not be done – and 1 more"
    assert "“Export all pages” is being worked on" in text_of(letter)
    assert "Why: We keep one theme" in text_of(letter)
    turn(wanted, "done")
    assert mail_news(at(hours=6)) == 0  # tomorrow
    assert mail_news(at(days=1)) == 1
    assert len(server.taken) == 2


def test_what_was_taken_back_is_not_told(server, wanted, turn, asked, maya):
    turn(wanted, "planned")
    turn(wanted, "new")
    assert mail_news(at()) == 0
    assert (server.taken, CustomerLetter.objects.count(), News.objects.get().state) == ([], 0, "dropped")


def test_letters_speak_the_contacts_language(server, wanted, turn):
    Contact.objects.update(language="zh-hans")
    turn(wanted, "planned")
    mail_news(at())
    assert 'lang="zh-hans"' in server.taken[0][1].get_body(("html",)).get_content()


def test_whoever_brought_it_by_mail_is_asked_whether_it_helped(server, shop, maya):
    voice = receive(shop, mail(sender="Wang <wang@acme.example>"), by=User.objects.system()).feedback
    solve(voice, by=maya, solution="Exports go on now.")
    catch_up()
    assert mail_news(at()) == 1
    (letter,) = server.of("wang@acme.example")
    assert "Did it solve it?" in text_of(letter)
    assert re.search(r"Yes: http://127\.0\.0\.1:8000/feedback/verdict/\S+\?solved=yes", text_of(letter))


def test_an_imported_voice_is_not_asked(make_voice, make_contact, maya):
    voice = make_voice(contact=make_contact("Wang", hears=False), channel="import")
    solve(voice, by=maya, solution="Done.")
    catch_up()
    assert told() == []


def test_a_server_that_is_away_delays_letters(settings, wanted, turn):
    turn(wanted, "planned")
    no_server(settings)
    assert [mail_news(at(hours=hours)) for hours in range(3)] == [0, 0, 0]
    assert "refused" in CustomerLetter.objects.get().error
    with smtp_server(settings) as server:
        assert mail_news(at(days=1)) == 1
        assert len(server.taken) == 1


def test_an_address_refused_for_good_is_given_up(server, wanted, turn):
    turn(wanted, "planned")
    server.refused["li@acme.example"] = "550 no such mailbox"
    assert mail_news(at()) == 0
    assert (CustomerLetter.objects.get().state, News.objects.get().state) == ("failed", "failed")


def test_a_letter_whose_worker_died_is_never_doubled(server, wanted, turn, li):
    turn(wanted, "planned")
    early = claim(li, MORNING)
    assert claim(li, MORNING) is None
    assert mail_news(at()) == 0
    late = MORNING + LEASE + timedelta(seconds=1)
    letter = claim(li, late)
    draft(letter, late)
    assert mark(letter, late + timedelta(minutes=2))
    assert not mark(early, late)
    assert mail_news(at(late, minutes=4)) == 0
    assert CustomerLetter.objects.get().state == "sending"  # who was slow to draft has all the time to hand over
    assert mail_news(at(late, minutes=6)) == 0
    assert (CustomerLetter.objects.get().state, News.objects.get().state) == ("unclear", "unclear")
    assert server.taken == []


@pytest.fixture
def shipped(wanted, version, manager, statuses):
    """Version 2.4 with the requirement, which is done, is released."""
    edit(wanted, by=manager, version=version, status=statuses["done"])
    catch_up()
    News.objects.all().delete()  # that it is done
    Version.objects.filter(pk=version.pk).update(state="released")
    catch_up()
    return version


def test_a_release_drafts_letters_that_wait_for_a_click(server, shipped, client, maya, asked):
    draft = News.objects.drafts().get()
    assert (draft.contact.name, draft.version_name) == ("Li", "2.4")
    assert mail_news(at()) == 0
    client.force_login(maya)
    page = client.get("/p/SHOP/feedback/closing/").content.decode()
    assert "You asked us for “Export all pages”. It is there now: it came with 2.4" in page
    words = {"draft": [draft.pk], f"text_{draft.pk}": "It is there, Li!"}
    client.post("/p/SHOP/feedback/closing/", words)
    assert told() == []
    client.post("/p/SHOP/feedback/closing/", {**words, "act": "send"})
    assert told() == [("Li", "shipped")]
    assert mail_news(at()) == 1
    text = text_of(server.of("li@acme.example")[0])
    assert "It is there, Li!" in text
    assert "Did it solve it?" in text
    noted = asked.messages.get()
    assert (noted.kind, noted.author, noted.body, noted.contact.name) == ("reply", maya, "It is there, Li!", "Li")
    assert noted.sent_at


def test_drafts_get_the_words_of_their_language_and_may_be_left_out(shipped, client, maya):
    draft = News.objects.drafts().get()
    client.force_login(maya)
    url, hidden = "/p/SHOP/feedback/closing/", {"draft": [draft.pk], f"text_{draft.pk}": "x"}
    client.post(url, {**hidden, "apply": "en", "template_en": "{name}: {title} came with {version} of {product}. {x}"})
    draft.refresh_from_db()
    assert draft.text == "Li: Export all pages came with 2.4 of 拾光商城. {x}"
    client.post(url, {**hidden, "act": "send", "without": [draft.pk]})
    assert (told(), News.objects.get().state) == ([], "dropped")


def test_the_words_for_all_are_not_lost_where_somebody_else_was_faster(shipped, web, maya):
    draft = News.objects.drafts().get()
    News.objects.filter(pk=draft.pk).update(text="Theirs")
    sent = {"draft": [draft.pk], f"was_{draft.pk}": "As it was", f"text_{draft.pk}": "Mine", "without": [draft.pk]}
    answer = web(maya).post(CLOSING, {**sent, "apply": "en", "template_en": "For all: {title}!"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert ">For all: {title}!</textarea>" in page
    assert ">For all: Export all pages!</textarea>" in page
    assert f'name="without" value="{draft.pk}" checked' in page
    assert News.objects.get().text == "Theirs"


def test_a_draft_whose_words_were_not_sent_keeps_them(shipped, web, maya):
    News.objects.drafts().update(text="Written with care")
    web(maya).post(CLOSING, {"draft": [News.objects.get().pk], "act": "save"})
    assert News.objects.get().text == "Written with care"


@pytest.mark.parametrize("button", [{"act": "send"}, {"apply": "en", "template_en": "w" * 10_001}])
def test_words_that_are_too_long_are_refused_and_stay_on_the_page(shipped, web, maya, button):
    draft, words = News.objects.drafts().get(), "w" * 10_001
    sent = {"draft": [draft.pk], f"was_{draft.pk}": "As it was", f"text_{draft.pk}": words, **button}
    answer = web(maya).post(CLOSING, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "at most 10000 characters (it has 10001)" in page
    assert f">{words}</textarea>" in page
    assert f'name="was_{draft.pk}" value="As it was"' in page
    assert (News.objects.get().text, News.objects.get().state) == ("", "draft")


def test_what_a_released_version_has_not_brought_is_not_told_until_it_is_done(wanted, turn, version, manager):
    edit(wanted, by=manager, version=version)
    Version.objects.filter(pk=version.pk).update(state="released")
    catch_up()
    assert not News.objects.drafts().exists()
    wanted.refresh_from_db()
    turn(wanted, "done")
    assert News.objects.drafts().get().version_name == "2.4"


def test_what_is_done_and_comes_into_a_released_version_is_told(wanted, turn, version, manager):
    Version.objects.filter(pk=version.pk).update(state="released")
    turn(wanted, "done")
    assert not News.objects.drafts().exists()
    wanted.refresh_from_db()
    edit(wanted, by=manager, version=version)
    catch_up()
    assert News.objects.drafts().get().version_name == "2.4"


def test_a_version_released_again_drafts_nothing_twice(shipped):
    for state in ("active", "released"):
        Version.objects.filter(pk=shipped.pk).update(state=state)
        catch_up()
    assert News.objects.count() == 1


def test_what_many_late_ones_brought_is_looked_up_once(
    asked, li, version, make_voice, make_requirement, statuses, maya
):
    Version.objects.filter(pk=version.pk).update(state="released")
    late = [make_requirement(f"Late {number}", status=statuses["done"]) for number in range(4)]
    Requirement.objects.filter(pk__in=[one.pk for one in late]).update(version=version)
    for one in late:
        link(make_voice(title=one.title, contact=li), one, by=maya)
    catch_up()
    News.objects.all().delete()
    moved = [Change(type="requirement", object_id=one.pk, diff={"status": [0, one.status_id]}) for one in late]

    def queries(changes):
        with CaptureQueriesContext(connection) as asked_for:
            tell(changes)
        return len(asked_for)

    assert queries(moved[:1]) == queries(moved[1:])
    assert News.objects.drafts().count() == 4


def test_enter_on_a_tick_keeps_what_was_typed(shipped, web, maya):
    page = web(maya).get(CLOSING).content.decode()
    first = re.search(r'<form method="post" data-controller="letters".*?<button([^>]*)>', page, re.DOTALL)[1]
    assert 'value="save"' in first


def test_drafts_for_everybody_read_no_texts(asked):
    with CaptureQueriesContext(connection) as asked_for:
        assert tellable({(asked.contact_id, asked.pk, asked.product_id)})
    assert not [one["sql"] for one in asked_for if '"body"' in one["sql"] or '"diff",' in one["sql"]]
    assert not [one["sql"] for one in asked_for if '."diff" FROM' in one["sql"]]


def test_an_undone_change_is_no_news(wanted, turn, statuses, manager):
    turn(wanted, "planned")
    turn(wanted, "new")
    News.objects.all().delete()
    latest = Change.objects.filter(type="requirement", key=wanted.key).latest("id")
    undo_batch(latest.batch, by=manager)
    catch_up()
    assert told() == []


def test_a_yes_with_a_score_is_the_items_satisfaction(client, asked, li, wanted):
    path = verdict_link(li, asked).removeprefix("http://127.0.0.1:8000")
    page = client.get(path + "?solved=yes").content.decode()
    assert re.search(r'value="yes"\s+checked', page)
    assert Verdict.objects.count() == 0  # mail programs open links by themselves
    client.post(path, {"solved": "yes", "score": "5", "note": "Just what I needed."})
    asked.refresh_from_db()
    assert (asked.satisfaction, asked.satisfaction_note) == (5, "Just what I needed.")
    assert asked.messages.get().kind == "incoming"
    assert Verdict.objects.of_requirement(wanted).counted() == {"yes": 1, "no": 0}


def test_a_no_opens_the_item_again(client, asked, li, maya, wanted):
    solve(asked, by=maya, solution="Done.")
    path = verdict_link(li, asked).removeprefix("http://127.0.0.1:8000")
    client.post(path, {"solved": "no", "note": "It still stops."})
    asked.refresh_from_db()
    assert (asked.state, asked.messages.get().body) == ("accepted", "It still stops.")
    client.post(path, {"solved": "yes"})
    assert Verdict.objects.of_requirement(wanted).counted() == {"yes": 1, "no": 0}


def test_verdicts_of_duplicates_count_for_the_requirement(wanted, asked, li, make_voice, make_contact, maya):
    wang = make_contact("Wang")
    other = make_voice(contact=wang)
    mark_duplicate(other, by=maya, of=asked)
    system = User.objects.system()
    judge(asked, li, by=system, solved=True)
    judge(Feedback.objects.get(pk=other.pk), wang, by=system, solved=False)
    assert Verdict.objects.of_requirement(wanted).counted() == {"yes": 1, "no": 1}


@pytest.mark.parametrize("data", [{}, {"solved": "maybe"}, {"solved": "yes", "score": "9"}])
def test_a_wrong_answer_is_asked_again(client, asked, li, data):
    path = verdict_link(li, asked).removeprefix("http://127.0.0.1:8000")
    assert client.post(path, data).status_code == 422
    assert client.get(path.replace(":", "x")).status_code == 404


def test_an_erased_person_is_told_nothing_and_their_links_are_dead(client, shop, manager, wanted, turn, asked, li):
    row = receive(shop, mail(sender="li@acme.example"), by=User.objects.system())
    path = verdict_link(li, asked).removeprefix("http://127.0.0.1:8000")
    turn(wanted, "planned")
    erase_contact(li, by=manager)
    row.refresh_from_db()
    assert (told(), row.sender, row.subject, row.storage) == ([], "", "", "")
    assert client.get(path).status_code == 404


def test_a_no_of_somebody_else_leaves_the_item_closed(client, asked, make_contact, maya):
    solve(asked, by=maya, solution="Done.")
    path = verdict_link(make_contact("Wang"), asked).removeprefix("http://127.0.0.1:8000")
    assert client.post(path, {"solved": "no"}).status_code == 200
    asked.refresh_from_db()
    assert asked.state == "solved"
    assert Verdict.objects.get().solved is False


def test_an_answer_sent_again_and_again_is_stopped(client, asked, li):
    path = verdict_link(li, asked).removeprefix("http://127.0.0.1:8000")
    answers = [client.post(path, {"solved": "yes", "note": f"No. {n}"}) for n in range(22)]
    assert [answer.status_code for answer in answers] == [200] * 20 + [429] * 2
    assert "Retry-After" in answers[-1]
    assert asked.messages.count() == 20


CLOSING = "/p/SHOP/feedback/closing/"


def test_what_somebody_else_wrote_meanwhile_is_neither_lost_nor_sent(shipped, client, maya):
    draft = News.objects.drafts().get()
    client.force_login(maya)
    begun = re.search(rf'name="was_{draft.pk}" value="([^"]+)"', client.get(CLOSING).content.decode())[1]
    mine = {"draft": [draft.pk], f"was_{draft.pk}": begun, f"text_{draft.pk}": "Mine"}
    assert client.post(CLOSING, {**mine, f"text_{draft.pk}": "Theirs"}).status_code == 302
    answer = client.post(CLOSING, {**mine, "act": "send"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody else has written this meanwhile" in page
    assert ">Mine</textarea>" in page
    assert f'name="was_{draft.pk}" value="Theirs"' in page
    assert (News.objects.get().text, told()) == ("Theirs", [])
    client.post(CLOSING, {**mine, f"was_{draft.pk}": "Theirs", "act": "send"})
    assert (News.objects.get().text, told()) == ("Mine", [("Li", "shipped")])


def test_what_was_refused_goes_again_after_a_click(server, wanted, turn, client, maya):
    turn(wanted, "planned")
    server.refused["li@acme.example"] = "550 no such mailbox"
    mail_news(at())
    client.force_login(maya)
    page = client.get(CLOSING).content.decode()
    assert "Planned" in page
    assert "550 no such mailbox" in page
    assert "Send again" in page
    server.refused.clear()
    for _twice in range(2):
        client.post(CLOSING, {"act": "again", "news": News.objects.get().pk})
    assert mail_news(at()) == 1
    assert (len(server.taken), News.objects.get().state) == (1, "sent")
    client.post(CLOSING, {"act": "again", "news": News.objects.get().pk})
    assert News.objects.get().state == "sent"


def test_what_perhaps_arrived_says_so_and_waits_for_the_next_day(server, wanted, turn, client, maya):
    turn(wanted, "planned")
    server.dropped.add("li@acme.example")
    assert mail_news(at()) == 0
    assert News.objects.get().state == "unclear"
    client.force_login(maya)
    assert "Send again, though it may have arrived" in client.get(CLOSING).content.decode()
    server.dropped.clear()
    client.post(CLOSING, {"act": "again", "news": News.objects.get().pk})
    assert mail_news(at(hours=5)) == 0
    assert mail_news(at(days=1)) == 1


def test_an_address_has_one_letter_a_day_whichever_products_know_it(server, wanted, turn, help_desk, manager, maya):
    other = Contact.objects.create(product=help_desk, name="L.", email="LI@acme.example", hears=True, language="en")
    item = report(help_desk, by=manager, body="It is slow", title="It is slow", contact=other)
    Subscription.objects.create(product=help_desk, feedback=item, contact=other)
    turn(wanted, "planned")
    decline(item, by=manager, reason="It is as fast as it can be.")
    catch_up()
    assert mail_news(at(hours=9)) == 1  # day in both products
    assert mail_news(at(hours=10)) == 0
    assert mail_news(at(days=1, hours=9)) == 1
    first, second = [text_of(letter) for _to, letter in server.taken]
    assert ("Export all pages" in first, "It is slow" in first) == (True, False)
    assert ("Export all pages" in second, "It is slow" in second) == (False, True)


def test_two_workers_do_not_write_to_one_address_for_two_products(server, wanted, turn, help_desk, manager, li):
    other = Contact.objects.create(product=help_desk, email=li.email, hears=True, language="en")
    item = report(help_desk, by=manager, body="It is slow", contact=other)
    News.objects.create(product=help_desk, contact=other, feedback=item, what="declined")
    Feedback.objects.filter(pk=item.pk).update(state="declined")
    turn(wanted, "planned")
    now = MORNING + timedelta(hours=9)
    letters = [claim(contact, now) for contact in (li, other)]
    assert all(draft(letter, now) for letter in letters)
    assert [mark(letter, now) for letter in letters] == [True, False]


def test_a_letter_is_no_reply_that_waits_when_its_item_comes_back(server, shipped, client, maya, manager, asked):
    news = News.objects.drafts().get()
    client.force_login(maya)
    client.post(CLOSING, {"draft": [news.pk], f"text_{news.pk}": "It is there, Li!", "act": "send"})
    assert mail_news(at()) == 1
    delete(asked, by=manager)
    undo_batch(Change.objects.filter(type="feedback", action="delete").latest("id").batch, by=manager)
    assert Feedback.objects.get(pk=asked.pk).messages.get().body == "It is there, Li!"
    assert due(timezone.now() + timedelta(minutes=5)) == []


def test_nobody_makes_up_the_mail_that_a_letter_was(server, shipped, asked, web, maya, shop, settings):
    """Not even who knows how our rows are counted; who got the letter, or was passed it, may answer."""
    news = News.objects.drafts().get()
    web(maya).post(CLOSING, {"draft": [news.pk], f"text_{news.pk}": "It is there, Li!", "act": "send"})
    assert mail_news(at()) == 1
    letter, host = CustomerLetter.objects.get(), settings.SITE.hostname
    hashed = hashlib.sha256(str(news.pk).encode()).hexdigest()[:32]
    guesses = f"<news.{hashed}@{host}> <letter.{letter.pk}.{news.pk}@{host}>"
    stranger, system = "Mallory <mallory@evil.example>", User.objects.system()
    assert receive(shop, mail("Hi", sender=stranger, references=guesses), by=system).outcome == "item"
    for known in (letter.message_id, asked.messages.get(kind="reply").mail_id):
        answer = receive(shop, mail("Thanks", sender=stranger, in_reply_to=known), by=system)
        assert (answer.outcome, answer.feedback) == ("answer", asked)


def test_the_item_says_what_was_told(server, wanted, turn, asked, maya):
    turn(wanted, "planned")
    read = Feedback.objects.annotate(told_rows=told_rows())
    assert [(row.what, row.state, row.count) for row in told_of(read.get(pk=asked.pk))] == [("planned", "waiting", 1)]
    mail_news(at())
    (row,) = told_of(read.get(pk=asked.pk))
    assert (row.state, row.is_trouble) == ("sent", False)
    page = render_to_string("feedback/talk/_told.html", {"told": [row]})
    assert "1 person: Planned" in page


def told_people(feedback):
    rows = Notification.objects.filter(feedback=feedback, reason="answer")
    return sorted(rows.values_list("user__email", flat=True))


def test_a_no_reaches_the_owner_of_what_it_speaks_for_and_who_works_on_it(
    client, wanted, turn, asked, li, maya, engineer, manager
):
    edit(wanted, by=manager, owner=engineer)
    assign(asked, by=manager, to=maya)
    catch_up()
    path = verdict_link(li, asked).removeprefix("http://127.0.0.1:8000")
    client.post(path, {"solved": "no"})
    catch_up()
    assert told_people(asked) == sorted([maya.email, engineer.email])
    client.force_login(maya)
    for page in (f"/p/SHOP/requirements/{wanted.number}/", f"/p/SHOP/feedback/{asked.number}/"):
        text = client.get(page).content.decode()
        assert "not solved for 1" in text, page


def test_a_no_about_what_nobody_works_on_reaches_who_manages_the_product(client, asked, li, manager):
    path = verdict_link(li, asked).removeprefix("http://127.0.0.1:8000")
    client.post(path, {"solved": "no"})
    catch_up()
    assert manager.email in told_people(asked)


def test_a_yes_is_counted_and_rings_nowhere(client, wanted, asked, li, maya):
    path = verdict_link(li, asked).removeprefix("http://127.0.0.1:8000")
    client.post(path, {"solved": "yes"})
    catch_up()
    assert told_people(asked) == []
    client.force_login(maya)
    assert "Solved for 1" in client.get(f"/p/SHOP/requirements/{wanted.number}/").content.decode()


def test_a_no_about_a_duplicate_opens_what_it_is_part_of(client, asked, make_voice, make_contact, maya):
    wang = make_contact("Wang")
    other = make_voice(contact=wang)
    mark_duplicate(other, by=maya, of=asked)
    solve(Feedback.objects.get(pk=asked.pk), by=maya, solution="Done.")
    path = verdict_link(wang, other).removeprefix("http://127.0.0.1:8000")
    client.post(path, {"solved": "no"})
    asked.refresh_from_db()
    assert asked.state == "accepted"
    assert other.key in asked.messages.get(kind="note").body
    client.post(path, {"solved": "no"})
    assert asked.messages.filter(kind="note").count() == 1


def test_who_was_left_out_stays_left_out_until_somebody_says_otherwise(shipped, client, maya, manager):
    pk = News.objects.drafts().get().pk
    client.force_login(maya)
    words = {"draft": [pk], f"text_{pk}": "It is there, Li!"}
    client.post(CLOSING, {**words, "without": [pk]})
    page = client.get(CLOSING).content.decode()
    assert re.search(rf'name="without" value="{pk}"\s+checked', page)
    client.force_login(manager)  # whose page was opened before that
    client.post(CLOSING, {**words, "act": "send"})
    assert (told(), News.objects.get().state) == ([], "draft")
    client.post(CLOSING, {**words, "was_without": [pk], "act": "send"})
    assert told() == [("Li", "shipped")]


def test_what_waits_can_be_taken_back_and_what_went_cannot(server, shipped, client, maya):
    pk = News.objects.drafts().get().pk
    client.force_login(maya)
    words = {"draft": [pk], f"text_{pk}": "It is there, Li!", "act": "send"}
    client.post(CLOSING, words)
    assert "Take back" in client.get(CLOSING).content.decode()
    client.post(CLOSING, {"act": "back", "news": pk})
    assert (told(), News.objects.get().state, News.objects.get().text) == ([], "draft", "It is there, Li!")
    client.post(CLOSING, words)
    assert mail_news(at()) == 1
    client.post(CLOSING, {"act": "back", "news": pk})
    assert News.objects.get().state == "sent"


def test_a_letter_that_comes_back_is_offered_again(server, shipped, shop, client, maya, asked):
    pk = News.objects.drafts().get().pk
    client.force_login(maya)
    client.post(CLOSING, {"draft": [pk], f"text_{pk}": "It is there, Li!", "act": "send"})
    assert mail_news(at()) == 1
    came = f"Message-ID: {CustomerLetter.objects.get().message_id}\r\n".encode()
    bounce = mail("We tried for a day.", sender="MAILER-DAEMON@mx.example", mail_id="<d@mx>")
    delayed = bounce + b"\r\nAction: delayed\r\nDiagnostic-Code: smtp; 450 later\r\n\r\n" + came
    receive(shop, delayed, by=User.objects.system())
    assert News.objects.get().state == "sent"
    bounce = mail("It did not work.", sender="MAILER-DAEMON@mx.example", mail_id="<b@mx>")
    receive(shop, bounce + b"\r\nDiagnostic-Code: smtp; 550 5.1.1 gone\r\n\r\n" + came, by=User.objects.system())
    assert News.objects.get().state == "failed"
    assert "550 5.1.1 gone" in asked.messages.get().problem
    page = client.get(CLOSING).content.decode()
    assert "550 5.1.1 gone" in page
    assert "Send again" in page
    client.post(CLOSING, {"act": "again", "news": pk})
    assert mail_news(at(hours=1)) == 1


def test_a_letter_says_the_latest_of_an_item_once(server, shipped, client, maya, asked):
    pk = News.objects.drafts().get().pk
    client.force_login(maya)
    client.post(CLOSING, {"draft": [pk], f"text_{pk}": "It is there, Li!", "act": "send"})
    solve(asked, by=maya, solution="Done.")
    catch_up()
    assert mail_news(at()) == 1
    (letter,) = server.of("li@acme.example")
    assert letter["Subject"].strip() == "“Export all pages” came with 2.4"
    assert text_of(letter).count("Did it solve it?") == 1
