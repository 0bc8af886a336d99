"""How far a version is, in figures and day by day."""

from django.utils.translation import gettext_lazy
from django.views import View

from roadmaps.drawing.burn_up import Drawing
from roadmaps.planning.progress import burn_up, figures_of
from roadmaps.views.versions import VersionScoped

MEASURES = {"count": gettext_lazy("By count"), "estimate": gettext_lazy("By estimate")}


class ProgressView(VersionScoped, View):
    """Progress by count, by estimate and by acceptance criteria, and the burn-up; `by` chooses what is drawn."""

    template_name = "roadmaps/version_progress.html"

    def get(self, request, pk):
        version = self.version(pk)
        by = request.GET.get("by") if request.GET.get("by") in MEASURES else "count"
        history = burn_up(version, request.user)
        measures = [(name, label, name == by) for name, label in MEASURES.items()]
        return self.page(
            version=version, figures=figures_of(version, request.user), history=history, by=by,
            drawing=Drawing.of(history, version, by), measures=measures,
        )  # fmt: skip
