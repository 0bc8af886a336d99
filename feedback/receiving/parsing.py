"""A mail as it came over the wire: who wrote, what, in answer to which, with which files.

The parser of compat32 is used on purpose: that of `policy.default` raises IndexError and AttributeError on headers that
spammers and old programs write every day. Encoded words are read by `charsets`.
"""

import hashlib
import re
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.utils import getaddresses

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.validators import validate_email

from feedback.models.feedback import BODY_LENGTH, TITLE_LENGTH
from feedback.receiving.automatic import outcome_of
from feedback.receiving.charsets import clean, header_text, text_of
from feedback.receiving.html import text_of_html

BROKEN = (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError)
ID = re.compile(r"<([!-;=?-~]{3,480})>")  # what RFC 5322 allows in one: visible ASCII
MOST_PARTS, MOST_FILES, DEEPEST = 300, 20, 30
RECEIVERS = ("to", "cc", "delivered-to", "x-original-to")
LONGEST = {"text/plain": 4 * BODY_LENGTH, "text/html": 2_000_000}  # bytes of a part that are read; files are not cut
LONGEST_ID = 190  # so that it fits wherever it is kept


class Unreadable(Exception):
    """No mail can be made of these bytes."""


@dataclass
class Mail:
    """What a mail says. `outcome` is set where no person wrote it; `answers` are the ids it names, nearest first."""

    mail_id: str
    sender: str
    name: str
    recipients: list
    subject: str
    text: str
    answers: list
    outcome: str | None
    files: list = field(default_factory=list)
    left_out: int = 0


def read_mail(raw):
    """The mail in these bytes; Unreadable where there is none."""
    try:
        message = message_from_bytes(raw, policy=policy.compat32)
        if not message.keys() or not any(message[name] for name in ("from", "subject", "date", "message-id", "to")):
            raise Unreadable("It has none of the headers of a mail.")
        return mail_of(message, raw)
    except BROKEN as error:
        raise Unreadable(f"{type(error).__name__}: {error}"[:300]) from error


def mail_of(message, raw):
    texts, pages, files, charset = parts_of(message)
    name, sender = writer_of(message, charset)
    subject = header_text(raw_of(message, "subject"), charset)[:TITLE_LENGTH]
    text = "\n\n".join(text for text in texts if text.strip()) or "\n\n".join(map(text_of_html, pages))
    return Mail(
        mail_id=id_of(message, raw),
        sender=sender,
        name=name,
        recipients=[address.lower() for _name, address in addresses(message, *RECEIVERS)],
        subject=subject,
        text=cut(clean(text).strip()),
        answers=answered(message),
        outcome=outcome_of(message, sender, subject),
        files=files[:MOST_FILES],
        left_out=max(0, len(files) - MOST_FILES),
    )  # fmt: skip


def cut(text):
    return text if len(text) <= BODY_LENGTH else text[: BODY_LENGTH - 1] + "…"


def id_of(message, raw):
    """Its Message-ID; where it has none, or an endless one, a name made of its content."""
    found = ID.search(str(message["message-id"] or ""))
    if found and len(found[1]) <= LONGEST_ID:
        return f"<{found[1]}>"
    return f"<{hashlib.sha256(raw).hexdigest()[:40]}@without.id>"


def answered(message):
    """The ids of In-Reply-To and References, the nearest first, each once."""
    replied = ID.findall(str(message["in-reply-to"] or ""))
    older = ID.findall(str(message["references"] or ""))
    return list(dict.fromkeys(f"<{one}>" for one in [*replied, *reversed(older[-50:])]))


def writer_of(message, charset):
    """Name and address of who wrote it; an address that is none is ""."""
    for header in ("from", "reply-to", "sender", "return-path"):
        for name, address in addresses(message, header, hint=charset):
            try:
                validate_email(address)
            except ValidationError:
                continue
            return name[:200], address[:254]
    return header_text(raw_of(message, "from"), charset)[:200], ""


def addresses(message, *headers, hint=""):
    """Names and addresses of these headers. Names are read after the line is taken apart, for they may hold commas."""
    lines = [line for header in headers for name, line in message.raw_items() if name.lower() == header]
    return [(header_text(name, hint), clean(address).strip()) for name, address in getaddresses(lines)]


def raw_of(message, header):
    """The first header of a name, with bytes that are not ASCII as surrogates."""
    return next((line for name, line in message.raw_items() if name.lower() == header), "")


def parts_of(message):
    """Plain texts, HTML pages, files, and a charset that the mail names somewhere."""
    texts, pages, files, charset = [], [], [], ""
    for part in leaves(message):
        kind = part.get_content_type()
        is_shown = part.get_content_disposition() != "attachment" and not part.get_filename()
        if kind in LONGEST and is_shown:
            own = str(part.get_content_charset() or "")
            text = text_of((part.get_payload(decode=True) or b"")[: LONGEST[kind]], own)
            (texts if kind == "text/plain" else pages).append(text)
            charset = charset or own
        elif data := content_of(part):
            files.append(ContentFile(data, name=file_name(part, charset)))
    return texts, pages, files, charset


def leaves(message, depth=0):
    """The parts that hold something, without those of mails that are attached."""
    if depth < DEEPEST and message.is_multipart() and message.get_content_maintype() != "message":
        for part in message.get_payload()[:MOST_PARTS]:
            yield from leaves(part, depth + 1)
    else:
        yield message


def content_of(part):
    if part.get_content_maintype() == "message":
        return part.get_payload(0).as_bytes() if part.is_multipart() else part.as_bytes()
    return part.get_payload(decode=True)


def file_name(part, charset):
    named = header_text(part.get_filename() or "", charset)
    if named:
        return named
    kind = part.get_content_type()
    return "mail.eml" if kind == "message/rfc822" else f"file.{kind.rpartition('/')[2][:10]}"
