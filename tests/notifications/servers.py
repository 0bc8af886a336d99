"""Mail servers that behave badly, over the real protocol."""

from contextlib import contextmanager
from email import message_from_bytes, policy
from socket import create_server

from aiosmtpd.controller import Controller

from tests.platform.processes import free_port


class Handler:
    """Takes mail, or does what is asked for an address. Every mail that it has taken is in `taken`."""

    def __init__(self):
        self.taken = []
        self.refused = {}  # address: answer to RCPT
        self.dropped = set()  # addresses whose connection breaks after the mail was taken
        self.dropped_early = False
        self.on_data = lambda: None

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.dropped_early:
            server.transport.abort()
            return "421 going away"
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.on_data()
        self.taken.append((envelope.rcpt_tos[0], message_from_bytes(envelope.content, policy=policy.default)))
        if envelope.rcpt_tos[0] in self.dropped:
            server.transport.abort()
        return "250 taken"

    def of(self, address):
        return [message for to, message in self.taken if to == address]


@contextmanager
def smtp_server(settings):
    """A server that takes mail, which the application is configured to use."""
    handler = Handler()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    use(settings, controller.port)
    try:
        yield handler
    finally:
        controller.stop(no_assert=True)


@contextmanager
def silent_server(settings):
    """A server that accepts the connection and says nothing."""
    with create_server(("127.0.0.1", 0)) as listener:
        use(settings, listener.getsockname()[1])
        settings.EMAIL_TIMEOUT = 0.3
        yield


def no_server(settings):
    """A port at which nobody listens."""
    use(settings, free_port())


def use(settings, port):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5
