"""Mail in two steps, so that whoever sends knows on which side of the point of no return a failure was."""

import re
import smtplib
from contextlib import suppress

from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

FAILURES = (OSError, smtplib.SMTPException)
ACCEPTED, GO_ON = (250, 251), 354


class NotSent(Exception):
    """The mail is certainly not on its way. `for_good`: the server said that trying again is of no use."""

    def __init__(self, reason, for_good=False):
        super().__init__(reason)
        self.for_good = for_good


class ServerAway(NotSent):
    """There is nobody to hand mail to; other mails need not try now."""


class Unclear(Exception):
    """The connection broke after the mail was handed over and before the server had confirmed it."""


class Courier:
    """A connection to the configured mail server, opened when first needed and anew after a failure."""

    def __init__(self):
        self.backend = get_connection()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        with suppress(*FAILURES):
            self.backend.close()
        if hasattr(self.backend, "connection"):
            self.backend.connection = None

    def post(self, sender, address, compose, seal=lambda: True):
        """Hand one mail over; returns whether it went, raises NotSent or Unclear.

        When the server has agreed to the address, `compose()` makes the message; None means that there is nothing to
        say after all. The server gets all of it but the line that ends it, without which it must not deliver it.
        `seal()` is the last thing that happens before that line, the point of no return; if it says no, none follows.
        """
        self.open()
        try:
            if isinstance(self.backend, EmailBackend):
                return self.by_smtp(self.backend.connection, sender, address, compose, seal)
            if goes := bool((message := compose()) and seal()):
                self.handed_over(lambda: self.backend.send_messages([message]))
            return goes
        except (NotSent, Unclear):
            self.close()
            raise

    def open(self):
        try:
            self.backend.open()
        except FAILURES as error:
            self.close()
            raise ServerAway(said(error)) from error

    def by_smtp(self, smtp, sender, address, compose, seal):
        self.agreed(lambda: smtp.ehlo_or_helo_if_needed() or (250, b""))
        self.agreed(lambda: smtp.mail(sanitize_address(sender, "utf-8")))
        self.agreed(lambda: smtp.rcpt(sanitize_address(address, "utf-8")))
        message = compose()
        if message is None:
            self.agreed(smtp.rset)
            return False
        self.agreed(lambda: smtp.docmd("DATA"), [GO_ON])
        is_sealed = False
        try:
            self.agreed(lambda: smtp.send(lines_of(message)) or (GO_ON, b""), [GO_ON])
            is_sealed = seal()
        finally:
            if not is_sealed:
                smtp.close()  # without QUIT, which would be a line of the mail
                self.close()
        if is_sealed:
            code, reply = self.handed_over(lambda: smtp.send(b".\r\n") or smtp.getreply())
            if code not in ACCEPTED:
                raise refusal(code, reply)
        return is_sealed

    def agreed(self, step, accepted=ACCEPTED):
        """A step before the mail itself: whatever goes wrong, nothing was sent."""
        try:
            code, reply = step()
        except FAILURES as error:
            raise NotSent(said(error)) from error
        if code not in accepted:
            raise refusal(code, reply)

    def handed_over(self, step):
        """The step that cannot be taken back: only a clear answer is an answer."""
        try:
            return step()
        except smtplib.SMTPResponseException as error:
            raise refusal(error.smtp_code, error.smtp_error) from error
        except FAILURES as error:
            raise Unclear(said(error)) from error


def lines_of(message):
    """The mail as lines; those that begin with a dot with another one, since a dot alone ends it."""
    content = re.sub(rb"(?m)^\.", b"..", message.message().as_bytes(linesep="\r\n"))
    return content if content.endswith(b"\r\n") else content + b"\r\n"


def refusal(code, reply):
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else str(reply)
    return NotSent(f"{code} {text}", for_good=500 <= code < 600)


def said(error):
    return str(error) or type(error).__name__
