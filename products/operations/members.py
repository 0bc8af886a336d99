from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.operations.people import invite
from pmhub.lib.operations import operation
from products import policies
from products.models import Membership, Role


@operation(policies.can_own)
def add_member(product, *, by, user, role=Role.CONTRIBUTOR, title=""):
    """Give a person a role; whoever is a member already gets the new one."""
    current = product.memberships.filter(user=user).first()
    if current is not None:
        return change_member(current, by=by, role=role, title=title)
    product.forget_roles()
    return Membership.objects.create(product=product, user=user, role=role, title=title)


@operation(policies.can_own)
def invite_member(product, *, by, email, role=Role.CONTRIBUTOR, title=""):
    """Give the person with this address a role; whoever is not here yet is invited by mail."""
    person = invite(by, by=by, email=email, place=product.name)
    return add_member(product, by=by, user=person, role=role, title=title)


@operation(policies.can_own)
def change_member(membership, *, by, role, title):
    """Change role or job title; the last owner stays owner."""
    if role < Role.OWNER:
        refuse_last_owner(membership)
    membership.role, membership.title = role, title
    membership.save(update_fields=["role", "title"])
    membership.product.forget_roles()
    return membership


@operation(policies.can_leave)
def remove_member(membership, *, by):
    """Take a person out of a product; what they wrote stays. The last owner cannot go."""
    refuse_last_owner(membership)
    membership.product.forget_roles()
    membership.delete()


def refuse_last_owner(membership):
    owners = Membership.objects.select_for_update().filter(product=membership.product, role=Role.OWNER)
    if membership.role == Role.OWNER and len(owners) <= 1:
        raise ValidationError(_("A product needs an owner: name another one first."))
