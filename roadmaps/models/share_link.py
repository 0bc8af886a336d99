import base64
import hashlib
import secrets

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models.token import digest
from changes.tracking import tracked
from products.models import Product, ProductOwnedQuerySet, Role
from products.models.product import OWNED
from roadmaps import policies

LONGEST_SECRET, SECRET_BYTES = 64, 24
LONGEST_PASSWORD = 200


class Audience(models.TextChoices):
    TEAM = "team", _("Team")
    MANAGEMENT = "management", _("Management")
    PUBLIC = "public", _("Public")


class Granularity(models.TextChoices):
    DAY = "day", _("Days")
    MONTH = "month", _("Months")
    QUARTER = "quarter", _("Quarters")
    HALF = "half", _("Half-years")
    YEAR = "year", _("Years")


class Part(models.TextChoices):
    PROGRESS = "progress", _("Progress")
    OWNERS = "owners", _("Names of owners")
    GOALS = "goals", _("Goals")
    MILESTONES = "milestones", _("Milestones")


class ShareLinkQuerySet(ProductOwnedQuerySet):
    def visible_to(self, user):
        """Those that show something of a product which the person may read."""
        return self.filter(products__overlap=ArraySubquery(Product.objects.visible_to(user).values("pk")))

    def of(self, product):
        """Those that show the product, whichever they were made in."""
        return self.filter(products__contains=[product.pk])

    def open(self):
        """Those that show something: not withdrawn, not expired, and with an address."""
        lasting = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
        return self.filter(lasting, withdrawn_at=None).exclude(digest=None)

    def with_secret(self, secret):
        """The open link with this secret in its address, or None."""
        if not secret or len(secret) > LONGEST_SECRET:
            return None
        return self.open().filter(digest=digest(secret)).select_related("product", "roadmap").first()

    def planned_by(self, user):
        """Those that show something of a product in which the person plans; the rule is `policies.can_plan`.

        `is_whole` says that they plan in all that it shows: only they are to know its address.
        """
        planned = Product.objects.visible_to(user)
        if not (user.is_admin or user.is_system):
            planned = planned.filter(memberships__in=user.memberships.filter(role__gte=Role.MANAGER))
        planned = ArraySubquery(planned.values("pk"))
        whole = ExpressionWrapper(Q(products__contained_by=planned), models.BooleanField())
        return self.filter(products__overlap=planned).annotate(is_whole=whole)

    def newest_first(self):
        return self.select_related("by", "withdrawn_by", "roadmap", "product").order_by("-created_at", "-pk")


@tracked(
    "share_link",
    fields=[
        "product", "roadmap", "name", "audience", "granularity", "parts", "products", "expires_at", "by", "created_at",
        "withdrawn_at", "withdrawn_by",
    ],
    subject=OWNED,
    may_undo=policies.can_plan,
)  # fmt: skip
class ShareLink(models.Model):
    """An address at which people without an account read a roadmap, or a product's timeline, as far as it is for them.

    `products` are the ids of those it shows, named when it was made: what joins the roadmap later is not shown. The
    secret of the address is made from `seed` and the installation's key, so that the table alone opens nothing. `seed`,
    `digest` and `password` are not in the stream of changes: a link that comes back from a deletion opens nothing.
    """

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="share_links")
    roadmap = models.ForeignKey(
        "roadmaps.Roadmap", models.CASCADE, null=True, blank=True, related_name="share_links", verbose_name=_("roadmap")
    )
    name = models.CharField(_("name"), max_length=120)
    audience = models.CharField(_("audience"), max_length=10, choices=Audience.choices)
    granularity = models.CharField(_("dates as"), max_length=7, choices=Granularity.choices)
    parts = ArrayField(models.CharField(max_length=10, choices=Part.choices), default=list, blank=True)
    products = ArrayField(models.BigIntegerField())
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    seed = models.CharField(max_length=32, db_default="", editable=False)
    digest = models.CharField(max_length=64, null=True, unique=True, editable=False)
    password = models.CharField(max_length=200, db_default="", editable=False)
    seen_count = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    seen_at = models.DateTimeField(null=True, editable=False)
    lock_version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("share link")

    def __str__(self):
        return self.name

    def new_secret(self):
        """Give it an address that nobody had before."""
        self.seed = secrets.token_urlsafe(SECRET_BYTES)
        self.digest = digest(self.made_secret())

    def made_secret(self):
        made = salted_hmac("roadmaps.share_link", self.seed, algorithm="sha256").digest()[:SECRET_BYTES]
        return base64.urlsafe_b64encode(made).decode()

    @property
    def secret(self):
        """What its address holds; "" where it has none, or where the installation's key has changed since."""
        secret = self.made_secret() if self.seed else ""
        return secret if self.digest and digest(secret) == self.digest else ""

    @property
    def state(self):
        """ "open", "withdrawn", "expired", or "lost" when it came back from a deletion."""
        if self.withdrawn_at:
            return "withdrawn"
        if self.expires_at and self.expires_at <= timezone.now():
            return "expired"
        return "open" if self.digest else "lost"

    @property
    def pass_mark(self):
        """What a browser keeps once it knew the password; another password is another mark."""
        return hashlib.sha256(f"{self.pk}:{self.digest}:{self.password}".encode()).hexdigest()[:32]

    @classmethod
    def refuse_undone(cls, changes, by):
        """Asked after an undo: who opens a link again must plan in all that it shows."""
        opened = cls.objects.filter(pk__in=changes.values("object_id")).open()
        if opened.count() > opened.planned_by(by).filter(is_whole=True).count():
            raise PermissionDenied(gettext("Only who plans in all products of this link opens it again."))

    def note_view(self):
        """Count that somebody looked at it; nothing is kept of who."""
        ShareLink.objects.filter(pk=self.pk).update(seen_count=F("seen_count") + 1, seen_at=timezone.now())
