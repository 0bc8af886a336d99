from decimal import Decimal

import pytest

from pmhub.lib.tabular import values
from pmhub.lib.tabular.problems import BadValue, Problem
from pmhub.lib.tabular.records import Criterion
from tests.tabular.conftest import messages


@pytest.mark.parametrize(
    "written, expected",
    [
        ("5", "5"),
        ("1,234.5", "1234.5"),
        ("80%", "0.8"),
        ("３", "3"),
        (2.0, "2"),
        (" 7 ", "7"),
        ("-1", "-1"),
        (True, None),
    ],
)
def test_numbers_as_people_write_them(written, expected):
    if expected is None:
        with pytest.raises(BadValue):
            values.number(written)
    else:
        assert values.number(written) == Decimal(expected)


@pytest.mark.parametrize(
    "written", ["five", "NaN", "Infinity", "1e999", "1_000", "9" * 50, "1e12", "1,23", [], {"x": 1}]
)
def test_what_is_no_number_is_refused(written):
    with pytest.raises(BadValue):
        values.number(written)


@pytest.mark.parametrize(
    "written, expected",
    [("P0", 0), ("最高", 0), ("高", 1), ("High", 1), ("中", 2), ("low", 3), ("4", 4), ("p1 - urgent", 1), ("", None)],
)
def test_priorities_in_words(written, expected):
    assert values.priority(written) == expected


def test_an_unknown_priority_keeps_the_row_out(rows):
    found = rows("title,priority\na,enormous\n")
    assert found[0].failed
    assert "“enormous” is not a priority" in messages(found)[0]


def test_an_unknown_kind_leaves_out_only_the_kind(rows):
    (row,) = rows("title,type\na,whatever\n")
    assert not row.failed
    assert "kind" not in row.fields
    assert messages([row]) == ["Row 2, column “type”: “whatever” is not a known kind; left out."]


def test_a_type_may_be_a_level(rows):
    epic, story, bug = rows("title,issue type\na,Epic\nb,用户故事\nc,Bug\n")
    assert epic.fields["level"] == "initiative"
    assert epic.problems == []
    assert (story.fields["kind"], story.fields["level"]) == ("user", "story")
    assert bug.fields["kind"] == "technical"


def test_addresses_are_web_addresses_or_nothing(rows):
    good, bad = rows("title,url\na,https://x.example/1\nb,javascript:alert(1)\n")
    assert good.fields["url"] == "https://x.example/1"
    assert not bad.failed
    assert "url" not in bad.fields


def test_lists_in_a_cell_and_in_repeated_columns(rows):
    (row,) = rows('title,labels,labels,负责人,处理人\na,"ui，支付; ui",x,李雷,"@Han, Mei、han"\n')
    assert row.fields["tags"] == ["ui", "支付", "x"]
    assert row.fields["owner"].name == "李雷"
    assert [person.name for person in row.fields["assignees"]] == ["Han", "Mei", "han"]
    assert len({person.external_id for person in row.fields["assignees"]}) == 2


def test_acceptance_is_one_criterion_per_line():
    assert values.acceptance("- [x] pays\n\n2. sees receipt\r\n☆ plain") == [
        Criterion("pays", True),
        Criterion("sees receipt"),
        Criterion("☆ plain"),
    ]


@pytest.mark.parametrize(
    "state, category",
    [
        ("opened", "new"),
        ("已完成", "done"),
        ("In Progress", "active"),
        ("not_planned", "declined"),
        ("待评审", "review"),
        ("?", None),
    ],
)
def test_states_have_a_meaning(state, category):
    assert values.category(state) == category


def test_a_problem_survives_being_kept_as_json():
    problem = Problem("not_number", 3, "points", {"value": "x"}, line=9)
    assert Problem(**problem.as_dict()) == problem
    assert problem.message == "Row 3 (line 9), column “points”: “x” is not a number."


def test_empty_cells_are_empty_values(rows):
    (row,) = rows("title,description,points,due,tags,requester,version,votes\na,,,,,,,\n")
    assert row.fields == {
        "title": "a",
        "description": "",
        "estimate": None,
        "due": None,
        "tags": [],
        "requester": None,
        "version": None,
        "votes": 0,
    }
