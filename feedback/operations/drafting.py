"""The letters about a version, as people review them: their words, and which of them go."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models import F

from feedback import policies
from feedback.models import Contact, News
from feedback.models.letter import NewsState, What
from pmhub.lib.operations import operation

LONGEST = 10_000
AGAIN = (NewsState.FAILED, NewsState.UNCLEAR)


@operation(policies.can_reply)
def edit_drafts(product, *, by, texts, read=None, left_out=None):
    """Change the words of drafts, `{id: text}`. Returns the ids of those that keep what somebody else wrote meanwhile.

    `read` are the words that `by` began with; who changes nothing of a draft overwrites nobody. `left_out` says of
    drafts, `{id: bool}`, whether they are not to be sent. Raises a ValidationError by id, and changes nothing, where
    one is too long.
    """
    refuse_long(texts)
    read, left_out, overtaken, changed = read or {}, left_out or {}, [], []
    shown = News.objects.of(product).drafts().filter(pk__in={*texts, *left_out})
    for draft in shown.select_for_update(of=["self"]):
        words, begin = texts.get(draft.pk, draft.text).strip(), read.get(draft.pk, draft.text).strip()
        draft.left_out = left_out.get(draft.pk, draft.left_out)
        if draft.text and draft.text not in (begin, words):
            overtaken.append(draft.pk)
        else:
            draft.text = words
        changed.append(draft)
    News.objects.bulk_update(changed, ["text", "left_out"])
    return overtaken


def refuse_long(texts):
    fits, refused = MaxLengthValidator(LONGEST), {}
    for pk, words in texts.items():
        try:
            fits(words)
        except ValidationError as error:
            refused[pk] = error
    if refused:
        raise ValidationError(refused)


@operation(policies.can_reply)
def speak(product, *, by, languages):
    """Write to people in another language from now on, `{id of the contact: code}`."""
    people = Contact.objects.of(product).filter(pk__in=News.objects.of(product).drafts().values("contact"))
    for code in set(languages.values()):
        theirs = people.filter(pk__in=[pk for pk, chosen in languages.items() if chosen == code])
        theirs.update(language=code, lock_version=F("lock_version") + 1)


@operation(policies.can_reply)
def send_drafts(product, *, by, send, leave_out=()):
    """Put drafts (ids) into the next letters, in the name of who clicked, and leave others out. Returns how many go.

    What somebody else has marked to be left out meanwhile stays a draft, so does what has no words or no address.
    """
    drafts = News.objects.of(product).drafts().order_by()
    drafts.filter(pk__in=leave_out).update(state=NewsState.DROPPED, by=by)
    return drafts.ready().filter(pk__in=send).update(state=NewsState.WAITING, by=by)


@operation(policies.can_reply)
def take_back(news, *, by):
    """Make a draft again of what waits for the next letter. Returns how many that were: 0 where it has gone out."""
    return News.objects.filter(pk=news.pk, what=What.SHIPPED).waiting().update(state=NewsState.DRAFT, by=by)


@operation(policies.can_reply)
def send_again(news, *, by):
    """Put what was refused, or perhaps did not arrive, into the next letter. Twice changes nothing."""
    mine = News.objects.filter(pk=news.pk, state__in=AGAIN)
    return mine.update(state=NewsState.WAITING, letter=None, by=by)
