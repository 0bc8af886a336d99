"""Versions: planned with fuzzy dates, their progress counted, deleted with a way back."""

from contextlib import nullcontext

import pytest
from django.db import IntegrityError, transaction

from changes.models import Change
from pmhub.lib.forms import refusals_on
from pmhub.lib.fuzzy_dates import FuzzyDate
from roadmaps.forms.planning import VersionForm
from roadmaps.models import Version
from roadmaps.operations.planning import create_version

VERSIONS = "/p/SHOP/versions/"
VERSION = {
    "name": "3.0",
    "state": "active",
    "goal": "More orders",
    "start": "2027-01",
    "release": "2027-Q2",
    "owner": "",
}


def test_a_version_keeps_how_exact_its_dates_are(web, manager, shop):
    response = web(manager).post(f"{VERSIONS}new/", VERSION | {"owner": manager.pk})
    version = Version.objects.get()
    assert response["Location"] == f"{VERSIONS}{version.pk}/"
    assert (str(version.start), str(version.release), version.owner) == ("2027-01", "2027-Q2", manager)
    assert Change.objects.filter(type="version").get().operation == "create_version"


@pytest.mark.parametrize(
    "wrong",
    [{"release": "soon"}, {"release": "2026-02-30"}, {"name": ""}, {"name": "x" * 121}, {"state": "lost"},
     {"owner": "999999"}, {"goal": "x" * 10_001}],
)  # fmt: skip
def test_bad_input_keeps_what_was_typed(web, manager, shop, wrong):
    response = web(manager).post(f"{VERSIONS}new/", VERSION | wrong)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == list(wrong)
    if "release" in wrong:
        assert f'value="{wrong["release"]}"' in response.content.decode()
    assert not Version.objects.exists()


def test_a_start_after_the_release_is_refused_in_words(web, manager, shop):
    response = web(manager).post(f"{VERSIONS}new/", VERSION | {"start": "2028"})
    assert response.status_code == 422
    assert "The start is after the release." in response.content.decode()


@pytest.mark.parametrize(
    ("start", "release", "fits"),
    [("2027-05-20", "2027-Q2", True), ("2027-06-30", "2027-06", True), ("2027-12", "2027", True),
     ("2027-07-01", "2027-Q2", False), ("2027-07-01", "2027-06", False), ("2028", "2027", False)],
)  # fmt: skip
def test_it_starts_by_the_last_day_of_its_release(web, manager, shop, start, release, fits):
    response = web(manager).post(f"{VERSIONS}new/", VERSION | {"start": start, "release": release})
    assert response.status_code == (302 if fits else 422)
    first, last = FuzzyDate.parse(start), FuzzyDate.parse(release)
    row = Version(product=shop, name="raw", start_on=first.date, start_precision=first.precision)
    row.release_on, row.release_precision = last.date, last.precision
    with nullcontext() if fits else pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_a_name_is_one_line(shop, manager):
    assert create_version(shop, by=manager, name=" 2.4\r\nSpring\t release ").name == "2.4 Spring release"


def test_who_was_faster_is_told_on_the_form(version):
    form = VersionForm(product=version.product, data={})
    with refusals_on(form), transaction.atomic():
        Version.objects.create(product=version.product, name=version.name)
    assert form.non_field_errors() == ["Somebody was faster: look at it again and repeat."]


def test_a_name_is_taken_once_per_product(web, manager, shop, version):
    response = web(manager).post(f"{VERSIONS}new/", VERSION | {"name": version.name})
    assert response.status_code == 422
    assert "name" in response.context["form"].errors or response.context["form"].non_field_errors()


def test_outsiders_cannot_own_a_version(web, manager, outsider, shop):
    response = web(manager).post(f"{VERSIONS}new/", VERSION | {"owner": outsider.pk})
    assert list(response.context["form"].errors) == ["owner"]


