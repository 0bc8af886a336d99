"""What every public page below /portal/<key>/ shares. Nothing here reads a member's data."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.decorators import method_decorator

from accounts.middleware import zone
from portal.forms.visiting import AddressForm
from portal.models.portal import Access
from portal.models.visit import LASTS
from portal.reach import contact_with, may_read, portal_at
from portal.showing import face_of
from portal.views.wishes import kept

LANGUAGES = dict(settings.LANGUAGES)


def cookie_of(product):
    """The name of the cookie of a product's portal: one cannot be used at another."""
    return settings.COOKIE_NAME.format(f"portal_{product.key.lower()}")


def nothing_here(request):
    """The one answer to whoever may not know of a portal, whether there is one or not: the same bytes and headers."""
    response = render(request, "portal/nothing.html", status=404)
    response["Cache-Control"] = "no-store"
    return response


@method_decorator(login_not_required, name="dispatch")
class VisitorScoped:
    """Mixin: the portal and who visits it, or `nothing_here`.

    Gives `self.portal`, `self.product` and `self.contact`, who is None for a stranger. `needs_contact` asks them to
    sign in; `opens_to` may let in those who are on their way to it. What they sent of the fields `keeps` is done as
    soon as they have signed in, as `promise` says to them.
    """

    template_name = None
    needs_contact = False
    reads = ()  # what is read along with the portal
    keeps = ()
    promise = ""

    def dispatch(self, request, *args, key, **kwargs):
        self.portal = portal_at(key, *self.reads)
        if self.portal is None:
            return nothing_here(request)
        self.product = self.portal.product
        self.contact = contact_with(request.COOKIES.get(cookie_of(self.product), ""), self.portal)
        self.is_in = may_read(self.portal, self.contact, request.user)
        is_on_the_way = self.is_in or self.opens_to(**kwargs)
        if not is_on_the_way and self.portal.access == Access.INVITED:
            return nothing_here(request)
        self.speak()
        if not request.user.is_authenticated:
            timezone.activate(zone(self.product.time_zone))
        if not is_on_the_way or self.needs_contact and self.contact is None:
            return self.to_sign_in()
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            return self.gone() if self.is_in else nothing_here(request)

    def opens_to(self, **kwargs):
        """Whether this page is for those who are not in yet."""
        return False

    def speak(self):
        """The language that the visitor chose, else their browser's, as far as the portal has it."""
        cookie = self.request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        for language in (cookie, translation.get_language()):
            if language in self.portal.languages and language in LANGUAGES:
                return translation.activate(language)
        return translation.activate((self.portal.languages or [settings.LANGUAGE_CODE])[0])

    def to_sign_in(self):
        """To the sign-in, and from there back to the page on which somebody wanted something."""
        if self.request.method == "POST" and self.keeps:
            return self.sign_in_first()
        back = self.request.get_full_path() if self.request.method == "GET" else self.back()
        address = f"{self.at('portal_sign_in')}?{urlencode({'next': back})}"
        return HttpResponse(headers={"HX-Redirect": address}) if self.request.htmx else redirect(address)

    def sign_in_first(self):
        """The sign-in in place of an answer; in its forms it carries what was sent."""
        wish = kept(self.product, self.request, self.keeps)
        response = self.page(
            "portal/sign_in.html", at="portal_sign_in", form=AddressForm(), next=self.back(), wish=wish
        )
        if self.request.htmx:
            response["HX-Retarget"] = response["HX-Reselect"] = "#content"
            response["HX-Reswap"] = "outerHTML show:window:top"
        return response

    @property
    def is_resumed(self):
        """Whether this is sent now by somebody who wanted it before they had signed in."""
        return self.request.resolver_match.url_name == "portal_code"

    def back(self):
        """Where what somebody sends, and must sign in for, leads back to."""
        return self.at("portal_board")

    def at(self, name, *args):
        return reverse(name, args=[self.product.key, *args])

    def page(self, template=None, *, status=200, **context):
        """A page in the portal's frame."""
        face = face_of(self.portal, self.contact, self.is_in)
        here = self.request.get_full_path() if hasattr(self, "get") else self.back()
        context = {"face": face, "at": self.request.resolver_match.url_name, "here": here, **context}
        response = render(self.request, template or self.template_name, context, status=status)
        patch_vary_headers(response, ["HX-Request", "Cookie"])
        response["Cache-Control"] = "private, no-cache"
        if self.portal.access != Access.PUBLIC:
            response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    def gone(self):
        """404 for who is in: the same bytes whether it was never there or is not shown."""
        return self.page("portal/gone.html", status=404, here=self.at("portal_board"), at="")

    def too_much(self, wait, wish=None):
        """429: somebody did more than people do."""
        response = self.page("portal/wait.html", status=429, minutes=-(-wait // 60), wish=wish)
        response["Retry-After"] = str(wait)
        return response

    def let_in(self, response, secret):
        """Remember who visits, in this browser and for this portal alone."""
        response.set_cookie(
            cookie_of(self.product), secret, max_age=LASTS, secure=settings.HTTPS, httponly=True, samesite="Lax"
        )
        return response

    def posts(self):
        """What the visitor may see of the board."""
        return self.product.posts.for_visitor(self.contact)

    def one_of(self, seen, number):
        """The post of this number among those that are seen."""
        return get_object_or_404(seen, feedback__number=number)
