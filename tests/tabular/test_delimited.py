import tracemalloc

import pytest

from pmhub.lib.tabular.inspection import inspect
from pmhub.lib.tabular.problems import Unreadable
from pmhub.lib.tabular.reading import read
from tests.tabular.conftest import messages, titles


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(rows, delimiter):
    text = "\n".join(delimiter.join(cells) for cells in [["title", "description"], ["a; b", "x"], ["c", "y, z"]])
    text = text.replace("a; b", '"a; b"').replace("y, z", '"y, z"')
    assert titles(rows(text)) == ["a; b", "c"]


def test_excels_separator_line_is_not_the_header(rows):
    found = rows("sep=;\ntitle;description\na;x\n")
    assert titles(found) == ["a"]
    assert found[0].number == 3


def test_texts_arrive_byte_for_byte(rows):
    text = 'title,description\r\n" padded ","line one\r\nline ""two""\n\nline three\r\n"\r\nplain,\r\n'
    found = rows(text)
    assert found[0].fields == {"title": " padded ", "description": 'line one\r\nline "two"\n\nline three\r\n'}
    assert found[1].fields["description"] == ""


def test_numbers_are_those_a_spreadsheet_shows_and_lines_those_of_an_editor(rows):
    found = rows('\n\ntitle,points\n"two\nlines",1\n\nb,x\n')
    assert [(row.number, row.line) for row in found] == [(4, 4), (6, 7)]
    assert messages(found) == ["Row 6 (line 7), column “points”: “x” is not a number."]


def test_a_stray_quote_costs_only_the_row_it_stands_in(rows):
    found = rows('title,description\na,ok\n"b,broken\nc,ok\nd,"fine, too"\ne,ok\n')
    assert titles(found) == ["a", "c", "d", "e"]
    assert messages(found) == [
        "Row 3: a quotation mark is wrong: the quoted text that begins in line 3 is not closed properly."
    ]


def test_a_quote_never_closed_is_named_and_the_rest_still_lands(rows):
    found = rows('title,description\na,ok\nb,"broken\nc,ok\nd,ok\n')
    assert titles(found) == ["a", "c", "d"]
    assert messages(found) == ["Row 3: the quotation mark opened in line 3 is never closed."]


def test_a_quote_within_plain_text_is_text(rows):
    assert titles(rows('title,description\n5" screen,x\n')) == ['5" screen']


def test_text_after_a_closing_quote_is_refused(rows):
    found = rows('title,description\n"He said "hi" to me",x\nok,y\n')
    assert titles(found) == ["ok"]
    assert "line 2" in messages(found)[0]


def test_a_cell_of_ten_megabytes_is_named_and_skipped(rows):
    found = rows('title,description\na,x\nb,"' + "long text\n" * 1_000_000 + '"\nc,y\n')
    assert titles(found) == ["a", "c"]
    assert messages(found) == ["Row 3, column “description”: a value has more than 1000000 characters."]


def test_a_plain_line_of_ten_megabytes_is_named_and_skipped(rows):
    found = rows("title,description\na,x\n" + "b" * 10_000_000 + ",z\nc,y\n")
    assert titles(found) == ["a", "c"]
    assert messages(found) == ["Row 3, column “title”: a value has more than 1000000 characters."]


def test_a_quote_never_closed_before_much_text_is_found_again(rows):
    lines = "".join(f"row {number},some text that goes on and on\n" for number in range(40_000))
    found = rows('title,description\na,x\nb,"open\n' + lines)
    assert len(titles(found)) == 40_001
    assert messages(found) == ["Row 3: the quotation mark opened in line 3 is never closed."]


def test_too_many_broken_quotes_end_the_reading(rows):
    found = rows("title,description\n" + '"a" b,x\n' * 300)
    assert len(found) == 201
    assert "not read any further" in messages(found)[-1]


def test_nul_is_named(rows):
    found = rows("title,description\na,x\nb,bad\0byte\nc,y\n")
    assert titles(found) == ["a", "c"]
    assert messages(found) == ["Row 3, column “description”: the text contains a NUL character."]


def test_rows_of_another_width_are_named(rows):
    found = rows("title,description,points\na,x,1\nb,y\nc,z,2,9\nd,w,3,,\n")
    assert titles(found) == ["a", "d"]
    assert messages(found) == [
        "Row 3: the row has 2 values, the table has 3 columns.",
        "Row 4: the row has 4 values, the table has only 3 columns.",
    ]


def test_three_hundred_columns_are_fine_and_two_thousand_are_not(rows):
    names = ["title", *(f"extra {number}" for number in range(299))]
    assert titles(rows(",".join(names) + "\n" + ",".join(["a"] * 300) + "\n")) == ["a"]
    with pytest.raises(Unreadable, match="2000 columns; at most 1000"):
        rows(",".join(f"c{number}" for number in range(2000)) + "\n")


def test_titles_too_long_or_empty_are_named(rows):
    found = rows("title,description\n" + "t" * 100_000 + ",x\n  ,y\nok,z\n")
    assert titles(found) == ["ok"]
    assert messages(found) == [
        "Row 2, column “title”: the title has 100000 characters; at most 500 are possible.",
        "Row 3, column “title”: the title is empty.",
    ]


@pytest.mark.parametrize("content, said", [(b"", "empty"), (b"\n\n \n", "empty"), (b"%PDF-1.7 binary", "neither")])
def test_what_is_no_table_is_refused(rows, content, said):
    with pytest.raises(Unreadable, match=said):
        rows(content)


def test_memory_does_not_grow_with_the_file(write):
    def peak(count):
        path = write("title,description\n" + "".join(f"title {n},{'x' * 300}\n" for n in range(count)))
        found = inspect(path)
        tracemalloc.start()
        for _row in read(found, {"title": "title", "description": "description"}):
            pass
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    assert peak(20_000) < peak(1_000) + 200_000
