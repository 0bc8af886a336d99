"""Who may do what with a product's portal. What visitors may is decided in `reach`: they are no users."""

from feedback.policies import can_report, can_triage
from products.policies import can_contribute, can_manage, can_read

__all__ = ["can_contribute", "can_manage", "can_read", "can_report", "can_triage"]

can_moderate = can_triage
can_set_up = can_manage
