from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts import policies
from accounts.models import Invitation, User
from accounts.models.user import SET_BY_ONESELF
from accounts.tasks import nudge
from pmhub.lib.operations import operation, recorded


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
def invite(inviter, *, by, email, name="", place=""):
    """The person with this address, created without a password when new.

    Whoever has not set a password yet gets a mail with their invitation link, which names the `place` (a product).
    """
    email = email.strip().lower()
    person = User.objects.people().filter(email__iexact=email).first()
    if person is not None and not person.is_active:
        raise ValidationError({"email": _("%s was disabled by an administrator.") % email})
    if person is None:
        person = User.objects.create_user(email, name=name or email.split("@")[0], language=by.language)
    if not person.has_usable_password():
        Invitation.objects.create(person=person, by=by, place=place)
        transaction.on_commit(nudge)
    return person


@operation(policies.is_themselves)
def accept_invitation(person, *, by, name, password):
    """An invited person takes their place, once: name and password set, address confirmed."""
    if User.objects.select_for_update().get(pk=person.pk).has_usable_password():
        raise PermissionDenied(_("This invitation was used already."))
    person.name = name
    person.set_password(password)
    person.save(update_fields=["name", "password"])
    confirm_email(person)
    return person


@operation(policies.is_themselves)
def change_preferences(person, *, by, **values):
    """Set name, language, time zone, looks or shortcuts."""
    unknown = set(values).difference(SET_BY_ONESELF)
    if unknown:
        raise ValidationError(_("Unknown preference: %s.") % ", ".join(sorted(unknown)))
    for field, value in values.items():
        setattr(person, field, value)
    person.save(update_fields=list(values))
    return person


@operation(policies.runs_the_installation)
def disable(person, *, by):
    """Close the door for a person: sessions and tokens end now, what they wrote stays."""
    refuse_last_administrator(person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    person.api_tokens.all().delete()
    for session in person.usersession_set.all():
        session.end()
    return person


@operation(policies.runs_the_installation)
def enable(person, *, by):
    """Open the door again; the person signs in anew and makes new tokens."""
    person.is_active = True
    person.save(update_fields=["is_active"])
    return person


@operation(policies.runs_the_installation)
def appoint(person, *, by, admin):
    """Let a person run the installation, or no longer; the last administrator stays one."""
    if not admin:
        refuse_last_administrator(person)
    person.is_admin = admin
    person.save(update_fields=["is_admin"])
    return person


def refuse_last_administrator(person):
    administrators = User.objects.select_for_update().filter(is_admin=True, is_active=True)
    if person.is_admin and len(administrators) <= 1:
        raise ValidationError(_("This is the only administrator: name another one first."))
