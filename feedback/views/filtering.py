"""What the bar above the inbox asks for while somebody filters."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feedback.views.shelves import Shelf
from products.views.scoped import ProductScoped
from requirements.views.filters.pages import BuilderView, CompletionsView, StepView, ValuesView


class OfTheInbox(ProductScoped):
    """The inbox as `here` asks for it."""

    step, of = "feedback_filter_step", _("Feedback")

    @property
    def listing(self):
        return Shelf(self.product, self.request.user, self.here, timezone.now())


class InboxValuesView(OfTheInbox, ValuesView):
    """The values of a field."""


class InboxStepView(OfTheInbox, StepView):
    """The address one condition further."""


class InboxCompletionsView(OfTheInbox, CompletionsView):
    """What could stand where somebody types."""


class InboxBuilderView(OfTheInbox, BuilderView):
    """The query as nested groups."""
