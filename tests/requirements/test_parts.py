"""Editing one requirement part by part."""

from datetime import timedelta

import pytest
from django.utils import timezone

from changes.models import Change
from pmhub.lib.fuzzy_dates import FuzzyDate
from requirements.models import ExternalPerson
from requirements.operations.authoring import edit
from tests.requirements.conftest import HTMX, text_of


def fresh(requirement):
    requirement.refresh_from_db()
    return requirement


@pytest.mark.parametrize(
    ("part", "data", "field", "value"),
    [
        ("title", {"title": "  New  title "}, "title", "New  title"),
        ("description", {"description": "  code\n"}, "description", "  code\n"),
        ("priority", {"priority": "0"}, "priority", 0),
        ("kind", {"kind": "business"}, "kind", "business"),
        ("level", {"level": "initiative"}, "level", "initiative"),
        ("due", {"due": "2026年第四季度"}, "due", FuzzyDate.parse("2026-Q4")),
        ("start", {"start": "2026-12-31"}, "start", FuzzyDate.parse("2026-12-31")),
        ("due", {"due": ""}, "due", None),
        ("estimate", {"estimate": "1.5"}, "estimate", 1.5),
        ("story", {"as_a": "buyer", "i_want": "one page", "so_that": "I pay"}, "as_a", "buyer"),
        ("drivers", {"drivers.reach": "1,900", "initial-drivers.reach": "1800"}, "drivers",
         {"reach": 1900, "impact": 3, "confidence": 80, "effort": 5}),
        ("drivers", {"drivers.effort": "", "initial-drivers.effort": "5"}, "drivers",
         {"reach": 1800, "impact": 3, "confidence": 80}),
    ],
)  # fmt: skip
def test_a_part_is_saved(change, requirement, part, data, field, value):
    response = change(part, **data)
    assert response.status_code == 200
    assert 'id="requirement"' in text_of(response)
    assert getattr(fresh(requirement), field) == value


def test_the_answer_offers_the_way_back(change, requirement):
    response = change("title", title="Another")
    batch = Change.objects.filter(type="requirement", action="update").latest("id").batch
    assert f"/changes/undo/{batch}/" in response["HX-Trigger"]


def test_saving_what_is_there_says_nothing(change, requirement):
    response = change("title", title=requirement.title)
    assert response.status_code == 200
    assert "HX-Trigger" not in response


def test_without_javascript_a_page_edits_and_leads_back(web, manager, url, change):
    page = web(manager).get(url("parts/status/"))
    assert "<html" in text_of(page)
    assert "data-menu-auto" not in text_of(page)
    assert change("title", title="Changed", htmx=False)["Location"] == url()


@pytest.mark.parametrize(
    "part",
    ["title", "description", "story", "status", "reason", "priority", "kind", "level", "parent", "owner", "requester",
     "assignees", "tags", "version", "milestone", "start", "due", "estimate", "drivers"],
)  # fmt: skip
def test_every_part_has_an_editor(web, manager, url, part):
    fragment = text_of(web(manager).get(url(f"parts/{part}/"), headers=HTMX))
    assert "<html" not in fragment
    assert f'hx-post="{url(f"parts/{part}/")}"' in fragment
    assert 'name="lock_version"' in fragment


def test_unknown_parts_do_not_exist(web, manager, url):
    for part in ("author", "score", "custom.nothing", "lock_version"):
        assert web(manager).get(url(f"parts/{part}/")).status_code == 404
        assert web(manager).post(url(f"parts/{part}/"), {part: "1"}).status_code == 404


def test_declining_asks_for_the_reason(change, requirement, statuses):
    declined = statuses["declined"]
    refused = change("status", status=declined.pk)
    assert refused.status_code == 422
    assert refused["HX-Retarget"] == "#slot-status"
    assert "Say why it is declined" in text_of(refused)
    assert f'name="status" value="{declined.pk}"' in text_of(refused)
    change("status", status=declined.pk, decline_reason="Nobody asked for it")
    assert fresh(requirement).status == declined
    assert requirement.decline_reason == "Nobody asked for it"


def test_an_old_reason_does_not_do_for_a_new_refusal(change, requirement, statuses):
    change("status", status=statuses["declined"].pk, decline_reason="First reason")
    change("status", status=statuses["new"].pk)
    assert change("status", status=statuses["declined"].pk).status_code == 422


