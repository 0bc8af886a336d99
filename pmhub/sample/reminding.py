"""What the last two weeks have put into the inboxes of the sample's people."""

from datetime import timedelta

from django.db import connection

from accounts.models import User
from notifications.models import Notification
from roadmaps.models import Milestone

LATELY = timedelta(days=14)
DUE_LATELY = """
SELECT DISTINCT ON (milestone_id, recipient_id) milestone_id, recipient_id, reason, due_at
  FROM reminders_expected(%s, '{}', NULL) WHERE channel = 'inbox' AND due_at BETWEEN %s AND %s
 ORDER BY milestone_id, recipient_id, due_at DESC
"""


def remind(product, now):
    """Tell everybody what their reminders would have told them, had the sample been there already."""
    milestones = {milestone.pk: milestone for milestone in Milestone.objects.of(product)}
    with connection.cursor() as cursor:
        cursor.execute(DUE_LATELY, [list(milestones), now - LATELY, now])
        rows = cursor.fetchall()
    people = User.objects.in_bulk(row[1] for row in rows)
    Notification.objects.bulk_create(
        Notification(
            user=people[person], product=product, milestone=milestones[pk], name=milestones[pk].name, reason=reason,
            target_on=milestones[pk].due.end, target_precision=milestones[pk].due_precision, day=at.date(),
            created_at=at,
        )
        for pk, person, reason, at in rows
    )  # fmt: skip
