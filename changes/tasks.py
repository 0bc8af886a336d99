import structlog
from celery import shared_task
from kombu.exceptions import OperationalError

from changes import stream

log = structlog.get_logger(__name__)


@shared_task(ignore_result=True)
def settle_changes():
    """Order what was committed and wake the consumers that are behind."""
    stream.settle()
    for name in stream.lagging():
        run_consumer.delay(name)


@shared_task(ignore_result=True)
def run_consumer(name):
    """Let one consumer read to the end."""
    while stream.consume(name):
        pass


def nudge():
    """Wake the stream after a commit. Redis is a hint: the sweep every 15 seconds is what guarantees it."""
    try:
        settle_changes.apply_async(retry=False)
    except OperationalError as error:
        log.warning("nudge not sent", reason=str(error))
