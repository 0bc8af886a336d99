"""Who may do what with reminders and with an inbox."""

from products.policies import can_manage, can_read

__all__ = ["can_manage", "can_read"]

can_set_reminders = can_manage


def is_theirs(user, notification):
    return notification.user_id == user.pk


def is_themselves(user, person):
    return user.is_active and user.pk == person.pk


def runs_the_installation(user, subject):
    return user.is_admin
