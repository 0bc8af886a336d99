"""Finding by first letters, and how well an entry of the palette fits."""

import pytest

from pmhub.lib.palette import Entry
from pmhub.lib.pinyin import folded, initials


@pytest.mark.parametrize(
    "text, letters",
    [
        ("结算页一步完成", "jsyybwc"), ("新建需求", "xjxq"), ("New requirement", "nr"), ("拾光商城 SHOP", "sgscs"),
        ("Ａｂｃ 支付 24", "azf24"), ("", ""), ("——…", ""), ("阿座", "az"),
    ],
)  # fmt: skip
def test_initials(text, letters):
    assert initials(text) == letters


def test_folding_levels_width_and_case():
    assert folded("ＳＨＯＰ－１") == "shop-1"


def test_a_beginning_fits_better_than_the_middle_and_that_better_than_letters():
    entry = Entry("pages", "New requirement here", words="create")
    fits = [entry.fit(typed) for typed in ("new", "requ", "quire", "nr", "create", "zzz")]
    assert entry.fit("nrh") == fits[0], "all the initials say as much as the beginning"
    assert fits[:5] == sorted(fits[:5])
    assert fits[5] is None
