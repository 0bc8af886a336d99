"""Settings from the environment. A wrong value stops the start and says what would have been right."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


def _wrong(name, value, expected):
    return ImproperlyConfigured(f"{name} is {value!r}; expected {expected}.")


def text(name, default=""):
    """The variable without surrounding blanks; an empty one counts as not set."""
    return os.environ.get(name, "").strip() or default


def flag(name, default=False):
    """A yes or no."""
    value = text(name)
    if not value:
        return default
    if value.lower() in TRUE | FALSE:
        return value.lower() in TRUE
    raise _wrong(name, value, "1, true, yes, on or 0, false, no, off")


def number(name, default, *, at_least=0, at_most=2**31 - 1):
    """A whole number within inclusive bounds."""
    value = text(name, str(default))
    if value.isascii() and value.isdigit() and at_least <= int(value) <= at_most:
        return int(value)
    raise _wrong(name, value, f"a whole number from {at_least} to {at_most}")


def choice(name, default, options):
    """One of the named options."""
    value = text(name, default)
    if value in options:
        return value
    raise _wrong(name, value, "one of " + ", ".join(options))


def words(name, default=()):
    """A comma-separated list."""
    value = text(name)
    return [word.strip() for word in value.split(",") if word.strip()] if value else list(default)


def path(name, default):
    """An absolute path; `~` means the home folder."""
    return Path(os.path.abspath(Path(text(name, str(default))).expanduser()))


def url(name, default="", *, schemes, example):
    """A URL with one of the schemes. The message never repeats the value: it may hold a password."""
    value = text(name, default)
    if not value:
        return ""
    if urlsplit(value).scheme in schemes:
        return value
    raise _wrong(name, urlsplit(value).scheme + ":…", f"a URL such as {example}")


def database(name):
    """Django's settings of a PostgreSQL database, or None where the variable is not set."""
    value = url(name, schemes={"postgres", "postgresql"}, example="postgres://user:password@host:5432/name")
    if not value:
        return None
    config = environ.Env.db_url_config(value)
    if not config["NAME"]:
        raise _wrong(name, "a URL without a database name", "postgres://user:password@host:5432/name")
    return config


def email(name):
    """Django's `EMAIL_…` settings, or None where the variable is not set."""
    example = "smtp+tls://user:password@host:587"
    value = url(name, schemes={"smtp", "smtps", "smtp+tls", "smtp+ssl", "consolemail"}, example=example)
    return environ.Env.email_url_config(value) if value else None
