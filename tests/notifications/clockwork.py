"""PMHub's Celery with a clock that a test sets, for its workers and beats: `celery -A tests.notifications.clockwork`.

The time is the machine's plus as many seconds as stand in the file `PMHUB_TEST_CLOCK`. The schedule is the real one,
with the two sweeps of reminders twice a second instead of once a minute.
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.utils import timezone

CLOCK = Path(os.environ["PMHUB_TEST_CLOCK"])
SWEEPS = ["notifications.tasks.fill_inboxes", "notifications.tasks.mail_reminders"]


def now():
    return datetime.now(UTC) + timedelta(seconds=float(CLOCK.read_text()))


timezone.now = now  # before anybody takes it

from pmhub.celery import app  # noqa: E402

for name in SWEEPS:
    app.conf.beat_schedule[name]["schedule"] = timedelta(seconds=0.5)
