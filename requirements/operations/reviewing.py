"""Preparing and holding a review: when it is, what is on its agenda, who is invited, who was there."""

from django.core.exceptions import ValidationError
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from pmhub.lib.operations import operation
from pmhub.lib.texts import refuse_nul
from requirements import policies
from requirements.models import AgendaItem, Attendance, Decision, Resurfaced, Review
from requirements.models.attendance import Answer, Part

MOST_ITEMS, MOST_PEOPLE = 100, 100
EDITABLE = {"title", "starts_at", "time_zone", "minutes", "place", "link", "note"}


def begin(review, *, closed=False):
    """Lock a review for the rest of the transaction, count what happens in it, and read it anew.

    Everything that is done in one review is done one after the other. Refuses what is closed, unless `closed`.
    """
    Review.objects.filter(pk=review.pk).update(lock_version=F("lock_version") + 1)
    review.refresh_from_db(fields=["opened_at", "closed_at", "lock_version"])
    if review.closed_at and not closed:
        raise ValidationError(_("This review is closed. What it decided stays as it is."))


def filled(review, fields):
    """Set, validate and save."""
    if unknown := set(fields) - EDITABLE:
        raise ValidationError({name: _("There is no such field.") for name in sorted(unknown)})
    refuse_nul(fields)
    for name, value in fields.items():
        setattr(review, name, value.strip() if isinstance(value, str) else value)
    review.full_clean(exclude=[field.name for field in Review._meta.fields if field.is_relation])
    review.save(update_fields=list(fields) if review.pk else None)
    review.refresh_from_db(fields=["lock_version"])
    return review


@operation(policies.can_hold_review)
def schedule(product, *, by, title, starts_at, **fields):
    """Plan a review; who plans it is invited. `starts_at` is an instant, `time_zone` the place where it is meant."""
    fields = {"time_zone": product.time_zone, **fields, "title": title, "starts_at": starts_at}
    review = filled(Review(product=product, created_by=by), fields)
    if product.memberships.filter(user=by).exists():
        Attendance.objects.create(product=product, review=review, user=by, answer=Answer.YES)
    return review


@operation(policies.can_hold_review)
def edit_review(review, *, by, **fields):
    """Change when, where and what a review is."""
    begin(review)
    return filled(review, fields)


@operation(policies.can_hold_review)
def delete_review(review, *, by):
    """Delete a review that has decided nothing; what was decided must be found again."""
    begin(review, closed=True)
    if Decision.objects.filter(item__review=review).exists():
        raise ValidationError(_("This review has decided something: it stays, so that people find the reasons."))
    review.delete()


@operation(policies.can_hold_review)
def open_review(review, *, by, at=None):
    """Begin the meeting: from now on scores can be revealed and decisions taken."""
    begin(review)
    if review.opened_at:
        raise ValidationError(_("This review has begun already."))
    review.opened_at, review.opened_by = at or timezone.now(), by
    review.save(update_fields=["opened_at", "opened_by"])
    return review


@operation(policies.can_hold_review)
def close_review(review, *, by, at=None):
    """End the meeting. Nothing on its agenda changes any more; attendance can still be noted."""
    begin(review)
    if not review.opened_at:
        raise ValidationError(_("This review has not begun."))
    review.closed_at, review.closed_by = at or timezone.now(), by
    review.save(update_fields=["closed_at", "closed_by"])
    return review


@operation(policies.can_prepare_review)
def add_to_agenda(review, requirements, *, by):
    """Put requirements at the end of the agenda; those on it already are left alone. Returns the new items.

    What had resurfaced counts as answered by that. All or nothing: too many for one meeting are refused.
    """
    begin(review)
    present = set(review.items.values_list("requirement", flat=True))
    wanted = list({one.pk: one for one in requirements if one.pk not in present}.values())
    if len(present) + len(wanted) > MOST_ITEMS:
        raise ValidationError(
            _("A review has at most %(most)d items; with these it would have %(n)d. Plan several reviews.")
            % {"most": MOST_ITEMS, "n": len(present) + len(wanted)}
        )
    last = review.items.aggregate(last=Max("position"))["last"] or 0
    items = AgendaItem.objects.bulk_create(
        AgendaItem(product=review.product, review=review, requirement=one, position=last + n)
        for n, one in enumerate(wanted, start=1)
    )
    for item in items:
        waiting = Resurfaced.objects.filter(requirement=item.requirement, answered_at=None)
        waiting.update(answered_at=timezone.now(), answered_by=by, item=item)
    return items


