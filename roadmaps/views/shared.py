"""A roadmap for people without an account. No session, no script, no trace of who looks."""

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.hashers import check_password
from django.core import signing
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from pmhub.lib.throttling import Throttle, client_of
from requirements.views.address import Address
from roadmaps.arranging.for_audience import SharedRoadmap
from roadmaps.forms.sharing import PasswordForm
from roadmaps.models.share_link import LONGEST_PASSWORD
from roadmaps.sharing.links import link_at

GUESSES = Throttle("share", limit=20, seconds=900)
COOKIE, KNOWN_FOR = "pmhub_shared", 12 * 3600
SIGNED = signing.TimestampSigner(salt="roadmaps.shared")
HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
LANGUAGES = dict(settings.LANGUAGES)


# without a CSRF token: the form gives nobody anything but a look at what its password opens, and with
# `Referrer-Policy: no-referrer` browsers would not say where it comes from
@method_decorator(
    [login_not_required, csrf_exempt, csp_replace({"script-src": None, "connect-src": None})], name="dispatch"
)
class SharedView(View):
    """What a share link shows. Unknown, expired and withdrawn ones are answered alike."""

    def dispatch(self, request, secret):
        if request.GET.get("lang") in LANGUAGES:
            translation.activate(request.GET["lang"])
        self.link = link_at(secret)
        if self.link is None:
            return self.answer("roadmaps/shared_over.html", status=404)
        return super().dispatch(request, secret)

    def get(self, request, secret):
        if self.link.password and not self.knows_password():
            return self.answer("roadmaps/shared_password.html", form=PasswordForm())
        shared = SharedRoadmap(self.link, request.GET)
        if request.method == "GET":
            self.link.note_view()
        return self.answer("roadmaps/shared.html", **self.page(shared))

    def post(self, request, secret):
        client = f"{self.link.pk}:{client_of(request)}"
        if wait := GUESSES.claim(client):
            response = self.answer("roadmaps/shared_wait.html", status=429, minutes=-(-wait // 60))
            response["Retry-After"] = str(wait)
            return response
        form = PasswordForm(request.POST)
        if not form.is_valid() or not self.is_password(form.cleaned_data["password"]):
            return self.answer("roadmaps/shared_password.html", status=422, form=form, wrong=True)
        GUESSES.give_back(client)
        response = guarded(redirect(request.get_full_path()))
        response.set_cookie(
            COOKIE, SIGNED.sign(self.link.pass_mark), max_age=KNOWN_FOR, path=request.path, secure=settings.HTTPS,
            httponly=True, samesite="Lax",
        )  # fmt: skip
        return response

    def is_password(self, typed):
        return len(typed) <= LONGEST_PASSWORD and check_password(typed, self.link.password)

    def knows_password(self):
        try:
            return SIGNED.unsign(self.request.COOKIES.get(COOKIE, ""), max_age=KNOWN_FOR) == self.link.pass_mark
        except signing.BadSignature:
            return False

    def page(self, shared):
        asked = shared.asked
        heard = QueryDict(mutable=True)
        heard.update({name: self.request.GET[name] for name in ("zoom", "from", "lang") if name in self.request.GET})
        address = Address("", heard)  # relative, so that the page does not hold its own secret
        page = {"link": self.link, **shared.context()}
        if asked.arrangement != "timeline":
            return page
        earlier, later = (str(address.having("from", [month])) for month in shared.around())
        return page | {
            "earlier": earlier, "later": later, "at_today": str(address.without("from")),
            "zooms": [(label, str(address.having("zoom", [z])), z == asked.zoom) for z, label in shared.zooms.items()],
        }  # fmt: skip

    def answer(self, template, *, status=200, **context):
        address = Address("", self.request.GET)
        languages = [(code, str(address.having("lang", [code]))) for code in LANGUAGES]
        context = {"languages": languages, **context}
        response = render(self.request, template, context, status=status)
        return guarded(response)


def guarded(response):
    for name, value in HEADERS.items():
        response[name] = value
    return response
