from allauth.account.utils import perform_login
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from accounts.forms import SetupForm
from accounts.models import User
from accounts.operations.people import change_preferences, create_first_administrator
from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast


@method_decorator(login_not_required, name="dispatch")
class SetupView(View):
    """The first person of an empty installation makes themselves its administrator."""

    def dispatch(self, request):
        if User.objects.people().exists():
            return redirect("home")
        return super().dispatch(request)

    def get(self, request):
        return render(request, "accounts/setup.html", {"form": SetupForm()})

    def post(self, request):
        form = SetupForm(request.POST)
        if form.is_valid():
            zone = form.cleaned_data.pop("time_zone")
            with refusals_on(form):
                person = create_first_administrator(**form.cleaned_data)
                change_preferences(person, by=person, time_zone=zone, language=get_language())
                toast(request, _("Welcome. This installation is yours; start with a product."), undo=False)
                return perform_login(request, person, redirect_url=reverse("product_new"))
        return render(request, "accounts/setup.html", {"form": form}, status=422)
