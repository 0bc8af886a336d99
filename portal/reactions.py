"""What the portal answers to the layers below, in every process."""

from feedback.sending.languages import language_of_product
from feedback.sending.titles import names_in_public
from portal.models import Portal, Post
from portal.models.portal import Access


@names_in_public
def titles_of_posts(items):
    """The titles of the posts that are shown by portals that are on."""
    shown = Post.objects.shown().filter(feedback__in=items, product__portal__isnull=False)
    return dict(shown.exclude(product__portal__access=Access.OFF).values_list("feedback_id", "title"))


@language_of_product
def language_of_portal(product):
    """The language of a portal that has one only."""
    portal = Portal.objects.filter(product=product).first()
    return portal.languages[0] if portal and len(portal.languages) == 1 else ""
