"""What a query string asks a list for; what of it cannot be understood is told and left out, the rest counts."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from requirements.query import FILTERS, both, filtered, written
from requirements.query.parameters import MOST_TEXTS
from requirements.query.salvaging import MOST_MISTAKES, salvaged
from requirements.views.filterbar import LABELS, OF_THE_LIST
from requirements.views.problems import sentence


@dataclass
class Understood:
    """The narrowed queryset, the parameters that count, and a sentence for each thing left out.

    `trees` are the texts of `q`, each without the `fragments` that could not be understood.
    """

    found: object
    params: object
    trees: list = field(default_factory=list)
    fragments: list = field(default_factory=list)
    problems: list = field(default_factory=list)

    @property
    def typing(self):
        """While somebody types, the address has two texts: that of the chips, and the one in the box."""
        return len(self.trees) > 1


def understood(requirements, params, user):
    """Narrow the requirements by the parameters as far as they can be understood."""
    known = Understood(requirements, params.copy())
    params = known.params
    for name in list(params):
        if name not in FILTERS and name not in OF_THE_LIST:
            known.problems.append(_("There is no filter “%s”.") % name[:60].replace("\x00", "�"))
            del params[name]
        elif name != "q" and any("\x00" in value for value in params.getlist(name)):
            known.problems.append(_("%s contains a NUL character.") % LABELS.get(name, name))
            del params[name]
    narrow_by_text(known, params.pop("q", []), user)
    try:
        known.found = filtered(known.found, params, user)
    except ValidationError as error:
        for name, errors in error.error_dict.items():
            known.problems += [sentence(LABELS.get(name, name), one) for one in errors]
            del params[name]
        known.found = filtered(known.found, params, user)
    if text := written(both(known.trees)):
        params["q"] = text
    return known


def narrow_by_text(known, texts, user):
    narrowing = Q()
    for text in texts[:MOST_TEXTS]:
        tree, asked, mistakes = salvaged(text, user)
        narrowing &= asked
        known.trees.append(tree)
        known.problems += [sentence("q", mistake) for mistake in mistakes]
        known.fragments += fragments_of(text, mistakes)
    known.found = known.found.filter(narrowing)


def fragments_of(text, mistakes):
    """What of a text could not be understood, as it was typed."""
    return [text] if len(mistakes) > MOST_MISTAKES else [fragment(mistake) for mistake in mistakes]


def fragment(mistake):
    """What is at fault as it was typed, with the sign that turns it round."""
    turned = mistake.text[: mistake.start][-1:] == "-"
    return "-" * turned + mistake.text[mistake.start : mistake.end]