@pytest.mark.parametrize(
    ("part", "data", "sentence"),
    [
        ("title", {"title": ""}, "This field is required."),
        ("title", {"title": "x" * 100_000}, "at most 500 characters"),
        ("description", {"description": "a\x00b"}, "Null characters are not allowed."),
        ("priority", {"priority": "7"}, "Select a valid choice"),
        ("priority", {"priority": "\x00"}, "Select a valid choice"),
        ("due", {"due": "soon"}, "is not a date"),
        ("estimate", {"estimate": "a lot"}, "Enter a number."),
        ("estimate", {"estimate": "99999999999"}, "no more than"),
        ("parent", {"parent": "SHOP-1"}, "cannot be its parent"),
        ("parent", {"parent": "OTHER-1"}, "There is no requirement OTHER-1"),
        ("tags", {}, "Type a tag to add."),
        ("drivers", {"drivers.reach": "many"}, "is not a number"),
        ("drivers", {"drivers.impact": "9"}, "out of range"),
        ("reason", {"decline_reason": ""}, "This field is required."),
    ],
)
def test_bad_input_stays_in_the_form_with_the_reason(change, requirement, other_requirement, part, data, sentence):
    before = requirement.title
    response = change(part, **data)
    assert response.status_code == 422
    assert sentence in text_of(response)
    for value in data.values():
        assert value.replace("\x00", "�")[:40] in text_of(response).replace("\x00", "�")
    assert fresh(requirement).title == before


def test_choices_of_other_products_are_refused(change, other_product, outsider):
    assert change("status", status=other_product.statuses.first().pk).status_code == 422
    assert change("owner", owner=outsider.pk).status_code == 422
    assert change("assignees", members=[outsider.pk]).status_code == 422
    version = other_product.versions.create(name="Theirs")
    assert change("version", version=version.pk).status_code == 422


@pytest.mark.parametrize(("said", "days"), [("明天", 1), ("Tomorrow", 1), ("+3d", 3), ("＋2周", 14)])
def test_a_day_can_be_named(change, requirement, said, days):
    assert change("due", due=said).status_code == 200
    assert fresh(requirement).due == FuzzyDate(timezone.localdate() + timedelta(days=days))


def test_the_start_cannot_be_after_the_due_date(change, requirement):
    change("due", due="2026-12")
    assert "after the due date" in text_of(change("start", start="2027-01-01"))


def test_version_owner_and_milestone_can_be_emptied(change, requirement, version, milestone, engineer):
    change("version", version=version.pk)
    change("milestone", milestone=milestone.pk)
    change("owner", owner=engineer.pk)
    assert fresh(requirement).version == version
    assert requirement.milestone == milestone
    assert requirement.owner == engineer
    for part in ("version", "milestone", "owner"):
        change(part, **{part: ""})
    assert (fresh(requirement).version, requirement.milestone, requirement.owner) == (None, None, None)


def test_tags_are_added_and_removed_one_by_one(change, requirement):
    change("tags", add_tag="payment, 结算，Checkout")
    assert {tag.name for tag in requirement.tags.all()} == {"checkout", "payment", "结算"}
    change("tags", remove_tag="payment")
    assert {tag.name for tag in requirement.tags.all()} == {"checkout", "结算"}


def test_two_people_may_assign_at_once(change, requirement, engineer, maya, designer):
    edit(requirement, by=engineer, assignees=[engineer, maya])  # while the form below showed only the engineer
    change("assignees", members=[designer.pk], was=str(engineer.pk))
    assert {row.user for row in requirement.assignments.all()} == {maya, designer}


def test_people_from_outside_are_assigned_by_name(change, requirement, engineer, shop):
    marge = ExternalPerson.objects.create(product=shop, source="gitlab", external_id="7", name="Marge")
    edit(requirement, by=engineer, assignees=[marge])
    change("assignees", outside="Marge, Homer")
    people = {row.person for row in requirement.assignments.all()}
    assert {person.name for person in people} == {"Marge", "Homer"}
    assert marge in people


def test_whoever_asked_is_a_member_or_somebody_from_outside(change, requirement, designer):
    change("requester", requester=designer.name)
    assert (fresh(requirement).requester, requirement.outside_requester) == (designer, None)
    change("requester", requester="华东旗舰店")
    assert fresh(requirement).outside_requester.name == "华东旗舰店"
    assert requirement.requester is None
    change("requester", requester="")
    assert fresh(requirement).asked_by is None


