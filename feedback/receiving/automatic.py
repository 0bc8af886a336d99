"""Mail that no person wrote: RFC 3834 and what programs do instead of it."""

import re

from feedback.models.incoming import Outcome

BY_PROGRAMS = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-response-suppress")
BULK = {"bulk", "junk", "auto_reply"}  # not "list": a group that forwards what customers write says so, too
POSTMASTERS = re.compile(r"^(mailer-daemon|postmaster|mail-daemon|maildelivery)@", re.IGNORECASE)
ABSENT = re.compile(
    r"^\s*(automatic reply|auto[- ]?reply|autoreply|out of (the )?office( autoreply)?|abwesenheitsnotiz"
    r"|automatische antwort|自动回复|自動回覆|自动答复|自动应答|外出自动回复)\s*([:：]|$)",
    re.IGNORECASE,
)
RETURNED = re.compile(
    r"^\s*(undelivered mail returned to sender|undeliverable\s*[:：]|delivery status notification"
    r"|mail delivery (failed|failure|system)|returned mail\s*[:：]|failure notice|delivery (failure|has failed)"
    r"|系统退信|退信通知|邮件退回)",
    re.IGNORECASE,
)
ANSWERED = re.compile(r"^(?:message-id|original-message-id)\s*:\s*(<[^>\s]{3,500}>)", re.IGNORECASE | re.MULTILINE)
REASON = re.compile(r"^diagnostic-code\s*:\s*(?:[a-z0-9-]+\s*;)?\s*(.{3,300})", re.IGNORECASE | re.MULTILINE)

DELAYED = re.compile(rb"^action\s*:\s*delayed", re.IGNORECASE | re.MULTILINE)


def outcome_of(message, sender, subject):
    """BOUNCE, AUTOMATIC or None for a mail of a person. Nothing is ever answered to the first two."""
    report = (message.get_param("report-type") or "") if message.get_content_type() == "multipart/report" else None
    if report is not None and str(report).lower() != "disposition-notification":
        return Outcome.BOUNCE
    if POSTMASTERS.match(sender) or RETURNED.match(subject):
        return Outcome.BOUNCE
    if said(message, "return-path") == "<>":
        return Outcome.AUTOMATIC if ABSENT.match(subject) or by_program(message) else Outcome.BOUNCE
    is_automatic = report is not None or by_program(message) or ABSENT.match(subject)
    return Outcome.AUTOMATIC if is_automatic else None


def by_program(message):
    submitted = said(message, "auto-submitted").partition(";")[0].strip()
    return (
        submitted not in ("", "no")
        or said(message, "precedence") in BULK
        or any(message[name] is not None for name in BY_PROGRAMS)
    )


def said(message, name):
    value = message[name]
    return "" if value is None else str(value).strip().lower()


def returned(raw):
    """Of a bounce: the ids of the mails that it may bring back, and the reason it gives ("" for none)."""
    text = raw.decode("latin-1")
    _own, _, rest = text.replace("\r\n", "\n").partition("\n\n")
    reason = REASON.search(rest)
    return ANSWERED.findall(rest), " ".join(reason[1].split()) if reason else ""


def is_final(raw):
    """Whether a bounce says that the mail does not arrive any more, not only that it takes longer."""
    return not DELAYED.search(raw)
