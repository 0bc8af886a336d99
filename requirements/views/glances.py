"""What rows, cards and branches say of a requirement at a glance."""

from django.utils import timezone
from django.utils.translation import get_language


def glanced(requirements, best):
    """Give each its `due_label`, `is_late`, and its `share` of the product's best score; `requirements` is a list."""
    language, today = get_language() or "en", timezone.localdate()
    for requirement in requirements:
        requirement.due_label = requirement.due.brief(language, today) if requirement.due_on else ""
        requirement.is_late = requirement.is_late_on(today)
        requirement.share = share(requirement.score, best)
    return requirements


def share(score, best):
    """How much of its bar a score fills, 0 to 100, relative to the best."""
    return int(100 * max(score, 0) / best) if score is not None and best and best > 0 else 0
