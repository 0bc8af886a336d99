"""HTML mail as text, also where nobody wrote it."""

import time

import pytest

from feedback.receiving.html import NESTED, text_of_html


def seconds_for(source):
    began = time.perf_counter()
    text_of_html(source)
    return time.perf_counter() - began


@pytest.mark.parametrize("element", ["<div>", "<table><tr><td>", "<blockquote>", "<ul><li>"])
def test_what_is_nested_without_end_takes_no_longer_than_what_is_not(element):
    closed = "".join(f"</{name}" for name in reversed(element.split("<")[1:]))
    many = 60_000 // element.count("<")
    assert seconds_for(element * many) < 10 * seconds_for((element + closed) * many)


def test_words_within_are_all_kept_in_their_lines():
    deep = "<div>" * 2 * NESTED
    closed = "</div>" * 2 * NESTED
    text = text_of_html(f"<p>before</p>{deep}<div>one</div><div>two</div>{closed}<p>after</p>")
    assert text.split() == ["before", "one", "two", "after"]
    assert text_of_html(f"{deep}<div>one</div><div>two</div>").splitlines() == ["one", "", "two"]


def test_elements_that_nobody_closes_are_not_nested():
    rows = "".join(f"<p>line {number}<td>" for number in range(3 * NESTED))
    assert len([line for line in text_of_html(rows).splitlines() if line]) == 3 * NESTED


def test_what_nobody_sees_stays_unseen_however_deep():
    assert text_of_html("<div>" * 2 * NESTED + "<style>p{color:red}</style><script>x()</script>seen") == "seen"
