"""Weeks as people say them."""

from datetime import timedelta

from pmhub.lib.fuzzy_dates import FuzzyDate


def week_label(monday, language):
    """The ISO week that begins on a Monday: "Week 47 · 16–22 Nov 2026", "第47周 · 2026年11月16日–22日"."""
    sunday, number = monday + timedelta(days=6), monday.isocalendar().week
    if language.lower().startswith("zh"):
        return f"第{number}周 · {in_chinese(monday, sunday)}"
    return f"Week {number} · {in_english(monday, sunday)}"


def in_chinese(monday, sunday):
    year = "" if sunday.year == monday.year else f"{sunday.year}年"
    month = "" if sunday.month == monday.month else f"{sunday.month}月"
    return f"{monday.year}年{monday.month}月{monday.day}日–{year}{month}{sunday.day}日"


def in_english(monday, sunday):
    first, last = FuzzyDate(monday).label("en"), FuzzyDate(sunday).label("en")
    if monday.year != sunday.year:
        return f"{first} – {last}"
    if monday.month != sunday.month:
        return f"{first.removesuffix(f' {monday.year}')} – {last}"
    return f"{monday.day}–{last}"
