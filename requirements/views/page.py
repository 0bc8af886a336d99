from urllib.parse import urlsplit

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import View

from pmhub.lib.toasts import toast
from requirements.models import Requirement
from requirements.operations.authoring import delete
from requirements.operations.people import unwatch, watch
from requirements.views.scoped import RequirementScoped
from requirements.views.showing import activity


class RequirementView(RequirementScoped, View):
    """A requirement with everything that is known about it."""

    def get(self, request):
        if request.htmx.target == "activity":
            return self.fragment("activity", **activity(self.requirement, request.user, request.GET))
        return self.show()


class ByKeyView(View):
    """`/SHOP-142` leads to the requirement's page."""

    def get(self, request, key):
        seen = Requirement.objects.visible_to(request.user).select_related("product")
        requirement = get_object_or_404(seen, key=key.upper())
        return redirect("requirement", requirement.product.key, requirement.number)


class RemoveView(RequirementScoped, View):
    """Moves the requirement to the trash, and leads back to the list from which its page was reached."""

    def post(self, request):
        key = self.requirement.key
        delete(self.requirement, by=request.user)
        toast(request, _("%s is in the trash.") % key)
        away = self.way_back(request.POST.get("back", ""))
        return HttpResponse(headers={"HX-Redirect": away}) if request.htmx else redirect(away)

    def way_back(self, address):
        """That address if it is a list of requirements here, else the product's list."""
        own = url_has_allowed_host_and_scheme(address, {self.request.get_host()}, self.request.is_secure())
        home = reverse("requirement_list", args=[self.product.key])
        lists = [home, *(reverse(name, args=[self.product.key]) for name in ("requirement_board", "requirement_tree"))]
        return address if own and urlsplit(address).path in [*lists, reverse("all_requirements")] else home


class WatchView(RequirementScoped, View):
    """Whether this person hears what happens here."""

    def post(self, request):
        if request.POST.get("watch") == "on":
            watch(self.requirement, by=request.user)
            return self.saved(_("You hear of every change to %s.") % self.requirement.key, undo=False)
        unwatch(self.requirement, by=request.user)
        return self.saved(_("You no longer watch %s.") % self.requirement.key, undo=False)
