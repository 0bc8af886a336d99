"""Who may take what back."""

from changes.tracking import registry


def can_undo(user, undoing):
    """Whoever may make such changes now, in every product the batch touched, may take it back."""
    return bool(undoing.touched) and all(
        product is not None and registry[type].may_undo(user, product) for type, product in undoing.touched
    )
