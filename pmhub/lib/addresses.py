"""Addresses that no page can have."""

from django.http import Http404


class AddressMiddleware:
    """Answers 404 to a page's address with a NUL character: the database could not even be asked for such a name."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if "\x00" in request.path and not request.path.startswith("/api/"):  # there the converters refuse it
            raise Http404
