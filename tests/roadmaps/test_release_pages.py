"""The Release page: checklist, guard, notes."""

import pytest

from roadmaps.models import ChecklistItem, ChecklistTemplate, ReleaseNote, Waiver
from roadmaps.operations.checklists import add_checklist, add_item, apply_checklist
from roadmaps.operations.notes import write_note
from roadmaps.operations.planning import create_version
from roadmaps.operations.releasing import release
from roadmaps.releasing.starters import CHINESE, ENGLISH

ITEM = {"text": "Regression tests are green", "section": "testing", "owner": "", "due_on": "", "note": ""}


@pytest.fixture
def place(version):
    return f"/p/SHOP/versions/{version.pk}/release/"


@pytest.fixture
def later(shop, manager):
    return create_version(shop, by=manager, name="2.5")


def test_an_item_is_added_with_owner_and_a_leap_day(web, manager, engineer, version, place):
    web(manager).post(place + "items/", ITEM | {"owner": engineer.pk, "due_on": "2028-02-29", "section": "decision"})
    item = ChecklistItem.objects.get()
    assert (item.version, item.section, item.owner, str(item.due_on)) == (version, "decision", engineer, "2028-02-29")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [({"text": ""}, "required"), ({"due_on": "2027-02-29"}, "not a day of the calendar"),
     ({"due_on": "2026-Q4"}, "due on a day"), ({"section": "party"}, "not one of"), ({"owner": "999999"}, "not one of"),
     ({"text": "x" * 301}, "at most 300"), ({"note": "x" * 2_001}, "at most 2000")],
)  # fmt: skip
def test_a_wrong_item_keeps_what_was_typed(web, manager, version, place, wrong, sentence):
    response = web(manager).post(place + "items/", ITEM | wrong)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not ChecklistItem.objects.exists()


def test_htmx_gets_the_checklist_alone(web, manager, version, place):
    html = web(manager).post(place + "items/", ITEM, headers={"HX-Request": "true"}).content.decode()
    assert html.strip().startswith("<section")
    assert ITEM["text"] in html


def test_the_owner_of_an_item_ticks_it_and_others_do_not(web, manager, engineer, maya, version, place):
    item = add_item(version, by=manager, text="Tested", owner=engineer)
    done = f"{place}items/{item.pk}/done/"
    assert web(maya).post(done, {"done": "on"}).status_code == 403
    web(engineer).post(done, {"done": "on"})
    item.refresh_from_db()
    assert item.done_by == engineer
    first = item.done_at
    web(manager).post(done, {"done": "on"})
    item.refresh_from_db()
    assert (item.done_at, item.done_by) == (first, engineer)
    web(engineer).post(done)
    item.refresh_from_db()
    assert (item.done_at, item.done_by) == (None, None)


def test_engineers_read_the_page_without_its_forms(web, manager, engineer, version, place):
    add_item(version, by=manager, text="Tested")
    html = web(engineer).get(place).content.decode()
    assert "Tested" in html
    assert 'disabled aria-label="Tested"' in html
    assert "/release/now/" not in html
    assert "/apply/" not in html


def test_an_item_is_edited_and_removed_with_a_way_back(web, manager, version, place):
    item, client = add_item(version, by=manager, text="Tested"), web(manager)
    assert 'value="Tested"' in client.get(f"{place}items/{item.pk}/").content.decode()
    client.post(f"{place}items/{item.pk}/", ITEM | {"note": "On the release build"})
    item.refresh_from_db()
    assert (item.text, item.note) == (ITEM["text"], "On the release build")
    page = client.post(f"{place}items/{item.pk}/remove/", follow=True)
    assert not ChecklistItem.objects.exists()
    client.post([str(message.extra_tags) for message in page.context["messages"]][-1])
    assert ChecklistItem.objects.get().note == "On the release build"


def test_starters_are_applied_once_and_kept_as_a_list_of_the_product(web, manager, shop, version, place):
    client = web(manager)
    client.post(place + "items/apply/", {"from": "zh"})
    client.post(place + "items/apply/", {"from": "zh"})
    assert version.checklist.count() == len(CHINESE.items)
    client.post(place + "items/apply/", {"keep": "大版本"})
    kept = ChecklistTemplate.objects.get()
    assert kept.items == CHINESE.items
    other = create_version(shop, by=manager, name="3.0")
    client.post(f"/p/SHOP/versions/{other.pk}/release/items/apply/", {"from": kept.pk})
    assert other.checklist.count() == len(CHINESE.items)


