"""Which addresses are ours, and which item an answer is for."""

import re
from email.utils import parseaddr

from django.conf import settings
from django.db.models import Q
from django.utils.crypto import salted_hmac

from feedback.models import Contact, Feedback
from feedback.models.message import MessageKind

TAG = re.compile(r"\+([a-z][a-z0-9]{0,9}-f\d{1,9})\.([0-9a-f]{10})@", re.IGNORECASE)


def mailboxes_of(product):
    """The mailboxes that the settings name for a product."""
    return [mailbox for mailbox in settings.MAILBOXES if mailbox.product == product.key]


def sender_address():
    """The address that our mails come from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def is_ours(address):
    """Whether mail from this address would be our own, come back."""
    own = {sender_address(), *(mailbox.address for mailbox in settings.MAILBOXES)}
    bare = re.sub(r"\+[^@]*@", "@", address.lower())
    return bare in {one.lower() for one in own}


def reply_address(feedback):
    """Where an answer about an item should go to: the product's mailbox, if it can, at a name of the item's own."""
    mailbox = next(iter(mailboxes_of(feedback.product)), None)
    if mailbox is None:
        return sender_address()
    if not mailbox.plus:
        return mailbox.address
    name, _at, host = mailbox.address.rpartition("@")
    return f"{name}+{feedback.key.lower()}.{seal_of(feedback.key)}@{host}"


def seal_of(key):
    """What shows that an address was made by us; nobody writes into an item by guessing its key."""
    return salted_hmac("feedback.address", key.upper(), algorithm="sha256").hexdigest()[:10]


def item_answered(product, mail):
    """The item that a mail is about: by its own address, or by the mails that it answers. None for a new one."""
    items = Feedback.objects.of(product)
    for address in mail.recipients:
        if (tag := TAG.search(address)) and seal_of(tag[1]) == tag[2].lower():
            return items.filter(key__iexact=tag[1]).first()
    for mail_id in mail.answers:
        if found := item_sent(product, mail_id) or item_taken(product, mail_id, mail.sender):
            return found
    return None


def item_sent(product, mail_id):
    """The item that our own mail with this id was about. Nobody knows the id but who got the mail."""
    items = Feedback.objects.of(product).select_related("product", "customer")
    replied = items.filter(messages__product=product, messages__mail_id=mail_id, messages__kind=MessageKind.REPLY)
    told = items.filter(news__letter__message_id=mail_id).order_by("news__id")
    return replied.first() or told.first()


def item_taken(product, mail_id, sender):
    """The item that a customer's mail with this id was about, for those who take part in the conversation."""
    items = Feedback.objects.of(product).select_related("product", "customer")
    turns = items.filter(messages__product=product, messages__mail_id=mail_id)
    found = turns.first() or items.filter(mails__product=product, mails__mail_id=mail_id).first()
    return found if found and takes_part(found, sender) else None


def takes_part(feedback, sender):
    """Whether who writes belongs to the conversation: the ids of customers' mails stand in whatever they pass on."""
    customer = feedback.customer
    if customer and customer.domain and sender.lower().endswith(f"@{customer.domain}"):
        return True
    theirs = Q(pk=feedback.contact_id) | Q(pk__in=feedback.messages.values("contact"))
    if customer:
        theirs |= Q(customer=customer)
    return Contact.objects.of(feedback.product).with_address(sender).filter(theirs).exists()
