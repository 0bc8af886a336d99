import structlog
from celery import shared_task
from kombu.exceptions import OperationalError

from accounts.operations import inviting

log = structlog.get_logger(__name__)


@shared_task
def send_invitations():
    """Send every invitation that is due."""
    while inviting.send_next():
        pass


def nudge(**options):
    """Wake a worker after a commit. Redis is a hint: the sweep sends what this could not announce."""
    try:
        send_invitations.apply_async(retry=False, **options)
    except OperationalError as error:
        log.warning("nudge not sent", reason=str(error))
