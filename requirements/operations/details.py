"""What hangs on a requirement: acceptance criteria, links, comments."""

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from pmhub.lib.operations import operation
from pmhub.lib.texts import plain, refuse_nul
from requirements import policies
from requirements.models import Comment, Criterion, Link, Requirement
from requirements.models.link import LinkKind
from requirements.operations.mentioning import keep_named


class Overtaken(Exception):
    """The text was changed since its writer has read it; `now` is what stands there."""

    def __init__(self, now):
        self.now = now
        super().__init__(now)


def refuse_overtaken(row, name, text, read):
    """Refuse to write over what the writer has not seen. The row stays locked until the transaction ends."""
    now = type(row).objects.select_for_update().values_list(name, flat=True).get(pk=row.pk)
    if read is not None and plain(now) not in (plain(read), plain(text)):
        raise Overtaken(now)


def touch(requirement):
    """The requirement's representation changed although its own row did not."""
    Requirement.objects.filter(pk=requirement.pk).update(lock_version=F("lock_version") + 1)


def clean_saved(thing, **options):
    refuse_nul(thing.__dict__)
    thing.full_clean(validate_constraints=False, **options)
    thing.save()
    return thing


@operation(policies.can_edit)
def add_criterion(requirement, *, by, text):
    """Add an acceptance criterion at the end."""
    last = requirement.criteria.aggregate(last=Max("position"))["last"] or 0
    criterion = clean_saved(Criterion(requirement=requirement, text=text.strip(), position=last + 1))
    touch(requirement)
    return criterion


def can_edit_criterion(user, criterion):
    return policies.can_edit(user, criterion.requirement)


@operation(can_edit_criterion)
def edit_criterion(criterion, *, by, text=None, done=None, read=None):
    """Change a criterion's text, or check it off. Raises Overtaken where the text is not as its writer has `read`."""
    if text is not None:
        refuse_overtaken(criterion, "text", text, read)
        criterion.text = text.strip()
    if done is not None:
        criterion.done = done
    clean_saved(criterion)
    touch(criterion.requirement)
    return criterion


@operation(can_edit_criterion)
def remove_criterion(criterion, *, by):
    """Remove a criterion; the history keeps it and undo brings it back."""
    criterion.delete()
    touch(criterion.requirement)


@operation(policies.can_edit)
def link(requirement, target, *, by, kind):
    """Say that `requirement` blocks, relates to or duplicates `target`. Circles of blocks or duplicates are refused."""
    if requirement == target:
        raise ValidationError({"target": _("A requirement cannot be linked to itself.")})
    if kind in (LinkKind.BLOCKS, LinkKind.DUPLICATES) and leads_to(target, requirement, kind):
        raise ValidationError(
            {"target": _("%(target)s already leads to %(key)s: that would be a circle.")
             % {"target": target.key, "key": requirement.key}}
        )  # fmt: skip
    made = Link(source=requirement, target=target, kind=kind)
    made.clean_fields()
    found, _created = Link.objects.get_or_create(source=requirement, target=target, kind=kind)
    return found


def leads_to(start, end, kind):
    """Whether links of this kind lead from `start` to `end`."""
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH RECURSIVE way(id) AS (
                   SELECT target_id FROM requirements_link WHERE source_id = %(start)s AND kind = %(kind)s
                   UNION SELECT l.target_id FROM requirements_link l JOIN way ON l.source_id = way.id
                          WHERE l.kind = %(kind)s
               ) SELECT 1 FROM way WHERE id = %(end)s""",
            {"start": start.pk, "end": end.pk, "kind": kind},
        )
        return cursor.fetchone() is not None


def can_edit_link(user, link):
    return policies.can_edit(user, link.source)


@operation(can_edit_link)
def unlink(link, *, by):
    """Take a link away."""
    link.delete()


@operation(policies.can_comment)
def comment(requirement, *, by, body):
    """Say something about a requirement, in Markdown."""
    made = clean_saved(Comment(requirement=requirement, author=by, body=body.strip()))
    keep_named(requirement, made.body, by, comment=made, is_new=True)
    return made


@operation(policies.can_change_comment)
def edit_comment(comment, *, by, body, read=None):
    """Change what one said; everybody sees that it was edited. Raises Overtaken where it is not as `read`."""
    refuse_overtaken(comment, "body", body, read)
    comment.body, comment.edited_at = body.strip(), timezone.now()
    clean_saved(comment).refresh_from_db(fields=["lock_version"])
    keep_named(comment.requirement, comment.body, by, comment=comment)
    return comment


@operation(policies.can_remove_comment)
def remove_comment(comment, *, by):
    """Take a comment away; undo brings it back."""
    comment.delete()