def test_the_parent_is_named_by_key_or_number(change, requirement, make_requirement):
    parent = make_requirement("Parent")
    change("parent", parent=parent.key.lower())
    assert fresh(requirement).parent == parent
    change("parent", parent="")
    change("parent", parent=f"{parent.number}")
    assert fresh(requirement).parent == parent


@pytest.mark.parametrize(
    ("kind", "sent", "stored"),
    [
        ("text", "words", "words"),
        ("number", "2.5", 2.5),
        ("date", "2026-12-31", "2026-12-31"),
        ("select", "CN", "CN"),
        ("multi_select", ["CN", "DE"], ["CN", "DE"]),
        ("person", "Maya", "Maya"),
        ("url", "https://example.org/a", "https://example.org/a"),
        ("rating", "4", 4),
        ("select", "", None),
    ],
)
def test_custom_fields_by_kind(change, web, manager, url, requirement, shop, kind, sent, stored):
    shop.custom_fields.create(key="extra", name="Extra", kind=kind, options=["CN", "DE"])
    assert web(manager).get(url("parts/custom.extra/"), headers=HTMX).status_code == 200
    change("custom.extra", **{"custom.extra": sent})
    assert fresh(requirement).custom.get("extra") == stored


def test_an_own_date_is_shown_as_other_dates_are(change, web, manager, url, requirement, shop):
    shop.custom_fields.create(key="extra", name="Extra", kind="date")
    change("custom.extra", **{"custom.extra": "2026-12-31"})
    assert "31 Dec 2026" in web(manager).get(url("")).content.decode()


@pytest.mark.parametrize(
    ("kind", "sent", "sentence"),
    [
        ("number", "many", "is not a number"),
        ("date", "31.12.2026", "is not a date like"),
        ("select", "FR", "Select a valid choice"),
        ("url", "javascript:alert(1)", "Enter a valid URL."),
        ("rating", "6", "Select a valid choice"),
    ],
)
def test_custom_fields_refuse_what_does_not_fit(change, requirement, shop, kind, sent, sentence):
    shop.custom_fields.create(key="extra", name="Extra", kind=kind, options=["CN", "DE"])
    response = change("custom.extra", **{"custom.extra": sent})
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert fresh(requirement).custom == {}


def test_a_conflict_shows_both_texts_and_loses_none(web, manager, engineer, url, requirement):
    stale = requirement.lock_version
    edit(requirement, by=engineer, description="Theirs, saved first")
    client = web(manager)
    mine = {"description": "Mine, typed meanwhile", "lock_version": stale}
    response = client.post(url("parts/description/"), mine, headers=HTMX)
    assert response.status_code == 422
    for text in ("Mine, typed meanwhile", "Theirs, saved first", "Somebody changed this"):
        assert text in text_of(response)
    assert fresh(requirement).description == "Theirs, saved first"
    again = {**mine, "lock_version": response.context["form"].data["lock_version"]}
    assert client.post(url("parts/description/"), again, headers=HTMX).status_code == 200
    assert fresh(requirement).description == "Mine, typed meanwhile"


def test_changes_of_other_fields_do_not_conflict(web, manager, engineer, url, requirement):
    stale = requirement.lock_version
    edit(requirement, by=engineer, description="Theirs")
    web(manager).post(url("parts/title/"), {"title": "Mine", "lock_version": stale}, headers=HTMX)
    assert (fresh(requirement).title, requirement.description) == ("Mine", "Theirs")


def test_inputs_that_others_changed_meanwhile_are_kept(web, manager, engineer, url, requirement):
    stale = requirement.lock_version
    edit(requirement, by=engineer, drivers={"reach": 5000})
    sent = {
        "lock_version": stale,
        "drivers.reach": "1800",
        "initial-drivers.reach": "1800",
        "drivers.effort": "8",
        "initial-drivers.effort": "5",
    }
    assert web(manager).post(url("parts/drivers/"), sent, headers=HTMX).status_code == 200
    assert fresh(requirement).drivers["reach"] == 5000
    assert requirement.drivers["effort"] == 8


def test_readers_cannot_edit(change, web, support, outsider, url, requirement):
    assert change("title", title="No", by=support).status_code == 403
    assert change("title", title="No", by=outsider).status_code == 404
    assert web(support).get(url("parts/title/")).status_code == 403
    assert fresh(requirement).title != "No"
