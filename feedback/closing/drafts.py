"""The review of letters about a version before any of them goes."""

from dataclasses import dataclass, field

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from feedback.models import News
from feedback.sending.languages import languages_of
from feedback.sending.titles import titles_for

SHOWN = 100  # at a time; the next come when these are decided
PLACES = ("{name}", "{title}", "{version}", "{product}")


@dataclass
class Language:
    """The drafts in one language, and the words that each of them gets unless somebody writes others."""

    code: str
    label: str
    template: str
    drafts: list = field(default_factory=list)


def templates():
    """The words to begin with, by language."""
    found = {}
    for code, _label in settings.LANGUAGES:
        with translation.override(code):
            found[code] = _(
                "You asked us for “{title}”. It is there now: it came with {version} of {product}.\n\n"
                "Thank you for telling us. Please try it and say whether it helps."
            )
    return found


def filled(template, draft):
    """The template with what it names of one draft; other braces stay as they are. "" where nothing may be told."""
    if not draft.title:
        return ""
    values = (draft.contact.name, draft.title, draft.version_name, draft.product.name)
    for place, value in zip(PLACES, values, strict=True):
        template = template.replace(place, value)
    return template


def people_of(drafts):
    """To whom these drafts go, each person once as they get one letter, with `goes`: whether they get any by now."""
    found = {draft.contact_id: draft.contact for draft in drafts if draft.contact.email}
    going = {draft.contact_id for draft in drafts if draft.typed.strip() and not draft.without}
    for pk, contact in found.items():
        contact.goes = pk in going
    return list(found.values())


def review(product, user, typed=None):
    """`(drafts by language, how many more there are)`. `typed` are templates as somebody wrote them."""
    seen = News.objects.visible_to(user).of(product).drafts().select_related("contact__product", "feedback", "product")
    drafts = list(seen[: SHOWN + 1])
    words, typed, labels = templates(), typed or {}, dict(settings.LANGUAGES)
    found = {code: Language(code, labels[code], typed.get(code, words[code])) for code in labels}
    titles = titles_for((draft.contact_id, draft.feedback) for draft in drafts)
    spoken = languages_of([draft.contact for draft in drafts])
    for draft in drafts[:SHOWN]:
        draft.title = titles.get((draft.contact_id, draft.feedback_id), "")
        language = found[spoken[draft.contact_id]]
        draft.text = draft.text or filled(words[language.code], draft)
        language.drafts.append(draft)
    return [language for language in found.values() if language.drafts], len(drafts) > SHOWN
