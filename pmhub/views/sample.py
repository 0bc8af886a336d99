"""The sample workspace goes away in one click."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views import View

from pmhub.lib.toasts import toast
from pmhub.sample.removing import remove_sample


class RemoveSampleView(View):
    """Removes the sample's products; administrators only."""

    def post(self, request):
        keys = remove_sample(request.user, by=request.user)
        text = _("The sample is gone: %s.") % ", ".join(keys) if keys else _("There is no sample any more.")
        toast(request, text, undo=False)
        return redirect("home")
