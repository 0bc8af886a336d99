"""Rows pasted from a spreadsheet become an import like any other."""

import pytest
from django.urls import reverse

from integrations.models import Import
from integrations.operations.imports import begin_run
from integrations.operations.running import work
from requirements.models import Requirement


@pytest.fixture
def paste(shop, web, manager):
    def send(text, *, by=manager):
        return web(by).post(reverse("import_new", args=[shop.key]), {"pasted": text})

    return send


def run_all(manager):
    import_ = Import.objects.latest("id")
    begin_run(import_, by=manager, here=True)
    work(import_.pk)
    return Import.objects.get(pk=import_.pk)


def test_rows_with_a_header_are_mapped_by_it(paste, manager):
    response = paste("标题\t优先级\r\n结算页一步完成\tP0\r\n夜间模式\tP3\r\n")
    assert response.status_code == 302
    assert run_all(manager).reconciliation.startswith("read 2 = created 2")
    assert list(Requirement.objects.order_by("number").values_list("title", "priority")) == [
        ("结算页一步完成", 0),
        ("夜间模式", 3),
    ]


def test_rows_without_a_header_lose_no_row(paste, manager):
    paste('First thing\tfree text\n"Second\nthing"\tmore\n')
    assert Import.objects.get().reading["headers"] == ["Title", "Column 2"]
    assert run_all(manager).reconciliation.startswith("read 2 = created 2")


def test_a_grid_of_five_thousand_by_forty_is_read(paste, manager):
    text = "\n".join("\t".join(f"{row}/{column}" for column in range(40)) for row in range(5_000))
    assert paste(text).status_code == 302
    assert len(Import.objects.get().reading["headers"]) == 40


@pytest.mark.parametrize("text", ["", "   \n", "x" * 5_000_001])
def test_nothing_and_too_much_say_so_and_keep_nothing(paste, text):
    response = paste(text)
    assert response.status_code == 422
    assert "field-error" in response.content.decode()
    assert not Import.objects.exists()


def test_only_managers_may(paste, engineer):
    assert paste("Title\nNo\n", by=engineer).status_code == 403
