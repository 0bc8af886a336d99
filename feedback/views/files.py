"""Files of items and messages: handed out to those who may read the item, put there by those who work on it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from feedback.models import FeedbackFile
from feedback.operations.filing import keep_file, path_of
from feedback.views.decision import DecisionView
from feedback.views.scoped import FeedbackScoped
from requirements.operations.attaching import largest_attachment
from requirements.views.files import handed_out


class FileView(FeedbackScoped, View):
    """One file. Only pictures that were encoded here are shown in place, everything else is downloaded."""

    def get(self, request, storage, name):
        seen = FeedbackFile.objects.visible_to(request.user).filter(feedback=self.feedback)
        found = get_object_or_404(seen, storage=storage)
        return handed_out(request, found, path_of(found.storage))


class FilesView(DecisionView):
    """Puts files to an item: all that were chosen, or none."""

    largest_file = staticmethod(largest_attachment)
    kept = ()

    @transaction.atomic
    def decide(self):
        if not (files := self.request.FILES.getlist("file")):
            raise ValidationError(_("Choose a file first."))
        self.kept = [keep_file(self.feedback, file, by=self.request.user) for file in files]

    def told(self):
        return ngettext("%(n)d file is attached.", "%(n)d files are attached.", len(self.kept)) % {"n": len(self.kept)}
