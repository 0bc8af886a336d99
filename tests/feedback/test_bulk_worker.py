"""What a worker decides about many items is what their writer meant."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from feedback.models import Feedback
from feedback.operations import bulk
from requirements.models import BulkEdit
from requirements.tasks import bulk_carry_out


def test_until_the_morning_of_the_writers_own_day(make_voice, shop, maya):
    type(maya).objects.filter(pk=maya.pk).update(time_zone="Asia/Shanghai")
    numbers = [make_voice(title=name).number for name in ("one", "two")]
    job = bulk.begin(shop, numbers, by=maya, act="snooze", data={"until": "+3d"})
    shanghai = ZoneInfo("Asia/Shanghai")
    yesterday = timezone.localdate(timezone=shanghai) - timedelta(days=1)
    BulkEdit.objects.update(created_at=datetime.combine(yesterday, time(0, 30), shanghai))  # in UTC the day before
    bulk_carry_out.apply([job.pk])
    morning = datetime.combine(yesterday + timedelta(days=3), time(9), shanghai)
    assert set(Feedback.objects.values_list("snoozed_until", flat=True)) == {morning}
