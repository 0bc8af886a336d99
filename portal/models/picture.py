from django.db import models

from changes.tracking import tracked
from portal import policies
from portal.models.comment import OF_POST
from products.models import ProductOwnedQuerySet


@tracked("post_picture", fields=["product", "post", "file"], subject=OF_POST, may_undo=policies.can_moderate)
class Picture(models.Model):
    """A picture that its author sent with a post, and that whoever sees the post sees.

    What else is enclosed with the item, by mail or by the team, stays among the team.
    """

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey("portal.Post", models.CASCADE, related_name="pictures")
    file = models.OneToOneField("feedback.FeedbackFile", models.CASCADE, related_name="+")

    objects = ProductOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return f"{self.post_id} {self.file_id}"
