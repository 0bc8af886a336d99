"""Working through a file, part by part: a check compares, a run writes. Either can be killed and goes on."""

import datetime as dt
import time
import uuid
from itertools import islice

import structlog
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DataError, IntegrityError
from django.utils import timezone, translation

from integrations import policies
from integrations.models import AT_WORK, Import, State
from integrations.operations.comparing import FAILED, Result
from integrations.operations.family import Family
from integrations.operations.reporting import Report
from integrations.operations.ways import WAYS
from integrations.operations.writing import Writer, link_parents
from pmhub.lib.operations import one_batch, operation, source
from pmhub.lib.tabular.problems import Problem, Unreadable
from pmhub.lib.tabular.reading import Tally, day_orders, read
from pmhub.lib.tabular.seen import Seen

AT_A_TIME = 1_000
LEASE = dt.timedelta(seconds=45)
PATIENCE = 200  # seconds that a worker gives one import before it lets others have a turn

log = structlog.get_logger(__name__)


class Interrupted(Exception):
    """Somebody cancelled the import, or another process has taken it over."""


class Run:
    """One process at work on one import."""

    def __init__(self, import_, holder):
        self.import_, self.holder = import_, holder
        self.writes = import_.state == State.RUNNING
        self.inspection = import_.inspection
        self.way = WAYS[import_.into]
        self.target = self.way.target(import_.product, import_.source)
        self.done = import_.done_rows if self.writes else 0
        self.report = Report(import_.counts, import_.report) if self.writes and self.done else Report()
        self.seen, self.family, self.tally = Seen(), Family(), Tally()
        self.forget()

    def forget(self):
        """Look names up anew: what was made in a transaction that failed is not there."""
        self.books = self.way.books(self.target, Writer(self.import_.by_id) if self.writes else None)

    def rows(self, tally=None):
        """The file's rows from the beginning."""
        orders = {**day_orders(self.inspection, self.import_.mapping), **self.import_.orders}
        return read(self.inspection, self.import_.mapping, self.target.options(orders, self.inspection.headers), tally)

    @property
    def names_parents(self):
        return self.inspection.is_table and "parent" in self.import_.mapping.values()

    def prepare(self):
        """Read the whole file once for its family tree, if it has one."""
        if self.names_parents:
            for row in self.rows():
                self.family.add(row)
            self.family.find_circles()

    def remaining(self):
        """The rows that are still to do; of the others only the identifiers are remembered."""
        rows = self.rows(self.tally)
        place = "row" if self.inspection.is_table else "item"
        for row in islice(rows, self.done):
            wish = self.way.wish_of(row, self.target, place)
            if not wish.failed:
                self.seen.first(wish.external_id, row.number)
        return rows


def claim(pk):
    """Take an import that waits for work, and hold it for LEASE at a time; None when there is nothing to take."""
    holder = uuid.uuid4()
    taken = Import.objects.abandoned().filter(pk=pk).update(holder=holder, lease_until=timezone.now() + LEASE)
    if not taken:
        return None
    return Run(Import.objects.select_related("product", "by").get(pk=pk), holder)


def work(pk, patience=PATIENCE):
    """Check or run an import, as its state says; returns whether it needs another turn."""
    if (run := claim(pk)) is None:
        return False
    import_ = run.import_
    try:
        with translation.override(import_.by.language or settings.LANGUAGE_CODE):
            return go_through(run, time.monotonic() + patience)
    except Interrupted:
        log.info("import interrupted", id=pk)
    except (Unreadable, PermissionDenied, OSError) as error:
        log.warning("import failed", id=pk, reason=str(error))
        settle(run, State.FAILED, error=str(error))
    return False


def go_through(run, deadline):
    run.prepare()
    rows = run.remaining()
    while part := list(islice(rows, AT_A_TIME)):
        if run.writes:
            land(run, part)
        else:
            look(run, part)
        if time.monotonic() > deadline and run.writes:
            release(run)
            return True
    if run.writes and run.report.pending_parents:
        link_all_parents(run)
    for problem in [*run.inspection.problems, *run.tally.problems]:
        run.report.note(problem)
    settle(run, State.DONE if run.writes else State.READY)
    return False


