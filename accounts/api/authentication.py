"""Who calls the REST API: the person of a token, or the one signed in in the browser."""

from base64 import b64decode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.permissions import SAFE_METHODS, BasePermission

from accounts.models import ApiToken
from accounts.models.token import Scope
from pmhub.lib.throttling import Throttle, client_of

GUESSES = Throttle("token", limit=30, seconds=60)
LONGEST_SECRET, LONGEST_BASIC = 200, 1_000


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Token pmh_…`. Whoever sends too many wrong ones has to wait, with right ones too."""

    def authenticate(self, request):
        scheme, _space, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        return self.person_of(request, secret) if scheme.lower() == "token" else None

    def person_of(self, request, secret):
        client = client_of(request)
        if wait := GUESSES.wait(client):
            raise Throttled(wait)
        token = ApiToken.objects.with_secret(secret.strip()) if len(secret) <= LONGEST_SECRET else None
        if token is None:
            GUESSES.count(client)
            raise AuthenticationFailed(_("This token is unknown, has expired, or its person was disabled."))
        token.note_use()
        token.user.token = token
        return token.user, token

    def authenticate_header(self, request):
        return 'Token realm="PMHub"'


class BasicTokenAuthentication(TokenAuthentication):
    """A token as the password of HTTP Basic, whoever is named: readers of feeds know no other way."""

    def authenticate(self, request):
        scheme, _space, pair = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != "basic":
            return None
        try:
            decoded = b64decode(pair[:LONGEST_BASIC], validate=True).decode()
        except ValueError:
            decoded = ""
        return self.person_of(request, decoded.rpartition(":")[2])

    def authenticate_header(self, request):
        return 'Basic realm="PMHub", charset="UTF-8"'


class CookieAuthentication(SessionAuthentication):
    """The session of the browser; what changes something needs the CSRF token."""

    def authenticate(self, request):
        if request.META.get("HTTP_AUTHORIZATION"):
            return None
        return super().authenticate(request)


class InScope(BasePermission):
    """A token reads with any scope and changes things with `write` or `admin`; a session may do both."""

    message = gettext_lazy("This token may only read: it lacks the scope “write”.")

    def has_permission(self, request, view):
        if not request.user.is_authenticated:
            return False
        if request.auth is None or request.method in SAFE_METHODS:
            return True
        return bool({Scope.WRITE, Scope.ADMIN} & set(request.auth.scopes))


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema):
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "“Token ” and a secret from your settings or from the command create_token.",
        }


class CookieScheme(OpenApiAuthenticationExtension):
    target_class = CookieAuthentication
    name = "session"

    def get_security_definition(self, auto_schema):
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "session",
            "description": "The session of the browser. Changes need the header X-CSRFToken, too.",
        }
