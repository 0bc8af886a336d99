from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from accounts.models import User
from notifications.forms import PreferenceForm
from notifications.models import Preference
from notifications.operations.reading import prefer, unmute
from notifications.operations.writing import SALT
from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast
from products.models import Product
from products.views.scoped import Shown


class ReminderPreferencesView(Shown, View):
    """When and how a person is reminded, and what they do not want to hear of."""

    template_name = "notifications/preferences.html"

    def get(self, request):
        return self.page(form=PreferenceForm(preference=Preference.of(request.user)))

    def post(self, request):
        form = PreferenceForm(request.POST, preference=Preference.of(request.user))
        if form.is_valid():
            with refusals_on(form):
                prefer(request.user, by=request.user, **form.cleaned_data)
                toast(request, _("Your settings are saved."), undo=False)
                return redirect("reminder_preferences")
        return self.page(form=form, status=422)

    def context(self, **more):
        seen = Product.objects.visible_to(self.request.user)
        muted = self.request.user.reminder_mutes.select_related("milestone", "version", "requirement")
        mutes = [one for one in muted.order_by("-id") if one.reason or one.thing.product_id in self.products(seen)]
        return super().context(mutes=mutes, **more)

    def products(self, seen):
        if not hasattr(self, "_products"):
            self._products = set(seen.values_list("pk", flat=True))
        return self._products


class UnmuteView(View):
    """Be reminded again."""

    def post(self, request, pk):
        muted = get_object_or_404(request.user.reminder_mutes, pk=pk)
        unmute(muted, by=request.user)
        toast(request, _("You are reminded again."), undo=False)
        return redirect("reminder_preferences")


@method_decorator([login_not_required, never_cache, csrf_exempt], name="dispatch")
class UnsubscribeView(View):
    """Ends reminders by mail for whom the signed link is, without signing in: mail programs do it by one POST."""

    def dispatch(self, request, secret):
        try:
            person = User.objects.people().filter(pk=signing.loads(secret, salt=SALT)).first()
        except signing.BadSignature:
            person = None
        if person is None or not person.is_active:
            raise Http404
        self.person = person
        if person.language:
            translation.activate(person.language)
        return super().dispatch(request)

    def get(self, request):
        return render(request, "notifications/unsubscribe.html", {"person": self.person})

    def post(self, request):
        prefer(self.person, by=self.person, by_mail=False)
        return render(request, "notifications/unsubscribe.html", {"person": self.person, "is_done": True})
