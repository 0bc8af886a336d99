"""The background worker and its clock. Redis is only a hint: what is due stands in PostgreSQL."""

import os

from celery import Celery, signals
from kombu import Queue
from kombu.exceptions import OperationalError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmhub.settings")

from django.conf import settings

app = Celery("pmhub")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.task_queues = [Queue(name, routing_key=name) for name in settings.TASK_QUEUES]
app.autodiscover_tasks()


@signals.worker_init.connect
@signals.beat_init.connect
def hold_embedded_services(**_):
    """Keep the embedded servers while a worker or a clock runs."""
    if settings.EMBEDDED:
        settings.EMBEDDED.hold()


@signals.beat_init.connect
def beat_once_at_the_start(**_):
    """Nobody should wait for the first interval to see that the clock runs."""
    try:
        app.send_task("pmhub.heartbeat", expires=60)
    except OperationalError:
        pass


@signals.setup_logging.connect
def keep_our_logging(**_):
    """Django has set up the logs already; Celery must not do it again."""
