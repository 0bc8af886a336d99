"""Who may do what with feedback and customers."""

from products.policies import can_contribute, can_manage, can_read

__all__ = ["can_contribute", "can_manage", "can_read"]

can_report = can_contribute
can_triage = can_contribute
can_reply = can_contribute
can_see_addresses = can_contribute
can_keep_customers = can_contribute
can_merge_customers = can_manage
can_set_up = can_manage
can_delete = can_manage


def can_change_message(user, message):
    return message.author_id == user.pk and can_contribute(user, message)
