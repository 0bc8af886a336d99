from django.conf import settings
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast
from portal.forms.setting_up import InviteForm, PortalForm
from portal.models import Invitation, Portal
from portal.operations.logos import LARGEST_LOGO, kept_logo
from portal.operations.setting_up import (
    invite_address,
    send_invitation_again,
    set_up,
    withdraw_invitation,
)
from products.views.scoped import ProductScoped

MOST = 500
FRAME = '<iframe src="{}embed/" title="{}" width="100%" height="600" style="border: 0"></iframe>'


class SetUpScoped(ProductScoped):
    """Mixin: the tab of a product's settings about its portal."""

    template_name = "portal/settings.html"
    needs = "manage"

    @property
    def portal(self):
        own = Portal.objects.visible_to(self.request.user).of(self.product).select_related("product")
        return own.first() or Portal(product=self.product)

    def form_of(self, *args):
        return PortalForm(*args, instance=self.portal, user=self.request.user, product=self.product)

    def invitations(self):
        return Invitation.objects.visible_to(self.request.user).of(self.product)

    def back(self):
        return redirect(f"{reverse('portal_settings', args=[self.product.key])}#invited")

    def context(self, **more):
        portal = self.portal
        path = reverse("portal_board", args=[self.product.key])
        return super().context(**{
            "portal": portal, "address": settings.PMHUB_URL + path, "path": path, "invite": InviteForm(),
            "frame": FRAME.format(settings.PMHUB_URL + path, escape(self.product.name)),
            "invitations": self.invitations().order_by("email")[:MOST], **more,
        })  # fmt: skip


class PortalSettingsView(SetUpScoped, View):
    """Switches the portal on and says how it looks."""

    @staticmethod
    def largest_file():
        return LARGEST_LOGO

    def get(self, request):
        return self.page(form=self.form_of())

    def post(self, request):
        form = self.form_of(request.POST, request.FILES)
        if form.is_valid():
            with refusals_on(form):
                set_up(self.product, by=request.user, **form.given(), **self.logo(form))
                toast(request, _("The portal is saved."))
                return redirect("portal_settings", self.product.key)
        return self.page(form=form, status=422)

    def logo(self, form):
        if form.cleaned_data["logo"]:
            return {"logo": kept_logo(form.cleaned_data["logo"])}
        return {"logo": ""} if form.cleaned_data["no_logo"] else {}


class InvitationsView(SetUpScoped, View):
    """Invites addresses."""

    def post(self, request):
        form = InviteForm(request.POST)
        if not form.is_valid():
            return self.page(form=self.form_of(), invite=form, status=422)
        for email in form.cleaned_data["emails"]:
            invite_address(self.product, by=request.user, email=email)
        count = len(form.cleaned_data["emails"])
        toast(request, ngettext("%d address is invited.", "%d addresses are invited.", count) % count, undo=False)
        return self.back()


class SendInvitationAgainView(SetUpScoped, View):
    """Mails somebody their way in once more."""

    def post(self, request, pk):
        invitation = get_object_or_404(self.invitations(), pk=pk)
        try:
            send_invitation_again(invitation, by=request.user)
        except ValidationError as error:
            toast(request, " ".join(error.messages), error=True)
        else:
            toast(request, _("The mail to %s is sent again.") % invitation.email, undo=False)
        return self.back()


class WithdrawInvitationView(SetUpScoped, View):
    """Closes the portal to an address."""

    def post(self, request, pk):
        withdraw_invitation(get_object_or_404(self.invitations(), pk=pk), by=request.user)
        toast(request, _("The invitation is withdrawn."), undo=False)
        return self.back()
