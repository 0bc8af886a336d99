"""Who of the visitors may come in: the one place that opens a portal to somebody who is no user.

Whoever may not is answered as if there were no portal, except at one whose way in is to sign in.
"""

from portal import policies
from portal.models import Invitation, Portal, SignInCode, Visit
from portal.models.portal import Access


def portal_at(key, *with_):
    """The portal of the product with this key and what of it is named, unless it is off or there is none."""
    return Portal.objects.exclude(access=Access.OFF).select_related("product", *with_).filter(product__key=key).first()


def visit_with(secret, portal):
    """The visit of the browser that has this secret, or None."""
    return Visit.objects.with_secret(secret, portal.product)


def contact_with(secret, portal):
    """The contact who proved to be one in the browser that has this secret, or None."""
    visit = visit_with(secret, portal)
    return visit.contact if visit else None


def code_at(pk, product):
    """The ordered code with this id, or None."""
    return SignInCode.objects.of(product).select_related("product__portal").filter(pk=pk).first()


def code_out(email, product, *, is_good=True):
    """The code that an address was sent last and that lasts for some minutes still; unless `is_good`, any of late."""
    codes = SignInCode.objects.of(product).with_address(email)
    return (codes.good() if is_good else codes).order_by("-id").first()


def invitation_behind(secret, product):
    """The invitation whose door this is, or None."""
    return Invitation.behind(secret, product)


def may_read(portal, contact, user):
    """Whether somebody sees the pages: as the portal says, and whoever reads the product as a member."""
    if portal.access == Access.PUBLIC or (user.is_authenticated and policies.can_read(user, portal.product)):
        return True
    if contact is None:
        return False
    return portal.access == Access.SIGN_IN or is_invited(portal, contact.email)


def is_invited(portal, email):
    return bool(email) and Invitation.objects.of(portal.product).with_address(email).exists()


def may_sign_in(portal, email):
    """Whether a code for the address is sent and taken. Who asks is not told."""
    return portal.access in (Access.PUBLIC, Access.SIGN_IN) or is_invited(portal, email)
