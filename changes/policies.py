"""Who may take what back."""

from changes.tracking import registry


def can_undo(user, undoing):
    """People take back their own batches while they may still make such changes; who manages a product, any of its.

    What has become somebody else's alone meanwhile is left to them.
    """
    if not undoing.touched or any(product is None for _type, product in undoing.touched):
        return False
    if undoing.reaches_into_privacy(user):
        return False
    own = undoing.actors == {user.pk}
    manages = registry["status"].may_undo
    return all(
        registry[type].may_undo(user, product) and (own or manages(user, product)) for type, product in undoing.touched
    )
