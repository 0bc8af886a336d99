"""What a card shows beyond the requirement's own fields."""

from django.utils import timezone
from django.utils.translation import get_language

from requirements.query import sort_named
from requirements.reading import faces


def cards_of(requirements, frame, sort):
    """Give each requirement what its card shows. By `order_value` a card that is moved finds its place at once."""
    language, today, best = get_language() or "en", timezone.localdate(), frame["best"]
    field = sort_named(sort).field
    for card in requirements:
        due, value = card.due, getattr(card, field)
        card.due_label = due.brief(language, today) if due else ""
        card.is_late = bool(due and due.end < today and card.status.is_open)
        card.faces = faces(card.assignee_rows)
        card.share = int(100 * max(card.score, 0) / best) if card.score is not None and best and best > 0 else 0
        card.order_value = "" if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value)
    return requirements
