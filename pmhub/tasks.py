import time

from celery import shared_task
from django.core.cache import cache

HEARTBEAT = "heartbeat"


@shared_task(name="pmhub.heartbeat")
def heartbeat():
    """Sent by the clock, received by a worker: both live."""
    cache.set(HEARTBEAT, time.time(), timeout=3600)
