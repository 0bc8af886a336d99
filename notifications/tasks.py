from celery import shared_task

from notifications.operations import digesting, filling, mailing
from pmhub.lib.hints import hint


@shared_task
def fill_inboxes():
    """Put what is due into people's inboxes."""
    filling.fill_inboxes()


@shared_task
def tell_of_weeks():
    """Tell who works on a product of its week's feedback, where their Monday has come."""
    digesting.tell_of_weeks()


@shared_task
def mail_reminders():
    """Mail what is due. Alone on the queue of mail, so that a slow server delays no inbox."""
    mailing.mail_reminders()


def nudge(**options):
    """Wake a worker after a commit."""
    hint(mail_reminders, **options)
