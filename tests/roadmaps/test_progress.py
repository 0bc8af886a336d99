"""How far a version is, how much people can do, and the burn-up that is read from the stream of changes."""

from datetime import timedelta
from decimal import Decimal

import pgtrigger
import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from changes.models import Change
from changes.operations.undoing import undo_batch
from requirements.operations.authoring import delete, edit
from requirements.operations.details import add_criterion, edit_criterion
from roadmaps.models import Capacity
from roadmaps.models.version import Version
from roadmaps.operations.capacities import set_capacities, set_capacity
from roadmaps.planning.load import plan_of
from roadmaps.planning.progress import burn_up, figures_of

TODAY = timezone.localdate()


@pytest.fixture
def days_ago(db):
    """`days_ago(3, act)`: what `act` records happened three days ago at noon."""

    def back(number, act):
        last = Change.objects.order_by("-id").values_list("id", flat=True).first() or 0
        result = act()
        with pgtrigger.ignore():
            Change.objects.filter(id__gt=last).update(at=timezone.now() - timedelta(days=number))
        return result

    return back


def begun(version, days):
    Version.objects.filter(pk=version.pk).update(start_on=TODAY - timedelta(days=days))
    version.refresh_from_db()
    version.product.time_zone = "UTC"
    return version


def drawn(version, user):
    return [(TODAY - row.day, row.scope, row.done, row.points, row.done_points) for row in burn_up(version, user).days]


def back(number):
    return timedelta(days=number)


def test_progress_by_count_estimate_and_criteria(version, manager, make_requirement, statuses):
    done = make_requirement("done", version=version, estimate=Decimal(3), status=statuses["done"])
    make_requirement("open", version=version, estimate=Decimal("4.5"))
    make_requirement("unknown", version=version)
    make_requirement("no", version=version, estimate=8, status=statuses["declined"], decline_reason="Too dear")
    for text in ("one", "two"):
        criterion = add_criterion(done, by=manager, text=text)
    edit_criterion(criterion, by=manager, done=True)
    figures = figures_of(version, manager)
    assert (figures.count.done, figures.count.total, figures.count.percent) == (1, 3, 33)
    assert (figures.estimate.done, figures.estimate.total, figures.estimate.left_out) == (3, Decimal("7.5"), 1)
    assert (figures.criteria.done, figures.criteria.total, figures.criteria.left_out) == (1, 2, 2)


def test_one_whose_parts_are_in_the_version_counts_its_estimate_through_them(version, manager, make_requirement):
    whole = make_requirement("whole", version=version, estimate=8, level="feature")
    make_requirement("part", version=version, estimate=3, parent=whole)
    make_requirement("part elsewhere", estimate=5, parent=whole)
    assert figures_of(version, manager).estimate.total == 3
    assert burn_up(version, manager).days[-1].points == 3
    assert plan_of(version, manager).load == 3


def test_the_burn_up_follows_every_step_day_by_day(version, manager, days_ago, make_requirement, statuses):
    begun(version, 9)
    first = days_ago(20, lambda: make_requirement("first", version=version, estimate=3))
    second = days_ago(8, lambda: make_requirement("second", estimate=5))
    days_ago(6, lambda: edit(second, by=manager, version=version))
    days_ago(4, lambda: edit(first, by=manager, status=statuses["done"]))
    days_ago(3, lambda: edit(second, by=manager, estimate=8))
    days_ago(2, lambda: edit(first, by=manager, status=statuses["active"]))
    days_ago(1, lambda: delete(second, by=manager))
    assert drawn(version, manager) == [
        (back(9), 1, 0, 3, 0), (back(6), 2, 0, 8, 0), (back(4), 2, 1, 8, 3), (back(3), 2, 1, 11, 3),
        (back(2), 2, 0, 11, 0), (back(1), 1, 0, 3, 0), (back(0), 1, 0, 3, 0),
    ]  # fmt: skip


def test_undoing_a_deletion_brings_it_back_into_the_burn_up(version, manager, make_requirement):
    row = make_requirement("row", version=version, estimate=2)
    delete(row, by=manager)
    assert burn_up(version, manager).days[-1].scope == 0
    undo_batch(Change.objects.latest("id").batch, by=manager)
    assert (burn_up(version, manager).days[-1].scope, burn_up(version, manager).days[-1].points) == (1, 2)


def test_a_declined_one_leaves_the_scope_and_one_moved_on_as_well(version, manager, shop, make_requirement, statuses):
    rows = [make_requirement(f"Item {n}", version=version) for n in range(3)]
    edit(rows[0], by=manager, status=statuses["declined"], decline_reason="No")
    edit(rows[1], by=manager, version=None)
    assert burn_up(version, manager).days[-1].scope == 1
    assert figures_of(version, manager).count.total == 1


