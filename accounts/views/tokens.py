from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from accounts.forms import TokenForm
from accounts.models import ApiToken
from accounts.operations.tokens import issue_token, revoke_token
from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast


def tokens_of(person):
    return ApiToken.objects.filter(user=person).select_related("product").order_by("-created_at")


class TokensView(View):
    """The tokens of the person who is signed in."""

    def get(self, request):
        return render(request, "accounts/tokens.html", {"tokens": tokens_of(request.user)})


@method_decorator(never_cache, name="dispatch")
class NewTokenView(View):
    """Makes a token; the answer to the POST is the only page that ever shows its secret."""

    def get(self, request):
        return self.page(self.form())

    def post(self, request):
        form = self.form(request.POST)
        if form.is_valid():
            with refusals_on(form):
                token, secret = issue_token(request.user, by=request.user, **form.cleaned_data)
                facts = {"tokens": tokens_of(request.user), "new": token, "secret": secret}
                return render(request, "accounts/tokens.html", facts)
        return self.page(form, status=422)

    def form(self, data=None):
        product = ApiToken._meta.get_field("product").related_model  # the documented soft edge upwards
        return TokenForm(data, person=self.request.user, products=product.objects.visible_to(self.request.user))

    def page(self, form, status=200):
        return render(self.request, "accounts/token_new.html", {"form": form}, status=status)


class RevokeTokenView(View):
    """Takes a token back, after asking."""

    def dispatch(self, request, pk):
        self.token = get_object_or_404(tokens_of(request.user), pk=pk)
        return super().dispatch(request)

    def get(self, request):
        return render(request, "accounts/token_revoke.html", {"token": self.token})

    def post(self, request):
        revoke_token(self.token, by=request.user)
        toast(request, _("The token “%s” opens nothing any more.") % self.token.name, undo=False)
        return redirect("token_list")
