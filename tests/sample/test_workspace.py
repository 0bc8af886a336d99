"""The sample workspace is believable: people, products, ages, scores and history agree with each other."""

import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from changes.models import Change
from pmhub.management.commands import sample_workspace
from products.models import Product
from requirements.models import Comment, Criterion, Link, Requirement
from roadmaps.models import Milestone, Version

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def workspace(django_db_setup, django_db_blocker, tmp_path_factory):
    """What the command printed. The workspace is made once for this module and rolled back after it."""
    sign_ins = tmp_path_factory.mktemp("home") / "sign-ins.txt"
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(sample_workspace, "SIGN_INS", sign_ins)
        call_command("sample_workspace", verbosity=0)
        yield sign_ins
        transaction.set_rollback(True)


@pytest.fixture
def shop_items(workspace):
    return Requirement.objects.filter(product__key="SHOP")


def test_sign_ins_name_six_people_with_one_password_that_works(workspace):
    text = workspace.read_text()
    password = re.search(r"password (\S+)", text)[1]
    people = User.objects.people()
    assert len(people) == 6
    assert all(person.email in text and person.check_password(password) for person in people)
    assert workspace.stat().st_mode & 0o077 == 0
    assert [person.name for person in people if person.is_admin] == ["林知夏"]
    assert all(person.emailaddress_set.get().verified for person in people)


def test_products_differ_in_who_sees_them(workspace):
    maya = User.objects.get(name="Maya Fischer")
    seen = Product.objects.visible_to(maya).values_list("key", flat=True)
    assert set(seen) == {"SHOP", "HELP"}
    assert Product.objects.get(key="HELP").privacy == "internal"


def test_titles_are_many_in_both_languages_and_all_different(shop_items):
    titles = list(shop_items.values_list("title", flat=True))
    chinese = [title for title in titles if re.search(r"[\u4e00-\u9fff]", title)]
    assert len(titles) >= 150
    assert 0.5 <= len(chinese) / len(titles) <= 0.75
    assert len(set(titles)) == len(titles)


def test_every_step_of_the_workflow_is_lived_in(shop_items):
    assert set(shop_items.values_list("status__category", flat=True)) == {
        "new", "review", "planned", "active", "done", "declined"
    }  # fmt: skip
    assert not shop_items.filter(status__category="declined", decline_reason="").exists()


def test_tree_has_three_levels_and_nothing_older_than_its_parent(shop_items):
    levels = set(shop_items.exclude(parent=None).values_list("parent__level", "level"))
    assert {("initiative", "feature"), ("feature", "story")} <= levels
    children = shop_items.exclude(parent=None).select_related("parent")
    assert all(child.parent.created_at < child.created_at for child in children)


def test_most_have_a_score_and_some_say_why_not(shop_items):
    assert shop_items.exclude(score=None).count() > 130
    assert 3 <= shop_items.filter(score=None).exclude(score_problem="").count() <= 20


def test_history_is_spread_over_ninety_days_and_ascends(workspace):
    moments = list(Change.objects.order_by("id").values_list("at", flat=True))
    now = timezone.now()
    assert now - timedelta(days=95) < min(moments) < now - timedelta(days=88)
    assert max(moments) < now
    days = {moment.date() for moment in moments}
    assert len(days) > 50
    by_key = Change.objects.filter(type="requirement").order_by("key", "id").values_list("key", "at")
    assert list(by_key) == sorted(by_key)


def test_rows_are_as_old_as_their_history_says(shop_items):
    made = dict(Change.objects.filter(type="requirement", action="insert").values_list("key", "at"))
    for requirement in shop_items:
        assert requirement.created_at == made[requirement.key]
        assert requirement.created_at <= requirement.updated_at
    said = Change.objects.filter(type="comment", action="insert").first()
    assert said.diff["created_at"][1][:19] == Comment.objects.get(pk=said.object_id).created_at.isoformat()[:19]


def test_people_talk_check_link_and_plan(workspace):
    assert Comment.objects.count() >= 110
    assert Criterion.objects.filter(done=True).exists()
    assert Criterion.objects.filter(done=False).exists()
    assert Link.objects.count() >= 6
    assert Version.objects.count() == 6
    assert set(Version.objects.values_list("state", flat=True)) == {"archived", "released", "active", "planned"}
    assert Milestone.objects.count() == 8


def test_some_work_is_late_some_is_due_this_week_some_is_fuzzy(shop_items):
    today = timezone.localdate()
    work = shop_items.filter(status__category="active")
    assert work.filter(due_precision="day", due_on__lt=today).exists()
    assert work.filter(due_precision="day", due_on__range=(today, today + timedelta(days=7))).exists()
    assert set(shop_items.exclude(due_on=None).values_list("due_precision", flat=True)) == {"day", "month", "quarter"}


def test_second_run_changes_nothing(workspace, capsys):
    before = Change.objects.count(), workspace.read_text()
    call_command("sample_workspace")
    assert (Change.objects.count(), workspace.read_text()) == before
    assert "nothing was made" in capsys.readouterr().out


def test_again_makes_it_anew_with_another_password(workspace):
    before = workspace.read_text()
    with transaction.atomic():
        call_command("sample_workspace", again=True, verbosity=0)
        assert Product.objects.count() == 3
        assert User.objects.people().count() == 6
        transaction.set_rollback(True)
    assert workspace.read_text() != before
    workspace.write_text(before)


def test_again_leaves_products_of_others_alone(workspace):
    with transaction.atomic():
        Product.objects.get(key="LAB").memberships.all().delete()
        Product.objects.filter(key="LAB").update(is_sample=False)
        with pytest.raises(CommandError, match="LAB is no sample product"):
            call_command("sample_workspace", again=True)
        transaction.set_rollback(True)