def look(run, rows):
    """Compare a part without writing anything."""
    made = run.way.plan(rows, run)
    take_in(run.report, made, run)
    run.done += len(rows)
    keep(run, counts=dict(run.report.counts))


def land(run, rows):
    """Write a part. If the database refuses it, halves are tried until the one row is found that it refuses."""
    import_ = run.import_
    try:
        with source("import"), one_batch(import_.batch):
            import_rows(import_, rows, run, by=import_.by)
    except (DataError, IntegrityError) as error:
        run.forget()
        log.warning("import part refused", id=import_.pk, rows=len(rows), reason=str(error).splitlines()[0])
        if len(rows) > 1:
            land(run, rows[: len(rows) // 2])
            land(run, rows[len(rows) // 2 :])
            return
        reason = str(error).splitlines()[0][:200]
        import_rows(import_, rows, run, by=import_.by, refused=reason)


@operation(policies.can_import)
def import_rows(import_, rows, run, *, by, refused=""):
    """Write a part of a file, and how far the import has come, in one transaction."""
    report = Report(run.report.counts, run.report.as_dict())
    if refused:
        for row in rows:
            problem = Problem("refused", row.number, "", {"value": refused}, line=row.line)
            report.add(Result(row, FAILED, str(row.fields.get("title", "")), [problem]))
    else:
        hold_on(run)
        made = run.way.plan(rows, run)
        run.way.write(made, run)
        take_in(report, made, run)
    done = run.done + len(rows)
    keep(run, counts=dict(report.counts), report=report.as_dict(), done_rows=done)
    run.report, run.done = report, done


@operation(policies.can_import)
def import_parents(import_, pairs, run, *, by):
    """Link rows to parents that stand further down in the file; the identifiers for which that failed, see there."""
    hold_on(run)
    return link_parents(pairs, run.target)


def link_all_parents(run):
    """Read the file again for its parents: by now every row is there."""
    import_ = run.import_
    rows = (row for row in run.rows() if row.fields.get("parent") and not row.failed)
    while part := list(islice(rows, AT_A_TIME)):
        pairs = {
            row.fields["external_id"]: row.fields["parent"].external_id
            for row in part
            if row.fields.get("external_id") and row.fields["external_id"] not in run.family.circles
        }
        with source("import"), one_batch(import_.batch):
            missing, below, finer = import_parents(import_, pairs, run, by=import_.by)
        for row in part:
            identifier, parent = row.fields.get("external_id"), row.fields["parent"].external_id
            for code, found in (("parent_missing", missing), ("parent_below", below)):
                if identifier in found and identifier in pairs and parent in run.family.ids:
                    run.report.note(Problem(code, row.number, "", {"value": parent[:60]}, False, row.line))
            if identifier in finer:
                params = {"value": parent[:60], "why": finer[identifier]}
                run.report.note(Problem("parent_finer", row.number, "", params, False, row.line))


def take_in(report, made, run):
    for result in made.results:
        report.add(result)
    report.counts.update(run.books.counts)
    report.pending_parents |= made.pending_parents
    run.books.counts.clear()


def hold_on(run):
    """Lock the import, and stop when it is no longer ours to work on."""
    row = Import.objects.select_for_update().filter(pk=run.import_.pk).values("state", "holder", "done_rows").first()
    if row is None or row["state"] not in AT_WORK or row["holder"] != run.holder:
        raise Interrupted


def keep(run, **fields):
    """Write down the progress and renew the lease; stops when the import is no longer ours."""
    fields["lease_until"] = timezone.now() + LEASE
    if not Import.objects.at_work().filter(pk=run.import_.pk, holder=run.holder).update(**fields):
        raise Interrupted


def release(run):
    """Let the next process take it at once."""
    Import.objects.filter(pk=run.import_.pk, holder=run.holder).update(lease_until=None)


def settle(run, state, error=""):
    """The work is over."""
    Import.objects.at_work().filter(pk=run.import_.pk, holder=run.holder).update(
        state=state,
        error=error,
        counts=dict(run.report.counts),
        report=run.report.as_dict(),
        total=run.report.counts["read"] if not error else run.import_.total,
        holder=None,
        lease_until=None,
        ended_at=timezone.now(),
    )
    log.info("import settled", id=run.import_.pk, state=str(state), **dict(run.report.counts))
