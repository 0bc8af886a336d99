"""Which requirement a row of a file is: one that an earlier import has brought, or one that PMHub itself exported."""

from requirements.models import ExternalReference, Requirement

OWN = "pmhub"  # the source of files that PMHub has written: their identifiers are our own keys


def references_of(target, external_ids):
    """The references by which this source's identifiers are known."""
    return ExternalReference.objects.of(target.product).filter(source=target.source, external_id__in=external_ids)


def own_ids(target, external_ids):
    """`{key: requirement id}` of our own keys; nothing in other systems' files."""
    if not target.is_own:
        return {}
    return dict(Requirement.objects.of(target.product).filter(key__in=external_ids).values_list("key", "pk"))


def requirement_ids(target, external_ids):
    """`{identifier in the file: requirement id}` of those that are there."""
    known = references_of(target, external_ids).values_list("external_id", "requirement_id")
    return {**dict(known), **own_ids(target, external_ids)}
