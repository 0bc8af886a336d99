"""The words of mails to people outside, in their language."""

from email.utils import formataddr

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from feedback.models import IncomingMail
from feedback.models.message import MessageKind
from feedback.operations.filing import contents_of
from feedback.receiving.addressing import mailboxes_of, reply_address, sender_address
from feedback.sending.languages import language_of
from feedback.sending.links import news_link
from pmhub.lib.courier import NotSent
from pmhub.lib.markdown import render

OF_PROGRAMS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def sender_of(product):
    """Our address under the product's name."""
    return formataddr((product.name, sender_address()))


def reader_of(message):
    """To whom a reply was written; of those that name nobody, whose item it is."""
    return message.contact or message.feedback.contact


def mail_of_reply(message, mail_id):
    """A reply as a mail: an answer to the last one that came."""
    feedback, contact = message.feedback, reader_of(message)
    with translation.override(language_of(contact)):
        facts = {"message": message, "feedback": feedback, "product": feedback.product, "html": render(message.body)}
        facts["follow_url"] = news_link(contact, feedback)
        text = render_to_string("feedback/mail/reply.txt", facts).strip() + "\n"
        html = render_to_string("feedback/mail/reply.html", facts)
    headers = {"Message-ID": mail_id, "Auto-Submitted": "no", **thread_of(message)}
    subject = f"Re: {' '.join(feedback.title.split())} [{feedback.key}]"
    mail = composed(subject, text, html, contact.email, feedback, headers)
    for file in message.files.all():
        mail.attach(*enclosure(file))
    return mail


def enclosure(file):
    """Name, bytes and type of a file in a mail; of texts no program may change a byte. NotSent where it is lost."""
    is_exact = not file.content_type.startswith(("text/", "message/"))
    try:
        return file.name, contents_of(file), file.content_type if is_exact else "application/octet-stream"
    except OSError as error:
        raise NotSent(_("“%(name)s” cannot be read: %(reason)s") % {"name": file.name, "reason": error}) from error


def composed(subject, text, html, address, feedback, headers):
    product = feedback.product
    answers = [reply_address(feedback)] if mailboxes_of(product) else []
    mail = EmailMultiAlternatives(subject, text, sender_of(product), [address], headers=headers, reply_to=answers)
    mail.attach_alternative(html, "text/html")
    return mail


def thread_of(message):
    """The headers by which mail programs show a conversation as one."""
    own = message.feedback.messages.exclude(kind=MessageKind.NOTE).exclude(mail_id="").exclude(pk=message.pk)
    turns = list(own.order_by("created_at", "id").values_list("kind", "mail_id"))
    first = IncomingMail.objects.of(message.feedback.product).filter(feedback=message.feedback, message=None)
    begin = first.order_by("id").values_list("mail_id", flat=True).first()
    ids = [begin] * bool(begin) + [mail_id for _kind, mail_id in turns]
    came = [begin] * bool(begin) + [mail_id for kind, mail_id in turns if kind == MessageKind.INCOMING]
    if not ids:
        return {}
    return {"In-Reply-To": (came or ids)[-1], "References": " ".join(dict.fromkeys(ids[-20:]))}
