from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View

from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast
from products.views.scoped import ProductScoped
from roadmaps.forms.planning import VersionForm
from roadmaps.models import Version
from roadmaps.operations.planning import create_version, delete_version, edit_version


class VersionsView(ProductScoped, View):
    """What is to be released, and when."""

    template_name = "roadmaps/versions.html"

    def get(self, request):
        versions = Version.objects.visible_to(request.user).of(self.product).with_progress().soonest_first()
        return self.page(versions=versions.select_related("owner", "forecast"))


class VersionScoped(ProductScoped):
    """Mixin: the views of one version."""

    def version(self, pk):
        versions = Version.objects.visible_to(self.request.user).of(self.product).with_progress()
        return get_object_or_404(versions.select_related("owner", "product", "forecast"), pk=pk)


class NewVersionView(ProductScoped, View):
    """Plans a version."""

    template_name = "roadmaps/version_form.html"
    needs = "manage"

    def get(self, request):
        return self.page(form=VersionForm(product=self.product))

    def post(self, request):
        form = VersionForm(request.POST, product=self.product)
        if form.is_valid():
            with refusals_on(form):
                version = create_version(self.product, by=request.user, **form.cleaned_data)
                toast(request, _("Version “%s” is planned.") % version.name)
                return redirect("version", self.product.key, version.pk)
        return self.page(form=form, status=422)


class EditVersionView(VersionScoped, View):
    """Changes a version."""

    template_name = "roadmaps/version_form.html"
    needs = "manage"

    def get(self, request, pk):
        version = self.version(pk)
        return self.page(version=version, form=VersionForm(product=self.product, thing=version))

    def post(self, request, pk):
        version = self.version(pk)
        form = VersionForm(request.POST, product=self.product, thing=version)
        if form.is_valid():
            with form.merging():
                edit_version(version, by=request.user, lock_version=form.read, **form.edited())
                toast(request, _("Version “%s” is saved.") % version.name, undo=bool(form.edited()))
                return redirect("version", self.product.key, pk)
        return self.page(version=self.version(pk), form=form, status=422)


class DeleteVersionView(VersionScoped, View):
    """Deletes a version; the toast brings it back."""

    def post(self, request, pk):
        version = self.version(pk)
        delete_version(version, by=request.user)
        toast(request, _("Version “%s” is deleted; its requirements are unplanned.") % version.name)
        return redirect("version_list", self.product.key)
