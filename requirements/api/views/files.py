"""Files on requirements."""

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser

from accounts.api.serializers import PersonShown
from accounts.api.views import person_of
from pmhub.lib.api.inputs import Input
from pmhub.lib.api.schema import Shown
from pmhub.lib.api.views import Endpoint
from products.api.things import Kind, Thing
from requirements.api.views.details import Details
from requirements.models import Attachment
from requirements.operations.attaching import attach, detach, largest_attachment, path_of
from requirements.views.files import as_markdown, handed_out


class AttachmentShown(Shown):
    """A file on a requirement."""

    id = serializers.IntegerField()
    requirement = serializers.CharField(help_text="Its key.")
    name = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes.")
    content_type = serializers.CharField()
    width = serializers.IntegerField(allow_null=True, help_text="Of pictures.")
    height = serializers.IntegerField(allow_null=True, help_text="Of pictures.")
    sha256 = serializers.CharField()
    uploader = PersonShown()
    created_at = serializers.DateTimeField()
    url = serializers.CharField(help_text="Where its bytes are.")
    markdown = serializers.CharField(help_text="What shows or links it in a text.")


class NewAttachment(Input):
    """Sent as multipart/form-data. Pictures are encoded anew, without what they say besides their pixels."""

    file = serializers.FileField(allow_empty_file=True)


class AttachmentKind(Kind):
    tag = "attachments"
    reads = AttachmentShown
    address = "/api/v1/attachments/{}/"
    create, remove = attach, detach

    def rows(self, user):
        seen = Attachment.objects.visible_to(user).exclude(requirement=None)
        return seen.select_related("requirement", "product", "uploader")

    @staticmethod
    def shown(row):
        own = ("id", "name", "size", "content_type", "width", "height", "sha256", "created_at")
        return {name: getattr(row, name) for name in own} | {
            "requirement": row.requirement.key,
            "uploader": person_of(row.uploader),
            "url": f"/api/v1/attachments/{row.pk}/file/",
            "markdown": as_markdown(row),
        }


class AttachmentsView(AttachmentKind, Details):
    """The files of the requirement; POST attaches one."""

    writes = {"post": NewAttachment}
    parser_classes = [MultiPartParser]
    largest_file = staticmethod(largest_attachment)


class AttachmentView(AttachmentKind, Thing):
    """One file. Who uploaded it and managers may delete it."""

    http_method_names = ["get", "head", "delete"]


class AttachmentFileView(Endpoint):
    """The bytes of a file."""

    tag = "attachments"

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request, pk):
        """The bytes of a file."""
        seen = Attachment.objects.visible_to(request.user).exclude(requirement=None)
        found = get_object_or_404(seen, pk=pk)
        return handed_out(request, found, path_of(found.storage))
