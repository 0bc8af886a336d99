"""Who and what is named in what somebody wrote: people, kept beside the text so that they hear of it, and files."""

from requirements.models import Mention
from requirements.operations.attaching import adopt
from requirements.rich_text import people_named


def keep_named(requirement, text, by, *, comment=None, is_new=False):
    """Let exactly those whom the text names be mentioned there, and its files be the requirement's."""
    adopt(requirement, text, by)
    named = people_named(requirement.product, text) - {by.pk}
    kept = Mention.objects.filter(requirement=requirement, comment=comment)
    present = set() if is_new else set(kept.values_list("user_id", flat=True))
    if gone := present - named:
        kept.filter(user__in=gone).delete()
    Mention.objects.bulk_create(
        Mention(requirement=requirement, comment=comment, user_id=pk, by=by) for pk in sorted(named - present)
    )
