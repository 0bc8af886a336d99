"""Whether it helped, over REST."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from feedback.models import Contact, Feedback
from feedback.operations.judging import judge
from feedback.operations.linking import link
from feedback.operations.merging import merge
from feedback.operations.reporting import report

WANG, LI = "wang@qinghe.example", "li@acme.example"


@pytest.fixture
def ask(shop, maya):
    """`ask("Wang", address)`: an item of somebody new."""

    def make(name, email):
        return report(
            shop, by=maya, body="没有送水", contact=Contact.objects.create(product=shop, name=name, email=email)
        )

    return make


@pytest.fixture
def answer():
    """`answer(item, solved=…)`: whoever brought an item says whether it helped."""

    def say(item, **said):
        item = Feedback.objects.get(pk=item.pk)
        return judge(item, item.contact, by=User.objects.system(), **said)

    return say


@pytest.fixture
def asked(ask, answer, requirement, maya):
    """SHOP-F1, of which SHOP-F2 is a part: it speaks for SHOP-1, helped one and did not help the other."""
    first, second = ask("Wang Fang", WANG), ask("Li", LI)
    link(first, requirement, by=maya)
    merge(first, [second], by=maya)
    answer(first, solved=True)
    answer(second, solved=False, note="It still stops.")
    return first


@pytest.mark.parametrize("address", ["feedback/SHOP-F1/verdicts/", "requirements/SHOP-1/verdicts/"])
def test_answers_about_an_item_and_about_what_it_speaks_for(as_viewer, as_outsider, asked, ask, answer, address):
    answer(ask("Somebody else", "else@acme.example"), solved=False)
    response = as_viewer.get(address)
    yes, no = response.json()["results"]
    assert (yes["feedback"], yes["contact"]["name"], yes["solved"], yes["note"]) == ("SHOP-F1", "Wang Fang", True, "")
    assert (no["feedback"], no["contact"]["name"], no["solved"], no["note"]) == (
        "SHOP-F2", "Li", False, "It still stops.",
    )  # fmt: skip
    assert set(no) == {"id", "feedback", "contact", "solved", "note", "at"}
    assert set(no["contact"]) == {"id", "name"}
    assert not [mail for mail in (WANG, LI) if mail in response.content.decode()]
    assert as_outsider.get(address).status_code == 404


def test_they_are_only_read(as_manager, asked):
    for address in ("feedback/SHOP-F1/verdicts/", "requirements/SHOP-1/verdicts/"):
        assert as_manager.post(address, {"solved": True}).status_code == 405


def test_pages_of_answers_follow_one_another(as_viewer, asked):
    found = [row["feedback"] for page in as_viewer.pages("requirements/SHOP-1/verdicts/?limit=1") for row in page]
    assert found == ["SHOP-F1", "SHOP-F2"]


def test_many_answers_cost_as_much_as_few(as_viewer, asked, ask, answer, maya):
    def cost(address):
        with CaptureQueriesContext(connection) as captured:
            assert as_viewer.get(address).status_code == 200
        return len(captured)

    addresses = ("feedback/SHOP-F1/verdicts/", "requirements/SHOP-1/verdicts/")
    as_viewer.get("me/")  # the first use of a token is noted
    few = [cost(address) for address in addresses]
    more = [ask(f"Contact {n}", f"{n}@acme.example") for n in range(20)]
    merge(Feedback.objects.get(pk=asked.pk), more, by=maya)
    for item in more:
        answer(item, solved=True)
    assert [cost(address) for address in addresses] == few
    assert max(few) <= 6
