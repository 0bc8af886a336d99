"""Files on requirements: put there, handed out to those who may see them, taken away."""

from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponseNotModified, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from pmhub.lib.toasts import toast
from products.views.scoped import ProductScoped
from requirements.models import Attachment
from requirements.operations.attaching import attach, detach, largest_attachment, path_of
from requirements.views.scoped import RequirementScoped

SANDBOX = "default-src 'none'; img-src 'self'; sandbox"


class FileView(View):
    """An uploaded file. Only pictures that were encoded here are shown in place, everything else is downloaded."""

    def get(self, request, storage, name):
        found = get_object_or_404(Attachment.objects.visible_to(request.user), storage=storage)
        return handed_out(request, found, path_of(found.storage))


def handed_out(request, attachment, path):
    """The file that is stored there in pieces, or 304 for who has it already; 404 when it was deleted for good."""
    tag = f'"{attachment.sha256}"'
    if tag in request.headers.get("If-None-Match", ""):
        return secured(HttpResponseNotModified(), tag)
    try:
        file = default_storage.open(path)
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        file,
        as_attachment=not attachment.is_picture,
        filename=attachment.name,
        content_type=attachment.content_type,
    )
    return secured(response, tag)


def secured(response, tag):
    """Kept by the reader's browser only and asked for again each time; without any power on our pages."""
    response["ETag"], response["Cache-Control"] = tag, "private, no-cache"
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def address_of(attachment):
    return reverse("file", args=[attachment.storage, attachment.name])


def as_markdown(attachment):
    """What stands for the file in a text: a picture, or a link."""
    label = "".join(f"\\{letter}" if letter in r"\[]*_`<>&" else letter for letter in attachment.name)
    address = quote(f"/files/{attachment.storage}/{attachment.name}")
    return f"{'!' if attachment.is_picture else ''}[{label}]({address})"


class Uploading:
    """Mixin: takes one file in; JSON for a script that shows progress, else the page again with a message."""

    largest_file = staticmethod(largest_attachment)

    def take(self, home):
        file = self.request.FILES.get("file")
        if file is None:
            return self.refuse(_("Choose a file first."))
        try:
            made = attach(home, file, by=self.request.user)
        except ValidationError as error:
            return self.refuse(" ".join(error.messages))
        note = _("Only the first picture of the animation was kept.") if made.still else ""
        return self.done(made, note)

    def refuse(self, sentence):
        return JsonResponse({"error": sentence}, status=422)

    def done(self, made, note):
        return JsonResponse({"text": as_markdown(made), "name": made.name, "note": note}, status=201)


class PoolFilesView(Uploading, ProductScoped, View):
    """Takes a file for a text that belongs to no requirement yet."""

    def post(self, request):
        return self.take(self.product)


class RequirementFilesView(Uploading, RequirementScoped, View):
    """Takes a file for the requirement."""

    def post(self, request):
        return self.take(self.requirement)

    @property
    def by_script(self):
        return self.request.accepts("application/json") and not self.request.accepts("text/html")

    def refuse(self, sentence):
        if self.by_script:
            return super().refuse(sentence)
        toast(self.request, sentence, error=True)
        return self.saved()

    def done(self, made, note):
        if self.by_script:
            return super().done(made, note)
        return self.saved(note or _("“%s” is attached.") % made.name)


class RemoveFileView(RequirementScoped, View):
    """Takes a file away from the requirement."""

    def post(self, request, pk):
        seen = Attachment.objects.visible_to(request.user).filter(requirement=self.requirement)
        found = get_object_or_404(seen, pk=pk)
        found.product = self.product
        detach(found, by=request.user)
        return self.saved(_("“%s” is removed.") % found.name)
