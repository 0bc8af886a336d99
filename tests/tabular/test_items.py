import datetime as dt
import json
import tracemalloc
from decimal import Decimal

import pytest

from pmhub.lib.tabular.inspection import inspect
from pmhub.lib.tabular.mapping import as_mapping
from pmhub.lib.tabular.problems import Unreadable
from pmhub.lib.tabular.reading import Tally, read
from pmhub.lib.tabular.records import Parent, Person, Release
from tests.tabular.conftest import messages, titles

ANN = {"id": 7, "username": "ann", "name": "Ann 安"}
GITLAB = {
    "id": 8001,
    "iid": 12,
    "project_id": 5,
    "title": " Dark mode ",
    "description": "one\r\ntwo",
    "state": "closed",
    "created_at": 1576614565751,
    "updated_at": "2020-01-02T03:04:05.678+08:00",
    "closed_at": None,
    "labels": ["UX", "ux", "UX"],
    "milestone": {
        "id": 9,
        "title": "12.9",
        "start_date": "2020-02-18",
        "due_date": "2020-03-17",
        "state": "closed",
        "description": "goals",
        "web_url": "https://gitlab.example/m/9",
    },
    "epic": {"id": 33, "iid": 3, "title": "Theming", "url": "/groups/x/-/epics/3"},
    "weight": 5,
    "upvotes": 3,
    "downvotes": 1,
    "author": ANN,
    "assignees": [ANN, {"id": 8, "username": "bo", "name": "Bo"}],
    "due_date": "2020-03-01",
    "web_url": "https://gitlab.example/x/-/issues/12",
    "references": {"full": "x/y#12"},
}
GITHUB = {
    "id": 1,
    "number": 4,
    "title": "Crash",
    "body": None,
    "state": "closed",
    "state_reason": "not_planned",
    "labels": [{"name": "bug"}],
    "milestone": {"number": 2, "title": "v1", "due_on": "2026-01-31T08:00:00Z", "state": "open"},
    "user": {"id": 5, "login": "cat"},
    "assignees": [],
    "reactions": {"+1": 6},
    "html_url": "https://github.example/x/4",
    "created_at": "2025-01-01T00:00:00Z",
}


def test_gitlab_brings_all_it_has(rows):
    (row,) = rows([GITLAB], name="x.json")
    fields = row.fields
    assert row.problems == []
    assert (fields["title"], fields["description"]) == (" Dark mode ", "one\r\ntwo")
    assert (fields["external_id"], fields["status"], fields["votes"]) == ("8001", "closed", 3)
    assert fields["estimate"] == Decimal(5)
    assert fields["tags"] == ["UX", "ux"]
    assert fields["version"] == Release(
        "12.9",
        "9",
        (dt.date(2020, 2, 18), "day"),
        (dt.date(2020, 3, 17), "day"),
        True,
        "goals",
        "https://gitlab.example/m/9",
    )
    assert fields["parent"] == Parent("epic:33", "Theming", "/groups/x/-/epics/3", "initiative")
    assert fields["requester"] == Person("7", "Ann 安", "ann")
    assert [person.username for person in fields["assignees"]] == ["ann", "bo"]
    assert fields["due"] == (dt.date(2020, 3, 1), "day")
    assert fields["closed_at"] is None
    assert row.original["created_at"] == 1576614565751
    assert row.original["references.full"] == "x/y#12"


def test_github_brings_issues_and_counts_pull_requests(write):
    found = inspect(write([GITHUB, GITHUB | {"id": 2, "pull_request": {}}], name="x.json"))
    tally = Tally()
    (row,) = read(found, as_mapping(found.suggestions), tally=tally)
    assert found.format == "github"
    assert row.fields["status"] == "not_planned"
    assert (row.fields["votes"], row.fields["tags"], row.fields["description"]) == (6, ["bug"], "")
    assert row.fields["version"].due == (dt.date(2026, 1, 31), "day")
    assert row.fields["requester"].username == "cat"
    assert tally.problems[0].message == "1 pull requests were left out."


def test_jira_search_results_are_understood(rows):
    issue = {
        "key": "APP-1",
        "fields": {
            "summary": "Login",
            "description": "text",
            "status": {"name": "In Progress"},
            "priority": {"name": "High"},
            "issuetype": {"name": "Story"},
            "labels": ["a"],
            "assignee": {"accountId": "9", "displayName": "Dai"},
            "parent": {"key": "APP-0"},
            "fixVersions": [{"id": "3", "name": "1.0"}],
            "created": "2026-01-02T03:04:05.000+0800",
        },
    }
    (row,) = rows({"startAt": 0, "issues": [issue]}, name="jira.json")
    assert row.problems == []
    assert (row.fields["title"], row.fields["priority"], row.fields["status"]) == ("Login", 1, "In Progress")
    assert row.fields["parent"] == Parent("APP-0")
    assert row.fields["version"].name == "1.0"
    assert row.fields["assignees"][0].name == "Dai"


