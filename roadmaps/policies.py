"""Who may plan versions and milestones."""

from products.policies import can_contribute, can_manage, can_read

__all__ = ["can_contribute", "can_manage", "can_read"]

can_plan = can_manage


def owns_calendar(user, feed):
    return feed.user_id == user.pk


def can_tick(user, item):
    """Who plans ticks anything; an owner of an item who contributes ticks their own."""
    return can_plan(user, item) or (item.owner_id == user.pk and can_contribute(user, item))


def can_change_roadmap(user, roadmap):
    """One's own; a shared one also by who plans."""
    return can_read(user, roadmap) and (roadmap.owner_id == user.pk or (roadmap.shared and can_plan(user, roadmap)))


def can_share_roadmap(user, roadmap):
    return can_contribute(user, roadmap)


def can_withdraw(user, link):
    """Who plans in any of the products that it shows."""
    return type(link).objects.filter(pk=link.pk).planned_by(user).exists()
