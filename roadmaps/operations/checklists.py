"""Launch checklists: what must be done before a version is released, and the lists that products begin from."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from pmhub.lib.operations import operation
from pmhub.lib.texts import plain, refuse_nul
from roadmaps import policies
from roadmaps.models import ChecklistItem, ChecklistTemplate, Version
from roadmaps.models.checklist import MOST_ITEMS, NOTE_LENGTH, TEXT_LENGTH, Section
from roadmaps.operations.merging import refuse_stale

MOST_TEMPLATES = 40
EDITABLE = {"section", "text", "owner", "due_on", "note"}


@operation(policies.can_plan)
def add_item(version, *, by, text, section=Section.TESTING, **fields):
    """Add an item at the end of its section: `owner`, `due_on` (a day) and `note` are optional."""
    Version.objects.select_for_update().get(pk=version.pk)  # places are counted by one at a time
    refuse_too_many(version, 1)
    item = ChecklistItem(product=version.product, version=version, position=next_place(version))
    return saved(item, {"text": text, "section": section, **fields})


@operation(policies.can_plan)
def edit_item(item, *, by, lock_version=None, **fields):
    """Change an item's `section`, `text`, `owner`, `due_on` or `note`.

    Raises Stale where others have changed the same fields since `lock_version`.
    """
    refuse_stale(item, lock_version, fields)
    return saved(item, fields)


@operation(policies.can_plan)
def move_item(item, *, by, before=None, after=None):
    """Put an item directly before or after another one of its version, into that one's section."""
    beside = before or after
    if beside is None or beside.version_id != item.version_id:
        raise ValidationError(_("The item beside which it was put is gone."))
    Version.objects.select_for_update().get(pk=item.version_id)
    section = ChecklistItem.objects.filter(version=item.version_id, section=beside.section).in_order()
    rows = [row for row in section if row.pk != item.pk]
    places = sorted({row.position for row in rows} | {item.position})
    at = next((n for n, row in enumerate(rows) if row.pk == beside.pk), None)
    if at is not None:
        rows.insert(at if before else at + 1, item)
        reorder(rows, places, beside.section)
    item.refresh_from_db()
    return item


def reorder(rows, places, section):
    """Give the rows their places from the first on, as many as there are; what stays where it is is not written."""
    while len(places) < len(rows):
        places.append((places[-1] if places else 0) + 1)
    for row, place in zip(rows, places, strict=True):
        if (row.position, row.section) != (place, section):
            ChecklistItem.objects.filter(pk=row.pk).update(position=place, section=section)


@operation(policies.can_tick)
def tick(item, *, by, done=True):
    """Mark an item as done, or as open again. Who ticks a done one changes nothing."""
    now = {"done_at": timezone.now(), "done_by": by} if done else {"done_at": None, "done_by": None}
    ChecklistItem.objects.filter(pk=item.pk, done_at__isnull=done).update(**now)
    item.refresh_from_db()
    return item


@operation(policies.can_tick)
def change_item(item, *, by, done=None, **fields):
    """Tick an item and, for who plans, change anything else of it."""
    if fields and not policies.can_plan(by, item):
        raise PermissionDenied(_("You may mark it as done, and nothing else."))
    if fields:
        saved(item, fields)
    return item if done is None else tick(item, by=by, done=done)


@operation(policies.can_plan)
def remove_item(item, *, by):
    """Remove an item; undo brings it back."""
    item.delete()


@operation(policies.can_plan)
def apply_checklist(version, *, by, items):
    """Add those of `items` (`{"section", "text"}`) that the version has not; returns how many."""
    Version.objects.select_for_update().get(pk=version.pk)
    there = set(version.checklist.values_list("section", "text"))
    new = [one for one in cleaned_items(items) if (one["section"], one["text"]) not in there]
    refuse_too_many(version, len(new))
    place = next_place(version)
    ChecklistItem.objects.bulk_create(
        ChecklistItem(product=version.product, version=version, position=place + number, **one)
        for number, one in enumerate(new)
    )
    return len(new)


@operation(policies.can_plan)
def add_checklist(product, *, by, name, items):
    """Keep a list under a name for the product's versions."""
    if product.checklists.count() >= MOST_TEMPLATES:
        raise ValidationError(_("A product has at most %d checklists.") % MOST_TEMPLATES)
    return saved_template(ChecklistTemplate(product=product), name, items)


@operation(policies.can_plan)
def edit_checklist(template, *, by, name=None, items=None):
    """Change a checklist; versions that began from it stay as they are."""
    return saved_template(template, template.name if name is None else name, template.items if items is None else items)


@operation(policies.can_plan)
def remove_checklist(template, *, by):
    """Remove a checklist; undo brings it back."""
    template.delete()


def next_place(version):
    return (version.checklist.aggregate(last=Max("position"))["last"] or 0) + 1


def refuse_too_many(version, more):
    if version.checklist.count() + more > MOST_ITEMS:
        raise ValidationError(_("A version's checklist has at most %d items.") % MOST_ITEMS)


def saved(item, fields):
    if unknown := set(fields) - EDITABLE:
        raise ValidationError({name: _("There is no such field.") for name in sorted(unknown)})
    refuse_nul(fields)
    for name, value in fields.items():
        setattr(item, name, plain(value) if name in ("text", "note") else value)
    if len(fields.get("note") or "") > NOTE_LENGTH:
        raise ValidationError({"note": _("Use at most %d characters.") % NOTE_LENGTH})
    item.clean_fields(exclude=["product", "version", "owner", "done_by"])
    item.save(update_fields=fields if item.pk else None)
    item.refresh_from_db(fields=["lock_version"])
    return item


def cleaned_items(items):
    """What a checklist may say, without repetitions; ValidationError otherwise."""
    seen = {}
    for one in items:
        section, text = one.get("section"), one.get("text", "").strip()
        refuse_nul({"items": text})
        if section not in Section.values:
            raise ValidationError({"items": _("There is no section “%s”.") % str(section)[:40]})
        if len(text) > TEXT_LENGTH:
            raise ValidationError({"items": _("“%(text)s…” has more than %(n)d characters.")
                                   % {"text": text[:40], "n": TEXT_LENGTH}})  # fmt: skip
        if text:
            seen[section, text] = {"section": section, "text": text}
    if len(seen) > MOST_ITEMS:
        raise ValidationError({"items": _("A checklist has at most %d items.") % MOST_ITEMS})
    return list(seen.values())


def saved_template(template, name, items):
    refuse_nul({"name": name})
    template.name, template.items = name.strip(), cleaned_items(items)
    if not template.items:
        raise ValidationError({"items": _("A checklist needs an item.")})
    template.clean_fields(exclude=["product", "items"])
    others = ChecklistTemplate.objects.filter(product=template.product_id).exclude(pk=template.pk)
    if others.filter(name__iexact=template.name).exists():
        raise ValidationError({"name": _("“%s” exists already.") % template.name})
    template.save(update_fields=["name", "items"] if template.pk else None)
    template.refresh_from_db(fields=["lock_version"])
    return template
