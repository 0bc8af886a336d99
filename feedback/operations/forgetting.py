"""Mail is kept whole for a while, so that nothing of it is lost; then, or with its writer, its source goes."""

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.models import CustomerLetter, IncomingMail, Message, News
from feedback.models.incoming import Outcome
from feedback.models.message import MessageKind
from feedback.operations.contacts import erases
from feedback.operations.sources import path_of

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
    """With a person go the sources of their mails and of what came back from them, their address in the lists of mail
    and in what was said of failed replies, and what was to be told them."""
    theirs = Q(message__contact=contact) | Q(feedback__contact=contact, message=None)
    theirs |= Q(feedback__contact=contact, outcome=Outcome.BOUNCE)
    if contact.email:
        theirs |= Q(sender__iexact=contact.email)
    mails = IncomingMail.objects.filter(theirs, product=contact.product_id)  # under former addresses as well
    forget(mails)
    mails.update(sender="", subject="", problem="")
    to_them = Q(contact=contact) | Q(contact=None, feedback__contact=contact)
    failed = Message.objects.filter(to_them, kind=MessageKind.REPLY).exclude(problem="")
    failed.update(problem=_("It came back."))
    CustomerLetter.objects.filter(contact=contact).update(address="", subject="", error="")
    News.objects.filter(contact=contact, state__in=["draft", "waiting"]).delete()
