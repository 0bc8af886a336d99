"""What a letter with news says."""

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.models import Evidence, Feedback, Subscription
from feedback.models.letter import What
from feedback.sending.languages import language_of
from feedback.sending.links import news_link, verdict_link
from feedback.sending.titles import titles_for
from feedback.sending.writing import OF_PROGRAMS, composed

OF_ITEM = {What.SOLVED: "solved", What.DECLINED: "declined"}
ASKED_ABOUT = (What.SOLVED, What.SHIPPED)


def still_right(contact, rows):
    """Those of these news that are still true and that the contact has not had enough of, of each group the latest.

    That it shipped, in words that somebody wrote for them, says more than what was decided, and that more than a step.
    Each comes with the `title` by which the contact knows the item; what they may know by none is not told.
    """
    ended = Subscription.objects.filter(contact=contact).exclude(ended_at=None)
    enough = set(ended.values_list("feedback_id", flat=True))
    titles = titles_for((contact.pk, row.feedback) for row in rows)
    for row in rows:
        row.title = titles.get((contact.pk, row.feedback_id), "")
    right = [row for row in rows if row.title and row.feedback_id not in enough and is_true(row)]
    weightiest = sorted(right, key=lambda row: (weight(row), row.feedback.contact_id == contact.pk, row.pk))
    latest = {group_of(row): row for row in weightiest}
    written = {(group_of(row), row.version_number): row for row in weightiest if row.what == What.SHIPPED}
    chosen = {row.pk: row for row in [*latest.values(), *written.values()]}
    return [chosen[pk] for pk in sorted(chosen)]


def group_of(row):
    return row.feedback.duplicate_of_id or row.feedback_id


def weight(row):
    return 2 if row.what == What.SHIPPED else int(row.what in OF_ITEM)


def is_true(row):
    """Whether an item still stands as the news say."""
    if row.what == What.SHIPPED:
        return True
    first = group_of(row)
    if row.what in OF_ITEM:
        return Feedback.objects.filter(pk=first, state=OF_ITEM[row.what]).exists()
    group = Q(feedback=first) | Q(feedback__duplicate_of=first)
    return Evidence.objects.filter(group, requirement__status__category=row.what).exists()


def letter_of(letter, rows):
    """The mail with these news, and the headers by which mail programs end them (RFC 8058)."""
    contact, product = letter.contact, letter.contact.product
    with translation.override(language_of(contact)):
        leave = news_link(contact)
        subject = subject_of(rows)
        facts = {
            "contact": contact, "product": product, "entries": [entry(contact, row) for row in rows],
            "leave_url": leave, "subject": subject,
        }  # fmt: skip
        text = render_to_string("feedback/mail/news.txt", facts).strip() + "\n"
        html = render_to_string("feedback/mail/news.html", facts)
    headers = {
        **OF_PROGRAMS,
        "Message-ID": letter.message_id,
        "List-Unsubscribe": f"<{leave}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return composed(subject, text, html, letter.address, rows[0].feedback, headers)


def subject_of(rows):
    first, more = sentence(rows[-1]), len(rows) - 1
    if not more:
        return first
    return ngettext("%(first)s – and %(n)d more", "%(first)s – and %(n)d more", more) % {"first": first, "n": more}


def entry(contact, row):
    asks = row.what in ASKED_ABOUT
    link = verdict_link(contact, row.feedback) if asks else ""
    return {
        "headline": sentence(row),
        "text": row.text if row.what == What.SHIPPED else "",
        "reason": reason_of(row) if row.what == What.DECLINED and row.feedback.contact_id == contact.pk else "",
        "verdict_url": link,
    }


def reason_of(row):
    """Why it was declined: words for whoever asked, and nobody else."""
    first = row.feedback.duplicate_of or row.feedback
    return first.decline_reason


def sentence(row):
    """The news in one line."""
    facts = {"title": row.title, "version": row.version_name}
    match row.what:
        case What.PLANNED:
            return _("“%(title)s” is planned") % facts
        case What.ACTIVE:
            return _("“%(title)s” is being worked on") % facts
        case What.DONE:
            return _("“%(title)s” is done") % facts
        case What.SOLVED:
            return _("“%(title)s” is solved") % facts
        case What.DECLINED:
            return _("“%(title)s” will not be done") % facts
        case _other:
            return _("“%(title)s” came with %(version)s") % facts
