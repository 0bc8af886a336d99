"""What a card shows beyond the requirement's own fields."""

from requirements.query import sort_named
from requirements.reading import faces
from requirements.views.glances import glanced


def cards_of(requirements, frame, sort):
    """Give each requirement what its card shows. By `order_value` a card that is moved finds its place at once."""
    field = sort_named(sort).field
    for card in glanced(requirements, frame["best"]):
        value = getattr(card, field)
        card.faces = faces(card.assignee_rows)
        card.order_value = "" if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value)
    return requirements
