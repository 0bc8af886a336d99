"""Refusals as RFC 9457 problem details: every error of the REST API has this shape, and none has a traceback."""

import logging

from django.core import exceptions as django
from django.core.signals import got_request_exception
from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions as rest

from pmhub.lib.api.answers import answer

logger = logging.getLogger("django.request")
TYPE = "application/problem+json"
KINDS = {
    "malformed": (400, gettext_lazy("The request could not be read")),
    "unauthenticated": (401, gettext_lazy("Sign in first")),
    "refused": (403, gettext_lazy("You may not do this")),
    "not-found": (404, gettext_lazy("There is no such thing, or you may not know of it")),
    "method": (405, gettext_lazy("This method is not offered here")),
    "conflict": (409, gettext_lazy("This contradicts what is there")),
    "stale": (412, gettext_lazy("Somebody else has changed this meanwhile")),
    "too-large": (413, gettext_lazy("The request is too large")),
    "media-type": (415, gettext_lazy("Send JSON")),
    "invalid": (422, gettext_lazy("Some values cannot be accepted")),
    "precondition": (428, gettext_lazy("Say which version you have read")),
    "throttled": (429, gettext_lazy("Too many attempts")),
    "failed": (500, gettext_lazy("Something went wrong here")),
    "unavailable": (503, gettext_lazy("Not available at the moment")),
}


class Problem(Exception):
    """A refusal of the kind named; `detail` is a sentence for people, `more` further members of the body."""

    def __init__(self, kind, detail="", *, headers=None, version=None, **more):
        super().__init__(detail)
        self.kind, self.detail, self.headers, self.version, self.more = kind, detail, headers, version, more

    @property
    def status(self):
        return KINDS[self.kind][0]

    def response(self):
        status, title = KINDS[self.kind]
        body = {"type": f"/api/docs/#problem-{self.kind}", "title": title, "status": status, "detail": str(self.detail)}
        return answer(
            {**body, **self.more}, status=status, headers=self.headers, version=self.version, content_type=TYPE
        )


def invalid_parameters(errors):
    """422 for a query string; `errors` maps parameters to messages (one or several).

    A message may be a ValidationError; one with a `place` also says where in the parameter's text it is.
    """
    listed = [
        {"parameter": name, **said(message)}
        for name, messages in errors.items()
        for message in (messages if isinstance(messages, (list, tuple)) else [messages])
    ]
    return Problem("invalid", listed[0]["message"], errors=listed)


def said(message):
    if isinstance(message, django.ValidationError):
        return {"message": message.messages[0], **getattr(message, "place", {})}
    return {"message": str(message)}


def invalid_fields(detail):
    """422 for a body; `detail` is nested as the body is."""
    listed = [
        {"field": ".".join(path), "pointer": "#" + "".join(f"/{step}" for step in path), "message": str(message)}
        for path, message in flat(detail)
    ]
    return Problem("invalid", listed[0]["message"] if listed else "", errors=listed)


def flat(detail, path=()):
    """The messages of nested errors with the path to where each belongs."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            own = name in ("__all__", "non_field_errors", "")
            yield from flat(inner, path if own else (*path, *str(name).split(".")))
    elif isinstance(detail, (list, tuple)):
        for place, inner in enumerate(detail):
            yield from flat(inner, (*path, str(place)) if isinstance(inner, (dict, list)) else path)
    else:
        yield path, detail


def of_exception(error):
    """The problem that an exception means to the client; None for an error of ours."""
    if isinstance(error, Problem):
        return error
    for known, translate in TRANSLATIONS:
        if isinstance(error, known):
            return translate(error)
    return None


def respond(error, context):
    """DRF's exception handler: answer with a problem, and log what is our fault."""
    problem = of_exception(error)
    if problem is None:
        request = context["request"]._request
        logger.error("Failed: %s %s", request.method, request.path, exc_info=error)
        got_request_exception.send(sender=None, request=request)
        problem = failed()
    response = problem.response()
    response._has_been_logged = True  # once, with its traceback, and not a second time by Django
    return response


def failed():
    return Problem("failed", _("The error was recorded. Quote the X-Request-ID of this answer."))


def unauthenticated(error):
    return Problem("unauthenticated", error.detail, headers={"WWW-Authenticate": error.auth_header})


def throttled(error):
    return Problem("throttled", error.detail, headers={"Retry-After": str(int(error.wait or 1))})


def from_validation(error):
    return invalid_fields(error.message_dict if hasattr(error, "error_dict") else error.messages)


def unavailable(error):
    logger.warning("The database refused: %s", error.__cause__ or error)
    return Problem(
        "unavailable",
        _("The database is away or too busy. Try again in a moment; nothing was changed."),
        headers={"Retry-After": "1"},
    )


TRANSLATIONS = [
    (rest.ValidationError, lambda error: invalid_fields(error.detail)),
    (django.ValidationError, from_validation),
    ((rest.NotAuthenticated, rest.AuthenticationFailed), unauthenticated),
    (django.PermissionDenied, lambda error: Problem("refused", str(error) or _("Your role does not allow it."))),
    (rest.PermissionDenied, lambda error: Problem("refused", error.detail)),
    ((Http404, django.ObjectDoesNotExist), lambda error: Problem("not-found", _("Check the address and your role."))),
    (rest.MethodNotAllowed, lambda error: Problem("method", error.detail)),
    (rest.UnsupportedMediaType, lambda error: Problem("media-type", error.detail)),
    (rest.ParseError, lambda error: Problem("malformed", error.detail)),
    (rest.Throttled, throttled),
    (django.RequestDataTooBig, lambda error: Problem("too-large", _("A request may have 10 MB at most."))),
    (django.SuspiciousOperation, lambda error: Problem("invalid", _("This belongs to another product."))),
    (IntegrityError, lambda error: Problem("conflict", _("Somebody was faster: look at it again and repeat."))),
    (DataError, lambda error: Problem("invalid", _("A value lies outside of what can be stored."))),
    ((OperationalError, InterfaceError), unavailable),
]
