"""Log lines for people (console) or machines (JSON), both from the standard `logging`."""

import os
import re
import sys

import structlog

SECRET = re.compile(
    r"(/invitation/|/password/reset/key/|/confirm-email/|(?<!/settings)/calendar/|/shared/|/enter/)[^/\s]+"
)


def without_secret(text):
    """A path, or a text that quotes one, without the secret that some links hold."""
    return SECRET.sub(r"\1…", text)


def keep_secrets_out(_logger, _method, event):
    """What Django says of a request that failed names its path."""
    event["event"] = without_secret(str(event["event"]))
    return event


def without_tracebacks_of_refusals(_logger, _method, event):
    """What Django refuses of a request is nobody's fault here: one line, as a warning."""
    if str(event.get("logger", "")).startswith("django.security."):
        event.pop("exc_info", None)
        event["level"] = "warning"
    return event


STEPS = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(allow={"method", "path", "status", "ms", "user", "queries"}),
    keep_secrets_out,
    without_tracebacks_of_refusals,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def formatter(kind="console"):
    """A formatter for `LOGGING`: `console` or `json`. Loggers of structlog and of the standard library meet here."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *STEPS,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    if kind == "json":
        last = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    else:
        colours = sys.stderr.isatty() and "NO_COLOR" not in os.environ
        last = [structlog.dev.ConsoleRenderer(colors=colours, exception_formatter=structlog.dev.plain_traceback)]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=STEPS, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last]
    )


def config(level, kind):
    """Django's `LOGGING`: everything to stderr, with what would only repeat itself left out."""
    levels = {
        "celery.app.trace": "WARNING",  # a task says itself what is worth reading
        "celery.beat": "WARNING",
        "celery.worker.strategy": "WARNING",
        "kombu": "WARNING",
        "django.request": "ERROR",  # the request log already has a line for a refused request
        "django.security.DisallowedHost": "CRITICAL",
    }
    loggers = {name: {"level": least} for name, least in levels.items()}
    loggers |= {name: {"handlers": [], "propagate": True, "level": "INFO"} for name in ("django", "django.server")}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": formatter, "kind": kind}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": loggers,
    }
