from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.utils.translation import get_language


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is open only when the installation says so; otherwise people come by invitation."""

    def is_open_for_signup(self, request):
        return settings.SIGNUP == "open"

    def save_user(self, request, user, form, commit=True):
        user.name = form.cleaned_data.get("name", "")
        user.language = get_language() or ""
        return super().save_user(request, user, form, commit)