@pytest.mark.parametrize(
    "content",
    [
        json.dumps([{"标题": "a", "故事点": 3}, {"标题": "b"}], indent=2),
        '{"标题": "a", "故事点": 3}\n\n{"标题": "b"}\n',
        '{"total": 2, "meta": {"x": [1]}, "issues": [{"标题": "a", "故事点": 3},{"标题": "b"}], "z": 1}',
    ],
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_plain_lists_of_any_shape_and_encoding(rows, content, codec):
    assert titles(rows(content, encoding=codec, name="x.json")) == ["a", "b"]


def test_one_object_over_several_lines_is_one_item(rows):
    assert titles(rows('{\n"title": "a"\n}\n', name="x.json")) == ["a"]


def test_truncated_json_names_the_position_and_keeps_what_came_before(rows):
    text = json.dumps([{"title": f"t{number}", "description": "x" * 50} for number in range(2000)], indent=1)
    cut = text[: text.index('"t1500"') + 3]
    found = rows(cut, name="x.json")
    assert len(titles(found)) == 1500
    line = cut.count("\n") + 1
    assert messages(found) == [
        f"Item 1501: the file ends in the middle of an item (line {line}, character {len(cut.splitlines()[-1]) + 1})."
    ]


def test_json_that_ends_between_items_is_truncated(rows):
    found = rows('[{"title": "a"},\n', name="x.json")
    assert titles(found) == ["a"]
    assert "middle of an item" in messages(found)[0]
    assert "middle of an item" in messages(rows('[{"title": "a"}', name="x.json"))[0]


def test_broken_json_names_the_position(rows):
    found = rows('[{"title": "a"},\n {"title": "b" "c"},\n {"title": "d"},' + " " * 100, name="x.json")
    assert titles(found) == ["a"]
    assert messages(found) == ["Item 2: the JSON is not valid at line 2, character 16; what follows was not read."]


def test_a_broken_line_is_lost_alone(rows):
    found = rows('{"title": "a"}\n{"title": \n{"title": "c"}\n', name="x.json")
    assert titles(found) == ["a", "c"]
    assert messages(found)[0].startswith("Item 2: line 2 is not valid JSON")


def test_hostile_items_are_named(rows):
    deep = '{"title": "deep", "x": ' + "[" * 100_000 + "]" * 100_000 + "}"
    lines = ['{"title": "a"}', deep, '{"title": "nul \\u0000"}', '{"title": "half \\ud800"}', "[1]", '{"title": 7}']
    found = rows("\n".join(lines), name="x.json")
    assert titles(found) == ["a", "7"]
    assert messages(found) == [
        "Item 2: the item is nested too deeply.",
        "Item 3, field “title”: the text contains a NUL character.",
        "Item 4, field “title”: the text contains bytes that do not belong to the encoding UTF-8.",
        "Item 5: an object with fields was expected.",
    ]


@pytest.mark.parametrize("content", ["[]", "[1, 2]", "{}", "[", '{"a": '])
def test_json_without_items_is_refused(rows, content):
    with pytest.raises(Unreadable):
        rows(content, {"title": "title"}, name="x.json")


def test_keys_that_no_database_keeps_are_no_columns(write):
    assert inspect(write('[{"title": "a", "nul \\u0000": 1, "half \\ud800": 2}]', name="x.json")).headers == ["title"]


def test_a_named_format_must_fit(write):
    with pytest.raises(Unreadable, match="do not look like gitlab. Fields found: title"):
        inspect(write([{"title": "a"}], name="x.json"), format="gitlab")


def test_wrong_types_never_raise(rows):
    strange = [
        GITLAB | {key: value} for key in GITLAB for value in (None, [], {}, [None], {"x": {}}, True, 1e308, "?", -1)
    ]
    found = rows([GITLAB, *strange], name="x.json")
    assert len(found) == len(strange) + 1
    assert all(problem.message for row in found for problem in row.problems)


def test_memory_is_bounded_by_an_item(write):
    path = write([{"title": f"t{number}", "description": "x" * 500} for number in range(20_000)], name="x.json")
    found = inspect(path)
    tracemalloc.start()
    assert sum(1 for _row in read(found, {"title": "title"})) == 20_000
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()