@operation(policies.can_hold_review)
def remove_from_agenda(item, *, by):
    """Take an item off the agenda, unless it was scored in the open or decided."""
    begin(item.review)
    item.refresh_from_db(fields=["revealed_at"])
    if item.revealed_at or item.decisions.exists():
        raise ValidationError(_("Its scores were revealed or it was decided: it stays in the minutes."))
    item.delete()


@operation(policies.can_hold_review)
def move_item(item, *, by, places):
    """Move an item up (negative) or down on the agenda."""
    begin(item.review)
    order = list(item.review.items.all())
    place = next((n for n, row in enumerate(order) if row.pk == item.pk), None)
    if place is None:
        raise ValidationError(_("It is no longer on the agenda."))
    order.insert(max(0, min(len(order) - 1, place + places)), order.pop(place))
    for position, row in enumerate(order, start=1):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])


@operation(policies.can_hold_review)
def set_minutes(item, *, by, minutes):
    """Say how long an item may take; None leaves it open."""
    begin(item.review)
    item.minutes = minutes
    item.clean_fields(exclude=[field.name for field in AgendaItem._meta.fields if field.name != "minutes"])
    item.save(update_fields=["minutes"])
    return item


@operation(policies.can_hold_review)
def invite(review, people, *, by, part=Part.REVIEWER):
    """Invite members of the product, or change as what they take part. Returns their invitations."""
    begin(review)
    if part not in Part.values:
        raise ValidationError({"part": _("People take part as reviewer or observer.")})
    people = list({person.pk: person for person in people}.values())
    refuse_outsiders(review.product, people)
    invited = {row.user_id: row for row in review.people.select_related("user")}
    new = [person for person in people if person.pk not in invited]
    if len(invited) + len(new) > MOST_PEOPLE:
        raise ValidationError(_("At most %d people can be invited.") % MOST_PEOPLE)
    for row in (invited[person.pk] for person in people if person.pk in invited):
        row.part = part
        row.save(update_fields=["part"])
    Attendance.objects.bulk_create(
        Attendance(product=review.product, review=review, user=person, part=part) for person in new
    )
    return list(review.people.filter(user__in=people))


def refuse_outsiders(product, people):
    """Only members may be invited: others would learn of what they may not see."""
    members = set(
        User.objects.filter(memberships__product=product, is_active=True, pk__in=[person.pk for person in people])
        .values_list("pk", flat=True)
    )  # fmt: skip
    strangers = [person.name for person in people if person.pk not in members]
    if strangers:
        text = ngettext("%(names)s is no member of this product.", "%(names)s are no members of this product.",
                        len(strangers))  # fmt: skip
        raise ValidationError({"people": text % {"names": ", ".join(strangers)}})


@operation(policies.can_hold_review)
def uninvite(attendance, *, by):
    """Take an invitation back. A silent score of this person is not revealed then."""
    begin(attendance.review)
    attendance.delete()


@operation(policies.can_answer_invitation)
def answer(attendance, *, by, answer):
    """Say whether one comes: `yes`, `maybe` or `no`."""
    begin(attendance.review)
    if answer not in (Answer.YES, Answer.MAYBE, Answer.NO):
        raise ValidationError({"answer": _("Answer yes, maybe or no.")})
    attendance.answer = answer
    attendance.save(update_fields=["answer"])
    return attendance


@operation(policies.can_hold_review)
def mark_attendance(review, present, *, by):
    """Note who was there: these people were, everybody else who is invited was not. Also after the end."""
    begin(review, closed=True)
    rows = list(review.people.select_related("user"))
    there, invited = {person.pk for person in present}, {row.user_id for row in rows}
    if there - invited:  # members may be told by name, of others the manager may not even know that they are here
        members = review.product.memberships.filter(user__in=there - invited)
        names = dict(members.values_list("user", "user__name"))
        strangers = ", ".join(names.get(pk, f"#{pk}") for pk in sorted(there - invited))
        raise ValidationError({"present": _("Not invited: %s.") % strangers})
    for row in rows:
        if row.attended != (row.user_id in there):
            row.attended, row.marked_by = row.user_id in there, by
            row.save(update_fields=["attended", "marked_by"])
    return rows
