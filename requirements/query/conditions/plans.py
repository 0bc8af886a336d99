"""Conditions on where a requirement belongs: product, version, milestone, parent, tags."""

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from pmhub.lib.prepared import Prepared
from pmhub.lib.texts import number_in
from products.models import Product, Tag
from requirements.models import RequirementTag
from requirements.models.plans import plan_model
from requirements.query.conditions.values import NONE, SOME, any_of, folded, ids_of, missing_or, only_equal
from requirements.query.names import perhaps


def tagged(values):
    """With any of the tags named; `none` means without a tag."""
    names = [value.strip() for value in values if value.strip()]
    rows = RequirementTag.objects.filter(requirement=OuterRef("pk"))
    alike = Tag.objects.annotate(low=Lower("name")).filter(low__in=[Lower(Value(name)) for name in names])
    found = Q(Exists(rows.filter(tag__in=ids_of(alike))))
    return found | ~Q(Exists(rows)) if "none" in names else found


def by_tag(values, user):
    return tagged(values) if any(value.strip() for value in values) else Q()


def by_missing_tag(values, user):
    return ~tagged(values) if any(value.strip() for value in values) else Q()


def by_plan(field):
    """An id, a name, or `none`."""

    def build(values, user):
        def condition(value):
            if value == "none":
                return Q(**{field: None})
            if (pk := number_in(value)) is not None:
                return Q(**{field: pk})
            return Q(**{f"{field}__in": ids_of(plan_model(field).objects.filter(name=value))})

        return any_of(values, condition)

    return build


def by_parent(values, user):
    return any_of(values, lambda value: Q(parent=None) if value == "none" else Q(parent__key=value.upper()))


@Prepared
def tags_named(user, name):
    return Tag.objects.visible_to(user).annotate(low=Lower("name")).filter(low=Lower(Value(name))).values_list("pk")


def tag(term, user):
    """By name; a name that no tag has is refused, so that a spelling mistake does not look like an empty list."""
    only_equal(term)
    rows = RequirementTag.objects.filter(requirement=OuterRef("pk"))

    def condition(value):
        if folded(value) in NONE | SOME:
            return ~Q(Exists(rows)) if folded(value) in NONE else Q(Exists(rows))
        ids = [pk for (pk,) in tags_named(user, value.lstrip("#＃"))]
        if not ids:
            names = Tag.objects.visible_to(user).order_by().values_list("name", flat=True).distinct()[:500]
            raise ValidationError(_("There is no tag “%s”.") % value[:60] + perhaps(value, names))
        return Q(Exists(rows.filter(tag__in=ids)))

    return any_of(term.values, condition)


def plan(field, message):
    """A version or milestone by id or name."""

    def build(term, user):
        only_equal(term)
        seen = plan_model(field).objects.visible_to(user).order_by()

        def condition(value):
            chosen = Q(name__iexact=value)
            if (pk := number_in(value)) is not None:
                chosen |= Q(pk=pk)
            ids = list(seen.filter(chosen).values_list("pk", flat=True))
            if not ids:
                names = seen.values_list("name", flat=True).distinct()[:200]
                raise ValidationError(str(message) % value[:60] + perhaps(value, names))
            return Q(**{f"{field}__in": ids})

        return missing_or(field, term, condition)

    return build


def version(term, user):
    return plan("version", _("There is no version “%s”."))(term, user)


def milestone(term, user):
    return plan("milestone", _("There is no milestone “%s”."))(term, user)


def parent(term, user):
    """A requirement's key, `none`, or `some`."""
    only_equal(term)
    return missing_or("parent", term, lambda value: Q(parent__key=value.lstrip("#＃").upper()))


def product(term, user):
    """By key or name; whoever may not see a product hears what those hear who ask for one that is not there."""
    only_equal(term)

    def condition(value):
        ids = list(
            Product.objects.visible_to(user)
            .filter(Q(key=value.upper()) | Q(name__iexact=value))
            .values_list("pk", flat=True)
        )
        if not ids:
            raise ValidationError(_("There is no product “%s”.") % value[:60])
        return Q(product__in=ids)

    return any_of(term.values, condition)
