"""Everything that the reader shows of one item."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback import policies
from feedback.clocks.standing import standing
from feedback.forms import triaging as forms
from feedback.marking import marked
from feedback.models import Evidence, Message
from feedback.models.evidence import Importance
from feedback.models.feedback import Kind
from feedback.models.message import MessageKind
from requirements.rich_text import RichText

TURNS = 100
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
    """The context of the reader; `filled` are forms that were sent and refused, by their names in FORMS."""
    turns = turns_of(feedback, user)
    evidence = evidence_of(feedback, user)
    body = feedback.body.removeprefix(feedback.title).strip()
    rich = RichText(feedback.product, user, [body, *(turn.body for turn in turns)])
    for turn in turns:
        turn.html = rich.html(turn.body)
        turn.may_change = policies.can_change_message(user, turn) and not turn.sent_at
    may_triage = policies.can_triage(user, feedback)
    return {
        "feedback": feedback,
        "url": reverse("feedback", args=[feedback.product.key, feedback.number]),
        "standing": standing(feedback),
        "asleep": feedback.snoozed_until and feedback.snoozed_until > timezone.now(),
        "html": marked(rich.html(body), feedback.body, evidence),
        "turns": turns,
        "evidence": evidence,
        "marks": sum(bool(one.passage) for one in evidence),
        "importances": Importance.choices,
        "kinds": Kind.choices,
        "people": may_triage and forms.assignable(feedback.product),
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
    seen = Evidence.objects.visible_to(user).filter(feedback=feedback)
    return list(seen.select_related("requirement__status").order_by("start", "id"))


def later():
    """What the menu offers: a label, the words that stand for it, and the day."""
    today = timezone.localdate()
    monday = today + timedelta(days=7 - today.weekday())
    offered = [
        (_("Tomorrow"), "+1d", today + timedelta(days=1)),
        (_("Monday"), monday.isoformat(), monday),
        (_("In a week"), "+7d", today + timedelta(days=7)),
        (_("In a month"), "+30d", today + timedelta(days=30)),
    ]
    first = {}
    for entry in offered:  # Monday is tomorrow on Sundays, and in a week on Mondays: each day is offered once
        first.setdefault(entry[-1], entry)
    return list(first.values())
