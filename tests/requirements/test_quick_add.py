"""What one line of quick add says, and what it leaves in the title."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requirements.quick_add import parse

TODAY = date(2026, 11, 25)  # a Wednesday


def read(text):
    return parse(text, TODAY)


def test_one_line_says_everything():
    line = read("Pay in one step @mu #checkout !p1 ^2026-12-31 ~1.4")
    assert (line.title, line.people, line.tags, line.priority) == ("Pay in one step", ["mu"], ["checkout"], 1)
    assert (str(line.due), line.version, line.problems) == ("2026-12-31", "1.4", [])


def test_full_width_markers_and_what_chinese_keyboards_give():
    line = read("结算页一步完成　＠陈牧 ＃支付， ！1 ……明天 ～2.4")
    assert (line.title, line.people, line.tags, line.priority) == ("结算页一步完成", ["陈牧"], ["支付"], 1)
    assert (str(line.due), line.version) == ("2026-11-26", "2.4")


@pytest.mark.parametrize("quotes", ['""', "“”", "「」", "””"])
def test_names_with_spaces_take_quotes(quotes):
    line = read(f"Title @{quotes[0]}Maya Fischer{quotes[1]} #{quotes[0]}check out{quotes[1]} more")
    assert (line.title, line.people, line.tags) == ("Title more", ["Maya Fischer"], ["check out"])


@pytest.mark.parametrize(
    "title",
    [
        "Support C# and F# projects", "Write to help@example.org", "Fix #142 first", "Like #SHOP-142 but faster",
        "It works!", "Do it !important", "Is 3 < 4 ~ true", "价格太贵了！1 元也不买", "a@b c~d e^f g!1 h#i",
        "@ alone # !",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_marker_stays(title):
    line = read(title)
    assert (line.title, line.people, line.tags, line.priority, line.due) == (title, [], [], None, None)


def test_a_backslash_keeps_a_marker_in_the_title():
    line = read(r"Show \@mentions and \#tags, \^up \~5 minutes")
    assert line.title == "Show @mentions and #tags, ^up ~5 minutes"
    assert (line.people, line.tags, line.version, line.problems) == ([], [], "", [])


@pytest.mark.parametrize(
    "written, day",
    [
        ("today", "2026-11-25"), ("今天", "2026-11-25"), ("tomorrow", "2026-11-26"), ("明天", "2026-11-26"),
        ("后天", "2026-11-27"), ("+3d", "2026-11-28"), ("+2w", "2026-12-09"), ("+3天", "2026-11-28"),
        ("+1m", "2026-12-25"), ("+1个月", "2026-12-25"), ("fri", "2026-11-27"), ("Friday", "2026-11-27"),
        ("wed", "2026-12-02"), ("周五", "2026-11-27"), ("星期日", "2026-11-29"), ("下周五", "2026-12-04"),
        ("12-31", "2026-12-31"), ("1/15", "2027-01-15"), ("12月31日", "2026-12-31"), ("2026-Q4", "2026-Q4"),
        ("2026-12", "2026-12"), ("2027", "2027"),
    ],
)  # fmt: skip
def test_dates_as_people_say_them(written, day):
    assert str(read(f"x ^{written}").due) == day


def test_an_unclear_date_is_a_problem_and_not_lost_silently():
    line = read("Raise it ^2")
    assert line.due is None
    assert "“2” is not a date" in line.problems[0]


@given(st.text(st.characters(exclude_characters="@#!^~＠＃！＾～…\\")))
def test_a_title_without_markers_survives_unchanged(text):
    line = read(text)
    assert line.title == text.strip()
    assert (line.people, line.tags, line.priority, line.due, line.version) == ([], [], None, None, "")


@given(st.text())
def test_no_line_is_too_strange(text):
    read(text)


@given(st.lists(st.sampled_from(["@陈牧", "#支付", "!1", "^明天", "~2.4", "pay", "结算"])))
def test_markers_never_end_up_in_the_title(words):
    assert read(" ".join(words)).title == " ".join(word for word in words if word in ("pay", "结算"))
