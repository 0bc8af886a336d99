"""Waking a worker, where it does no harm when nobody hears."""

import structlog
from kombu.exceptions import OperationalError

log = structlog.get_logger(__name__)


def hint(task, *args, **options):
    """Send a task once. Redis is only a hint: a sweep finds later what could not be announced now."""
    try:
        task.apply_async(args, retry=False, **options)
    except OperationalError as error:
        log.warning("hint not sent", task=task.name, about=args, reason=str(error))
