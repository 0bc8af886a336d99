"""Who may do what with a product and its settings. Role numbers: see `products.models.Role`."""

VIEWER, CONTRIBUTOR, MANAGER, OWNER = 10, 20, 30, 40


def product_of(subject):
    return subject if subject._meta.label == "products.Product" else subject.product


def can_read(user, subject):
    return product_of(subject).role_of(user) >= VIEWER


def can_contribute(user, subject):
    return product_of(subject).role_of(user) >= CONTRIBUTOR


def can_manage(user, subject):
    return product_of(subject).role_of(user) >= MANAGER


def can_own(user, subject):
    return product_of(subject).role_of(user) >= OWNER


def can_create_product(user, subject):
    return user.is_active and (user.token is None or user.token.product_id is None)


def can_leave(user, membership):
    """Owners manage everybody; anybody may leave."""
    return can_own(user, membership) or membership.user_id == user.pk
