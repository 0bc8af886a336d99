"""Two people fill in the same form: each keeps what only they touched, and what both touched is asked about."""

import pytest
from django.core.exceptions import ValidationError

from pmhub.lib.fuzzy_dates import FuzzyDate
from roadmaps.models import Capacity, ChecklistItem, Milestone, Risk, Version
from roadmaps.operations.capacities import set_capacity
from roadmaps.operations.checklists import add_item, edit_item, move_item
from roadmaps.operations.planning import edit_milestone, edit_version
from roadmaps.operations.risks import add_risk, edit_risk

AT = "/p/SHOP/"


def form_of(page):
    """What a browser would send of the page's form, untouched."""
    form = page.context["form"]
    sent = {field.html_name: field.value() for field in form}
    shown = [field for field in form if field.field.show_hidden_initial]
    sent |= {field.html_initial_name: form.data.get(field.html_initial_name, field.value()) for field in shown}
    return {name: value if isinstance(value, list) else str(value) for name, value in sent.items() if value is not None}


@pytest.fixture
def item(version, manager):
    return add_item(version, by=manager, text="Test it", note="on a phone")


@pytest.fixture
def risk(version, manager):
    return add_risk(version, by=manager, text="Late", probability="low", impact="low")


def test_of_an_item_only_what_was_touched_is_written(web, manager, engineer, version, item):
    url, client = f"{AT}versions/{version.pk}/release/items/{item.pk}/", web(manager)
    mine = form_of(client.get(url)) | {"text": "Test it twice"}
    edit_item(item, by=manager, note="on two phones", owner=engineer)
    client.post(url, mine)
    item.refresh_from_db()
    assert (item.text, item.note, item.owner) == ("Test it twice", "on two phones", engineer)


def test_what_both_touched_is_shown_and_the_second_time_replaced(web, manager, version, item):
    url, client = f"{AT}versions/{version.pk}/release/items/{item.pk}/", web(manager)
    mine = form_of(client.get(url)) | {"text": "Mine"}
    edit_item(item, by=manager, text="Theirs")
    refused = client.post(url, mine)
    assert refused.status_code == 422
    assert "Somebody else has written “Theirs” here meanwhile" in refused.content.decode()
    item.refresh_from_db()
    assert item.text == "Theirs"
    client.post(url, form_of(refused))
    item.refresh_from_db()
    assert item.text == "Mine"


def test_versions_milestones_and_risks_do_the_same(web, manager, engineer, version, milestone, risk):
    client = web(manager)
    cases = [
        (
            f"{AT}versions/{version.pk}/edit/", Version, "goal",
            lambda: edit_version(version, by=manager, owner=engineer),
        ),
        (
            f"{AT}milestones/{milestone.pk}/edit/", Milestone, "deliverables",
            lambda: edit_milestone(milestone, by=manager, owner=engineer),
        ),
        (
            f"{AT}versions/{version.pk}/risks/{risk.pk}/", Risk, "countermeasure",
            lambda: edit_risk(risk, by=manager, owner=engineer),
        ),
    ]  # fmt: skip
    for url, model, field, theirs in cases:
        mine = form_of(client.get(url)) | {field: "mine"}
        theirs()
        assert client.post(url, mine).status_code == 302, url
        row = model.objects.get()
        assert (getattr(row, field), row.owner) == ("mine", engineer)


def test_a_date_that_both_moved_is_asked_about(web, manager, version):
    url, client = f"{AT}versions/{version.pk}/edit/", web(manager)
    mine = form_of(client.get(url)) | {"release": "2027-01-31"}
    edit_version(version, by=manager, release=FuzzyDate.parse("2027-Q1"))
    refused = client.post(url, mine).content.decode()
    assert "Somebody else has written “2027-Q1” here meanwhile" in refused
    assert str(Version.objects.get().release) == "2027-Q1"


def test_capacities_of_others_stay_and_the_same_one_is_asked_about(web, manager, engineer, maya, version):
    url, client = f"{AT}versions/{version.pk}/capacity/", web(manager)
    set_capacity(version, by=manager, user=engineer, amount=10)
    mine = form_of(client.get(url))
    set_capacity(version, by=manager, user=engineer, amount=21)
    client.post(url, mine | {f"user-{maya.pk}": "5"})
    amounts = dict(Capacity.objects.values_list("user", "amount"))
    assert amounts == {engineer.pk: 21, maya.pk: 5}
    refused = client.post(url, mine | {f"user-{engineer.pk}": "12"})
    assert refused.status_code == 422
    assert f"set the capacity of {engineer.name} to 21 meanwhile" in refused.content.decode()
    assert Capacity.objects.get(user=engineer).amount == 21
    client.post(url, form_of(refused))
    assert Capacity.objects.get(user=engineer).amount == 12


def test_figures_are_written_without_zeros(web, manager, engineer, version, make_requirement):
    set_capacity(version, by=manager, user=engineer, amount="21.10")
    make_requirement(version=version, estimate="1203.50", assignees=[engineer])
    html = web(manager).get(f"{AT}versions/{version.pk}/capacity/").content.decode()
    assert 'value="21.1"' in html
    assert "1,203.5<" in html
    assert "1,203.50" not in html


def texts(version):
    return list(ChecklistItem.objects.filter(version=version).in_order().values_list("section", "text"))


def test_items_are_put_in_order_and_into_other_sections(version, manager):
    a, b, c = (add_item(version, by=manager, text=text) for text in "abc")
    d = add_item(version, by=manager, text="d", section="decision")
    before = a.lock_version
    move_item(c, by=manager, before=b)
    assert [text for _section, text in texts(version)] == ["a", "c", "b", "d"]
    a.refresh_from_db()
    assert a.lock_version == before
    move_item(a, by=manager, after=d)
    assert texts(version) == [("testing", "c"), ("testing", "b"), ("decision", "d"), ("decision", "a")]
    d.delete()
    with pytest.raises(ValidationError, match="is gone"):
        move_item(a, by=manager, before=None)


def test_without_script_an_item_goes_up_and_down(web, manager, version):
    a, b = (add_item(version, by=manager, text=text) for text in "ab")
    d = add_item(version, by=manager, text="d", section="decision")
    items = f"{AT}versions/{version.pk}/release/items/"
    for moved, to in [(b, "up"), (a, "down"), (b, "up"), (d, "down")]:
        assert web(manager).post(f"{items}{moved.pk}/move/", {"to": to}).status_code == 302
    assert texts(version) == [("testing", "b"), ("decision", "a"), ("decision", "d")]
    assert web(manager).post(f"{items}{d.pk}/move/", {"before": "999999"}).status_code == 422
