"""Saved roadmaps: to open, keep, change and forget."""

from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast
from products.models import Product
from products.views.scoped import ProductScoped
from roadmaps import policies
from roadmaps.arranging.asked import asked
from roadmaps.forms.roadmapping import RoadmapForm
from roadmaps.models import Roadmap
from roadmaps.operations.roadmapping import create_roadmap, delete_roadmap, edit_roadmap
from roadmaps.views.roadmaps import Roadmapped


class SavedRoadmapsView(ProductScoped, View):
    """The product's roadmaps, one's own and the shared ones; POST keeps another, at first what is being looked at."""

    template_name = "roadmaps/roadmap_list.html"

    def get(self, request):
        return self.page(form=self.form(initial=shown_by(self.product, request.user, request.GET.urlencode())))

    def form(self, *args, **kwargs):
        return RoadmapForm(*args, product=self.product, user=self.request.user, **kwargs)

    def post(self, request):
        form = self.form(request.POST)
        if form.is_valid():
            with refusals_on(form):
                kept = create_roadmap(self.product, by=request.user, **form.edited())
                toast(request, _("“%s” is kept.") % kept.name, undo=False)
                return redirect("roadmap_saved", self.product.key, kept.pk)
        return self.page(form=form, status=422)

    def context(self, **more):
        user = self.request.user
        kept = Roadmap.objects.visible_to(user).of(self.product).select_related("owner").in_order()
        names = dict(Product.objects.visible_to(user).values_list("pk", "name"))
        for roadmap in kept:
            roadmap.product = self.product
            roadmap.may_change = policies.can_change_roadmap(user, roadmap)
            roadmap.also = ", ".join(sorted(names[pk] for pk in roadmap.products if pk in names))
        return super().context(roadmaps=kept, **more)


def shown_by(product, user, query, saved=None):
    """What a query string shows, as the operations take it."""
    found = asked(product, user, QueryDict(query), timezone.localdate(), saved)
    return {
        "arrangement": found.arrangement, "bars": found.bars, "lanes": found.lanes, "zoom": found.zoom,
        "query": found.query, "products": [one.pk for one in found.products[1:]],
    }  # fmt: skip


class KeptScoped(ProductScoped):
    """Mixin: the views of one saved roadmap."""

    def saved(self):
        seen = Roadmap.objects.visible_to(self.request.user).of(self.product).select_related("owner", "product")
        return get_object_or_404(seen, pk=self.kwargs["pk"])

    def changeable(self):
        roadmap = self.saved()
        if not policies.can_change_roadmap(self.request.user, roadmap):
            raise PermissionDenied(_("You may not do this here."))
        return roadmap


class SavedRoadmapView(KeptScoped, Roadmapped, View):
    """A saved roadmap; parameters of the address depart from it. POST keeps them: `here` is the query string."""

    def post(self, request, pk):
        roadmap, here = self.changeable(), request.POST.get("here", "")[:4_000]
        form = RoadmapForm(product=self.product, user=request.user)
        with refusals_on(form):
            edit_roadmap(roadmap, by=request.user, **shown_by(self.product, request.user, here, roadmap))
            toast(request, _("“%s” is saved.") % roadmap.name, undo=False)
            return redirect("roadmap_saved", self.product.key, pk)
        toast(request, " ".join(m for messages in form.errors.values() for m in messages), error=True)
        return redirect("roadmap_list", self.product.key)


class EditRoadmapView(KeptScoped, View):
    """Changes what a saved roadmap is called, shows and for whom."""

    template_name = "roadmaps/roadmap_form.html"

    def get(self, request, pk):
        roadmap = self.changeable()
        return self.page(roadmap=roadmap, form=self.form(roadmap))

    def form(self, roadmap, *args):
        return RoadmapForm(*args, product=self.product, user=self.request.user, thing=roadmap)

    def post(self, request, pk):
        roadmap = self.changeable()
        form = self.form(roadmap, request.POST)
        if form.is_valid():
            with form.merging():
                edit_roadmap(roadmap, by=request.user, lock_version=form.read, **form.edited())
                toast(request, _("“%s” is saved.") % roadmap.name, undo=roadmap.shared and bool(form.edited()))
                return redirect("roadmap_saved", self.product.key, pk)
        return self.page(roadmap=self.saved(), form=form, status=422)


class DeleteRoadmapView(KeptScoped, View):
    """Forgets a saved roadmap."""

    def post(self, request, pk):
        roadmap = self.saved()
        delete_roadmap(roadmap, by=request.user)
        toast(request, _("“%s” is deleted.") % roadmap.name, undo=roadmap.shared)
        return redirect("roadmap_list", self.product.key)
