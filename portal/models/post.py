from collections import Counter

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from feedback.models import Feedback, Subscription, Vote
from feedback.models.feedback import OF_FEEDBACK, TITLE_LENGTH, Channel
from portal import policies
from portal.models.comment import PublicComment
from portal.models.display import Display
from portal.models.following import own_status
from portal.models.indexing import index_text
from portal.models.public_status import PublicStatus
from products.models import ProductOwnedQuerySet

BODY_LENGTH = 10_000
MOST_COUNTED = 99


class PostQuerySet(ProductOwnedQuerySet):
    def shown(self):
        return self.filter(state=Display.SHOWN)

    def held(self):
        return self.filter(state=Display.HELD)

    def for_visitor(self, contact):
        """Those that somebody sees: the shown ones, and what they wrote themselves and nobody has hidden.

        What a stranger wrote under their address is not theirs.
        """
        if contact is None:
            return self.shown()
        own = Q(feedback__contact=contact, feedback__channel=Channel.PORTAL)
        return self.filter(Q(state=Display.SHOWN) | Q(own, state=Display.HELD))

    def of_nobody_but(self, contact):
        """What a contact wrote here and the team has not hidden, in which nobody else took part."""
        votes = Vote.objects.filter(feedback=OuterRef("feedback")).exclude(contact=contact)
        comments = PublicComment.objects.filter(post=OuterRef("pk")).exclude(contact=contact)
        merged = Feedback.objects.filter(duplicate_of=OuterRef("feedback"))
        own = self.filter(feedback__contact=contact, feedback__channel=Channel.PORTAL, feedback__duplicate_of=None)
        return own.filter(~Exists(votes), ~Exists(comments), ~Exists(merged)).exclude(state=Display.HIDDEN)

    def on_board(self, product):
        """Those of a product that everybody sees, found along the index of its items' votes or its own of days."""
        return self.filter(product=product, feedback__product=product).shown().not_merged()

    def not_merged(self):
        """Without those whose item is part of another one that is shown: that one stands for both."""
        first = Post.objects.shown().filter(feedback=OuterRef("feedback__duplicate_of"))
        return self.filter(~Exists(first))

    def standing_for(self, number):
        """The one that a shown post of this number is part of."""
        double = {"feedback__duplicates__number": number, "feedback__duplicates__post__state": Display.SHOWN}
        return self.filter(**double)

    def figures(self, statuses=PublicStatus.values, most=MOST_COUNTED):
        """How many there are of each public status: `{status: number}`, of each at most one more than `most`."""
        few = [
            self.filter(status=status).order_by().values_list("status", flat=True)[: most + 1] for status in statuses
        ]
        return Counter(few[0].union(*few[1:], all=True))

    def with_row_data(self, contact=None):
        """All that a row of the board shows. `contact` is who looks: whether they `voted`."""
        return self.annotate(
            votes=F("feedback__votes"), number=F("feedback__number"),
            comment_count=PublicComment.objects.count_shown(OuterRef("pk")), voted=has(Vote.objects.all(), contact),
        )  # fmt: skip

    def with_page_data(self, contact=None):
        """All that the page of a post shows besides its comments: also whether who looks `follows` it."""
        return self.with_row_data(contact).annotate(
            follows=has(Subscription.objects.filter(ended_at=None, contact__hears=True), contact),
            shown_name=Coalesce("feedback__contact__shown_name", Value("")),
        )


def has(rows, contact):
    """Whether a contact has one of the rows with the item or what was merged into it; nobody has any."""
    if contact is None:
        return Value(False)
    group = Q(feedback=OuterRef("feedback")) | Q(feedback__duplicate_of=OuterRef("feedback"))
    return Exists(rows.filter(group, contact=contact))


@tracked(
    "post",
    fields=[
        "product", "feedback", "title", "body", "language", "state", "chosen_status", "reason", "decided_by",
        "created_at",
    ],
    subject=OF_FEEDBACK,
    may_undo=policies.can_moderate,
)  # fmt: skip
class Post(models.Model):
    """What outsiders see of an item of feedback: a text of its own, which alone is shown and searched.

    Nothing else of the item is public but the number of its votes. `chosen_status` is "" while `status`, which is
    derived, follows the item; `reason` says to the team why it is hidden.
    """

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="posts", db_index=False)
    feedback = models.OneToOneField("feedback.Feedback", models.CASCADE, related_name="post")
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    body = models.TextField(_("text"), blank=True, max_length=BODY_LENGTH, db_default="")
    language = models.CharField(_("language"), max_length=10, blank=True, db_default="")
    state = models.CharField(max_length=6, choices=Display.choices, default=Display.HELD)
    chosen_status = models.CharField(
        _("public status"), max_length=8, choices=PublicStatus.choices, blank=True, db_default=""
    )
    status = models.CharField(
        max_length=8, choices=PublicStatus.choices, default=PublicStatus.NEW, db_default="new", editable=False
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True, db_default="")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    lock_version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    search = SearchVectorField(null=True, editable=False)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        indexes = [
            models.Index("product", "state", F("created_at").desc(), "id", name="post_by_day"),
            models.Index(
                "product", "status", F("created_at").desc(), "id", name="post_by_status", condition=Q(state="shown")
            ),
            GinIndex(fields=["search"], name="post_search"),
        ]
        triggers = [index_text, own_status]

    def __str__(self):
        return self.title
