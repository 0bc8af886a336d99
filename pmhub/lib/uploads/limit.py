"""What is too large to be looked at is refused by its announced length, before it is read or put on disk."""

from urllib.parse import quote

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from pmhub.lib.api.problems import Problem

AROUND = 64 * 1024  # what a form says beside its file


class LargestBodyMiddleware:
    """Stands before whatever reads a form. A view that takes files says how many bytes in `largest_file()`."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.path.startswith("/api/") and not request.content_type.startswith("multipart/"):
            return None  # answered where JSON is read
        largest = getattr(getattr(view, "view_class", None), "largest_file", default)() + AROUND
        length = request.META.get("CONTENT_LENGTH") or "0"
        return refusal(request, largest >> 20) if length.isdecimal() and int(length) > largest else None


def default():
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def refusal(request, megabytes):
    """413 for a script, a program or a person; nothing of what was sent has been read."""
    sentence = _("This is larger than %d MB.") % megabytes
    if request.path.startswith("/api/"):
        return Problem("too-large", sentence).response()
    if request.accepts("application/json") and not request.accepts("text/html"):
        return JsonResponse({"error": sentence}, status=413)
    answer = render(request, "413.html", {"sentence": sentence}, status=413)
    answer["X-Problem"] = quote(sentence)
    return answer
