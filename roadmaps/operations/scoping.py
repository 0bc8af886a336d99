"""What is in a version: putting requirements in, taking them out, agreeing on the plan."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from changes.models import Change
from pmhub.lib.operations import operation
from requirements.models import Requirement
from requirements.operations.bulk import edit_many
from requirements.operations.ordering import move
from roadmaps import policies
from roadmaps.models import Agreement, Version
from roadmaps.models.version import OPEN

MOST_AT_ONCE = 500
NAMED = 5  # so many of the refused ones are named in the message


class Elsewhere(ValidationError):
    """Others have planned some of the requirements elsewhere since the caller looked; `keys` are theirs."""

    def __init__(self, rows):
        self.keys = [row.key for row in rows]
        said = "; ".join(f"{row.key}: {where_it_is(row)}" for row in rows[:NAMED])
        super().__init__(_("Somebody else was faster: %s. Nothing was moved.") % said, code="elsewhere")


@operation(policies.can_contribute)
def plan_into(version, keys, *, by, before=None, after=None):
    """Put the product's unplanned requirements with these keys into the version; returns how many came in.

    One that is in it already stays. With `before` or `after`, a requirement of the version, a single one takes its
    place beside that in the manual order. Raises Elsewhere when one of them is in another version by now, and
    ValidationError for a version whose scope is frozen: then nothing is changed.
    """
    rows = movable(version, keys)
    if taken := [row for row in rows if row.version_id not in (None, version.pk)]:
        raise Elsewhere(taken)
    ids = [row.pk for row in rows if row.version_id is None]
    count = edit_many(version.product, ids, by=by, version=version) if ids else 0
    if len(rows) == 1 and (before or after):
        move(rows[0], by=by, before=before, after=after)
    return count


@operation(policies.can_contribute)
def take_out(version, keys, *, by):
    """Let the requirements with these keys be unplanned again; returns how many went out.

    One that is unplanned already stays so; Elsewhere and ValidationError as `plan_into` has them.
    """
    rows = movable(version, keys)
    if taken := [row for row in rows if row.version_id not in (None, version.pk)]:
        raise Elsewhere(taken)
    ids = [row.pk for row in rows if row.version_id == version.pk]
    return edit_many(version.product, ids, by=by, version=None) if ids else 0


@operation(policies.can_plan)
def agree(version, *, by):
    """Agree on the plan as it is now: from here on people count what is added and removed. Returns the Agreement."""
    refuse_frozen(version)
    agreement = Agreement.objects.create(product=version.product, version=version, by=by)
    agreement.refresh_from_db(fields=["at"])
    return agreement


def movable(version, keys):
    """The requirements with these keys, locked in one order; a version that is being released makes others wait."""
    keys = list(dict.fromkeys(keys))
    if not keys:
        raise ValidationError(_("Choose at least one requirement."))
    if len(keys) > MOST_AT_ONCE:
        raise ValidationError(_("Move at most %d requirements at once.") % MOST_AT_ONCE)
    refuse_frozen(version)
    readable = [key for key in keys if "\x00" not in key]
    found = Requirement.objects.of(version.product_id).filter(key__in=readable).select_related("version")
    rows = list(found.select_for_update(of=["self"]).order_by("pk"))
    if missing := sorted(set(keys) - {row.key for row in rows}):
        names = ", ".join(key[:24].replace("\x00", "�") or "“”" for key in missing[:NAMED])
        raise ValidationError(_("There is no %s in this product. Nothing was moved.") % names, code="missing")
    return rows


def refuse_frozen(version):
    """ValidationError for a version that is released or archived, also when it became so meanwhile."""
    now = Version.objects.select_for_update(no_key=True).get(pk=version.pk)
    if now.state not in OPEN:
        raise ValidationError(
            _("Version “%(name)s” is %(state)s: its scope is frozen. Set it to active again to change what is in it.")
            % {"name": now.name, "state": now.get_state_display().lower()},
            code="frozen",
        )


def where_it_is(row):
    """In which version a requirement is by now, and who put it there."""
    moved = Change.objects.filter(type="requirement", object_id=row.pk, diff__has_key="version")
    last = moved.filter(key=row.key).select_related("actor").order_by("-id").first()
    if last and last.actor:
        return _("%(person)s put it into %(version)s") % {"person": last.actor.name, "version": row.version.name}
    return _("it is in %s by now") % row.version.name
