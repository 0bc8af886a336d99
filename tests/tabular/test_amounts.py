"""Amounts as people write them, and what is none."""

from decimal import Decimal

import pytest

from pmhub.lib.tabular.amounts import amount, counted_in
from pmhub.lib.tabular.problems import BadValue


@pytest.mark.parametrize(
    "written, number, currency",
    [
        ("130万", 1_300_000, ""),
        ("130 万元", 1_300_000, "CNY"),
        ("1.2亿", 120_000_000, ""),
        ("¥1,300,000", 1_300_000, "CNY"),
        ("￥１３０万", 1_300_000, "CNY"),
        ("RMB 130万/年", 1_300_000, "CNY"),
        ("1.3M", 1_300_000, ""),
        ("$2.4 million", 2_400_000, "USD"),
        ("1 300 000 €", 1_300_000, "EUR"),
        ("1\u202f300\u00a0000 €", 1_300_000, "EUR"),
        ("1.300.000,50 EUR", "1300000.50", "EUR"),
        ("1,5 Mio. €", 1_500_000, "EUR"),
        ("US$ 1'200'000", 1_200_000, "USD"),
        ("96k p.a.", 96_000, ""),
        ("1.234万", 12_340, ""),
        ("1,234", 1_234, ""),
        ("0.125", "0.125", ""),
        ("-5", -5, ""),
        (480000.5, "480000.5", ""),
        (1.3, "1.3", ""),
    ],
)
def test_amounts_as_people_write_them(written, number, currency):
    assert amount(written) == (Decimal(number), currency)


@pytest.mark.parametrize(
    "written",
    [
        "不详",
        "",
        "万",
        "1.5-2万",
        "约130万",
        "1 3",
        "1,30,00",
        "1.300",
        "1.300 €",
        "1.3X",
        "2026-01-01",
        "9" * 80,
        True,
    ],
)
def test_what_is_no_one_amount_is_refused(written):
    with pytest.raises(BadValue) as refused:
        amount(written)
    assert refused.value.code == "not_amount"
    assert not refused.value.fatal


@pytest.mark.parametrize(
    "header, times",
    [
        ("合同额（万元）", 10_000),
        ("金额 [万]", 10_000),
        ("年收入(亿元)", 100_000_000),
        ("Revenue (k€)", 1_000),
        ("Value (million USD)", 1_000_000),
        ("合同额(元)", 1),
        ("ARR", 1),
        ("客户（必填）", 1),
    ],
)
def test_the_unit_of_a_header(header, times):
    assert counted_in(header) == times


def test_a_cell_that_names_its_scale_needs_none_of_the_header():
    assert amount("2", 10_000).number == 20_000
    assert amount("2亿", 10_000).number == 200_000_000


@pytest.mark.parametrize("currency, fits", [("CNY", True), ("JPY", True), ("EUR", False)])
def test_signs_that_currencies_share(currency, fits):
    assert amount("¥5").is_in(currency) == fits
    assert amount("5").is_in(currency)
