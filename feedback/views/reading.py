"""Everything that the reader shows of one item."""

from datetime import timedelta

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback import policies
from feedback.clocks.standing import standing
from feedback.closing.told import told_of
from feedback.closing.verdicts import verdicts_of
from feedback.forms import triaging as forms
from feedback.marking import letters_of, marked
from feedback.models import Evidence, Feedback, FeedbackFile, Message
from feedback.models.evidence import Importance
from feedback.models.feedback import Channel, Kind
from feedback.models.message import MessageKind
from pmhub.lib.named_days import each_once
from requirements.rich_text import RichText

TURNS = LINKS = 100
UNREAD = ("description", "search", "as_a", "i_want", "so_that")  # of a requirement that an item speaks for
FORMS = {
    "decline": forms.DeclineForm,
    "duplicate": forms.DuplicateForm,
    "snooze": forms.SnoozeForm,
    "customer": forms.CustomerForm,
    "solution": forms.SolutionForm,
    "message": forms.MessageForm,
    "evidence": forms.EvidenceForm,
}


def reader(feedback, user, **filled):
    """The context of the reader for an item read `with_page` (feedback.reading); `filled` are forms that were sent and
    refused, by their names in FORMS.
    """
    turns = turns_of(feedback, user)
    evidence = evidence_of(feedback, user)
    own = [one for one in evidence if one.is_own]
    files = [FeedbackFile(**row) for row in feedback.file_rows]
    body = feedback.body.removeprefix(feedback.title).strip()
    rich = RichText(feedback.product, user, [body, *(turn.body for turn in turns)])
    for turn in turns:
        turn.html = rich.html(turn.body)
        turn.enclosed = [file for file in files if file.message_id == turn.pk]
        turn.may_change = policies.can_change_message(user, turn) and not turn.is_out
    may_triage = policies.can_triage(user, feedback)
    return {
        "feedback": feedback,
        "url": reverse("feedback", args=[feedback.product.key, feedback.number]),
        "standing": standing(feedback),
        "asleep": feedback.snoozed_until and feedback.snoozed_until > timezone.now(),
        "html": marked(rich.html(body), feedback.body, own),
        "turns": turns,
        "told": told_of(feedback),
        "files": [file for file in files if file.message_id is None],
        "evidence": evidence,
        "own": own,
        "marks": sum(one.stands for one in own),
        "verdicts": verdicts_of(feedback, user) if feedback.has_verdicts else None,
        "importances": Importance.choices,
        "kinds": Kind.choices,
        "channels": Channel.choices,
        "later": later(),
        "shows_address": policies.can_see_addresses(user, feedback),
        **{f"{name}_form": filled.get(name) or empty(name, feedback, user) for name in FORMS if may_triage},
    }


def empty(name, feedback, user):
    return FORMS[name](feedback, user, initial=given(name, feedback), auto_id=f"{name}-%s")


def given(name, feedback):
    if name == "solution":
        return {"root_cause": feedback.root_cause, "solution": feedback.solution}
    return {"customer": feedback.customer} if name == "customer" else None


def turns_of(feedback, user):
    """The latest turns of the conversation, the oldest first."""
    seen = Message.objects.visible_to(user).filter(feedback=feedback).select_related("author", "contact")
    turns = list(seen.order_by("-created_at", "-id")[:TURNS])[::-1]
    for turn in turns:
        turn.product = feedback.product
        turn.who = (turn.contact or feedback.contact) if turn.kind == MessageKind.INCOMING else turn.author
    return turns


def evidence_of(feedback, user):
    """What it and those merged into it speak for, its own first; of its own each knows whether its passage `stands`."""
    group = Feedback.objects.visible_to(user).in_group_of(feedback).values("pk")
    seen = Evidence.objects.visible_to(user).filter(feedback__in=group).select_related("requirement__status")
    said = seen.annotate(
        is_own=Q(feedback=feedback), item_key=F("feedback__key"), item_number=F("feedback__number")
    ).order_by("-is_own", "item_number", "start", "id")  # fmt: skip
    found = list(said.defer(*(f"requirement__{name}" for name in UNREAD))[:LINKS])
    written = letters_of(feedback.body)
    for one in found:
        one.stands = one.is_own and bool(one.passage) and letters_of(one.passage) in written
    return found


def later():
    """What the menu offers: a label, the words that stand for it, and the day."""
    today = timezone.localdate()
    monday = today + timedelta(days=7 - today.weekday())
    return each_once(
        [
            (_("Tomorrow"), "+1d", today + timedelta(days=1)),
            (_("In a week"), "+7d", today + timedelta(days=7)),
            (_("In a month"), "+30d", today + timedelta(days=30)),
            (_("Monday"), monday.isoformat(), monday),  # tomorrow on Sundays, in a week on Mondays
        ]
    )
