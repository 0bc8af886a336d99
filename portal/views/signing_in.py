"""Coming in by a code that is mailed, and going out again."""

from django.conf import settings
from django.core import signing
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views import View

from accounts.models import User
from portal.forms.visiting import AddressForm, CodeForm
from portal.limits import CODES, GUESSES, is_written_enough, may_have_new_code, wait_of, wait_of_address
from portal.models.portal import Access
from portal.models.sign_in_code import LASTS
from portal.operations.signing_in import ask_for_code, sign_in, sign_out
from portal.reach import code_at, code_out, invitation_behind, visit_with
from portal.views.scoped import VisitorScoped, cookie_of
from portal.views.wishes import wish_in

OVER = _("This is not the code, or it is used up. A code lasts ten minutes and five attempts.")


def salt_of(product):
    """What was signed for one portal says nothing at another."""
    return f"portal.asked:{product.pk}"


def asked_cookie(product):
    """The cookie that says for which address a browser waits for a code."""
    return settings.COOKIE_NAME.format(f"portal_asked_{product.key.lower()}")


class AskScoped(VisitorScoped):
    """Mixin: asks for an address and orders a code. The answer is the same whoever the address is of."""

    template_name = "portal/sign_in.html"

    def get(self, request, **_kwargs):
        return self.page(form=AddressForm(), next=self.wanted(request.GET))

    def post(self, request, **_kwargs):
        wish, wanted = wish_in(self.product, request), self.wanted(request.POST)
        if wish and "email" not in request.POST:
            return self.page(form=AddressForm(), next=wanted, wish=wish)
        form = AddressForm(request.POST)
        if not form.is_valid():
            return self.page(form=form, next=wanted, wish=wish, status=422)
        email = form.cleaned_data["email"]
        if wait := wait_of(CODES, request) or wait_of_address(self.product, email, request):
            return self.too_much(wait, wish)
        code = self.code_for(email)
        asked = signing.dumps([code.pk, wanted], salt=salt_of(self.product))
        response = (
            self.page("portal/code.html", form=CodeForm(), wish=wish, address=email)
            if wish
            else redirect(self.at("portal_code"))
        )
        response.set_cookie(
            asked_cookie(self.product), asked, max_age=LASTS, secure=settings.HTTPS, httponly=True, samesite="Lax"
        )
        return response

    def code_for(self, email):
        """A code that is mailed; where the address got many mails of late, the last one that is still good."""
        out = code_out(email, self.product) if is_written_enough(self.product, email) else None
        if out is None and not may_have_new_code(self.product, email):
            out = code_out(email, self.product, is_good=False)
        return out or ask_for_code(self.product, by=User.objects.system(), email=email, language=get_language())

    def wanted(self, data):
        """The page of this portal that somebody comes from, else the board."""
        board, asked = self.at("portal_board"), data.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts=None) and asked.startswith(board)
        return asked if is_ours else board


class SignInView(AskScoped, View):
    """The door of portals that say that they are there."""

    def opens_to(self, **_kwargs):
        return self.portal.access != Access.INVITED


class EnterView(AskScoped, View):
    """The door of a portal for the invited, at an address that only they were mailed."""

    def opens_to(self, secret, **_kwargs):
        return invitation_behind(secret, self.product) is not None


class CodeView(VisitorScoped, View):
    """Takes the code."""

    template_name = "portal/code.html"

    @cached_property
    def asked(self):
        """`(the id of the code, the page to go on to)` of a browser that asked here for one; None for others."""
        cookie = self.request.COOKIES.get(asked_cookie(self.product), "")
        try:
            return signing.loads(cookie, salt=salt_of(self.product), max_age=LASTS)
        except signing.BadSignature:
            return None

    @property
    def address(self):
        """As somebody typed it in this browser; "" where its code is gone."""
        code = code_at(self.asked[0], self.product)
        return code.email if code else ""

    def opens_to(self, **_kwargs):
        return self.asked is not None

    def get(self, request, **_kwargs):
        return self.page(form=CodeForm(), address=self.address) if self.asked else redirect(self.at("portal_sign_in"))

    def post(self, request, **_kwargs):
        if self.asked is None:
            return redirect(self.at("portal_sign_in"))
        wish = wish_in(self.product, request)
        if wait := wait_of(GUESSES, request):
            return self.too_much(wait, wish)
        form, code = CodeForm(request.POST), code_at(self.asked[0], self.product)
        if not form.is_valid() or not code or not code.accepts(form.cleaned_data["code"].strip()):
            form.add_error(None, OVER)
            return self.page(form=form, wish=wish, address=self.address, status=422)
        secret = sign_in(code, by=User.objects.system())
        response = self.answer_to(wish, secret) if wish and secret else redirect(self.asked[1])
        response.delete_cookie(asked_cookie(self.product))
        return self.let_in(response, secret) if secret else response

    def answer_to(self, wish, secret):
        """The answer to what was wanted before the sign-in; the board, where that is gone meanwhile."""
        self.request.COOKIES[cookie_of(self.product)] = secret
        answer = wish.answer(self.request)
        return redirect(self.at("portal_board")) if answer.status_code == 404 else answer


class SignOutView(VisitorScoped, View):
    """Ends the visit in this browser."""

    def post(self, request, **_kwargs):
        secret = request.COOKIES.get(cookie_of(self.product), "")
        if visit := visit_with(secret, self.portal):
            sign_out(visit, by=User.objects.system())
        response = redirect(self.at("portal_board"))
        response.delete_cookie(cookie_of(self.product))
        return response
