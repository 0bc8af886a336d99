"""Writing requirements: create, edit, delete."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from changes.merging import Stale
from changes.models import Change
from pmhub.lib import ranking
from pmhub.lib.operations import operation
from pmhub.lib.texts import refuse_nul
from products.models import Category
from products.operations.workflow import tags_named
from requirements import policies
from requirements.models import ExternalPerson, Requirement, RequirementTag, ScoringModel
from requirements.models.custom_values import clean_custom
from requirements.models.levels import wrong_place
from requirements.models.plans import held, refuse_closed
from requirements.models.requirement import TEXT_LENGTH
from requirements.operations.details import touch
from requirements.operations.mentioning import keep_named
from requirements.operations.people import set_assignees

PLAIN = {
    "title", "description", "kind", "level", "parent", "status", "decline_reason", "priority", "requester",
    "outside_requester", "owner", "as_a", "i_want", "so_that", "estimate", "version", "milestone", "votes",
}  # fmt: skip
DATES = {"start": ("start_on", "start_precision"), "due": ("due_on", "due_precision")}
MAPS = {"drivers", "custom"}
MANY = {"tags", "assignees"}
NOT_CLEANED = {f.name for f in Requirement._meta.fields if f.is_relation or f.name not in PLAIN}
EDITABLE = PLAIN | set(DATES) | MAPS | MANY


@operation(policies.can_create)
def create(product, *, by, title, **fields):
    """Put a requirement into the product's pool, last in the manual order.

    Takes the fields of `EDITABLE`; without a status it gets the first new one. Raises ValidationError by field.
    """
    fields = held(fields)
    number = next_number(product)
    fields["status"] = fields.get("status") or product.statuses.filter(category=Category.NEW).first()
    requirement = Requirement(
        product=product, number=number, key=f"{product.key}-{number}", author=by, rank=last_rank(product)
    )
    assign(requirement, {"title": title, "decline_reason": "", **fields})
    refuse_closed(requirement)
    requirement.save(force_insert=True)
    set_many(requirement, fields, by, new=True)
    keep_named(requirement, requirement.description, by, is_new=True)
    return requirement


def next_number(product):
    """The next number in the product, whose row stays locked until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE products_product SET last_number = last_number + 1 WHERE id = %s RETURNING last_number",
            [product.pk],
        )
        return cursor.fetchone()[0]


def last_rank(product):
    """The rank behind everything in the product. Safe while the product's row is locked by this transaction."""
    last = Requirement.objects.of(product).order_by("-rank").values_list("rank", flat=True).first()
    return ranking.between(last, None)


@operation(policies.can_edit)
def edit(requirement, *, by, lock_version=None, **fields):
    """Change fields of a requirement; those not named stay as they are. Returns the requirement as it is now.

    With `lock_version`, what the caller has read: when others have changed the same fields since, nothing is changed
    and Stale is raised; changes of other fields are kept. `drivers` and `custom` change only the entries they name.
    """
    fields = held(fields)
    row = Requirement.objects.select_for_update(of=["self"]).select_related("status").get(pk=requirement.pk)
    row.product = requirement.product
    if lock_version is not None and lock_version != row.lock_version:
        refuse_conflicts(row, lock_version, fields)
    changed = assign(row, fields)
    if "version" in changed:
        refuse_closed(row)
    if changed:
        row.save(update_fields=changed)
    if "description" in changed:
        keep_named(row, row.description, by)
    if set_many(row, fields, by) and not changed:
        touch(row)
    row.refresh_from_db(fields=["lock_version", "updated_at"])
    return row


@operation(policies.can_delete)
def delete(requirement, *, by):
    """Move a requirement to the trash: for 30 days the deletion can be taken back, with all that hung on it."""
    requirement.delete()


def refuse_conflicts(row, lock_version, fields):
    """Field-wise merge: only fields that others changed after `lock_version` stand in the way."""
    was = {}
    since = Change.objects.filter(key=row.key, type="requirement", version__gt=lock_version)
    for diff in since.order_by("-id").values_list("diff", flat=True):
        was |= {name: old for name, (old, _new) in diff.items()}
    mine = {part for name, value in fields.items() for part in parts(name, value)}
    if clash := was.keys() & mine:
        raise Stale(row, clash, was)


def parts(name, value):
    """The names under which the change stream knows what is edited: `drivers.reach`, `due_on` …"""
    if name in MAPS:
        return [f"{name}.{key}" for key in value]
    return DATES.get(name, [name])


