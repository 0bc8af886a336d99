import time

from hypothesis import given
from hypothesis import strategies as st

from pmhub.lib.text_diff import ADDED, REMOVED, SAME, differences


def test_words_are_the_smallest_pieces():
    assert differences("Three pages become one.", "Two pages become one.") == [
        (REMOVED, "Three"),
        (ADDED, "Two"),
        (SAME, " pages become one."),
    ]


def test_chinese_is_compared_by_character():
    assert differences("结算页一步完成", "结算页两步完成") == [
        (SAME, "结算页"),
        (REMOVED, "一"),
        (ADDED, "两"),
        (SAME, "步完成"),
    ]


def test_long_unchanged_stretches_are_cut():
    unchanged = "word " * 100
    found = differences(f"{unchanged}old {unchanged}", f"{unchanged}new {unchanged}", context=10)
    assert [kind for kind, _text in found] == [SAME, REMOVED, ADDED, SAME]
    assert found[0][1].startswith("…")
    assert found[-1][1].endswith("…")
    assert len(found[0][1]) == 11


def test_nothing_changed():
    assert differences("as it was", "as it was") == [(SAME, "as it was")]


def test_huge_texts_are_compared_by_line_in_no_time():
    old = "\n".join(f"line {n}" for n in range(20_000))
    began = time.monotonic()
    found = differences(old, old.replace("line 777\n", "another line\n"))
    assert time.monotonic() - began < 5
    assert (REMOVED, "line 777\n") in found
    assert (ADDED, "another line\n") in found


@given(st.text(max_size=200), st.text(max_size=200))
def test_both_texts_can_be_read_from_their_differences(old, new):
    found = differences(old, new, context=1_000)
    assert "".join(text for kind, text in found if kind != ADDED) == old
    assert "".join(text for kind, text in found if kind != REMOVED) == new
