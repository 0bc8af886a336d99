"""Settings from the environment. A wrong value stops the start and says what would have been right."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

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


@dataclass(frozen=True)
class Mailbox:
    """Where mail for a product comes in. With `plus` its server takes `name+anything@host` for `name@host`."""

    product: str
    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str
    secure: bool
    address: str
    plus: bool

    @property
    def name(self):
        """How it is told from others, without its password."""
        return f"{self.user}@{self.host}:{self.port}/{self.folder}"


def mailboxes(name):
    """IMAP mailboxes by product, separated by blanks: `SHOP=imaps://user:password@host/INBOX?address=…&plus=yes`."""
    return [_mailbox(name, entry) for entry in text(name).split()]


def _mailbox(name, entry):
    product, _equals, address = entry.partition("=")
    example = "SHOP=imaps://user:password@host/INBOX, characters such as @ in user or password written as %40"
    try:
        parts = urlsplit(address)
        port = parts.port or (993 if parts.scheme == "imaps" else 143)
        options = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
    except ValueError:
        raise _wrong(name, f"{product}=…", example) from None
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not re.fullmatch("[A-Z][A-Z0-9]{0,9}", product) or parts.scheme not in ("imap", "imaps"):
        raise _wrong(name, f"{product}=…", example)
    if not (parts.hostname and user and password) or options.keys() - {"address", "plus"}:
        raise _wrong(name, f"{product}={parts.scheme}:…", example)
    own = options.get("address") or (user if "@" in user else f"{user}@{parts.hostname}")
    folder = unquote(parts.path.strip("/")) or "INBOX"
    secure, plus = parts.scheme == "imaps", options.get("plus", "no").lower() in TRUE
    return Mailbox(product, parts.hostname, port, user, password, folder, secure, own, plus)
