from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views import View

from accounts.forms import LooksForm, PreferencesForm
from accounts.models import User
from accounts.operations.people import change_preferences
from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast


class PersonalSettingsView(View):
    """Name, language, time zone and looks of the person who is signed in."""

    def get(self, request):
        return self.page(PreferencesForm(instance=request.user))

    def post(self, request):
        # on a copy, so that a refused form does not show its values as the person's own
        form = PreferencesForm(request.POST, instance=User.objects.get(pk=request.user.pk))
        if form.is_valid():
            with refusals_on(form):
                person = change_preferences(request.user, by=request.user, **form.cleaned_data)
                with translation.override(person.language or translation.get_language()):
                    toast(request, _("Your settings are saved."), undo=False)
                return redirect("personal_settings")
        return self.page(form, status=422)

    def page(self, form, status=200):
        return render(self.request, "accounts/personal.html", {"form": form}, status=status)


class LooksView(View):
    """One or more of the looks, for instance from the palette; the page is shown anew in them."""

    def post(self, request):
        form = LooksForm(request.POST)
        if not form.is_valid():
            return HttpResponse(status=422)
        change_preferences(request.user, by=request.user, **form.given())
        return HttpResponse(status=204, headers={"HX-Refresh": "true"}) if request.htmx else redirect("home")
