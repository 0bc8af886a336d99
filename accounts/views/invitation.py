from allauth.account.utils import perform_login
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from accounts.forms import InvitationForm
from accounts.models.invitation import person_invited_by
from accounts.operations.people import accept_invitation, change_preferences
from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast


@method_decorator([login_not_required, never_cache], name="dispatch")
class InvitationView(View):
    """The page behind an invitation link, in the language of the mail."""

    def dispatch(self, request, secret):
        self.person = person_invited_by(secret)
        if self.person is None:
            return render(request, "accounts/invitation_over.html", status=404)
        if self.person.language:
            translation.activate(self.person.language)
        return super().dispatch(request)

    def get(self, request):
        initial = {"name": "" if self.person.name in self.person.email else self.person.name}
        return self.page(InvitationForm(person=self.person, initial=initial))

    def post(self, request):
        form = InvitationForm(request.POST, person=self.person)
        if form.is_valid():
            zone = form.cleaned_data.pop("time_zone")
            with refusals_on(form):
                person = accept_invitation(self.person, by=self.person, **form.cleaned_data)
                change_preferences(person, by=person, time_zone=zone)
                toast(request, _("Welcome, %s.") % person.name, undo=False)
                return perform_login(request, person, redirect_url=reverse("home"))
        return self.page(form, status=422)

    def page(self, form, status=200):
        facts = {"form": form, "person": self.person, "invitation": self.person.invitations.last()}
        return render(self.request, "accounts/invitation.html", facts, status=status)
