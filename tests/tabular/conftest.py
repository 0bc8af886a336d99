"""Small files written and read back: every test says in a line what was in the file and what came out."""

import json

import pytest

from pmhub.lib.tabular.inspection import inspect
from pmhub.lib.tabular.mapping import as_mapping
from pmhub.lib.tabular.reading import Options, day_orders, read


@pytest.fixture
def write(tmp_path):
    """write(content, encoding="utf-8", name="file.csv") -> path; dicts and lists become JSON."""

    def do(content, encoding="utf-8", name="file.csv"):
        path = tmp_path / name
        if isinstance(content, dict | list):
            content = json.dumps(content, ensure_ascii=False)
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return do


@pytest.fixture
def rows(write):
    """rows(content, mapping=None, …) -> list of Row, as the import reads them."""

    def do(content, mapping=None, encoding="utf-8", name="file.csv", **kwargs):
        found = inspect(write(content, encoding, name), filename=name, **kwargs)
        mapping = mapping or as_mapping(found.suggestions)
        return list(read(found, mapping, Options(orders=day_orders(found, mapping))))

    return do


def messages(rows):
    """Every problem's sentence, in order."""
    return [problem.message for row in rows for problem in row.problems]


def titles(rows):
    """The titles of the rows that are good."""
    return [row.fields["title"] for row in rows if not row.failed]
