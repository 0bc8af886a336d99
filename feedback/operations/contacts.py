"""Keeping contacts: people outside. Their names and addresses are in their own row alone, and go with it."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from changes.merging import changed_since
from feedback import policies
from feedback.models import Contact
from pmhub.lib.operations import operation
from pmhub.lib.texts import refuse_nul
from requirements.operations.authoring import Stale

EDITABLE = {"name", "email", "shown_name", "language", "customer", "hears"}
UNSEEN = {"name", "email", "shown_name", "language"}
NAMED = {"name": "", "email": "", "shown_name": "", "language": "", "hears": False}
erasures = []  # functions of a contact that forget what else says who somebody was


def erases(function):
    """Register `function(contact)`: called in the transaction in which a person is erased, before their row is."""
    erasures.append(function)
    return function


@operation(policies.can_keep_customers)
def add_contact(product, *, by, **fields):
    """Take in somebody outside, with any of the fields in EDITABLE; by a name or an address at least."""
    return saved(Contact(product=product, **NAMED), fields)


@operation(policies.can_keep_customers)
def edit_contact(contact, *, by, lock_version=None, **fields):
    """Change a contact; returns them as they are now.

    Raises Stale where others have changed the same fields since `lock_version`, or any, for a name or an address: what
    the stream does not know could be overwritten unseen.
    """
    now = Contact.objects.select_for_update(of=["self"]).get(pk=contact.pk)
    if clash := {name for name in fields.keys() & overtaken(now, lock_version) if getattr(now, name) != fields[name]}:
        raise Stale(now, clash)
    if now.erased_at:
        raise ValidationError(_("This person was erased."))
    now.product = contact.product
    return saved(now, fields)


def overtaken(contact, lock_version):
    """The names of the fields that others may have changed since."""
    if lock_version is None or lock_version >= contact.lock_version:
        return set()
    return UNSEEN | changed_since(contact, lock_version)


def saved(contact, fields):
    """Set, validate and write; returns the contact."""
    if unknown := fields.keys() - EDITABLE:
        raise ValidationError({name: _("There is no such field.") for name in sorted(unknown)})
    refuse_nul(fields)
    changed = [name for name, value in fields.items() if getattr(contact, name) != tidied(value)]
    for name in changed:
        setattr(contact, name, tidied(fields[name]))
    if not (contact.name or contact.email or contact.shown_name):
        raise ValidationError({"name": _("Give a name or an address.")})
    contact.full_clean(exclude=["product", "customer"], validate_constraints=False)
    if contact.pk and not changed:
        return contact
    try:
        with transaction.atomic():
            written(contact, changed)
    except IntegrityError as error:
        if "contact_address_once_per_product" not in str(error):
            raise
        raise ValidationError({"email": _("Another contact has this address already.")}) from None
    return contact


def written(contact, changed):
    """Every edit makes a new version, also of what the stream does not see. Who wants no news any more gets none."""
    known = contact.pk is not None
    if known and "hears" in changed:
        contact.muted_at = None if contact.hears else timezone.now()
        changed = [*changed, "muted_at"]
    contact.save(update_fields=changed if known else None)
    if known and UNSEEN.issuperset(changed):
        count_version(contact)
    contact.refresh_from_db(fields=["lock_version"])


def tidied(value):
    return " ".join(value.split()) if isinstance(value, str) else value


def count_version(contact):
    Contact.objects.filter(pk=contact.pk).update(lock_version=F("lock_version") + 1)


@operation(policies.can_delete)
def erase_contact(contact, *, by):
    """Remove a person: what they said and their votes stay, nothing says any more who they were. Not to be undone."""
    product, contact = contact.product, Contact.objects.select_for_update(of=["self"]).get(pk=contact.pk)
    contact.product = product
    if contact.erased_at:
        return contact
    for forget in erasures:
        forget(contact)
    contact.subscription_set.all().delete()
    for name, empty in NAMED.items():
        setattr(contact, name, empty)
    contact.erased_at = timezone.now()
    contact.save(update_fields=[*NAMED, "erased_at"])
    contact.refresh_from_db(fields=["lock_version"])
    return contact
