"""Lists that begin anew where a cursor is none of theirs."""

import pytest

from feedback.models import Customer
from feedback.operations.customers import create_customer
from pmhub.lib.paging import CursorError, Sort, page, page_or_first

BY_NAME = Sort("name")


@pytest.fixture
def rows(shop, maya):
    for name in "ABC":
        create_customer(shop, by=maya, name=name)
    return Customer.objects.all()


@pytest.mark.parametrize("cursor", ["", "damaged", "of another list"])
def test_a_cursor_that_is_none_of_the_list_leads_to_its_beginning(rows, cursor):
    if cursor == "of another list":
        cursor = page(rows, BY_NAME, limit=1, of="other").next
    if cursor:
        with pytest.raises(CursorError):
            page(rows, BY_NAME, limit=2, cursor=cursor, of="this")
    found = page_or_first(rows, BY_NAME, limit=2, cursor=cursor, of="this")
    assert [row.name for row in found.items] == ["A", "B"]
    assert found.previous is None
    rest = page_or_first(rows, BY_NAME, limit=2, cursor=found.next, of="this")
    assert [row.name for row in rest.items] == ["C"]
