"""Who may plan versions and milestones."""

from products.policies import can_contribute, can_manage, can_read

__all__ = ["can_contribute", "can_manage", "can_read"]

can_plan = can_manage
