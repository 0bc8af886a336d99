from django.conf import settings
from django.db import models
from django.db.models import Count, Q, Subquery
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from portal import policies
from portal.models.display import Display
from products.models import ProductOwnedQuerySet

LENGTH = 5_000
OF_POST = (
    "SELECT f.key INTO subject_key FROM portal_post p JOIN feedback_feedback f ON f.id = p.feedback_id"
    " WHERE p.id = r.post_id; subject_product := r.product_id;"
)


class PublicCommentQuerySet(ProductOwnedQuerySet):
    def held(self):
        return self.filter(state=Display.HELD)

    def for_visitor(self, contact):
        """Those that somebody sees: the shown ones, and their own that wait."""
        own = Q(state=Display.HELD, contact=contact) if contact else Q(pk=None)
        return self.filter(Q(state=Display.SHOWN) | own)

    def count_shown(self, post):
        """How many comments of a post everybody sees, as an expression of a query of posts."""
        shown = self.filter(post=post, state=Display.SHOWN).order_by().values("post")
        return Coalesce(Subquery(shown.annotate(n=Count("pk")).values("n")), 0)


@tracked(
    "public_comment",
    fields=["product", "post", "contact", "member", "signed", "body", "state", "reason", "decided_by", "created_at"],
    subject=OF_POST,
    may_undo=policies.can_moderate,
)
class PublicComment(models.Model):
    """What a visitor (`contact`) or somebody of the team (`member`) said about a post.

    A member signs with a name they choose here, or as the team (""); their account's name is not shown.
    """

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="public_comments", db_index=False)
    post = models.ForeignKey("portal.Post", models.CASCADE, related_name="comments", db_index=False)
    contact = models.ForeignKey("feedback.Contact", models.SET_NULL, null=True, related_name="public_comments")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    signed = models.CharField(_("name in public"), max_length=60, blank=True, db_default="")
    body = models.TextField(_("comment"), max_length=LENGTH)
    state = models.CharField(max_length=6, choices=Display.choices, default=Display.HELD)
    reason = models.CharField(_("reason"), max_length=500, blank=True, db_default="")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    lock_version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = PublicCommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("public comment")
        ordering = ["created_at", "id"]
        indexes = [
            models.Index("post", "created_at", "id", name="public_comment_of_post"),
            models.Index("product", "created_at", "id", name="public_comment_held", condition=Q(state="held")),
        ]

    def __str__(self):
        return self.body[:60]
