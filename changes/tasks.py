from celery import shared_task

from changes import stream
from pmhub.lib.hints import hint


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
    """Wake the stream after a commit."""
    hint(settle_changes)