def assign(requirement, fields):
    """Set and validate fields on the instance; returns the names of those whose value is another one now."""
    if unknown := set(fields) - EDITABLE:
        raise ValidationError({name: _("There is no such field.") for name in sorted(unknown)})
    before = dict(requirement.__dict__)
    for name in PLAIN & set(fields):
        value = fields[name]
        if name == "outside_requester" and isinstance(value, str):
            value = outsider(requirement.product, value)
        setattr(requirement, name, value.strip() if name == "title" and isinstance(value, str) else value)
    for name, (on, precision) in DATES.items():
        if name in fields:
            fuzzy = fields[name]
            setattr(requirement, on, fuzzy.date if fuzzy else None)
            setattr(requirement, precision, fuzzy.precision if fuzzy else "day")
    if "drivers" in fields:
        cleaned = ScoringModel.of_product(requirement.product).clean_values(fields["drivers"])
        requirement.drivers = merged(requirement.drivers, cleaned)
    if "custom" in fields:
        requirement.custom = merged(requirement.custom, clean_custom(requirement.product, fields["custom"]))
    validate(requirement, fields)
    columns = {field.attname: field.name for field in Requirement._meta.concrete_fields}
    return [name for column, name in columns.items() if before.get(column) != requirement.__dict__.get(column)]


def merged(old, new):
    return {key: value for key, value in {**old, **new}.items() if value is not None}


def validate(requirement, fields):
    refuse_nul(fields)
    errors = {}
    try:
        requirement.clean_fields(exclude=NOT_CLEANED)
    except ValidationError as error:
        errors = {name: messages for name, messages in error.message_dict.items() if name != NON_FIELD_ERRORS}
    if len(fields.get("description") or "") > TEXT_LENGTH:
        errors["description"] = _("A description has at most %d characters.") % TEXT_LENGTH
    if not requirement.title:
        errors["title"] = _("A requirement needs a title.")
    if "status" in fields and requirement.status.category == Category.DECLINED and not requirement.decline_reason:
        errors["decline_reason"] = _("Say why it is declined: people will ask.")
    if requirement.requester and requirement.outside_requester:
        if "requester" in fields:
            requirement.outside_requester = None
        else:
            requirement.requester = None
    if requirement.start_on and requirement.due_on and requirement.start_on > requirement.due.end:
        errors["start"] = _("The start is after the due date.")
    moves = {"parent", "level"} & set(fields) and "level" not in errors
    if moves and (wrong := wrong_place(requirement)):
        errors[wrong.field] = wrong.why
    elif fields.get("parent") and is_below(fields["parent"], requirement):
        errors["parent"] = _("%s lies below this requirement: it cannot be its parent.") % fields["parent"].key
    if errors:
        raise ValidationError(errors)


def is_below(candidate, requirement):
    """Whether `candidate` is the requirement itself or one of its descendants."""
    if requirement.pk is None:
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH RECURSIVE up(id, parent_id) AS (
                   SELECT id, parent_id FROM requirements_requirement WHERE id = %s
                   UNION SELECT r.id, r.parent_id FROM requirements_requirement r JOIN up ON r.id = up.parent_id
               ) SELECT 1 FROM up WHERE id = %s""",
            [candidate.pk, requirement.pk],
        )
        return cursor.fetchone() is not None


def set_many(requirement, fields, by, *, new=False):
    """Set tags (Tag instances or names) and assignees; returns whether any of them changed."""
    changed = False
    if "tags" in fields:
        names = [tag if isinstance(tag, str) else tag.name for tag in fields["tags"]]
        changed |= set_tags(requirement, tags_named(requirement.product, names, by=by), new)
    if "assignees" in fields:
        people = [outsider(requirement.product, p) if isinstance(p, str) else p for p in fields["assignees"]]
        changed |= set_assignees(requirement, people)
    return changed


def set_tags(requirement, tags, new):
    """Let the requirement have exactly these tags; returns whether that changed anything."""
    tagging = RequirementTag.objects.filter(requirement=requirement)
    present = set() if new else set(tagging.values_list("tag", flat=True))
    wanted = {tag.pk for tag in tags}
    if gone := present - wanted:
        tagging.filter(tag__in=gone).delete()
    RequirementTag.objects.bulk_create(
        RequirementTag(requirement=requirement, tag_id=pk) for pk in sorted(wanted - present)
    )
    return wanted != present


def outsider(product, name):
    """The outside person with this name whom somebody typed in, created when new."""
    return ExternalPerson.objects.get_or_create(
        product=product, source="", external_id=name.strip().lower(), defaults={"name": name.strip()}
    )[0]
