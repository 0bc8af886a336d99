"""Who may do what with people and their tokens."""


def is_themselves(user, person):
    return user == person or user.is_admin


def runs_the_installation(user, subject):
    return user.is_admin or user.is_system


def owns_token(user, token):
    return token.user_id == user.pk or user.is_admin


def is_signed_in(user, subject):
    return user.is_active
