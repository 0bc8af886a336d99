"""An import: a file on its way into a product's pool or among its feedback, and what became of it."""

import uuid
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pmhub.lib.tabular.inspection import Inspection
from pmhub.lib.tabular.problems import Problem
from products.models import ProductOwnedQuerySet

COUNTS = ("read", "created", "updated", "unchanged", "failed")
MADE = (
    "versions_created",
    "versions_updated",
    "parents_created",
    "parents_updated",
    "people_created",
    "tags_created",
    "customers_created",
    "contacts_created",
    "tiers_created",
)
BESIDE = (*MADE, "contacts_matched")


class State(models.TextChoices):
    UPLOADED = "uploaded", _("Uploaded")
    CHECKING = "checking", _("Being checked")
    READY = "ready", _("Checked")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")
    UNDONE = "undone", _("Undone")


class Into(models.TextChoices):
    REQUIREMENTS = "requirements", _("Requirements")
    FEEDBACK = "feedback", _("Feedback")
    CUSTOMERS = "customers", _("Customers")


AT_WORK = (State.CHECKING, State.RUNNING)
TONES = {State.DONE: "positive", State.FAILED: "negative", State.CANCELLED: "warning"}
ENDED = (State.DONE, State.FAILED, State.CANCELLED)


def stored_name(_instance, _filename):
    """People's file names never reach the disk."""
    return f"imports/{uuid.uuid4().hex}"


class ImportQuerySet(ProductOwnedQuerySet):
    def at_work(self):
        return self.filter(state__in=AT_WORK)

    def abandoned(self):
        """At work, but nobody has renewed the lease: the process that did it is gone."""
        return self.at_work().filter(Q(lease_until=None) | Q(lease_until__lt=timezone.now()))

    def with_mapping_for(self, product, signature):
        """Earlier imports of files with the same columns whose mapping was used, latest first."""
        return (
            self.of(product)
            .filter(signature=signature)
            .exclude(mapping={})
            .exclude(state=State.UPLOADED)
            .order_by("-id")
        )


class Import(models.Model):
    """One file, how it is read, and what came of its rows.

    `counts` holds the figures of the last check or run (`read = created + updated + unchanged + failed`, and what was
    made or found beside the rows), `report` the problems and the first rows' outcomes, `done_rows` how far the run has
    come: it is written in the transaction of the rows themselves, so a killed run goes on where it stopped. All that a
    run writes carries the id `batch`.
    """

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    into = models.CharField(max_length=12, choices=Into.choices, default=Into.REQUIREMENTS, db_default="requirements")
    batch = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField(upload_to=stored_name)
    filename = models.CharField(_("file"), max_length=200)
    source = models.CharField(_("source"), max_length=40, default="csv")
    reading = models.JSONField(default=dict)
    signature = models.CharField(max_length=32, blank=True)
    mapping = models.JSONField(default=dict)
    orders = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED)
    error = models.TextField(blank=True)
    counts = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    total = models.PositiveIntegerField(null=True)
    done_rows = models.PositiveIntegerField(default=0)
    holder = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index("product", F("id").desc(), name="import_of_product"),
            models.Index("lease_until", name="import_at_work", condition=Q(state__in=["checking", "running"])),
        ]

    def __str__(self):
        return self.filename

    @property
    def path(self):
        return Path(default_storage.path(self.file.name))

    @property
    def inspection(self):
        """What is known of the file; see `pmhub.lib.tabular`."""
        return Inspection.from_dict(self.path, self.reading)

    @property
    def tone(self):
        """How its state is coloured."""
        return TONES.get(self.state, "")

    @property
    def has_identifier(self):
        return "external_id" in self.mapping.values()

    @property
    def version(self):
        """For an ETag: another one after every change."""
        return f"{self.state}-{self.counts.get('read', 0)}"

    def mapping_with(self, given):
        """What was suggested or used before; a column given by hand takes its field from any other."""
        kept = {header: field for header, field in self.mapping.items() if field not in given.values()}
        return {**kept, **given}

    @property
    def to_write(self):
        """How many rows a run would create or update, after a check."""
        return self.counts.get("created", 0) + self.counts.get("updated", 0)

    @property
    def share_done(self):
        """Percent of the rows that are done, None while nobody knows how many there are."""
        return min(100, 100 * self.counts.get("read", 0) // self.total) if self.total else None

    @property
    def is_at_work(self):
        return self.state in AT_WORK

    @property
    def is_undoable(self):
        return self.state in ENDED and any(self.counts.get(name) for name in ("created", "updated", *MADE))

    @property
    def written(self):
        """How many rows of the file made or changed something."""
        return sum(self.counts.get(name, 0) for name in ("created", "updated"))

    @property
    def problems(self):
        """The problems that were kept, as sentences can be made of them."""
        return [Problem(**kept) for kept in self.report.get("problems", [])]

    @property
    def problem_count(self):
        return sum(self.report.get("codes", {}).values())

    @property
    def reconciliation(self):
        """ "read R = created C + updated U + unchanged N + failed F" """
        counts = {name: self.counts.get(name, 0) for name in COUNTS}
        return "read {read} = created {created} + updated {updated} + unchanged {unchanged} + failed {failed}".format(
            **counts
        )
