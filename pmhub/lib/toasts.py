"""Short messages after a change, with the way back: on the next page, or with the fragment that htmx asked for."""

import json

from django.contrib import messages
from django.urls import reverse

from pmhub.lib.operations import current_batch

OWN_WAY = ("HX-Redirect", "HX-Refresh", "HX-Location")


def toast(request, text, *, undo=True, error=False, undid=False, ask=None):
    """Tell the person what happened. With `undo` they can take back all that this request has changed; what `undid`
    something can be taken back too, but not by asking once more for an undo. `ask` is a link, `(words, address)`, that
    a fragment's message carries.
    """
    request.toast_ask = ask
    way_back = reverse("undo", args=[current_batch()]) if undo and not error and current_batch() else ""
    level = messages.ERROR if error else messages.INFO if undid else messages.SUCCESS
    messages.add_message(request, level, text, extra_tags=way_back)


class ToastMiddleware:
    """Sends the message along with a fragment; a whole page and a redirect carry it themselves."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.htmx and not request.htmx.boosted and not is_redirect(response):
            for message in messages.get_messages(request):
                detail = {"text": str(message), "undo": message.extra_tags}
                if message.level_tag == "error":
                    detail["tone"] = "error"
                if message.level_tag == "info":
                    detail["undid"] = True
                if getattr(request, "toast_ask", None):
                    detail["label"], detail["href"] = request.toast_ask
                response["HX-Trigger"] = json.dumps({**json.loads(response.get("HX-Trigger", "{}")), "toast": detail})
        return response


def is_redirect(response):
    return 300 <= response.status_code < 400 or any(response.has_header(name) for name in OWN_WAY)
