"""One log line per request, and an id that ties all lines of a request together."""

import logging
import re
import time
import uuid

from structlog import contextvars

from pmhub.lib.logs import without_secret

logger = logging.getLogger("pmhub.web")
USABLE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
QUIET = ("/static/", "/healthz", "/readyz")


class RequestLogMiddleware:
    """Log method, path (no secret of a link, and never the query: it may hold personal words), status, milliseconds."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "")
        request.id = given if USABLE_ID.fullmatch(given) else uuid.uuid4().hex
        started = time.perf_counter()
        with contextvars.bound_contextvars(request=request.id):
            response = self.get_response(request)
            if not request.path.startswith(QUIET):
                self._log(request, response, time.perf_counter() - started)
        response.headers["X-Request-ID"] = request.id
        return response

    def _log(self, request, response, seconds):
        user = getattr(request, "user", None)
        logger.info(
            "request",
            extra={
                "method": request.method,
                "path": without_secret(request.path),
                "status": response.status_code,
                "ms": round(seconds * 1000, 1),
                "user": user.pk if user else None,
            },
        )
