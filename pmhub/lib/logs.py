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
    """A formatter for `LOGGING`: `console` or `json`."""
    if kind == "json":
        last = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    else:
        colours = sys.stderr.isatty() and "NO_COLOR" not in os.environ
        last = [structlog.dev.ConsoleRenderer(colors=colours, exception_formatter=structlog.dev.plain_traceback)]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=STEPS, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last]
    )
