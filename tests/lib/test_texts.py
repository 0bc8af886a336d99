"""Names on one line, without what nobody sees."""

import pytest

from pmhub.lib.texts import name_of


@pytest.mark.parametrize("sign", [chr(code) for code in (
    0x01, 0x1B, 0x7F, 0x9F, 0xAD, 0x61C, 0x200B, 0x200E, 0x200F, 0x202A, 0x202E, 0x2060, 0x2066, 0x2069, 0xFEFF, 0xFFFA,
)])  # fmt: skip
def test_signs_that_nobody_sees_are_left_out(sign):
    assert name_of(f"a{sign}b") == "ab"
    assert name_of(sign) == ""


@pytest.mark.parametrize("space", ["\t", "\n", "\r\n", "\x0b", "\x1c", "\x85", "\xa0", "\u2028", "\u3000", "  "])
def test_a_name_stands_on_one_line(space):
    assert name_of(f"{space}a{space}b{space}") == "a b"


@pytest.mark.parametrize("name", ["خانه\u200cها", "👩\u200d👩\u200d👧", "❤\ufe0f", "עברית", "我的 视图", "é\u0301"])
def test_what_scripts_and_emoji_need_stays(name):
    assert name_of(name) == name


def test_what_is_nothing_to_see_is_no_name():
    assert name_of("\u200d \u200c\ufe0f\u202e") == ""
    assert "\x00" in name_of("a\x00b")  # refused by who keeps it, not hidden