def test_the_form_shows_the_present_values_and_records_only_changes(web, manager, version):
    client = web(manager)
    html = client.get(f"{VERSIONS}{version.pk}/edit/").content.decode()
    assert 'value="2026-12-11"' in html
    client.post(f"{VERSIONS}{version.pk}/edit/", {"name": "2.4", "state": "planned", "release": "2026-12-18"})
    change = Change.objects.filter(type="version", action="update").get()
    assert change.diff == {"release_on": ["2026-12-11", "2026-12-18"]}


def test_the_list_counts_done_and_planned(web, manager, version, make_requirement, statuses):
    make_requirement("a", version=version)
    make_requirement("b", version=version, status=statuses["done"])
    make_requirement("not in it")
    (row,) = web(manager).get(VERSIONS).context["versions"]
    assert (row.done_count, row.planned_count) == (1, 2)


def test_open_versions_come_first_then_the_latest_released(web, manager, shop):
    for name, state, release in [
        ("old", "released", "2025"), ("new", "released", "2026-06"), ("next", "active", "2026-12"),
        ("later", "planned", "2027"), ("someday", "planned", None),
    ]:  # fmt: skip
        date = release and FuzzyDate.parse(release)
        create_version(shop, by=manager, name=name, state=state, release=date)
    versions = web(manager).get(VERSIONS).context["versions"]
    assert [version.name for version in versions] == ["next", "later", "someday", "new", "old"]


@pytest.mark.parametrize(
    ("state", "release", "late"),
    [("active", "2026-11", False), ("active", "2026-10", True), ("planned", "2026-11-20", True),
     ("active", "2026", False), ("released", "2025", False), ("planned", None, False)],
)  # fmt: skip
def test_a_promise_is_broken_after_its_last_day(shop, state, release, late, monkeypatch):
    today = FuzzyDate.parse("2026-11-21").date
    monkeypatch.setattr("roadmaps.models.version.timezone.localdate", lambda: today)
    fuzzy = release and FuzzyDate.parse(release)
    version = Version(
        state=state, release_on=fuzzy and fuzzy.date, release_precision=fuzzy.precision if fuzzy else "day"
    )
    assert version.is_late is late


def test_deleting_unplans_its_requirements_and_undo_plans_them_again(web, manager, version, make_requirement):
    requirement, client = make_requirement("a", version=version), web(manager)
    page = client.post(f"{VERSIONS}{version.pk}/delete/", follow=True)
    requirement.refresh_from_db()
    assert requirement.version is None
    client.post([str(message.extra_tags) for message in page.context["messages"]][-1])
    requirement.refresh_from_db()
    assert requirement.version == version


def test_the_page_shows_what_is_planned_into_it(web, support, version, make_requirement):
    make_requirement("Planned into it", version=version)
    make_requirement("Not planned")
    page = web(support).get(f"{VERSIONS}{version.pk}/")
    assert [row.title for row in page.context["rows"]] == ["Planned into it"]
    assert [row.title for row in page.context["waiting"]] == ["Not planned"]
    assert "/delete/" not in page.content.decode()
    assert "scope-move" not in page.content.decode()


def test_the_list_costs_the_same_for_many_versions(web, manager, shop, django_assert_max_num_queries):
    for number in range(20):
        create_version(shop, by=manager, name=f"1.{number}", owner=manager)
    client = web(manager)
    client.get(VERSIONS)
    with django_assert_max_num_queries(6):  # one of them for the views in the side bar
        client.get(VERSIONS)


def test_a_version_of_another_product_is_not_found_here(web, manager, outsider, shop, other_product):
    strange = create_version(other_product, by=outsider, name="1.0")
    client = web(manager)
    assert client.get(f"{VERSIONS}{strange.pk}/").status_code == 404
    assert client.post(f"{VERSIONS}{strange.pk}/delete/").status_code == 404
    assert client.get(f"/p/OTHER/versions/{strange.pk}/").status_code == 404
