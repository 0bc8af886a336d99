from celery import shared_task
from django.db import transaction

from pmhub.lib.hints import hint
from portal.operations import logos, mailing


@shared_task
def mail_portal():
    """Send the codes and invitations that are due."""
    mailing.mail_everything()


@shared_task
def forget_logos():
    """Every night: pictures of portals that nothing shows any more go."""
    logos.forget_logos()


def nudge():
    """Wake a worker after the commit; the sweep finds what it does not hear."""
    transaction.on_commit(lambda: hint(mail_portal))
