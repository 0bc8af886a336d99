import pytest

from accounts.models import User
from feedback.operations.receiving import receive
from feedback.operations.reporting import report
from tests.feedback.mails import ImapServer, mail
from tests.notifications.servers import smtp_server


@pytest.fixture
def make_voice(shop, maya):
    """`make_voice(body="…", product=shop, by=maya, **fields)` takes one in through the operation."""

    def make(body="结算太麻烦了\n填完地址又跳回去选优惠券，来回三次，我就不买了。", *, product=shop, by=maya, **fields):
        return report(product, by=by, body=body, **fields)

    return make


@pytest.fixture
def voice(make_voice):
    """SHOP-F1, taken in by `maya`."""
    return make_voice()


@pytest.fixture
def events():
    """`events(voice)`: what its clock was told, in order."""

    def told(voice):
        return list(voice.clock_events.order_by("id").values_list("kind", flat=True))

    return told


@pytest.fixture
def post_office(settings, tmp_path):
    """The product SHOP has a mailbox and an address to write from; files are kept in a folder of the test."""
    settings.MEDIA_ROOT = tmp_path
    settings.DEFAULT_FROM_EMAIL = "PMHub <pm@shop.example>"
    settings.MAILBOXES = [ImapServer(1).mailbox()]


@pytest.fixture
def server(settings):
    """A real mail server, to which everything goes."""
    with smtp_server(settings) as handler:
        yield handler


@pytest.fixture
def asked(shop):
    """SHOP-F1, which came by mail from li@acme.example."""
    return receive(shop, mail("Help.", message_id="<first@acme.example>"), by=User.objects.system()).feedback
