"""How somebody outside proves who reads the mail of an address, and how they are forgotten."""

from django.utils import timezone

from changes.models import Change
from changes.models.change import Action
from feedback.customers.domains import customer_of_domain
from feedback.operations.contacts import edit_contact, erases, readdresses
from pmhub.lib.operations import operation
from portal import policies
from portal.models import Invitation, SignInCode, Visit
from portal.models.sign_in_code import LASTS
from portal.operations.posting import contact_of
from portal.reach import may_sign_in
from portal.tasks import nudge


@operation(policies.can_report)
def ask_for_code(product, *, by, email, language=""):
    """Order a code for an address: the same rows for all of them, known or not, invited or not."""
    SignInCode.objects.filter(created_at__lt=timezone.now() - 24 * LASTS).delete()
    code = SignInCode.new_for(product, email.strip(), language)
    code.save(force_insert=True)
    nudge()
    return code


@operation(policies.can_report)
def sign_in(code, *, by):
    """Begin the visit of who gave the right code; returns its secret, None where the address may not come in.

    Who has proved their address is of the customer whose mail domain it has, unless somebody said another one.
    """
    if not may_sign_in(code.product.portal, code.email):
        return None
    Visit.objects.of(code.product).over().delete()
    contact = contact_of(code.product, code.email, code.language)
    customer = customer_of_domain(code.product, code.email)
    if customer and contact.customer_id is None and not was_moved(contact):
        contact = edit_contact(contact, by=by, customer=customer)
    visit, secret = Visit.with_new_secret(contact)
    visit.save(force_insert=True)
    return secret


def was_moved(contact):
    """Whether anybody has said before whose contact somebody is, or that they are nobody's."""
    since = Change.objects.filter(product=contact.product, type="contact", at__gte=contact.created_at)
    return since.filter(object_id=contact.pk, action=Action.UPDATE, diff__has_key="customer").exists()


@operation(policies.can_report)
def sign_out(visit, *, by):
    """End a visit."""
    visit.delete()


@readdresses
def end_visits(contact):
    """Who proved the former address is not the one who reads the new one."""
    Visit.objects.filter(contact=contact).delete()


@erases
def forget(contact):
    """Whatever a portal knows of who somebody is."""
    Visit.objects.filter(contact=contact).delete()
    if contact.email:
        for model in (SignInCode, Invitation):
            model.objects.of(contact.product).with_address(contact.email).delete()
