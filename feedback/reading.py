"""What pages show of an item, read in a constant number of queries."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject

from feedback.closing.told import of_outer_group, told_rows
from feedback.models import FeedbackFile, Verdict

FILE = JSONObject(
    id="pk", message_id="message_id", name="name", size="size", storage="storage", width="width", height="height"
)


def with_page(rows):
    """All that the reader shows of an item besides its conversation and what it speaks for, in one query.

    Whether it helped is asked only where somebody has answered (`has_verdicts`).
    """
    files = FeedbackFile.objects.filter(feedback=OuterRef("pk")).order_by("pk")
    return rows.select_related(
        "customer__tier", "customer__merged_into", "contact", "assignee", "author", "duplicate_of"
    ).annotate(
        file_rows=ArraySubquery(files.values(row=FILE)),
        told_rows=told_rows(),
        has_verdicts=Exists(Verdict.objects.filter(of_outer_group())),
    )
