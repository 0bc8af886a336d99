"""Which requirements an item speaks for."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from feedback.forms.triaging import ImportanceForm, OfItem
from feedback.marking import passage_in
from feedback.models import Evidence
from feedback.models.evidence import Importance
from feedback.operations.linking import link, unlink, weigh
from feedback.views.decision import DecisionView
from requirements.forms.fields import RequirementField
from requirements.operations.authoring import create


class LinksView(DecisionView):
    """Links the item, or words of it, with a requirement: one that is there, or a new one that quotes them."""

    part = "evidence"
    linked = None  # where the focus goes on

    def context(self, **more):
        return super().context(linked=self.linked, **more)

    def decide(self, target, importance, passage, before):
        passage, start = passage_in(self.feedback.body, passage, before) if passage.strip() else ("", None)
        self.is_new = "new" in self.request.POST
        with transaction.atomic():  # the request is one batch
            requirement = self.made(target, passage) if self.is_new else self.named(target)
            self.linked = link(
                self.feedback, requirement, by=self.request.user, passage=passage, start=start, importance=importance
            )
        self.requirement = requirement

    def named(self, target):
        field = RequirementField(self.product, self.request.user, required=True)
        try:
            return field.clean(target)
        except ValidationError as error:
            raise ValidationError({"target": error.messages}) from None

    def made(self, title, passage):
        """A new requirement that quotes what was said."""
        quoted = passage or self.feedback.body or self.feedback.title
        quote = "\n".join(f"> {line}" for line in quoted.splitlines())
        title = title or (passage.split("\n")[0] if passage else self.feedback.title)
        return create(
            self.product, by=self.request.user, title=title[:200], description=f"{quote}\n\n{self.feedback.key}"
        )

    def told(self):
        text = _("%(requirement)s is made from %(key)s.") if self.is_new else _("%(key)s speaks for %(requirement)s.")
        return text % {"key": self.feedback.key, "requirement": self.requirement.key}

    @property
    def leads_to(self):
        page = reverse("requirement", args=[self.product.key, self.requirement.number])
        return _("Open %s") % self.requirement.key, page


class LinkView(DecisionView):
    """How important one link is."""

    form_class = ImportanceForm

    def dispatch(self, request, *args, pk, **kwargs):
        self.pk = pk
        return super().dispatch(request, *args, **kwargs)

    def load(self):
        super().load()
        if self.request.method == "POST" and not hasattr(self, "evidence"):  # afterwards it may be gone
            seen = Evidence.objects.visible_to(self.request.user).filter(feedback=self.feedback)
            self.evidence = get_object_or_404(seen.select_related("requirement"), pk=self.pk)
            self.evidence.product = self.product

    def decide(self, importance):
        weigh(self.evidence, by=self.request.user, importance=importance)

    def told(self):
        words = Importance(self.evidence.importance).label
        return _("%(requirement)s: %(words)s.") % {"requirement": self.evidence.requirement.key, "words": words}


class RemoveLinkView(LinkView):
    form_class = OfItem

    def decide(self):
        unlink(self.evidence, by=self.request.user)

    def told(self):
        values = {"key": self.feedback.key, "requirement": self.evidence.requirement.key}
        return _("%(key)s no longer speaks for %(requirement)s.") % values
