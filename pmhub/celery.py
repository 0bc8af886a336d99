"""The background worker and its clock. Redis is only a hint: what is due stands in PostgreSQL."""

import os

from celery import Celery, signals
from django.utils.module_loading import autodiscover_modules
from kombu import Queue
from kombu.exceptions import OperationalError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmhub.settings")

from django.conf import settings

app = Celery("pmhub")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    accept_content=["json"],
    task_serializer="json",
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_time_limit=300,  # seconds; the broker hands a task out again after 900
    task_soft_time_limit=280,
    task_publish_retry=False,
    task_default_queue="default",
    timezone="UTC",
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    worker_prefetch_multiplier=1,
    worker_soft_shutdown_timeout=30,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
)
app.conf.task_queues = [Queue(name, routing_key=name) for name in settings.TASK_QUEUES]
app.autodiscover_tasks()


@signals.worker_init.connect
def insist_on_all_tasks(**_):
    """A worker that cannot import a task must not start: it would lose that kind of work silently."""
    try:
        autodiscover_modules("tasks")
    except ImportError as error:
        raise SystemExit(f"A task cannot be imported: {error}") from error


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
