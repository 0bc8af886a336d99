"""Mail is kept whole for a while, so that nothing of it is lost; then, or with its writer, its source goes."""

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Q
from django.utils import timezone

from feedback.models import CustomerLetter, IncomingMail, News
from feedback.operations.contacts import erases
from feedback.operations.receiving import path_of

AT_A_TIME = 1_000


def forget_sources(now=timezone.now):
    """Delete the sources of mails older than the settings keep them; returns how many."""
    old = IncomingMail.objects.filter(at__lt=now() - settings.MAIL_KEPT).exclude(storage="").order_by("at")
    return forget(old[:AT_A_TIME])


def forget(mails):
    """Delete the sources of these mails."""
    rows = list(mails)
    for row in rows:
        if row.storage:
            default_storage.delete(path_of(row.storage))
    IncomingMail.objects.filter(pk__in=[row.pk for row in rows]).update(storage="")
    return len(rows)


@erases
def forget_mail_of(contact):
    """With a person go the sources of their mails, their address in the lists of mail, and what was to be told them."""
    theirs = Q(message__contact=contact) | Q(feedback__contact=contact, message=None)
    if contact.email:
        theirs |= Q(sender__iexact=contact.email)
    mails = IncomingMail.objects.filter(theirs, product=contact.product_id)  # under former addresses as well
    forget(mails)
    mails.update(sender="", subject="")
    CustomerLetter.objects.filter(contact=contact).update(address="", subject="")
    News.objects.filter(contact=contact, state__in=["draft", "waiting"]).delete()
