"""Who may do what with requirements."""

from products.policies import can_contribute, can_manage, can_read

__all__ = ["can_contribute", "can_manage", "can_read"]

can_create = can_contribute
can_edit = can_contribute
can_comment = can_contribute
can_attach = can_contribute
can_plan = can_manage
can_configure_scoring = can_manage
can_name_baseline = can_contribute


def can_delete(user, requirement):
    """Managers, and authors their own."""
    return can_manage(user, requirement) or (requirement.author_id == user.pk and can_contribute(user, requirement))


def can_change_comment(user, comment):
    return comment.author_id == user.pk and can_contribute(user, comment.requirement)


def can_remove_comment(user, comment):
    return can_change_comment(user, comment) or can_manage(user, comment.requirement)


def can_remove_attachment(user, attachment):
    """Managers, and who uploaded it."""
    return can_manage(user, attachment) or (attachment.uploader_id == user.pk and can_contribute(user, attachment))


can_hold_review = can_manage
can_prepare_review = can_contribute
can_write_notes = can_contribute


def can_answer_invitation(user, attendance):
    return attendance.user_id == user.pk and can_read(user, attendance)


def can_score(user, item):
    """Who is invited as a reviewer."""
    return can_read(user, item) and item.review.people.filter(user=user, part="reviewer").exists()


def can_keep_view(user, home):
    """In a product whoever reads it, across products everybody for themselves."""
    if home._meta.label == "products.Product":
        return can_read(user, home)
    return home.pk == user.pk and (user.token is None or user.token.product_id is None)


def can_see_view(user, view):
    own = view.owner_id == user.pk
    return own if view.product_id is None else (own or view.shared) and can_read(user, view)


def can_change_view(user, view):
    """Its owner, and managers what is shared."""
    if view.owner_id == user.pk:
        return can_see_view(user, view)
    return view.shared and can_manage(user, view)


def can_share_view(user, view):
    return view.product_id is not None and can_change_view(user, view) and can_contribute(user, view)


def can_choose_default_view(user, view):
    """For everybody."""
    return view.product_id is not None and view.shared and can_manage(user, view)
