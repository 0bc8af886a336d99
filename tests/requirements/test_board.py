"""The board: columns, lanes, limits, pages of cards, and what a drop does."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from changes.models import Change
from changes.operations.undoing import undo_batch
from products.models import Status
from products.operations.workflow import add_field, edit_status
from requirements.models import Requirement
from requirements.operations.authoring import edit
from tests.requirements.conftest import HTMX, text_of


@pytest.fixture
def board(pool):
    return f"{pool}board/"


@pytest.fixture
def drop(web, manager, url, requirement):
    """`drop(of=requirement, by=user, **values)`: what the board sends when a card is dropped."""

    def send(*, of=requirement, by=manager, **values):
        of.refresh_from_db(fields=["lock_version"])
        named = {name.replace("set_", "set."): value for name, value in values.items()}
        return web(by).post(url("move/", of), {"card": "rank", "lock_version": of.lock_version, **named}, headers=HTMX)

    return send


def cells(response):
    """The keys of the cards by `(column, lane)`."""
    found = {}
    for cell in re.findall(r"<ol class=\"board-cards\".*?</ol>", text_of(response), re.DOTALL):
        column, lane = re.search(r'data-column="(.*?)" data-lane="(.*?)"', cell).groups()
        found[column, lane] = re.findall(r'<li class="card"[^>]* data-key="(.*?)"', cell)
    return found


def columns(response):
    return {column: keys for (column, _lane), keys in cells(response).items()}


def toast_of(response):
    return json.loads(response["HX-Trigger"])["toast"]


def test_cards_stand_in_their_columns_best_first(web, manager, board, make_requirement, statuses):
    for n, category in enumerate(["new", "planned", "new"], start=1):
        made = make_requirement(f"{n}", status=statuses[category])
        Requirement.objects.filter(pk=made.pk).update(score=n)
    shown = columns(web(manager).get(board))
    assert shown[str(statuses["new"].pk)] == ["SHOP-3", "SHOP-1"]
    assert shown[str(statuses["planned"].pk)] == ["SHOP-2"]
    assert list(shown) == [str(pk) for pk in Status.objects.values_list("pk", flat=True)]
    assert columns(web(manager).get(f"{board}?sort=rank"))[str(statuses["new"].pk)] == ["SHOP-1", "SHOP-3"]


@pytest.mark.parametrize("sort", ["score", "-score", "due", "-due", "rank", "-updated", "priority", "number"])
def test_further_cards_of_a_column_go_on_where_the_first_ended(web, manager, board, make_requirement, statuses, sort):
    for n in range(47):
        made = make_requirement(f"{n}", status=statuses["review"])
        if n % 3:
            Requirement.objects.filter(pk=made.pk).update(score=n % 5, due_on=f"2027-01-{n % 7 + 1:02}")
    client, shown = web(manager), []
    response = client.get(f"{board}?sort={sort}")
    while True:
        page = text_of(response)
        shown += re.findall(r'<li class="card"[^>]* data-key="(.*?)"', page)
        following = re.search(r'hx-get="([^"]*cursor=[^"]*)"', page)
        if not following:
            break
        response = client.get(following[1].replace("&amp;", "&"), headers=HTMX)
    table = []
    response = client.get(f"{board.removesuffix('board/')}?sort={sort}")
    table = re.findall(r'<tr id="row-(\d+)"', text_of(response))
    assert [key.removeprefix("SHOP-") for key in shown] == table


@pytest.mark.parametrize(
    ("by", "where"),
    [("priority", "1"), ("kind", "user"), ("level", "story"), ("version", ""), ("milestone", ""), ("owner", "")],
)
def test_any_single_choice_field_makes_columns(web, manager, board, requirement, by, where):
    assert columns(web(manager).get(f"{board}?by={by}"))[where] == ["SHOP-1"]


def test_a_field_of_the_products_own_makes_columns(web, manager, board, drop, requirement, shop, owner):
    add_field(shop, by=owner, key="a__size", name="Size", kind="select", options=["S", "none", "L"])
    edit(requirement, by=manager, custom={"a__size": "none"})
    assert columns(web(manager).get(f"{board}?by=custom.a__size")) == {"": [], "S": [], "none": ["SHOP-1"], "L": []}
    assert drop(**{"set_custom.a__size": "L"}).status_code == 200
    assert drop(**{"set_custom.a__size": "XL"}).status_code == 422
    requirement.refresh_from_db()
    assert requirement.custom == {"a__size": "L"}


def test_lanes_hold_every_card_once_with_counts(web, manager, board, make_requirement, statuses, engineer, maya):
    parent = make_requirement("parent", level="feature", assignees=[maya])
    make_requirement("a", parent=parent, assignees=[engineer, "Marge"])
    make_requirement("b", parent=parent, assignees=["Marge"], status=statuses["done"])
    new, done = str(statuses["new"].pk), str(statuses["done"].pk)
    response = web(manager).get(f"{board}?lanes=assignee&sort=number")
    shown = cells(response)
    assert shown[new, str(maya.pk)] == ["SHOP-1"]
    assert shown[new, str(engineer.pk)] == ["SHOP-2"]
    assert [keys for (column, lane), keys in shown.items() if column == done and keys] == [["SHOP-3"]]
    assert "Marge" in text_of(response)
    by_parent = cells(web(manager).get(f"{board}?lanes=parent&sort=number"))
    assert (by_parent[new, ""], by_parent[new, str(parent.pk)]) == (["SHOP-1"], ["SHOP-2"])


def test_people_who_left_and_old_versions_keep_their_columns(web, manager, board, requirement, engineer, shop, version):
    edit(requirement, by=manager, owner=engineer, version=version)
    shop.memberships.filter(user=engineer).delete()
    version.state = "archived"
    version.save(update_fields=["state"])
    for by, pk, name in (("owner", engineer.pk, engineer.name), ("version", version.pk, "2.4")):
        response = web(manager).get(f"{board}?by={by}")
        assert columns(response)[str(pk)] == ["SHOP-1"]
        assert name in text_of(response)


def test_limits_stand_beside_the_count_and_say_when_they_are_exceeded(
    web, manager, owner, board, make_requirement, statuses, drop
):
    edit_status(statuses["active"], by=owner, wip_limit=1)
    make_requirement("a", status=statuses["active"])
    second = make_requirement("b")
    assert re.search(r"data-figure>1 / 1<.*?data-over hidden", text_of(web(manager).get(board)), re.DOTALL)
    answer = drop(of=second, set_status=statuses["active"].pk)
    assert toast_of(answer)["text"] == f"SHOP-3 moved to {statuses['active'].name}. 2 of 1: above the limit."
    assert re.search(r'num warning".*?data-figure>2 / 1<.*?data-over>', text_of(web(manager).get(board)), re.DOTALL)


def test_a_drop_answers_with_the_card_and_one_undo(web, manager, board, drop, make_requirement, requirement, statuses):
    other = make_requirement("other")
    answer = drop(of=other, set_status=statuses["planned"].pk, before="SHOP-1")
    other.refresh_from_db()
    assert other.status == statuses["planned"]
    assert f'data-lock-version="{other.lock_version}"' in text_of(answer)
    assert list(Requirement.objects.order_by("rank")) == [other, requirement]
    undo_batch(toast_of(answer)["undo"].strip("/").split("/")[-1], by=manager)
    other.refresh_from_db()
    assert other.status == statuses["new"]
    assert list(Requirement.objects.order_by("rank")) == [requirement, other]


def test_declining_needs_a_reason(drop, requirement, statuses):
    refused = drop(set_status=statuses["declined"].pk)
    assert refused.status_code == 422
    assert toast_of(refused)["tone"] == "error"
    assert drop(set_status=statuses["declined"].pk, decline_reason="Too dear").status_code == 200
    requirement.refresh_from_db()
    assert requirement.decline_reason == "Too dear"


def test_who_moves_what_others_have_moved_meanwhile_is_told(web, manager, engineer, url, requirement, statuses):
    read = requirement.lock_version
    edit(requirement, by=engineer, status=statuses["review"])
    sent = {"card": "rank", "lock_version": read, "set.status": statuses["done"].pk}
    answer = web(manager).post(url("move/"), sent, headers=HTMX)
    assert answer.status_code == 409
    assert "Somebody else changed SHOP-1" in toast_of(answer)["text"]
    requirement.refresh_from_db()
    assert requirement.status == statuses["review"]


def test_the_first_assignee_changes_with_the_lane_and_the_others_stay(drop, requirement, engineer, maya, designer):
    edit(requirement, by=maya, assignees=[engineer, maya])
    drop(set_assignee=designer.pk)
    assert set(requirement.assignments.values_list("user", flat=True)) == {designer.pk, maya.pk}
    drop(set_assignee="")
    assert not requirement.assignments.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"set_status": "999999"}, {"set_status": "x"}, {"set_priority": "7"}, {"set_title": "Other"},
        {"set_custom.no": "1"},
        {"set_owner": "0"}, {"set_assignee": "99999999999999999999"}, {"set_assignee": "person:1"},
        {"before": "SHOP-99"},
        {"before": "OTHER-1"}, {"set_parent": "OTHER-1"}, {"set_parent": "SHOP-1"}, {"lock_version": "x"},
        {"set_drivers.reach": "many"}, {"set_drivers.no": "1"}, {"set_estimate": "x"}, {"set_kind": "\x00"},
        {f"set_{n}": "x" for n in range(9)},
    ],
)  # fmt: skip
def test_bad_drops_are_refused_with_a_sentence_and_change_nothing(drop, requirement, other_requirement, values):
    before = Change.objects.count()
    answer = drop(**values)
    assert answer.status_code == 422
    assert toast_of(answer)["text"].startswith("SHOP-1: ")
    assert Change.objects.count() == before


@pytest.mark.parametrize(
    "query",
    [
        "by=charm",
        "lanes=x",
        "by=custom.no",
        "by=%00",
        "column=x&cursor=damaged",
        "by=version&column=x&cursor=a.b",
        "sort=x",
    ],
)
def test_what_is_not_understood_does_no_harm(web, manager, board, requirement, query):
    client = web(manager)
    assert client.get(f"{board}?{query}").status_code == 200
    assert client.get(f"{board}?{query}", headers=HTMX).status_code == 200


def test_the_board_costs_the_same_however_many_cards(web, manager, board, make_requirement, statuses, engineer):
    client, counts = web(manager), []
    client.get(board)  # the session has been used
    for _round in range(2):
        for n in range(8):
            make_requirement(f"{n}", status=statuses[["new", "active"][n % 2]], assignees=[engineer], tags=[f"t{n}"])
        for query in ("", "?lanes=priority", "?by=version&lanes=assignee", "?status=open&q=1"):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(f"{board}{query}").status_code == 200
            counts.append(len(captured))
    assert max(counts[:3]) <= 8
    assert max(counts) <= 9  # a search looks first whether anything contains the words
    assert counts[:4] == counts[4:]


def test_readers_see_the_board_and_move_nothing(web, support, outsider, board, drop, requirement, statuses):
    page = text_of(web(support).get(board))
    assert 'data-board-enabled-value="false"' in page
    assert 'class="card-menu' not in page
    assert drop(by=support, set_status=statuses["done"].pk).status_code == 403
    assert drop(by=outsider, set_status=statuses["done"].pk).status_code == 404
    assert web(outsider).get(board).status_code == 404


def test_an_empty_board_says_what_to_do(web, manager, board, shop):
    assert "No requirements yet" in text_of(web(manager).get(board))
