import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from changes.models import Change
from feedback.models import Feedback
from feedback.operations.reporting import report


def test_a_voice_gets_a_number_of_its_product(shop, help_desk, maya, manager):
    first, second = report(shop, by=maya, body="结算太麻烦了"), report(shop, by=maya, body="发票申请两周没消息")
    assert [first.key, second.key] == [f"{shop.key}-F1", f"{shop.key}-F2"]
    assert first.title == "结算太麻烦了"
    assert first.state == "new"


def test_its_clock_begins_when_it_was_received(shop, maya):
    voice = report(shop, by=maya, body="结算太麻烦了")
    assert [(event.kind, event.at) for event in voice.clock_events.all()] == [("received", voice.received_at)]


def test_it_is_recorded_under_its_key(shop, maya):
    voice = report(shop, by=maya, body="结算太麻烦了", kind="complaint")
    change = Change.objects.get(type="feedback", object_id=voice.pk)
    assert (change.key, change.actor_id, change.operation) == (voice.key, maya.pk, "report")


def test_a_viewer_may_not_report(shop, support):
    with pytest.raises(PermissionDenied):
        report(shop, by=support, body="…")
    assert not Feedback.objects.exists()


def test_nothing_said_is_refused(shop, maya):
    with pytest.raises(ValidationError, match="Say what"):
        report(shop, by=maya, body="  \n ")


def test_an_outsider_sees_none_of_it(shop, maya, outsider):
    report(shop, by=maya, body="结算太麻烦了")
    assert not Feedback.objects.visible_to(outsider).exists()


def test_what_browsers_send_is_kept_with_plain_line_ends(shop, maya):
    assert report(shop, by=maya, body="一行\r\n两行\r\n").body == "一行\n两行"
