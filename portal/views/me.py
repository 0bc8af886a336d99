from django.conf import settings
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views import View

from accounts.models import User
from feedback.operations.contacts import edit_contact, erase_contact
from pmhub.lib.forms import refusals_on
from portal.forms.visiting import MeForm
from portal.limits import NAMES, wait_of
from portal.models.portal import Access
from portal.showing import row_of
from portal.views.scoped import LANGUAGES, VisitorScoped, cookie_of

MOST = 100


class MeView(VisitorScoped, View):
    """What a visitor is called here, what they wrote, what they voted for and what they hear of."""

    template_name = "portal/me.html"
    needs_contact = True
    keeps = ("shown_name", "language", "hears")
    promise = _("What you wrote is kept until you have signed in.")

    def form_of(self, data=None):
        names = {code: LANGUAGES[code] for code in self.portal.languages if code in LANGUAGES}
        fields = ("shown_name", "language", "hears")
        initial = {name: getattr(self.contact, name) for name in fields}
        initial["language"] = initial["language"] or get_language()
        return MeForm(data, initial=initial, languages=list(names.items()), product=self.product)

    def get(self, request, **_kwargs):
        return self.shown(self.form_of())

    def post(self, request, **_kwargs):
        is_renamed = request.POST.get("shown_name", "") != self.contact.shown_name
        if is_renamed and (wait := wait_of(NAMES, request, contact=self.contact)):
            return self.too_much(wait)
        form = self.form_of(request.POST)
        if form.is_valid():
            with refusals_on(form):
                edit_contact(self.contact, by=User.objects.system(), **form.cleaned_data)
                return redirect(f"{self.at('portal_me')}?saved=1")
        return self.shown(form, status=422)

    def shown(self, form, status=200):
        seen = self.posts().with_row_data(self.contact).order_by("-created_at", "id")
        return self.page(
            form=form, status=status, email=self.contact.email, is_saved="saved" in self.request.GET,
            is_withdrawn="withdrawn" in self.request.GET,
            wrote=[row_of(post) for post in seen.filter(feedback__contact=self.contact)[:MOST]],
            wanted=[row_of(post) for post in seen.shown().filter(voted=True)[:MOST]],
            followed=[row_of(post) for post in seen.with_page_data(self.contact).shown().filter(follows=True)[:MOST]],
        )  # fmt: skip


class EraseMeView(VisitorScoped, View):
    """Removes the person: what they said stays, without anybody's name to it."""

    template_name = "portal/erase.html"
    needs_contact = True

    def get(self, request, **_kwargs):
        return self.page()

    def post(self, request, **_kwargs):
        erase_contact(self.contact, by=User.objects.system())
        response = redirect(f"{self.at('portal_board')}?erased=1")
        response.delete_cookie(cookie_of(self.product))
        return response


class LanguageView(VisitorScoped, View):
    """Remembers in which language somebody reads, in their browser and nowhere else."""

    def opens_to(self, **_kwargs):
        return self.portal.access != Access.INVITED

    def post(self, request, **_kwargs):
        asked, back = request.POST.get("language", ""), request.POST.get("next", "")
        board = self.at("portal_board")
        response = redirect(back if back.startswith(board) else board)
        if asked in self.portal.languages and asked in LANGUAGES:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME, asked, max_age=365 * 24 * 3600, secure=settings.HTTPS, httponly=True,
                samesite="Lax",
            )  # fmt: skip
        return response
