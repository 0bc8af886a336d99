from celery import shared_task

from accounts.operations import inviting
from pmhub.lib.hints import hint


@shared_task
def send_invitations():
    """Send every invitation that is due."""
    while inviting.send_next():
        pass


def nudge(**options):
    """Wake a worker after a commit."""
    hint(send_invitations, **options)
