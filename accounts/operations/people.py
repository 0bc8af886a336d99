from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from accounts import policies
from accounts.models import User
from pmhub.lib.operations import operation, recorded

SETTINGS_OF_A_PERSON = {"name", "language", "time_zone", "theme", "density", "shortcuts"}


def create_first_administrator(*, email, name, password):
    """The first person of an empty installation becomes its administrator. Works once, also under a race."""
    with recorded(User.objects.system(), "create_first_administrator"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('pmhub first administrator'))")
        if User.objects.people().exists():
            raise PermissionDenied(_("There is an administrator already."))
        user = User.objects.create_superuser(email, password, name=name)
        confirm_email(user)
        return user


def confirm_email(user):
    """Record that the address is theirs, so that sign-in and reset work at once."""
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})


@operation(policies.is_signed_in)
def invite(inviter, *, by, email, name=""):
    """The person with this address, created without a password when new. They set one by their invitation link."""
    email = email.strip().lower()
    person = User.objects.filter(email__iexact=email).first()
    if person is not None and not person.is_active:
        raise ValidationError({"email": _("%s was disabled by an administrator.") % email})
    return person or User.objects.create_user(email, name=name or email.split("@")[0], language=by.language)


@operation(policies.is_themselves)
def accept_invitation(person, *, by, name, password):
    """An invited person takes their place: name and password set, address confirmed."""
    person.name = name
    person.set_password(password)
    person.save(update_fields=["name", "password"])
    confirm_email(person)
    return person


@operation(policies.is_themselves)
def change_preferences(person, *, by, **values):
    """Set name, language, time zone, theme, density or shortcuts."""
    unknown = set(values) - SETTINGS_OF_A_PERSON
    if unknown:
        raise ValidationError(_("Unknown preference: %s.") % ", ".join(sorted(unknown)))
    for field, value in values.items():
        setattr(person, field, value)
    person.save(update_fields=list(values))
    return person


@operation(policies.runs_the_installation)
def disable(person, *, by):
    """Close the door for a person: sessions and tokens end now, what they wrote stays."""
    person.is_active = False
    person.save(update_fields=["is_active"])
    person.api_tokens.all().delete()
    person.usersession_set.all().delete()
    return person
