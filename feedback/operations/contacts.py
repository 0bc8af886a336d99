"""Keeping contacts: people outside. Their names and addresses are in their own row alone, and go with it."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from changes.merging import held
from feedback import policies
from feedback.models import Contact
from pmhub.lib.mail_addresses import MISTAKABLE, is_mistakable
from pmhub.lib.operations import operation
from pmhub.lib.rows import refuse_unknown, stored

EDITABLE = {"name", "email", "shown_name", "language", "customer", "hears"}
UNSEEN = {"name", "email", "shown_name", "language"}
NAMED = {"name": "", "email": "", "shown_name": "", "language": "", "hears": False}
erasures = []  # functions of a contact that forget what else says who somebody was
moves = []  # functions of a contact whose address is another one now


def erases(function):
    """Register `function(contact)`: called in the transaction in which a person is erased, before their row is."""
    erasures.append(function)
    return function


def readdresses(function):
    """Register `function(contact)`: called in the transaction in which a person's address becomes another one."""
    moves.append(function)
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
    now = held(contact, lock_version, fields, unseen=UNSEEN)
    if now.erased_at:
        raise ValidationError(_("This person was erased."))
    before, edited = now.email.lower(), saved(now, fields)
    if edited.email.lower() != before:
        for follow in moves:
            follow(edited)
    return edited


def saved(contact, fields):
    """Set, validate and write; every edit makes a new version. Who wants no news any more gets none."""
    refuse_unknown(fields, EDITABLE)
    fields = {name: tidied(value) for name, value in fields.items()}
    if is_mistakable(fields.get("email", "")):
        raise ValidationError({"email": MISTAKABLE % fields["email"]})
    if not any(fields.get(name, getattr(contact, name)) for name in ("name", "email", "shown_name")):
        raise ValidationError({"name": _("Give a name or an address.")})
    differing = {name for name, value in fields.items() if contact.pk and getattr(contact, name) != value}
    if "hears" in differing:
        fields["muted_at"] = None if fields["hears"] else timezone.now()
    if differing & UNSEEN:
        fields["lock_version"] = contact.lock_version + 1  # the trigger counts what the stream sees
    there = ValidationError({"email": _("Another contact has this address already.")})
    return stored(contact, fields, once={"contact_address_once_per_product": there})


def tidied(value):
    return " ".join(value.split()) if isinstance(value, str) else value


@operation(policies.can_delete)
def erase_contact(contact, *, by):
    """Remove a person: what they said and their votes stay, nothing says any more who they were. Not to be undone."""
    contact = held(contact)
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


@operation(policies.can_keep_customers)
def keep_contact(customer, *, by, name="", email=""):
    """Take in a contact whom another system has at a customer, or give who is known this name; returns them.

    ValidationError for who belongs to another customer.
    """
    try:
        contact = contact_named(customer.product, name, email, customer, by)
        if contact is None:
            raise ValidationError(_("Give a name or an address."))
        home = contact.customer
        if home and (home.merged_into_id or home.pk) != (customer.merged_into_id or customer.pk):
            told = {"who": email or name, "customer": home.name}
            raise ValidationError(_("“%(who)s” belongs to “%(customer)s” already.") % told)
        contact.product = customer.product
        return edit_contact(contact, by=by, customer=home or customer, name=name or contact.name)
    except ValidationError as refused:
        raise ValidationError({"contacts": refused.messages}) from None


def contact_named(product, name, email, company, by):
    """Whom an address belongs to, or who has that name at the customer; else somebody new."""
    seen = Contact.objects.of(product).filter(erased_at=None).select_related("customer")
    if email and (known := seen.with_address(email).first()):
        return known
    if name and not email and company and (known := seen.filter(customer=company, name__iexact=name).first()):
        return known
    if name or email:
        return add_contact(product, by=by, name=name, email=email, customer=company)
    return None
