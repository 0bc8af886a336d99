from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts import policies
from accounts.models import ApiToken
from accounts.models.token import Scope
from pmhub.lib.operations import operation


@operation(policies.is_themselves)
def issue_token(person, *, by, name, scopes, product=None, expires_at=None):
    """Give `person` a token; returns it and its secret, which nobody can read again."""
    unknown = set(scopes) - set(Scope.values)
    if unknown or not scopes:
        raise ValidationError({"scopes": _("Choose scopes from: %s.") % ", ".join(Scope.values)})
    if ApiToken.objects.filter(user=person, name=name).exists():
        raise ValidationError({"name": _("A token named “%s” exists already.") % name})
    token, secret = ApiToken.with_new_secret(
        user=person, name=name, scopes=sorted(set(scopes)), product=product, expires_at=expires_at
    )
    token.save()
    return token, secret


@operation(policies.owns_token)
def revoke_token(token, *, by):
    """Take a token back: from now on it opens nothing."""
    token.delete()
