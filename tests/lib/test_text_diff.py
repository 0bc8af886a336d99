import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmhub.lib.text_diff import ADDED, REMOVED, SAME, differences, merged


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
    assert [text for kind, text in found if kind != SAME] == ["another ", " 777"]


@given(st.text(max_size=200), st.text(max_size=200))
def test_both_texts_can_be_read_from_their_differences(old, new):
    found = differences(old, new, context=1_000)
    assert "".join(text for kind, text in found if kind != ADDED) == old
    assert "".join(text for kind, text in found if kind != REMOVED) == new


def marked(old, new):
    signs = {SAME: "{}", REMOVED: "[-{}-]", ADDED: "{{+{}+}}"}
    return "".join(signs[kind].format(text) for kind, text in differences(old, new, context=None))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("用户可以在结算页面修改收货地址", "用户应当能够在订单确认页更改配送地址",
         "用户[-可以在结算页面修改收货-]{+应当能够在订单确认页更改配送+}地址"),
        ("支持微信支付与支付宝", "支持微信支付、支付宝与数字人民币", "支持微信支付[-与-]{+、+}支付宝{+与数字人民币+}"),
        ("one two three four", "five six three four", "[-one two-]{+five six+} three four"),
        ("a\n\nb", "c\n\nd", "[-a-]{+c+}\n\n[-b-]{+d+}"),
    ],
)  # fmt: skip
def test_crumbs_between_changes_are_joined(old, new, told):
    assert marked(old, new) == told


HAN = "的一是在不了有和人这中大为上个国我以要他"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("".join(random.Random(1).choices(HAN, k=200_000)), "".join(random.Random(2).choices(HAN, k=200_000))),
        ("a" * 200_000, "a" * 199_999 + "b"),
        ("a\n" * 100_000, "b\n" + "a\n" * 99_000),
        ("a b " * 50_000, "b a " * 50_000),
        (" ".join(random.Random(1).choices("wxyz", k=100_000)), " ".join(random.Random(2).choices("wxyz", k=100_000))),
        ("。".join("甲乙丙丁" for _ in range(40_000)), "。".join("甲乙丁" for _ in range(40_000))),
    ],
)
def test_two_hundred_thousand_characters_take_no_time(old, new):
    began = time.process_time()
    found = differences(old, new, context=None)
    assert time.process_time() - began < 3
    assert "".join(text for kind, text in found if kind != ADDED) == old


def test_a_change_in_one_endless_line_is_found():
    text = "".join(random.Random(1).choices(HAN, k=200_000))
    assert differences(text, text[:100_000] + "改" + text[100_001:], context=None)[1:3] == [
        (REMOVED, text[100_000]),
        (ADDED, "改"),
    ]


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        ("a X c. d e f.", "a b c. d e Y.", "a X c. d e Y."),
        ("a b c. d e f. More.", "Before. a b c. d e f.", "Before. a b c. d e f. More."),
        ("a X c. d e f.", "a X c. d e f.", "a X c. d e f."),
        ("a X c. d e f.", "a Y c. d e f.", None),
        ("", "a b c. d e Y.", None),
    ],
)
def test_changes_are_merged_where_they_do_not_touch(mine, theirs, both):
    assert merged("a b c. d e f.", mine, theirs) == both


@given(st.text("ab 。\n", max_size=60), st.text("ab 。\n", max_size=60))
def test_merging_with_nothing_gives_the_change(base, mine):
    assert merged(base, mine, base) == mine
