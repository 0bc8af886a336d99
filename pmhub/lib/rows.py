"""Writing rows by their fields."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pmhub.lib.texts import refuse_nul

COUNTED = {"lock_version", "updated_at"}  # by the database


def refuse_unknown(fields, known):
    """ValidationError by name for the fields that nobody may write."""
    if unknown := fields.keys() - known:
        raise ValidationError({name: _("There is no such field.") for name in sorted(unknown)})


def stored(row, fields, *, once=None):
    """Set and check these fields of a row, write what differs, or all of a new one; the row as it is then.

    ValidationError by field for what makes no sense. `once` holds, by the name of a constraint, the ValidationError for
    what the database accepts but once.
    """
    refuse_nul(fields)
    changed = [name for name, value in fields.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, fields[name])
    row.full_clean(exclude=[field.name for field in row._meta.fields if field.is_relation], validate_constraints=False)
    if changed or row._state.adding:
        write(row, changed, once or {})
    return row


def write(row, changed, once):
    is_new = row._state.adding
    try:
        with transaction.atomic():
            row.save(force_insert=is_new, update_fields=None if is_new else changed)
    except IntegrityError as error:
        raise next((refusal for name, refusal in once.items() if name in str(error)), error) from None
    row.refresh_from_db(fields=COUNTED & {field.name for field in row._meta.fields})
