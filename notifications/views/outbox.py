from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View

from feedback.receiving.troubles import troubles
from notifications import policies
from notifications.models import Letter
from notifications.operations.posting import send_again
from pmhub.lib.toasts import toast
from products.views.scoped import Shown

SHOWN = 200


class OutboxView(Shown, View):
    """The mails with reminders, newest first: to whom, about what, and what became of them.

    Above them stand the mailboxes that cannot be read.
    """

    template_name = "notifications/outbox.html"

    def get(self, request):
        if not policies.runs_the_installation(request.user, None):
            raise PermissionDenied(_("Only administrators see the mail of others."))
        letters = Letter.objects.visible_to(request.user).select_related("recipient").order_by("-id")[:SHOWN]
        folder = None if settings.EMAIL else settings.PMHUB_HOME / "mail"
        return self.page(letters=letters, shown=SHOWN, folder=folder, troubles=troubles())


class SendAgainView(View):
    """Sends a letter again whose fate is unclear or that was refused."""

    def post(self, request, pk):
        if not policies.runs_the_installation(request.user, None):
            raise PermissionDenied(_("Only administrators see the mail of others."))
        send_again(get_object_or_404(Letter.objects.visible_to(request.user), pk=pk), by=request.user)
        toast(request, _("It is tried again within a minute."), undo=False)
        return redirect("outbox")
