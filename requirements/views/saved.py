"""Saved views: to open, keep, change and forget."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from changes.views import back
from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast
from products.views.scoped import ProductScoped, Shown
from requirements import policies
from requirements.models import DefaultView, SavedView
from requirements.models.saved_view import LONGEST_QUERY
from requirements.operations.saving_views import edit_view, open_with, open_with_for_all, remove_view, save_view
from requirements.places import place_of
from requirements.views.saved_bar import address_without, url_of


class NewViewForm(forms.Form):
    """A name for what is being looked at."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    shared = forms.BooleanField(label=gettext_lazy("Everybody in the product sees it"), required=False)
    query = forms.CharField(required=False, max_length=LONGEST_QUERY, widget=forms.HiddenInput)
    way = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput, empty_value="table")


class ViewFields(forms.Form):
    """What a form about an existing view may change; what it does not send stays."""

    name = forms.CharField(max_length=60, required=False, empty_value=None)
    query = forms.CharField(max_length=LONGEST_QUERY, required=False)
    way = forms.CharField(max_length=20, required=False, empty_value=None)
    shared = forms.TypedChoiceField(choices=[("on", ""), ("off", "")], required=False, empty_value=None)

    def values(self):
        sent = {name: value for name, value in self.cleaned_data.items() if name in self.data}
        return sent | ({"shared": sent["shared"] == "on"} if sent.get("shared") else {})


class Views:
    """The views of a product, or across products, for the person: a list of them, and POST keeps another one."""

    template_name = "requirements/views.html"

    def get(self, request):
        return self.page(form=NewViewForm(initial={"query": request.GET.urlencode()}))

    def post(self, request):
        home, form = self.product or request.user, NewViewForm(request.POST)
        if not policies.can_keep_view(request.user, home):
            raise PermissionDenied(_("You may not do this here."))
        if form.is_valid():
            with refusals_on(form):
                view = save_view(home, by=request.user, **form.cleaned_data)
                toast(request, _("“%s” is kept.") % view.name, undo=False)
                return redirect(url_of(view))
        return self.page(form=form, status=422)

    def kept(self):
        """The views, each with its address, what may be done to it, and whose lists open with it."""
        user = self.request.user
        views = SavedView.objects.visible_to(user).of(self.product).select_related("owner", "product").in_order()
        chosen = set(DefaultView.objects.visible_to(user).filter(product=self.product).values_list("view", "user"))
        for view in views:
            view.url, view.of = url_of(view), place_of(view.way)
            view.may_change = policies.can_change_view(user, view)
            view.may_share = policies.can_share_view(user, view)
            view.may_open_for_all = policies.can_choose_default_view(user, view)
            view.opens_mine, view.opens_all = (view.pk, user.pk) in chosen, (view.pk, None) in chosen
        return views


class ProductViews(Views, ProductScoped, View):
    """The views of a product."""

    def context(self, **more):
        return super().context(views=self.kept(), create=reverse("view_list", args=[self.product.key]), **more)


class AllViews(Views, Shown, View):
    """The views across products."""

    def context(self, **more):
        return super().context(views=self.kept(), create=reverse("all_views"), section="all_requirements", **more)


class ViewScoped(View):
    """One view: 404 for those who do not see it."""

    def dispatch(self, request, *args, pk, **kwargs):
        seen = SavedView.objects.visible_to(request.user).select_related("product")
        self.view = get_object_or_404(seen, pk=pk)
        return super().dispatch(request, *args, **kwargs)

    def back(self):
        """To the list, or to the page with all views, where it was asked for."""
        page = reverse("view_list", args=[self.view.product.key]) if self.view.product else reverse("all_views")
        return back(self.request, otherwise=page)


class OneView(ViewScoped):
    """GET leads to the list as the view shows it; POST changes the view's name, query, way or sharing."""

    def get(self, request):
        return redirect(url_of(self.view))

    def post(self, request):
        if not policies.can_change_view(request.user, self.view):
            raise PermissionDenied(_("This view is somebody else's: save it under another name."))
        form = ViewFields(request.POST)
        if form.is_valid():
            with refusals_on(form):
                edit_view(self.view, by=request.user, **form.values())
                toast(request, _("“%s” is saved.") % self.view.name, undo=False)
                return redirect(url_of(self.view)) if "query" in form.data else self.back()
        toast(request, " ".join(message for messages in form.errors.values() for message in messages), error=True)
        return self.back()


class RemoveViewView(ViewScoped):
    """Forgets a view; what was shared can be taken back. The list that is open stays as the view has shown it."""

    def post(self, request):
        shared, left = self.view.shared, address_without(self.view)
        remove_view(self.view, by=request.user)
        toast(request, _("“%s” is deleted.") % self.view.name, undo=shared)
        return redirect(left) if "shown" in request.POST else self.back()


class DefaultViewView(ViewScoped):
    """Whether the list opens with this view, `for` me or all."""

    def post(self, request):
        choose = {"me": open_with, "all": open_with_for_all}.get(request.POST.get("for"))
        if choose is None:
            raise Http404
        chosen = request.POST.get("chosen") != "off"
        choose(self.view, by=request.user, chosen=chosen)
        text = _("The list opens with “%s” now.") if chosen else _("The list no longer opens with “%s”.")
        toast(request, text % self.view.name, undo=choose is open_with_for_all)
        return self.back()
