from celery import shared_task
from django.conf import settings

from feedback.forms.bulk import decide, decision_of
from feedback.models import Desk
from feedback.operations import bulk, escalating, letting_know, sending
from feedback.operations.fetching import fetch_from
from feedback.operations.forgetting import forget_sources
from feedback.operations.sweeping import forget_gone_files
from feedback.operations.timing import keep_if_due
from feedback.operations.weighing import ask_for_demand, reckon_if_due
from pmhub.lib.hints import hint
from requirements.operations.carrying_out import carried
from requirements.tasks import hint_soon, score_product

AFTER_OTHERS = 600  # seconds in which a mailbox gets its turn, though others have much to be read
carried[bulk.PART] = decision_of, decide


@shared_task
def score_demand(product_id):
    """Reckon a product's demands if they are due, then the scores, and again if that was asked for meanwhile."""
    again = reckon_if_due(product_id)
    hint_soon(score_product, [product_id])
    if again:
        score_demand.delay(product_id)


@shared_task
def score_due_demands():
    """The sweep: whatever is due is reckoned, also when Redis forgot about it."""
    for product_id in Desk.objects.due("demand").values_list("product", flat=True):
        score_demand.delay(product_id)


@shared_task
def score_every_demand():
    """Every night: what was changed behind everybody's back comes right."""
    ask_for_demand(Desk.objects.values("product"))
    score_due_demands.delay()


@shared_task
def score_clocks(product_id):
    """Reckon a product's clocks if they are due, and again if that was asked for meanwhile."""
    if keep_if_due(product_id):
        score_clocks.delay(product_id)


@shared_task
def score_due_clocks():
    """The sweep: whatever is due is reckoned, also when Redis forgot about it."""
    for product_id in Desk.objects.due("clocks").values_list("product", flat=True):
        score_clocks.delay(product_id)


@shared_task
def escalate():
    """The sweep: whose time is over is noted, once."""
    escalating.escalate()


@shared_task
def mail_in():
    """Have every mailbox read, each by itself: one that is broken or slow is in the way of no other."""
    for mailbox in settings.MAILBOXES:
        hint(mail_in_from, mailbox.product, mailbox.name, expires=AFTER_OTHERS)


@shared_task
def mail_in_from(product, name):
    """Read one mailbox. On the queue of mail, with a lease, so that a slow server holds up no page."""
    for mailbox in settings.MAILBOXES:
        if (mailbox.product, mailbox.name) == (product, name):
            fetch_from(mailbox)


@shared_task
def mail_replies():
    """Send the replies that were written."""
    sending.mail_replies()


@shared_task
def mail_news():
    """Send the letters of the day to people outside."""
    letting_know.mail_news()


@shared_task
def forget_mail():
    """Every night: the sources of old mails go."""
    forget_sources()


@shared_task
def forget_files():
    """Every night: files that nothing holds any more are deleted for good."""
    forget_gone_files()
