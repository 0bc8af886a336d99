"""Saved roadmaps: to open, keep, change and forget."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast
from products.views.scoped import ProductScoped
from roadmaps import policies
from roadmaps.arranging.asked import asked
from roadmaps.models import Roadmap
from roadmaps.operations.roadmapping import create_roadmap, delete_roadmap, edit_roadmap
from roadmaps.views.roadmaps import Roadmapped


class NameForm(forms.Form):
    """A name for what is being looked at; `here` is its query string."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    shared = forms.BooleanField(label=gettext_lazy("Everybody in the product sees it"), required=False)
    here = forms.CharField(required=False, max_length=4_000, widget=forms.HiddenInput)


class SavedRoadmapsView(ProductScoped, View):
    """The product's roadmaps, one's own and the shared ones; POST keeps what is being looked at."""

    template_name = "roadmaps/roadmap_list.html"

    def get(self, request):
        return self.page(form=NameForm(initial={"here": request.GET.urlencode()}))

    def post(self, request):
        form = NameForm(request.POST)
        if form.is_valid():
            given = form.cleaned_data
            shown = shown_by(self.product, request.user, given["here"])
            with refusals_on(form):
                kept = create_roadmap(
                    self.product, by=request.user, name=given["name"], shared=given["shared"], **shown
                )
                toast(request, _("“%s” is kept.") % kept.name, undo=False)
                return redirect("roadmap_saved", self.product.key, kept.pk)
        return self.page(form=form, status=422)

    def context(self, **more):
        user = self.request.user
        kept = Roadmap.objects.visible_to(user).of(self.product).select_related("owner", "product").in_order()
        for roadmap in kept:
            roadmap.product = self.product
            roadmap.may_change = policies.can_change_roadmap(user, roadmap)
        return super().context(roadmaps=kept, **more)


def shown_by(product, user, query, saved=None):
    """What a query string shows, as the operations take it."""
    found = asked(product, user, QueryDict(query), timezone.localdate(), saved)
    return {
        "arrangement": found.arrangement, "bars": found.bars, "lanes": found.lanes, "zoom": found.zoom,
        "query": found.query, "products": [one.pk for one in found.products[1:]],
    }  # fmt: skip


class SavedRoadmapView(Roadmapped, View):
    """A saved roadmap; parameters of the address depart from it. POST keeps them, or another name."""

    def saved(self):
        seen = Roadmap.objects.visible_to(self.request.user).of(self.product).select_related("owner", "product")
        return get_object_or_404(seen, pk=self.kwargs["pk"])

    def post(self, request, pk):
        roadmap = self.saved()
        if not policies.can_change_roadmap(request.user, roadmap):
            raise PermissionDenied(_("You may not do this here."))
        values = {name: request.POST[name] for name in ("name",) if request.POST.get(name)}
        if "here" in request.POST:
            values |= shown_by(self.product, request.user, request.POST["here"][:4_000], roadmap)
        if "shared" in request.POST:
            values["shared"] = request.POST["shared"] == "on"
        form = NameForm(request.POST)
        with refusals_on(form):
            edit_roadmap(roadmap, by=request.user, **values)
            toast(request, _("“%s” is saved.") % roadmap.name, undo=False)
            return redirect("roadmap_saved", self.product.key, pk)
        toast(request, " ".join(m for messages in form.errors.values() for m in messages), error=True)
        return redirect("roadmap_list", self.product.key)


class DeleteRoadmapView(ProductScoped, View):
    """Forgets a saved roadmap."""

    def post(self, request, pk):
        seen = Roadmap.objects.visible_to(request.user).of(self.product)
        roadmap = get_object_or_404(seen.select_related("product"), pk=pk)
        delete_roadmap(roadmap, by=request.user)
        toast(request, _("“%s” is deleted.") % roadmap.name, undo=roadmap.shared)
        return redirect("roadmap_list", self.product.key)
