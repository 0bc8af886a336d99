import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError

from changes.models import Change
from feedback.models import Evidence
from feedback.operations.linking import link, unlink, weigh
from feedback.operations.reporting import report

BODY = "结算太麻烦了，要跳三次页面。\n发票申请两周没消息 😀 急"


@pytest.fixture
def voice(shop, maya):
    return report(shop, by=maya, body=BODY)


def test_a_passage_speaks_for_a_requirement(voice, requirement, maya):
    evidence = link(voice, requirement, by=maya, passage="跳三次页面", start=8, importance=3)
    assert (evidence.passage, evidence.start, evidence.importance) == ("跳三次页面", 8, 3)
    change = Change.objects.get(type="evidence", object_id=evidence.pk)
    assert (change.key, change.operation, change.actor_id) == (voice.key, "link", maya.pk)


def test_a_passage_without_a_place_is_looked_for(voice, requirement, maya):
    assert link(voice, requirement, by=maya, passage="急").start == BODY.index("急")


def test_the_whole_item_speaks_without_a_passage(voice, requirement, maya):
    evidence = link(voice, requirement, by=maya)
    assert (evidence.passage, evidence.start, evidence.importance) == ("", None, 1)


def test_several_requirements_and_several_passages(voice, requirement, make_requirement, maya):
    invoices = make_requirement("Invoices by mail")
    link(voice, requirement, by=maya)
    link(voice, requirement, by=maya, passage="结算太麻烦了", start=0)
    link(voice, requirement, by=maya, passage="跳三次页面", start=8)
    link(voice, invoices, by=maya, passage="发票申请两周没消息")
    assert requirement.evidence.count() == 3
    assert invoices.evidence.get().passage == "发票申请两周没消息"


def test_linking_twice_changes_nothing(voice, requirement, maya, manager):
    first = link(voice, requirement, by=maya, passage="急", importance=3)
    again = link(voice, requirement, by=manager, passage="急", importance=1)
    assert first == again
    assert again.importance == 3
    assert Evidence.objects.count() == 1
    assert Change.objects.filter(type="evidence").count() == 1


def test_more_words_from_the_same_place_take_the_place_of_the_fewer(voice, requirement, maya, manager):
    link(voice, requirement, by=maya, passage="结算", importance=1)
    longer = link(voice, requirement, by=manager, passage="结算太麻烦了", importance=3)
    assert (longer.passage, longer.importance, longer.by) == ("结算太麻烦了", 3, manager)
    assert link(voice, requirement, by=maya, passage="结算太", importance=0).importance == 3
    assert Evidence.objects.get().passage == "结算太麻烦了"


@pytest.mark.parametrize(
    ("passage", "start"), [("跳三次页面", 3), ("没有说过", None), ("急", 10_000), ("急", -1), ("急\x00", None)]
)
def test_a_passage_must_stand_in_the_body(voice, requirement, maya, passage, start):
    with pytest.raises(ValidationError):
        link(voice, requirement, by=maya, passage=passage, start=start)
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("importance", [-1, 4, None, "much"])
def test_importance_is_0_to_3(voice, requirement, maya, importance):
    with pytest.raises(ValidationError) as refused:
        link(voice, requirement, by=maya, importance=importance)
    assert "importance" in refused.value.message_dict
    assert not Evidence.objects.exists()


def test_what_was_weighed_again_is_the_last_word(voice, requirement, maya, manager):
    first = link(voice, requirement, by=maya, passage="急", importance=3)
    second = link(voice, requirement, by=maya, passage="跳三次页面", importance=1)
    weigh(first, by=manager, importance=2)
    first.refresh_from_db()
    assert (first.importance, first.by, first.lock_version) == (2, manager, 2)
    assert first.at > second.at


def test_weighing_the_same_changes_nothing(voice, requirement, maya, manager):
    evidence = link(voice, requirement, by=maya, importance=3)
    weigh(evidence, by=manager, importance=3)
    evidence.refresh_from_db()
    assert (evidence.by, evidence.lock_version) == (maya, 1)
    with pytest.raises(ValidationError):
        weigh(evidence, by=maya, importance=4)


def test_a_link_is_taken_back(voice, requirement, maya):
    unlink(link(voice, requirement, by=maya), by=maya)
    assert not requirement.evidence.exists()


def test_a_viewer_links_nothing(voice, requirement, maya, support):
    evidence = link(voice, requirement, by=maya)
    for refused in (lambda: link(voice, requirement, by=support), lambda: unlink(evidence, by=support),
                    lambda: weigh(evidence, by=support, importance=0)):  # fmt: skip
        with pytest.raises(PermissionDenied):
            refused()
    assert Evidence.objects.get().importance == 1


def test_nothing_is_linked_across_products(voice, other_requirement, maya):
    with pytest.raises(SuspiciousOperation):
        link(voice, other_requirement, by=maya)


def test_what_was_taken_back_meanwhile_is_not_weighed(voice, requirement, maya):
    evidence = link(voice, requirement, by=maya)
    Evidence.objects.all().delete()
    with pytest.raises(ValidationError, match="deleted meanwhile"):
        weigh(evidence, by=maya, importance=3)
