"""`manage.py import_issues`: for scripts, and for those who like a terminal."""

import json

import pytest
from django.core.management import CommandError, call_command

from requirements.models import Requirement
from tests.imports.test_gitlab import ISSUES


@pytest.fixture
def run(tmp_path, capsys, manager, shop):
    """`run(content, "--option", …)` -> the lines it printed."""

    def do(content, *options, by=manager, product="SHOP", name="rows.csv"):
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        call_command("import_issues", str(path), "--product", product, "--by", by.email, *options)
        return capsys.readouterr().out.splitlines()

    return do


def test_the_last_line_reconciles(run):
    rows = "id,title,points\n1,a,3\n2,b,x\n"
    first, second = run(rows), run(rows)
    assert first[0] == "Row 3, column “points”: “x” is not a number."
    assert first[-1] == "read 2 = created 1 + updated 0 + unchanged 0 + failed 1"
    assert second[-1] == "read 2 = created 0 + updated 0 + unchanged 1 + failed 1"


def test_versions_and_parents_have_lines_of_their_own(run):
    lines = run(ISSUES, name="x.json")
    assert {"versions created: 1", "parents created: 1", "external people created: 1", "tags created: 1"} <= set(lines)
    assert lines[-1] == "read 3 = created 3 + updated 0 + unchanged 0 + failed 0"


def test_a_dry_run_says_the_same_and_writes_nothing(run, shop):
    assert run(ISSUES, "--dry-run", name="x.json")[-1] == run(ISSUES, name="x.json")[-1]
    assert Requirement.objects.of(shop).count() == 4


def test_undo_by_the_batch_it_printed(run, shop, manager, capsys):
    batch = next(line for line in run(ISSUES, name="x.json") if line.startswith("batch "))[6:]
    call_command("import_issues", "--by", manager.email, "--undo", batch)
    assert capsys.readouterr().out.startswith("undone ")
    assert not Requirement.objects.of(shop).exists()


def test_columns_by_hand(run, shop):
    run("label,review\n1,很好\n", "--map", "review=title", "--map", "label=estimate", "--source", "shop")
    found = Requirement.objects.of(shop).get()
    assert (found.title, found.estimate) == ("很好", 1)


@pytest.mark.parametrize(
    "content, options, said",
    [
        ("label,review\n1,x\n", (), "No column holds the title"),
        ("title\nx\n", ("--format", "gitlab"), "do not look like gitlab|no list of items"),
        ("title\nx\n", ("--encoding", "klingon"), "klingon"),
        ("", (), "empty"),
    ],
)
def test_refusals_are_sentences(run, content, options, said):
    with pytest.raises(CommandError, match=said):
        run(content, *options)


def test_who_may_not_is_told(run, engineer, outsider):
    with pytest.raises(CommandError, match="may not import here"):
        run("title\na\n", by=engineer)
    with pytest.raises(CommandError, match="no product SHOP"):
        run("title\na\n", by=outsider)
    with pytest.raises(CommandError, match="no product NOPE"):
        run("title\na\n", product="NOPE")
