"""Log lines for people (console) or machines (JSON), both from the standard `logging`."""

import os
import sys

import structlog

STEPS = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(allow={"method", "path", "status", "ms", "user", "queries"}),
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
