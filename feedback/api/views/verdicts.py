"""What people outside answered to “did it solve it?”."""

from feedback.api.rows import named
from feedback.api.serializers import feedback as serializers
from feedback.api.views.feedback import found
from feedback.api.views.parts import Parts
from feedback.models import Verdict
from requirements.api.views.requirements import found as requirement_found


class Verdicts(Parts):
    reads = serializers.VerdictShown

    def part(self, row):
        return {
            "id": row.pk,
            "feedback": row.feedback.key,
            "contact": named(row.contact),
            "solved": row.solved,
            "note": row.note,
            "at": row.at,
        }

    @property
    def seen(self):
        return Verdict.objects.visible_to(self.request.user).select_related("contact", "feedback")


class FeedbackVerdictsView(Verdicts):
    def get(self, request, feedback):
        """Whether an item, or what was merged into it, was solved for those who asked; of each the latest answer."""
        return self.page(self.seen.of_group(found(request.user, feedback)))


class RequirementVerdictsView(Verdicts):
    def get(self, request, requirement):
        """Whether a requirement helped those who asked for it: the answers about all that speaks for it."""
        return self.page(self.seen.of_requirement(requirement_found(request.user, requirement)))
