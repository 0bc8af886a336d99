"""What could keep a version from its goal."""

from pmhub.lib.operations import operation
from pmhub.lib.texts import refuse_nul
from roadmaps import policies
from roadmaps.models import Risk
from roadmaps.operations.merging import refuse_stale


@operation(policies.can_contribute)
def add_risk(version, *, by, text, **fields):
    """Name a risk of the version."""
    return saved(Risk(product=version.product, version=version), {"text": text, **fields})


@operation(policies.can_contribute)
def edit_risk(risk, *, by, lock_version=None, **fields):
    """Change a risk; `state` closes it or opens it again.

    Raises Stale where others have changed the same fields since `lock_version`.
    """
    refuse_stale(risk, lock_version, fields)
    return saved(risk, fields)


@operation(policies.can_contribute)
def delete_risk(risk, *, by):
    """Delete a risk; undo brings it back."""
    risk.delete()


def saved(risk, fields):
    refuse_nul(fields)
    for name, value in fields.items():
        setattr(risk, name, value.strip() if name in ("text", "countermeasure") else value)
    risk.full_clean(exclude=["product", "version", "owner"])
    risk.save(update_fields=list(fields) if risk.pk else None)
    risk.refresh_from_db(fields=["lock_version"])
    return risk