@pytest.mark.parametrize("query", ["", "?by=estimate", "?by=nonsense"])
@pytest.mark.parametrize("release", [None, "2020-01-01", "2099-12-31"])
def test_the_page_draws_whatever_the_dates_are(web, manager, version, make_requirement, query, release):
    make_requirement("row", version=version, estimate=2)
    Version.objects.filter(pk=version.pk).update(release_on=release)
    html = web(manager).get(f"/p/SHOP/versions/{version.pk}/progress/{query}").content.decode()
    assert 'class="burn-scope"' in html
    assert "NaN" not in html
    assert html.count("<tr>") == 1 + len(burn_up(version, manager).days)


def test_the_page_of_an_empty_version_draws_too(web, support, version):
    assert web(support).get(f"/p/SHOP/versions/{version.pk}/progress/").status_code == 200


def test_the_burn_up_is_one_statement_however_much_there_is(
    version, manager, make_requirement, django_assert_num_queries
):
    for number in range(8):
        edit(make_requirement(f"Item {number}", version=version), by=manager, estimate=number)
    with django_assert_num_queries(3):
        burn_up(version, manager)


def test_an_estimate_is_split_evenly_and_only_open_work_counts(
    version, manager, engineer, maya, designer, make_requirement, statuses
):
    make_requirement("shared", version=version, estimate=3, assignees=[engineer, designer])
    make_requirement("alone", version=version, estimate=4, assignees=[engineer, "Somebody outside"])
    make_requirement("done", version=version, estimate=9, assignees=[engineer], status=statuses["done"])
    make_requirement("unknown", version=version, assignees=[maya])
    make_requirement("nobody's", version=version, estimate=2)
    plan = plan_of(version, manager)
    loads = {row.name: (row.load, row.count, row.unestimated, row.is_member) for row in plan.people}
    assert loads[engineer.name] == (Decimal("3.5"), 2, 0, True)
    assert loads[designer.name] == (Decimal("1.5"), 1, 0, True)
    assert loads[maya.name] == (0, 1, 1, True)
    assert loads["Somebody outside"] == (2, 1, 0, False)
    assert (plan.nobody.load, plan.nobody.count, plan.load) == (2, 1, 9)
    assert [row.title for row in plan.unestimated] == ["unknown"]


def test_a_title_has_what_was_set_for_it_else_what_its_people_have(version, manager, engineer, maya, make_requirement):
    make_requirement("row", version=version, estimate=9, assignees=[engineer])
    set_capacities(version, [{"user": engineer, "amount": 5}, {"user": maya, "amount": Decimal("2.5")}], by=manager)

    def engineers():
        return next(row for row in plan_of(version, manager).titles if row.title == "engineer")

    assert (engineers().amount, engineers().is_summed, engineers().over) == (Decimal("7.5"), True, Decimal("1.5"))
    set_capacity(version, by=manager, title="engineer", amount=12)
    assert (engineers().amount, engineers().is_summed, engineers().spare) == (12, False, 3)
    set_capacity(version, by=manager, title="engineer", amount=None)
    assert engineers().is_summed


@pytest.mark.parametrize("amount", ["-1", "NaN", "1000000000000", "1e12", "Infinity", "abc", "1.234"])
def test_a_capacity_that_is_no_such_number_changes_nothing(web, manager, engineer, version, amount):
    page = f"/p/SHOP/versions/{version.pk}/capacity/"
    answer = web(manager).post(page, {f"user-{engineer.pk}": amount, "title-designer": "3"})
    assert answer.status_code == 422
    assert amount in answer.content.decode()
    assert not Capacity.objects.exists()


def test_capacities_are_saved_as_one_change_and_over_is_said_in_words(
    web, manager, engineer, version, make_requirement
):
    make_requirement("row", version=version, estimate=5, assignees=[engineer])
    page = f"/p/SHOP/versions/{version.pk}/capacity/"
    saved = web(manager).post(page, {f"user-{engineer.pk}": "3", "title-designer": "4"}, follow=True)
    assert "2 too much" in saved.content.decode()
    assert "4 free" in saved.content.decode()
    changes = Change.objects.filter(type="capacity")
    assert len({change.batch for change in changes}) == 1
    undo_batch(changes[0].batch, by=manager)
    assert not Capacity.objects.exists()


def test_only_members_and_known_titles_have_a_capacity(version, manager, outsider):
    for wrong in ({"user": outsider}, {"title": "wizard"}, {}, {"user": manager, "title": "engineer"}):
        with pytest.raises(ValidationError):
            set_capacity(version, by=manager, amount=1, **wrong)
