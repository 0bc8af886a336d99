"""The changelog as page and as Atom, for those who may read the product."""

from base64 import b64encode
from datetime import datetime
from xml.etree import ElementTree

import pytest

from roadmaps.models import Version
from roadmaps.operations.notes import edit_note, publish_note, write_note
from roadmaps.operations.planning import create_version
from roadmaps.operations.releasing import release
from tests.lib.test_markdown import ATTACKS, assert_safe

PAGE, FEED = "/p/SHOP/changelog/", "/p/SHOP/changelog.atom"
ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = [text for text in ATTACKS if "\x00" not in text]  # a note refuses NUL


@pytest.fixture
def announce(shop, manager):
    """`announce("2.3", en="…", zh="…")` releases a version with published notes."""

    def make(name, **bodies):
        version = create_version(shop, by=manager, name=name)
        for language, body in bodies.items():
            note = write_note(version, by=manager, language=language, title=f"{name} {language}", body=body)
            publish_note(note, by=manager)
        return release(version, by=manager)

    return make


def titles(web, user, address=PAGE):
    return [note.title for note in web(user).get(address).context["notes"]]


def entries(response):
    return ElementTree.fromstring(response.content).findall(f"{ATOM}entry")


def test_the_latest_release_stands_first(web, support, announce):
    announce("2.2", en="Old")
    announce("2.3", en="New")
    assert titles(web, support) == ["2.3 en", "2.2 en"]


def test_the_language_is_the_readers_or_the_one_asked_for_and_else_the_other(web, support, announce):
    announce("2.3", en="New", zh="新")
    announce("2.4", zh="更新")
    assert titles(web, support) == ["2.4 zh", "2.3 en"]
    assert titles(web, support, PAGE + "?lang=zh") == ["2.4 zh", "2.3 zh"]
    support.language = "zh-hans"
    support.save()
    assert titles(web, support, PAGE + "?lang=fr") == ["2.4 zh", "2.3 zh"]
    assert 'lang="zh-Hans"' in web(support).get(PAGE).content.decode()


def test_drafts_and_open_versions_are_not_in_it(web, support, manager, version, shop):
    publish_note(write_note(version, by=manager, language="en", title="Too early", body="x"), by=manager)
    other = create_version(shop, by=manager, name="2.3")
    write_note(other, by=manager, language="en", title="Draft", body="x")
    release(other, by=manager)
    assert titles(web, support) == []
    assert "Nothing has been announced yet" in web(support).get(PAGE).content.decode()


def test_hostile_texts_are_harmless_on_the_page_and_in_the_feed(web, support, announce, subtests):
    for number, text in enumerate(HOSTILE):
        announce(f"2.{number}", en=f"{text}\n\n- {text}")
    client = web(support)
    shown = client.get(PAGE).content.decode().split('<div class="prose">')[1:]
    read = [entry.find(f"{ATOM}content").text for entry in entries(client.get(FEED))]
    assert len(shown) == len(read) == 30
    for html in [*(part.split("</article>")[0].rpartition("</div></div>")[0] for part in shown), *read]:
        with subtests.test(html):
            assert_safe(html)


def test_the_feed_is_atom(web, support, manager, announce, shop):
    version = announce("2.3 <&>", en="**New** & bold")
    response = web(support).get(FEED)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(response.content)
    assert feed.tag == f"{ATOM}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert feed.find(f"{ATOM}title").text == shop.name
    assert feed.find(f"{ATOM}id").text.startswith("urn:uuid:")
    assert datetime.fromisoformat(feed.find(f"{ATOM}updated").text).utcoffset() is not None
    assert {link.get("rel") for link in feed.findall(f"{ATOM}link")} == {"self", "alternate"}
    (entry,) = feed.findall(f"{ATOM}entry")
    for name in ("id", "title", "updated", "published"):
        assert len(entry.findall(f"{ATOM}{name}")) == 1
    assert entry.find(f"{ATOM}author/{ATOM}name").text == manager.name
    assert manager.email not in response.content.decode()
    content = entry.find(f"{ATOM}content")
    assert (content.get("type"), content.text.strip()) == ("html", "<p><strong>New</strong> &amp; bold</p>")
    assert "&lt;strong&gt;" in response.content.decode()
    assert entry.find(f"{ATOM}link").get("href").endswith(f"/p/SHOP/changelog/?lang=en#version-{version.pk}")


