"""The review of letters about a version: how many go, to whom and when, and the words for all of them."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from feedback.closing.leaving import departures, in_words, told_of_leaving
from feedback.models import Contact, CustomerLetter, News
from feedback.sending.mornings import leaving_times

CLOSING = "/p/SHOP/feedback/closing/"
NIGHT = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)  # six o'clock in the morning of the 25th in Shanghai
NINE = NIGHT + timedelta(hours=3)
NOON = NIGHT + timedelta(hours=6)


@pytest.fixture
def draft_to(shop, make_voice):
    """`draft_to("Ann", "Ben")`: letters about 2.4 to people, by address; a name that comes again has another item."""

    def make(*names):
        rows = []
        for name in names:
            contact, _new = Contact.objects.get_or_create(
                product=shop, name=name, language="en", email=f"{name.lower()}@acme.example"
            )
            item = make_voice(title=f"As {name} said {len(rows)}", contact=contact)
            rows.append(
                News.objects.create(
                    product=shop, contact=contact, feedback=item, what="shipped", state="draft", version_number=1,
                    version_name="2.4",
                )
            )  # fmt: skip
        return rows

    return make


@pytest.fixture
def review(web, maya):
    """`review()`: the page; `review(post={…})`: what follows a click."""

    client = web(maya)

    def open_page(post=None):
        if post is not None:
            return client.post(CLOSING, post, follow=True)
        return client.get(CLOSING)

    return open_page


def sent(*rows, **more):
    return {"draft": [row.pk for row in rows], **{f"text_{row.pk}": "It is there." for row in rows}, **more}


def named(answer):
    """Who gets a letter, as the page lists them."""
    people = re.search(r'talk-people".*?</details>', answer.content.decode(), re.DOTALL)[0]
    return re.findall(r'data-person="\d+">\s*<b>(\w+)</b> <span class="dim">\1@', people, re.IGNORECASE)


def test_two_items_of_a_person_are_one_letter(draft_to, review):
    rows = draft_to("Ann", "Ann", "Ben")
    answer = review()
    assert "Send 2 letters</span>" in answer.content.decode()
    assert named(answer) == ["Ann", "Ben"]
    assert "2 letters go out" in review(sent(*rows, act="send", letters=2)).content.decode()
    assert News.objects.waiting().count() == 3


def test_who_is_left_out_counts_only_until_the_next_look(draft_to, review):
    ann, ben = draft_to("Ann", "Ben")
    answer = review(sent(ann, ben, without=[ben.pk]))
    assert "Send 1 letter</span>" in answer.content.decode()
    assert named(answer) == ["Ann"]
    answer = review(sent(ann, ben, was_without=[ben.pk], without=[ann.pk, ben.pk]))
    assert "Leave all of them out</span>" in answer.content.decode()


def test_nothing_goes_where_the_button_said_another_number(draft_to, review):
    ann, ben = draft_to("Ann", "Ben")
    answer = review(sent(ann, ben, without=[ben.pk], act="send", letters=2, template_en="For all: {title}"))
    page = answer.content.decode()
    assert "Nothing has gone yet: it would be 1 letter by now." in page
    assert re.search(rf'name="without" value="{ben.pk}" checked', page)
    assert ">It is there.</textarea>" in page
    assert ">For all: {title}</textarea>" in page
    assert not News.objects.waiting().exists()
    assert "1 letter goes out" in review(
        sent(ann, ben, was_without=[ben.pk], without=[ben.pk], act="send", letters=1)
    ).content.decode()  # fmt: skip


@pytest.mark.parametrize("number", ["", "two", "9" * 40])
def test_what_is_no_number_holds_nobody_up(draft_to, review, number):
    (ann,) = draft_to("Ann")
    assert "1 letter goes out" in review(sent(ann, act="send", letters=number)).content.decode()


def test_who_has_no_address_any_more_stays_a_draft(draft_to, review):
    ann, ben = draft_to("Ann", "Ben")
    Contact.objects.filter(pk=ben.contact_id).update(email="")
    answer = review()
    assert "Send 1 letter</span>" in answer.content.decode()
    assert "they have no address any more" in answer.content.decode()
    review(sent(ann, ben, act="send", letters=1))
    assert News.objects.drafts().get() == ben


def test_before_the_morning_it_is_the_morning(shop, draft_to):
    (ann,) = draft_to("Ann")
    assert leaving_times(shop, [ann.contact], NIGHT) == {ann.contact_id: NINE}
    assert leaving_times(shop, [ann.contact], NOON) == {ann.contact_id: NOON}


def test_who_had_the_letter_of_the_day_gets_the_next_one_tomorrow(shop, draft_to):
    ann, ben = draft_to("Ann", "Ben")
    CustomerLetter.objects.create(
        product=shop, contact=ann.contact, address="ANN@acme.example", state="sent", day=NOON.date()
    )
    CustomerLetter.objects.create(product=shop, contact=ben.contact, not_before=NOON + timedelta(minutes=20))
    times = leaving_times(shop, [ann.contact, ben.contact], NOON)
    assert times == {ann.contact_id: NINE + timedelta(days=1), ben.contact_id: NOON + timedelta(minutes=20)}


@pytest.mark.parametrize(
    ("zone", "told"), [("Asia/Shanghai", "today at 09:00"), ("Europe/Berlin", "tomorrow at 02:00")]
)
def test_moments_are_told_on_the_clock_of_the_reader(shop, draft_to, zone, told):
    (ann,) = draft_to("Ann")
    with timezone.override(ZoneInfo(zone)):
        assert departures(shop, [ann.contact], NIGHT) == {ann.contact_id: told}


def test_what_is_due_goes_with_the_next_round():
    assert in_words(NOON, NOON) == "within five minutes"


def test_all_moments_are_told():
    told = told_of_leaving({1: "within five minutes", 2: "tomorrow at 09:00", 3: "within five minutes"})
    assert told == (
        "2 letters go out within five minutes. 1 letter goes out tomorrow at 09:00. "
        "Until then you can take them back below."
    )
    assert told_of_leaving({}) == "No letter goes."


def test_what_waits_says_when_it_goes(draft_to, review):
    rows = draft_to("Ann")
    page = review(sent(*rows, act="send")).content.decode()
    assert re.search(r'class="list-meta">Goes out (within five minutes|\w+ at \d\d:\d\d)</span>', page)


@pytest.mark.parametrize("button", [{}, {"act": "save"}, {"act": "send"}])
def test_words_for_all_stay_while_there_are_drafts(draft_to, review, button):
    ann, ben = draft_to("Ann", "Ben")
    page = review(sent(ann, template_en="Mine: {title}\r\nBye", **button)).content.decode()
    assert ">Mine: {title}\nBye</textarea>" in page
    assert "Your words are kept here" in page
    assert ">Mine: As Ben said 1" not in page  # nobody has put them there
    page = review(sent(ben, act="send")).content.decode()
    if button != {"act": "send"}:
        assert ">Mine: {title}\nBye</textarea>" in page
        review(sent(ann, act="send"))
    draft_to("Cleo")
    assert "Mine:" not in review().content.decode()


def test_words_for_all_are_of_whoever_typed_them(draft_to, review, web, manager):
    (ann,) = draft_to("Ann")
    review(sent(ann, template_en="Mine: {title}"))
    assert "Mine:" not in web(manager).get(CLOSING).content.decode()
    review(sent(ann, template_en=""))
    assert "You asked us for “{title}”" in review().content.decode()


def test_words_for_all_that_are_too_long_are_refused(draft_to, review):
    (ann,) = draft_to("Ann")
    answer = review(sent(ann, template_en="w" * 10_001, act="send"))
    assert answer.status_code == 422
    assert "at most 10000 characters (it has 10001)" in answer.content.decode()
    assert f">{'w' * 10_001}</textarea>" in answer.content.decode()
    assert (News.objects.get().text, News.objects.get().state) == ("", "draft")