@pytest.mark.parametrize("unknown", ["", "999999", "fr", "x" * 40])
def test_an_unknown_list_is_not_applied(web, manager, version, place, unknown):
    assert web(manager).post(place + "items/apply/", {"from": unknown}).status_code == 404
    assert not ChecklistItem.objects.exists()


def test_a_checklist_has_an_end(web, manager, version, place):
    items = [{"section": "testing", "text": f"number {number}"} for number in range(200)]
    apply_checklist(version, by=manager, items=items)
    response = web(manager).post(place + "items/", ITEM)
    assert response.status_code == 422
    assert "at most 200 items" in response.content.decode()
    assert version.checklist.count() == 200


def test_five_hundred_lines_are_refused(web, manager, shop):
    lines = "\n".join(f"number {number}" for number in range(500))
    response = web(manager).post("/p/SHOP/checklists/", {"name": "Long", "testing": lines})
    assert response.status_code == 422
    assert "at most 200 items" in response.content.decode()
    assert not ChecklistTemplate.objects.exists()


def test_a_list_of_the_product_is_made_from_a_starter_and_changed(web, manager, shop):
    client = web(manager)
    assert ENGLISH.items[0]["text"] in client.get("/p/SHOP/checklists/?from=en").content.decode()
    client.post("/p/SHOP/checklists/", {"name": "Launch", "testing": "Tested\r\n\r\nTested\r\n", "decision": "Go"})
    made = ChecklistTemplate.objects.get()
    wanted = [{"section": "testing", "text": "Tested"}, {"section": "decision", "text": "Go"}]
    assert made.items == wanted
    assert client.post(f"/p/SHOP/checklists/{made.pk}/", {"name": "Launch"}).status_code == 422
    client.post(f"/p/SHOP/checklists/{made.pk}/", {"name": "Launch 2", "training": "Told"})
    made.refresh_from_db()
    assert (made.name, made.items) == ("Launch 2", [{"section": "training", "text": "Told"}])


def test_the_guard_shows_what_is_open_and_takes_the_choices(web, manager, version, place, later, make_requirement):
    first, second = (make_requirement(name, version=version) for name in ("first", "second"))
    add_item(version, by=manager, text="Told support")
    client = web(manager)
    html = client.get(place + "now/").content.decode()
    assert all(text in html for text in ("first", "second", "Told support", "Move to 2.5"))
    choices = {"every": f"move:{later.pk}", f"fate-{second.pk}": "anyway", f"reason-{second.pk}": "Behind a flag"}
    refused = client.post(place + "now/", choices)
    assert refused.status_code == 422
    assert "Say why" in refused.content.decode()
    assert not Waiver.objects.exists()
    page = client.post(place + "now/", choices | {"items_reason": "Support is told on Monday"}, follow=True)
    version.refresh_from_db()
    first.refresh_from_db()
    assert (version.state, first.version) == ("released", later)
    html = page.content.decode()
    assert "Behind a flag" in html
    assert "Support is told on Monday" in html
    client.post([str(message.extra_tags) for message in page.context["messages"]][-1])
    version.refresh_from_db()
    first.refresh_from_db()
    assert (version.state, first.version, Waiver.objects.count()) == ("planned", version, 0)


@pytest.mark.parametrize("chosen", ["", "sell", "move:999999", "move:x"])
def test_unknown_choices_release_nothing(web, manager, version, place, make_requirement, chosen):
    make_requirement("open", version=version)
    assert web(manager).post(place + "now/", {"every": chosen}).status_code == 422
    version.refresh_from_db()
    assert version.state == "planned"


def test_a_target_of_another_product_is_refused(
    web, manager, outsider, other_product, version, place, make_requirement
):
    strange = create_version(other_product, by=outsider, name="1.0")
    make_requirement("open", version=version)
    assert web(manager).post(place + "now/", {"every": f"move:{strange.pk}"}).status_code == 422
    version.refresh_from_db()
    assert version.state == "planned"


def test_a_second_press_says_that_it_was_released(web, manager, version, place):
    client = web(manager)
    client.post(place + "now/")
    page = client.post(place + "now/", follow=True)
    assert page.redirect_chain == [(place, 302)]
    assert "has been released already" in page.content.decode()


def test_an_edit_that_began_before_the_release_does_not_open_it_again(web, manager, version, place):
    fields = {"name": "2.4", "state": "planned", "lock_version": version.lock_version, "goal": "Typed meanwhile"}
    release(version, by=manager)
    web(manager).post(f"/p/SHOP/versions/{version.pk}/edit/", fields)
    version.refresh_from_db()
    assert (version.state, version.goal) == ("released", "Typed meanwhile")
    assert version.released_at


