from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone

TRASH_KEPT = timedelta(days=30)
UNDONE_WITHIN = timedelta(minutes=30)


class Action(models.TextChoices):
    INSERT = "insert"
    UPDATE = "update"
    DELETE = "delete"


class ChangeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Changes of the products the person may read; those of no product only for administrators."""
        products = self.model._meta.get_field("product").related_model  # the documented soft edge upwards
        return self.filter(product__in=products.objects.visible_to(user))

    def settled(self):
        return self.exclude(seq=None)

    def after(self, seq):
        """What settled after `seq`, in the order of the stream."""
        return self.filter(seq__gt=seq).order_by("seq")

    def latest_of(self, user):
        """The person's last batch made in the browser that is young enough and was not taken back; None without one.

        The making of a product is none: a key must not take away all that is in it.
        """
        own = self.filter(actor=user, source="web", undoes=None, at__gte=timezone.now() - UNDONE_WITHIN)
        undone = Change.objects.filter(undoes=OuterRef("batch"))
        founding = Change.objects.filter(batch=OuterRef("batch"), type="product", action=Action.INSERT)
        alive = own.exclude(batch=None).exclude(product=None).filter(~Exists(undone), ~Exists(founding))
        return alive.order_by("-id").values_list("batch", flat=True).first()

    def is_undone(self, batch):
        """Whether a batch was taken back, and that not taken back in turn."""
        steps = 0
        while batch := self.filter(undoes=batch).order_by("-id").values_list("batch", flat=True).first():
            steps += 1
        return steps % 2 == 1

    def of_key(self, key):
        """The history of the page with this key, newest first."""
        return self.filter(key=key).select_related("actor").order_by("-id")

    def in_trash(self):
        """Deletions young enough to be taken back, newest first."""
        return self.filter(action=Action.DELETE, at__gte=timezone.now() - TRASH_KEPT).order_by("-id")


class Change(models.Model):
    """One row of one table was written: who, when, why, and each field's old and new value.

    Written by the triggers of `@tracked` models only, never updated afterwards except for `seq`, its place in the
    stream of settled changes. `diff` is `{field: [old, new]}`; entries of JSON maps are `{"map.name": [old, new]}`.
    """

    seq = models.BigIntegerField(null=True, unique=True, editable=False)
    at = models.DateTimeField(db_default=Now())
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, related_name="+")
    source = models.CharField(max_length=10)
    operation = models.CharField(max_length=60)
    batch = models.UUIDField(null=True)
    undoes = models.UUIDField(null=True)
    product = models.ForeignKey("products.Product", models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    type = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    key = models.CharField(max_length=40)
    version = models.PositiveIntegerField(null=True)
    action = models.CharField(max_length=6, choices=Action.choices)
    diff = models.JSONField()

    objects = ChangeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index("id", name="change_unsettled", condition=Q(seq=None)),
            models.Index("product", "seq", name="change_of_product"),
            models.Index("product", "type", "at", name="change_since"),
            models.Index("key", F("id").desc(), name="change_of_key"),
            models.Index("batch", "id", name="change_of_batch", condition=~Q(batch=None)),
            models.Index("undoes", name="change_undoing", condition=~Q(undoes=None)),
            models.Index("actor", F("id").desc(), name="change_of_actor", condition=Q(source="web", undoes=None)),
            models.Index("at", name="change_trash", condition=Q(action="delete")),
        ]

    def __str__(self):
        return f"{self.action} {self.type} {self.key}"

    @property
    def fields(self):
        """The changed fields as `(name, old, new)`."""
        return [(name, old, new) for name, (old, new) in self.diff.items()]
