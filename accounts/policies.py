"""Who may do what with people and their tokens."""

from accounts.models import User


def is_themselves(user, person):
    return user == person or user.is_admin


def runs_the_installation(user, subject):
    return user.is_admin or user.is_system


def owns_token(user, token):
    return token.user_id == user.pk or user.is_admin


def is_signed_in(user, subject):
    return user.is_active


def nobody_is_here_yet(user, subject):
    """The very first person may make themselves administrator, once."""
    return not User.objects.people().exists()
