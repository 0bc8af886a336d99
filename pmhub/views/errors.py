"""What goes wrong before a view is reached: a problem for programs, a page for people."""

from django.views import defaults

from pmhub.lib.api.problems import Problem, failed


def server_error(request, *args, **kwargs):
    """The handler of errors outside of the REST resources, such as a database that is away."""
    return failed().response() if is_api(request) else defaults.server_error(request, *args, **kwargs)


def bad_request(request, exception, *args, **kwargs):
    """The handler of requests that Django refuses to look at."""
    if is_api(request):
        return Problem("malformed").response()
    return defaults.bad_request(request, exception, *args, **kwargs)


def is_api(request):
    return request.path.startswith("/api/")
