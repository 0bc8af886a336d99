"""Who works on a requirement, and who watches it."""

from accounts.models import User
from pmhub.lib.operations import operation
from requirements import policies
from requirements.models import Assignment, Watching


def set_assignees(requirement, people):
    """Let exactly these people (users or external people) be assigned; returns whether that changed anything."""
    pairs = [(person.pk, None) if isinstance(person, User) else (None, person.pk) for person in people]
    wanted = dict.fromkeys(pairs)  # once each, in the order given
    present = {(row.user_id, row.person_id): row.pk for row in requirement.assignments.all()}
    gone = [pk for pair, pk in present.items() if pair not in wanted]
    new = [pair for pair in wanted if pair not in present]
    if gone:
        Assignment.objects.filter(pk__in=gone).delete()
    Assignment.objects.bulk_create(
        Assignment(requirement=requirement, user_id=user, person_id=person) for user, person in new
    )
    return bool(gone or new)


@operation(policies.can_read)
def watch(requirement, *, by):
    """Tell me what happens here."""
    Watching.objects.get_or_create(requirement=requirement, user=by)


@operation(policies.can_read)
def unwatch(requirement, *, by):
    """No longer tell me."""
    requirement.watchings.filter(user=by).delete()
