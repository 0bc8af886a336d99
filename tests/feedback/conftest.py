import pytest

from feedback.operations.reporting import report


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