def test_the_form_of_an_open_version_does_not_offer_released(web, manager, version):
    html = web(manager).get(f"/p/SHOP/versions/{version.pk}/edit/").content.decode()
    assert '<option value="archived">' in html
    assert '<option value="released">' not in html


@pytest.fixture
def shipped(make_requirement, version, statuses):
    done = {"version": version, "status": statuses["done"]}
    make_requirement("One-page checkout", **done, tags=["checkout"], level="feature")
    make_requirement("Faster <b>search</b> & *stars*", kind="technical", **done)
    make_requirement("Not done", version=version)


@pytest.mark.parametrize(
    ("language", "by", "lines"),
    [
        ("en", "kind", ["## For users", "- One-page checkout (SHOP-1)", "## Under the hood"]),
        ("zh", "kind", ["## 用户功能", "- One-page checkout（SHOP-1）", "## 技术优化"]),
        ("en", "level", ["## New", "## Improved"]),
        ("en", "tag", ["## checkout", "## Also"]),
    ],
)
def test_a_note_is_drafted_in_its_language(web, manager, shipped, place, language, by, lines):
    response = web(manager).get(f"{place}notes/{language}/?by={by}")
    draft = response.context["form"].initial["body"]
    assert all(line in draft.splitlines() for line in lines)
    assert "Not done" not in draft
    assert "\\<b\\>search\\</b\\> & \\*stars\\*" in draft
    assert not ReleaseNote.objects.exists()


def test_a_note_is_written_published_and_taken_back(web, manager, engineer, version, place):
    client, note = web(manager), place + "notes/en/"
    client.post(note, {"title": "2.4", "body": "**New**", "lock_version": "0"})
    assert "draft" in web(engineer).get(note).content.decode()
    client.post(note + "publish/")
    assert ReleaseNote.objects.get().published_by == manager
    assert "<strong>New</strong>" in web(engineer).get(note).content.decode()
    client.post(note + "publish/", {"published": "no"})
    assert ReleaseNote.objects.get().published_at is None


def test_two_writers_of_a_note_do_not_overwrite_each_other(web, manager, owner, version, place):
    note = place + "notes/en/"
    web(manager).post(note, {"title": "Mine", "body": "Mine", "lock_version": "0"})
    refused = web(owner).post(note, {"title": "Yours", "body": "Yours", "lock_version": "0"})
    assert refused.status_code == 422
    html = refused.content.decode()
    assert "Somebody else has changed this text meanwhile" in html
    assert refused.context["theirs"].body == "Mine"
    assert all(text in html for text in (">Mine<", "Yours"))
    assert ReleaseNote.objects.get().body == "Mine"
    again = refused.context["form"]["lock_version"].value()
    web(owner).post(note, {"title": "Yours", "body": "Yours", "lock_version": again})
    assert ReleaseNote.objects.get().body == "Yours"


@pytest.mark.parametrize("wrong", [{"title": ""}, {"body": "  "}, {"body": "x" * 50_001}, {"title": "x" * 201}])
def test_a_wrong_note_keeps_what_was_typed(web, manager, version, place, wrong):
    fields = {"title": "2.4", "body": "New", "lock_version": "0"}
    assert web(manager).post(place + "notes/en/", fields | wrong).status_code == 422
    assert not ReleaseNote.objects.exists()


def test_there_are_notes_in_two_languages_only(web, manager, version, place):
    assert web(manager).get(place + "notes/fr/").status_code == 404


def test_the_page_costs_the_same_for_a_long_checklist(web, manager, version, place, django_assert_max_num_queries):
    apply_checklist(version, by=manager, items=[{"section": "testing", "text": f"{n}"} for n in range(200)])
    write_note(version, by=manager, language="en", title="2.4", body="New")
    add_checklist(version.product, by=manager, name="Launch", items=ENGLISH.items)
    client = web(manager)
    client.get(place)
    with django_assert_max_num_queries(12):
        client.get(place)


def test_a_row_that_was_refused_says_so_at_its_field(web, manager, version, place, make_requirement):
    row = make_requirement("Not done", version=version)
    page = web(manager).post(place + "now/", {f"fate-{row.pk}": "nowhere", f"reason-{row.pk}": "x" * 2_001})
    text = page.content.decode()
    assert page.status_code == 422
    for name in (f"fate-{row.pk}", f"reason-{row.pk}"):
        assert f'aria-describedby="id_{name}_error"' in text
        assert f'id="id_{name}_error"' in text
    assert text.count(" autofocus") == 1
