"""Amounts as people write them: 130万, 1.2亿, ¥1,300,000, 1.3M, 1 300 000 €, 1.300.000,50 EUR."""

import re
import unicodedata
from decimal import Decimal
from math import isfinite
from typing import NamedTuple

from pmhub.lib.tabular.headers import fold
from pmhub.lib.tabular.problems import BadValue
from pmhub.lib.tabular.values import text

TIMES = {
    10**3: "k thousand 千",
    10**4: "w 万 萬",
    10**6: "m mn mio mln million millions 百万",
    10**7: "千万",
    10**8: "亿 億",
    10**9: "bn billion billions 十亿",
}
MONEY = {
    "CNY": "¥ 元 圆 块 人民币 rmb cny cn¥", "JPY": "jpy 日元 円", "USD": "$ usd us$ 美元 美金",
    "EUR": "€ eur euro 欧元", "GBP": "£ gbp 英镑", "HKD": "hk$ hkd 港元 港币", "TWD": "nt$ twd 新台币",
    "KRW": "₩ krw 韩元", "INR": "₹ inr", "CHF": "chf", "AUD": "a$ aud 澳元", "CAD": "c$ cad 加元",
    "SGD": "s$ sgd 新加坡元",
}  # fmt: skip
SIGN_OF = {"CNY": ("JPY",), "USD": ("AUD", "CAD", "HKD", "SGD", "TWD")}
SCALES = {word: times for times, words in TIMES.items() for word in words.split()}
CURRENCIES = {word: code for code, words in MONEY.items() for word in words.split()}
BRACKET = re.compile(r"[(（\[【]([^)）\]】]*)[)）\]】]\s*$")


def _one_of(words):
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


WRITTEN = re.compile(
    rf"(?P<before>{_one_of(CURRENCIES)})?(?P<sign>[-+−]?)(?P<digits>\d[\d.,' ’]*?)(?P<scale>{_one_of(SCALES)})?"
    rf"\.?(?P<after>{_one_of(CURRENCIES)})?(?:(?:/|每|per|a)?(?:年|year|yr)|/a|p\.?a\.?)?"
)
GROUPS = r"\d{1,3}(?:[%s]\d{3})+"
WHOLE_OR_DOTTED = re.compile(r"\d+(?:\.\d+)?")
ENGLISH = re.compile(GROUPS % ",' ’" + r"(?:\.\d+)?")
CONTINENTAL = re.compile(r"(?:" + GROUPS % ".' ’" + r"|\d+)(?:,\d{1,2})?")
EITHER = re.compile(r"[1-9]\d{0,2}\.\d{3}")


class Amount(NamedTuple):
    """A number, and the currency that stood beside it ("" for none)."""

    number: Decimal
    currency: str = ""

    def is_in(self, currency):
        """Whether it may be in this currency: it says nothing else, and ¥ and $ are signs of several."""
        return not self.currency or currency in (self.currency, *SIGN_OF.get(self.currency, ()))


def amount(value, times=1):
    """The amount that a cell means; `times` is what a number without a scale of its own is counted in.

    Raises BadValue for what is none, and for 1.300, which is one thing in English and another on the continent.
    """
    if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
        return Amount(Decimal(str(value)) * times)
    written = text(value).strip()
    plain = " ".join(unicodedata.normalize("NFKC", written).casefold().split())
    found = WRITTEN.fullmatch(plain.replace(" ", "")) if len(plain) <= 60 else None
    number = _number(_digits(plain), scaled=bool(found["scale"])) if found else None
    if number is None:
        raise BadValue("not_amount", fatal=False, value=written[:60])
    number *= SCALES.get(found["scale"], times)
    currency = CURRENCIES.get(found["before"]) or CURRENCIES.get(found["after"]) or ""
    return Amount(-number if found["sign"] in ("-", "−") else number, currency)


def counted_in(header):
    """How much a number under a header such as 合同额（万元） or "Revenue (k€)" counts: 10,000 or 1,000, else 1."""
    unit = BRACKET.search(unicodedata.normalize("NFKC", header))
    word = fold(unit[1]) if unit else ""
    return next((times for name, times in SCALES.items() if word and without_money(word) == name), 1)


def without_money(word):
    """A unit without the currency in it: 万元 is 万."""
    for name in sorted(CURRENCIES, key=len, reverse=True):
        word = word.removesuffix(name).removeprefix(name)
    return word


def _digits(plain):
    """From the first to the last digit, with the blanks that part them."""
    found = re.search(r"\d(?:.*\d)?", plain)
    return found[0] if found else ""


def _number(digits, *, scaled):
    if WHOLE_OR_DOTTED.fullmatch(digits):
        return None if EITHER.fullmatch(digits) and not scaled else Decimal(digits)
    if ENGLISH.fullmatch(digits):
        return Decimal(re.sub("[,' ’]", "", digits))
    if CONTINENTAL.fullmatch(digits):
        return Decimal(re.sub("[.' ’]", "", digits).replace(",", "."))
    return None
