"""Versions and milestones that have been deleted: what was promised of them does not go with them."""

from changes.models import Change
from changes.models.change import Action
from roadmaps.models import Milestone, Version

MODELS = {"version": Version, "milestone": Milestone}


def gone_from(product, stories):
    """`{kind: [things]}` that a deletion ended and nobody has brought back; each has a `gone_at`.

    They are rebuilt from their deletion, which says all that they were.
    """
    found = {kind: [] for kind in MODELS}
    for (kind, pk), story in stories.items():
        if story[-1].action != Action.DELETE:
            continue
        thing = MODELS[kind](pk=pk)
        for name, (old, _new) in story[-1].diff.items():
            field = thing._meta.get_field(name)
            setattr(thing, field.attname, field.to_python(old))
        thing.product, thing.gone_at = product, story[-1].at
        found[kind].append(thing)
    return found


def first_agreed(product, versions):
    """When the plans of deleted versions were agreed first, by id."""
    if not versions:
        return {}
    made = Change.objects.filter(product=product, type="agreement", action=Action.INSERT).order_by("-id")
    pairs = dict(made.values_list("diff__version__1", "at"))
    return {version.pk: pairs[version.pk] for version in versions if version.pk in pairs}
