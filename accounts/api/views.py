from accounts.api.serializers import Me
from pmhub.lib.api.preconditions import derived
from pmhub.lib.api.views import Endpoint


class MeView(Endpoint):
    """Who you are here, and what your token allows."""

    tag = "people"
    reads = Me
    versioned = True

    def get(self, request):
        user, token = request.user, request.auth
        about_token = token and {
            "name": token.name,
            "scopes": token.scopes,
            "product": token.product_id,
            "expires_at": token.expires_at,
        }
        names = ("id", "name", "email", "language", "time_zone", "is_admin")
        return derived(request, {**{name: getattr(user, name) for name in names}, "token": about_token})


def person_of(user):
    """How people appear in representations: never with their address."""
    return user and {"id": user.pk, "name": user.name}
