"""What every page about one requirement shares."""

from urllib.parse import urlsplit

from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic.base import View

from pmhub.lib.toasts import toast
from products.views.scoped import Gate, ProductScoped
from requirements import policies
from requirements.models import Requirement
from requirements.reading import with_page
from requirements.views.showing import activity, shown


class RequirementGate(Gate):
    """`can` on a requirement's page: besides the product's, `can.delete`."""

    def __init__(self, user, requirement):
        super().__init__(user, requirement.product)
        self.requirement = requirement

    @property
    def delete(self):
        return policies.can_delete(self.user, self.requirement)


class FindRequirement(View):
    """Comes after ProductScoped: the product is known, the requirement is not yet."""

    def dispatch(self, request, *args, number, **kwargs):
        self.number = number
        self.load()
        return super().dispatch(request, *args, **kwargs)

    def load(self):
        """Read the requirement as it is now."""
        seen = with_page(Requirement.objects.visible_to(self.request.user).of(self.product))
        self.requirement = get_object_or_404(seen, number=self.number)
        self.requirement.product = self.product
        self.can = RequirementGate(self.request.user, self.requirement)


class RequirementScoped(ProductScoped, FindRequirement):
    """A view below `/p/<key>/requirements/<number>/`: the requirement, or 404 for those who may not know of it."""

    template_name = "requirements/requirement.html"

    @property
    def url(self):
        return reverse("requirement", args=[self.product.key, self.requirement.number])

    def context(self, **more):
        return super().context(requirement=self.requirement, url=self.url, **more)

    def show(self, *, status=200, **forms):
        """The requirement's page, or all of its content for htmx, with forms that were refused."""
        user, htmx = self.request.user, self.request.htmx
        context, params = shown(self.requirement, user, **forms), self.view_params()
        if not htmx or "peek" not in params:  # the panel beside a list shows no activity
            context |= activity(self.requirement, user, params)
        if htmx and not htmx.boosted:
            return self.fragment("requirement", status=status, **context)
        return self.page(status=status, **context)

    def view_params(self):
        """The parameters of the page that is being looked at, also while one of its forms is sent."""
        if self.request.method == "GET" or not self.request.htmx:
            return self.request.GET
        try:
            return QueryDict(urlsplit(self.request.htmx.current_url or "").query)
        except ValueError:
            return QueryDict()  # no address that a browser would send

    def saved(self, text="", *, undo=True):
        """The answer to a change: the page as it is now, with a message and the way back."""
        if text:
            toast(self.request, text, undo=undo)
        if not self.request.htmx:
            return redirect(self.url)
        self.load()
        return self.show()

    def in_slot(self, slot, template, status, **context):
        """An editor: a page of its own, or for htmx its fragment; refused, it goes back to where it stood."""
        if not self.request.htmx:
            return self.page(status=status, template=template, slot=slot, **context)
        response = self.fragment("editor", status=status, template=template, slot=slot, **context)
        if status == 422:
            response["HX-Retarget"], response["HX-Reswap"] = f"#{slot}", "innerHTML"
        return response
