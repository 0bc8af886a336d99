"""The letters about a version, as people review them: their words, and which of them go."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

from feedback import policies
from feedback.models import News
from feedback.models.letter import NewsState
from pmhub.lib.operations import operation

LONGEST = 10_000
AGAIN = (NewsState.FAILED, NewsState.UNCLEAR)


@operation(policies.can_reply)
def edit_drafts(product, *, by, texts, read=None):
    """Change the words of drafts, `{id: text}`. Returns the ids of those that keep what somebody else wrote meanwhile.

    `read` are the words that `by` began with; who changes nothing of a draft overwrites nobody. Raises a
    ValidationError by id, and changes nothing, where one is too long.
    """
    refuse_long(texts)
    read, overtaken, changed = read or {}, [], []
    for draft in News.objects.of(product).drafts().filter(pk__in=texts).select_for_update(of=["self"]):
        words, begin = texts[draft.pk].strip(), read.get(draft.pk, draft.text).strip()
        if draft.text and draft.text not in (begin, words):
            overtaken.append(draft.pk)
        elif words != draft.text:
            draft.text = words
            changed.append(draft)
    News.objects.bulk_update(changed, ["text"])
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
def send_drafts(product, *, by, send, leave_out=()):
    """Put drafts (ids) into the next letters, in the name of who clicked, and leave others out. Returns how many go."""
    drafts = News.objects.of(product).drafts().order_by()
    drafts.filter(pk__in=leave_out).update(state=NewsState.DROPPED, by=by)
    return drafts.filter(pk__in=send).exclude(text="").update(state=NewsState.WAITING, by=by)


@operation(policies.can_reply)
def send_again(news, *, by):
    """Put what was refused, or perhaps did not arrive, into the next letter. Twice changes nothing."""
    mine = News.objects.filter(pk=news.pk, state__in=AGAIN)
    return mine.update(state=NewsState.WAITING, letter=None, by=by)
