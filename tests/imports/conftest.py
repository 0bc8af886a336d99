"""Whole imports in a line: what was in the file, and what is in the product afterwards."""

import io
import json

import pytest

from integrations.operations import imports, running
from pmhub.lib.operations import source


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Uploaded files go where the test can look, and away with it."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def upload(shop, manager):
    """`upload(content, by=manager, product=shop, filename="file.csv", …)`; lists become JSON."""

    def do(content, *, product=shop, by=manager, filename="file.csv", **options):
        if isinstance(content, list):
            content, filename = json.dumps(content), "file.json"
        if isinstance(content, str):
            content = content.encode()
        return imports.upload(product, io.BytesIO(content), by=by, filename=filename, **options)

    return do


@pytest.fixture
def bring(upload, manager):
    """`bring(content, mapping=None, check=False, …)` imports at once and returns the Import as it is then."""

    def do(content, *, mapping=None, orders=None, check=False, by=manager, **options):
        import_ = upload(content, by=by, **options)
        imports.map_columns(import_, by=by, mapping=mapping or import_.mapping, orders=orders)
        (imports.begin_check if check else imports.begin_run)(import_, by=by, here=True)
        with source("import"):
            running.work(import_.pk)
        import_.refresh_from_db()
        return import_

    return do


def figures(import_):
    """(created, updated, unchanged, failed); they always add up to what was read."""
    counts = [import_.counts[name] for name in ("created", "updated", "unchanged", "failed")]
    assert sum(counts) == import_.counts["read"]
    return tuple(counts)


def said(import_):
    """Every problem's sentence."""
    return [problem.message for problem in import_.problems]
