"""In which language people outside are written to, and who may say otherwise."""

import pytest
from django.core import mail as sent

from changes.stream import catch_up
from feedback.models import Contact, News
from feedback.operations.linking import link
from feedback.sending import languages
from feedback.sending.languages import language_of
from feedback.sending.links import news_link
from portal.models import Portal
from portal.operations.mailing import mail_everything
from portal.operations.setting_up import invite_address
from requirements.models import Requirement
from requirements.operations.authoring import edit
from roadmaps.models import Version

CLOSING = "/p/SHOP/feedback/closing/"


@pytest.fixture
def someone(shop):
    """Nobody has said which language they read."""
    return Contact.objects.create(product=shop, name="Wang", email="wang@acme.example", hears=True)


@pytest.mark.parametrize(
    ("body", "code"), [("结算太麻烦了", "zh-hans"), ("Checkout takes too long", "en"), ("！？", "zh-hans")]
)
def test_an_unknown_language_is_that_of_what_they_wrote_else_that_of_the_product(make_voice, someone, body, code):
    make_voice(body, contact=someone, title=body)
    assert language_of(someone) == code  # the product is called 拾光商城


def test_one_chinese_word_among_english_ones_makes_nobody_chinese(make_voice, someone):
    for body in ("The cart 拾光 is slow", "Checkout takes long", "Where is my order?"):
        make_voice(body, contact=someone, title=body)
    assert language_of(someone) == "en"


def test_what_they_wrote_of_late_counts(make_voice, someone, monkeypatch):
    monkeypatch.setattr(languages, "LATELY", 2)
    for body in ("The cart is slow", "Where is my order?", "Checkout takes long", "结算太麻烦了", "没有送水"):
        make_voice(body, contact=someone, title=body)
    assert language_of(someone) == "zh-hans"


def test_the_language_of_a_portal_with_one_counts_before_the_products_name(shop, someone):
    Portal.objects.create(product=shop, access="public", languages=["en"])
    assert language_of(someone) == "en"
    Contact.objects.update(language="zh-hans")
    assert language_of(Contact.objects.get()) == "zh-hans"


def test_the_page_behind_a_mail_speaks_what_they_wrote(client, make_voice, someone):
    make_voice("结算太麻烦了", contact=someone)
    path = news_link(someone).removeprefix("http://127.0.0.1:8000")
    assert '<html lang="zh' in client.get(path).content.decode()


@pytest.fixture
def draft(make_voice, someone, requirement, version, maya, manager, statuses):
    """A letter to somebody who wrote in Chinese."""
    link(make_voice("结算太麻烦了", title="结算太麻烦了", contact=someone), requirement, by=maya)
    edit(requirement, by=manager, version=version, status=statuses["done"])
    Version.objects.filter(pk=version.pk).update(state="released")
    catch_up()
    return News.objects.drafts().get()


def test_the_language_of_a_letter_is_shown_and_changed_before_it_goes(client, maya, draft, someone):
    client.force_login(maya)
    (language,) = client.get(CLOSING).context["languages"]
    (shown,) = language.drafts
    assert language.code == "zh-hans"
    words = {"draft": [draft.pk], f"text_{draft.pk}": shown.text, f"was_{draft.pk}": shown.text, "act": "send"}
    client.post(CLOSING, {**words, f"language_{draft.pk}": "en"})
    draft.refresh_from_db()
    someone.refresh_from_db()
    assert (draft.state, someone.language) == ("draft", "en")  # nobody has seen the new words yet
    assert draft.text.startswith("You asked us for “结算太麻烦了”")


def test_all_letters_to_somebody_change_their_language_together(
    client, maya, draft, someone, make_voice, make_requirement, statuses
):
    other = make_requirement("搜索", status=statuses["done"])
    link(make_voice("搜索太慢", title="搜索太慢", contact=someone), other, by=maya)
    Requirement.objects.filter(pk=other.pk).update(version=Version.objects.get())
    catch_up()
    client.force_login(maya)
    (language,) = client.get(CLOSING).context["languages"]
    words = {"draft": [shown.pk for shown in language.drafts]}
    words |= {f"{name}_{shown.pk}": shown.text for shown in language.drafts for name in ("text", "was")}
    before = someone.lock_version
    client.post(CLOSING, {**words, f"language_{draft.pk}": "en"})
    told = [news.text[:16] for news in News.objects.drafts()]
    someone.refresh_from_db()
    assert told == ["You asked us for"] * 2
    assert (someone.language, someone.lock_version) == ("en", before + 1)


def test_own_words_stay_when_the_language_changes(client, maya, draft):
    client.force_login(maya)
    client.post(CLOSING, {"draft": [draft.pk], f"text_{draft.pk}": "Dear Wang!", f"language_{draft.pk}": "en"})
    assert News.objects.get().text == "Dear Wang!"


def test_an_invitation_to_a_chinese_product_is_in_chinese(shop, manager):
    Portal.objects.create(product=shop, access="invited")
    invite_address(shop, by=manager, email="in@outside.example")
    mail_everything()
    assert "邀请" in sent.outbox[0].subject