def test_what_xml_cannot_hold_breaks_no_feed(web, support, announce):
    announce("2.3\uffff", en="New\ufffe 😀")
    (entry,) = entries(web(support).get(FEED))
    assert entry.find(f"{ATOM}title").text == "2.3 en"
    assert entry.find(f"{ATOM}content").text.strip() == "<p>New 😀</p>"


def test_ids_stay_when_texts_change(web, support, manager, announce):
    version = announce("2.3", en="New")
    (before,) = entries(web(support).get(FEED))
    edit_note(version.notes.get(), by=manager, title="Another", body="Else")
    (after,) = entries(web(support).get(FEED))
    assert before.find(f"{ATOM}id").text == after.find(f"{ATOM}id").text
    assert before.find(f"{ATOM}title").text != after.find(f"{ATOM}title").text


def test_two_languages_and_two_products_have_ids_of_their_own(web, manager, announce, help_desk):
    announce("2.3", en="New")
    addresses = (FEED + "?lang=en", FEED + "?lang=zh", "/p/HELP/changelog.atom")
    feeds = [ElementTree.fromstring(web(manager).get(address).content) for address in addresses]
    assert len({feed.find(f"{ATOM}id").text for feed in feeds}) == 3


def test_nothing_is_sent_twice(web, support, manager, announce):
    version, client = announce("2.3", en="New"), web(support)
    first = client.get(FEED)
    same = client.get(FEED, headers={"If-None-Match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    assert client.get(FEED, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    edit_note(version.notes.get(), by=manager, body="Else")
    changed = client.get(FEED, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def basic(secret):
    return {"Authorization": "Basic " + b64encode(f"reader:{secret}".encode()).decode()}


def test_a_reader_of_feeds_sends_a_token(web, support, outsider, token_of, announce, help_desk):
    announce("2.3", en="New")
    client = web()
    asked = client.get(FEED)
    assert asked.status_code == 401
    assert asked["WWW-Authenticate"].startswith("Basic ")
    reading = token_of(support, scopes=["read"])
    assert len(entries(client.get(FEED, headers=basic(reading)))) == 1
    assert len(entries(client.get(FEED, headers={"Authorization": f"Token {reading}"}))) == 1
    assert client.get(FEED, headers=basic(token_of(outsider))).status_code == 404
    bound = token_of(support, product=help_desk)
    assert client.get(FEED, headers=basic(bound)).status_code == 404


@pytest.mark.parametrize(
    "wrong", ["Basic", "Basic !!!", "Basic " + "eHg6" * 400, "Basic cmVhZGVyOndyb25n", "Basic /w=="]
)
def test_a_wrong_token_is_refused(web, shop, wrong):
    assert web().get(FEED, headers={"Authorization": wrong}).status_code == 401


def test_older_releases_follow_page_by_page(web, support, shop, manager):
    for number in range(32):
        version = create_version(shop, by=manager, name=f"1.{number}")
        publish_note(write_note(version, by=manager, language="en", title=f"1.{number}", body="x"), by=manager)
        release(version, by=manager)
    client = web(support)
    first = client.get(PAGE)
    assert len(first.context["notes"]) == 30
    rest = client.get(f"{PAGE}?lang=en&before={first.context['more']}")
    assert [note.title for note in rest.context["notes"]] == ["1.1", "1.0"]
    assert client.get(f"{PAGE}?before=999999").status_code == 404
    assert client.get(f"{PAGE}?before=x").status_code == 404
    assert len(entries(client.get(FEED))) == 30


def test_a_version_that_is_opened_again_leaves_it(web, support, announce):
    version = announce("2.3", en="New")
    Version.objects.filter(pk=version.pk).update(state="active", released_at=None)
    assert titles(web, support) == []
