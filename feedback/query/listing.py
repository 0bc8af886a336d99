"""Feedback as a query string asks for it: the inbox and REST share this."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.models import Feedback
from feedback.query.sorting import DEFAULT_SORT, sort_named
from feedback.query.terms import LANGUAGE, TERMS
from feedback.search.matching import relevance
from pmhub.lib import paging
from pmhub.lib.paging import Sort
from products.models import Product
from requirements.across import AcrossProducts
from requirements.query import QueryError, Term, both, words_of, written
from requirements.query.conditions.times import by_instant
from requirements.query.parameters import MOST_TEXTS
from requirements.query.salvaging import salvaged
from requirements.search.terms import query_of
from requirements.views.problems import sentence
from requirements.views.understanding import fragments_of

OF_TERMS = ("status", "kind", "channel", "assignee", "author", "customer", "tier", "contact", "requirement", "source")
SINCE = {
    "received_since": by_instant("received_at", "gte"),
    "received_before": by_instant("received_at", "lt"),
    "updated_since": by_instant("updated_at", "gte"),
    "updated_before": by_instant("updated_at", "lt"),
}
FILTERS = ("q", *OF_TERMS, *SINCE)
LABELS = {
    "q": gettext_lazy("Query"),
    "status": gettext_lazy("Status"),
    "kind": gettext_lazy("Kind"),
    "channel": gettext_lazy("Channel"),
    "assignee": gettext_lazy("Assignee"),
    "author": gettext_lazy("Author"),
    "customer": gettext_lazy("Customer"),
    "tier": gettext_lazy("Tier"),
    "contact": gettext_lazy("Contact"),
    "requirement": gettext_lazy("Requirement"),
    "source": gettext_lazy("Source"),
    "sort": gettext_lazy("Order"),
}


@dataclass
class Listed:
    """What a query string asks for. `found` is narrowed and not yet ordered; `params` are those that were understood.

    `trees` are the texts of `q`, `fragments` what was not understood of them, `problems` a sentence for each thing that
    was left out. `usual` is the order where none is asked for.
    """

    product: Product | None
    user: object
    params: object
    found: QuerySet
    trees: list = field(default_factory=list)
    fragments: list = field(default_factory=list)
    sort: Sort = None
    problems: list = field(default_factory=list)
    usual: str = DEFAULT_SORT

    @property
    def tree(self):
        """What all texts of `q` say together."""
        return both(self.trees)

    @property
    def words(self):
        """What is searched for, as `(text, whether it is a phrase)`, to be marked where it stands."""
        found = words_of(self.tree)
        return [(words.text, words.phrase) for words in found if query_of(words.text, words.phrase)]

    @property
    def text(self):
        """`q` in its canonical spelling."""
        return written(self.tree)

    @property
    def sort_name(self):
        """The order in force, as the parameter `sort` names it."""
        return self.params.get("sort") or ("relevance" if self.words else self.usual)

    def walked(self, found):
        """`found`, made of `self.found`, as `pmhub.lib.paging` walks it: over all products along their indexes."""
        if self.product or self.sort.field in ("id", "relevance"):
            return found
        return AcrossProducts(Product.objects.visible_to(self.user), found)

    def page(self, found=None, *, limit, cursor=None):
        """A page of the list, or of `found` made of it; from the beginning where the cursor is none of this list."""
        found = self.walked(self.found if found is None else found)
        kept = sorted((name, self.params.getlist(name)) for name in self.params if name in FILTERS and name != "q")
        of = f"{self.product.pk if self.product else '*'} {self.user.pk} {self.text} {kept}"
        try:
            return paging.page(found, self.sort, limit=limit, cursor=cursor, of=of)
        except paging.CursorError as error:
            self.problems.append(str(error))
            return paging.page(found, self.sort, limit=limit, of=of)


def listed(product, user, params, *, forgiving=True, usual=DEFAULT_SORT):
    """The feedback of a product (None: of all that `user` may read) that a query string (a QueryDict) asks for.

    People are forgiven: what is not understood is told in `problems` and left out, and typing errors in words are
    overlooked. For programs (not `forgiving`) it is a ValidationError by parameter, a QueryError for `q`.
    """
    seen = Feedback.objects.visible_to(user)
    known = Listed(product, user, params.copy(), seen.of(product) if product else seen, usual=usual)
    errors = {}
    for name in [name for name in FILTERS if name in params]:
        try:
            known.found = known.found.filter(narrowing(known, name, params.getlist(name), forgiving))
        except ValidationError as error:
            errors[name] = error
    try:
        known.sort = sort_named(known.sort_name, product)
    except ValidationError as error:
        errors["sort"] = ValidationError(error.messages)
    if errors:
        refuse_or_tell(known, errors, forgiving)
    if known.sort.field == "relevance":
        known.found = known.found.annotate(relevance=relevance(known.words) if known.words else F("received_at"))
    return known


def narrowing(known, name, values, forgiving):
    """The condition of one parameter: any of its values; of several texts all of them."""
    if name == "q":
        return by_text(known, values, forgiving)
    if any("\x00" in value for value in values):
        raise ValidationError(_("This contains a NUL character."))
    if name in SINCE:
        return SINCE[name](values, known.user)
    return TERMS[name](Term(name, ":", tuple(values)), known.user)


def by_text(known, texts, forgiving):
    if len(texts) > MOST_TEXTS:
        raise ValidationError(_("A query may have %d words and conditions.") % MOST_TEXTS)
    asked = Q()
    for text in texts:
        tree, one = understood(known, text) if forgiving else exact(text, known.user)
        asked &= one
        known.trees.append(tree)
    return asked


def understood(known, text):
    """As much of a text as can be understood, with the mistakes among the problems."""
    tree, asked, mistakes = salvaged(text, known.user, LANGUAGE)
    known.problems += [sentence("q", mistake) for mistake in mistakes]
    known.fragments += fragments_of(text, mistakes)
    return tree, asked


def exact(text, user):
    try:
        tree = LANGUAGE.parse(text)
        return tree, LANGUAGE.condition(tree, user, forgiving=False)
    except QueryError as error:
        error.text = text
        raise


def refuse_or_tell(known, errors, forgiving):
    if not forgiving:
        raise ValidationError(errors)
    for name, error in errors.items():
        known.problems += [sentence(LABELS.get(name, name), one) for one in error.error_list]
        del known.params[name]
    known.sort = sort_named(known.sort_name, known.product)
