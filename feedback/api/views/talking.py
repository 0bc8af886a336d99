"""The conversation about an item, with its files."""

from django.db import transaction
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import JSONParser, MultiPartParser

from accounts.api.views import person_of
from feedback.api.rows import named
from feedback.api.serializers import talking as serializers
from feedback.api.views.feedback import found, location_of
from feedback.api.views.parts import Parts
from feedback.models import FeedbackFile
from feedback.operations import answering
from feedback.operations.filing import draft_file, path_of
from pmhub.lib.api.views import Endpoint
from requirements.operations.attaching import largest_attachment
from requirements.views.files import handed_out

WRITING = {"reply": answering.reply, "note": answering.add_note}


class FeedbackMessagesView(Parts):
    reads = serializers.MessageShown
    writes = {"post": serializers.NewMessage}
    parser_classes = [JSONParser, MultiPartParser]
    largest_file = staticmethod(largest_attachment)

    def part(self, row):
        return {
            "id": row.pk,
            "kind": row.kind,
            "author": person_of(row.author),
            "contact": named(row.contact),
            "body": row.body,
            "files": [self.file(file) for file in row.files.all()],
            "created_at": row.created_at,
            "edited_at": row.edited_at,
        }

    def file(self, row):
        own = {name: getattr(row, name) for name in ("id", "name", "size", "content_type", "sha256")}
        return own | {"url": f"/api/v1/feedback/{self.kwargs['feedback']}/files/{row.pk}/"}

    def get(self, request, feedback):
        """The conversation about an item."""
        turns = found(request.user, feedback).messages.select_related("author", "contact")
        return self.page(turns.prefetch_related("files"))

    @transaction.atomic
    def post(self, request, feedback):
        """Reply to the customer, or leave a note to the team: as JSON, or with files as multipart/form-data."""
        row = found(request.user, feedback)
        self.may(answering.reply, row)
        values = self.body()
        drafts = [draft_file(row, file, by=request.user) for file in values.get("file", ())]
        message = WRITING[values["kind"]](row, by=request.user, body=values["body"], files=drafts)
        message.refresh_from_db()
        return self.made(message, f"{location_of(row)}messages/")


class FeedbackFileView(Endpoint):
    """The bytes of a file that came with an item or one of its messages."""

    tag = "feedback"

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request, feedback, pk):
        """The bytes of a file."""
        seen = FeedbackFile.objects.visible_to(request.user).filter(feedback__key=feedback)
        file = get_object_or_404(seen, pk=pk)
        return handed_out(request, file, path_of(file.storage))
