"""Bulk changes that take a while: a worker makes them part by part, and goes on where one was killed."""

import datetime
from typing import NamedTuple

import structlog
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.middleware import zone
from pmhub.lib.hints import hint
from pmhub.lib.named_days import as_written
from pmhub.lib.operations import one_batch, operation, source
from requirements import policies
from requirements.models import BulkEdit
from requirements.models.bulk_edit import OVER_REST, BulkState
from requirements.operations.bulk import check, edit_many

AT_A_TIME = 1_000
LEASE = datetime.timedelta(seconds=45)

NAMED = 5  # so many of those left as they were are named for each reason

carried = {}  # of what is no requirement, by what its `part` begins with: how it is understood, and what is done

log = structlog.get_logger(__name__)


@operation(policies.can_edit)
def begin(product, ids, *, by, part, data, changes):
    """Have a worker change one part of these requirements as the form data says; returns the BulkEdit.

    `changes` is what the form means now: raises SomeRefused if it could not be done to all of them.
    """
    check(product, ids, changes)
    job = BulkEdit.objects.create(product=product, by=by, part=part, data=data, ids=sorted(ids))
    transaction.on_commit(lambda: wake(job.pk))
    return job


def own(user, job):
    return job.by_id == user.pk and policies.can_edit(user, job.product)


@operation(own)
def cancel(job, *, by):
    """Stop; what has been changed stays until it is undone. Returns whether there was anything to stop."""
    waiting = BulkEdit.objects.filter(pk=job.pk, state=BulkState.WAITING)
    return bool(waiting.update(state=BulkState.CANCELLED, lease_until=None))


def wake(pk):
    from requirements.tasks import bulk_carry_out  # tasks know operations, not the other way round

    hint(bulk_carry_out, pk)


class Done(NamedTuple):
    """What a part of a bulk change has come to: how many changed, and by key why others are left as they were."""

    changed: int
    left: dict


def edited(product, ids, *, by, **changes):
    """A part of a change of requirements: all of it or nothing."""
    return Done(edit_many(product, ids, by=by, **changes), {})


def carry_out(pk, understood, perform=edited):
    """Work through a bulk change. `understood(job)` makes the arguments for `perform` of the form it holds; `perform`
    takes them for some of the ids and returns Done.
    """
    taken = BulkEdit.objects.abandoned().filter(pk=pk).update(lease_until=timezone.now() + LEASE)
    if not taken:
        return
    job = BulkEdit.objects.select_related("product", "by").get(pk=pk)
    try:
        with (
            translation.override(job.by.language or None),
            timezone.override(zone(job.by.time_zone)),
            as_written(job.created_at),
        ):
            while job.is_waiting and job.done < job.total:
                job = go_on(pk, understood, perform)
            BulkEdit.objects.filter(pk=pk, state=BulkState.WAITING).update(state=BulkState.DONE, lease_until=None)
    except (ValidationError, PermissionDenied) as error:
        problem = " ".join(getattr(error, "messages", [str(error)]))
        log.warning("bulk edit stopped", id=pk, reason=problem)
        BulkEdit.objects.filter(pk=pk).update(state=BulkState.FAILED, problem=problem, lease_until=None)


def go_on(pk, understood, perform):
    """The next part, and how far it has come, in one transaction. Returns the BulkEdit as it is then.

    It is read anew, with its product and person: who was removed meanwhile changes no further part.
    """
    with transaction.atomic():
        job = BulkEdit.objects.select_for_update(of=["self"]).select_related("product", "by").get(pk=pk)
        if not job.is_waiting:
            return job
        ids = job.ids[job.done : job.done + AT_A_TIME]
        with source("api" if job.part == OVER_REST else "web"), one_batch(job.batch):
            part = perform(job.product, ids, by=job.by, **understood(job))
        job.done += len(ids)
        job.changed += part.changed
        note_left(job, part.left)
        job.lease_until = timezone.now() + LEASE
        job.save(update_fields=["done", "changed", "data", "lease_until"])
        return job


def note_left(job, left):
    """Count by reason who is left as they were, and name the first."""
    for key, why in left.items():
        noted = job.data.setdefault("left", {}).setdefault(str(why), {"count": 0, "named": []})
        noted["count"] += 1
        noted["named"] = [*noted["named"], key][:NAMED]


def summary(job):
    """What has become of it, in a sentence."""
    counts = {"changed": job.changed, "total": job.total}
    if job.state == BulkState.CANCELLED:
        return _("Cancelled: %(changed)d of %(total)d requirements were changed.") % counts
    return _("%(changed)d of %(total)d requirements changed.") % counts
