"""How templates say when."""

from datetime import date, timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone
from django.utils.translation import override


def shown(source, language, **context):
    with override(language):
        return Template("{% load dates %}" + source).render(Context(context)).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("back", "english", "chinese"),
    [
        (timedelta(seconds=2), "just now", None),
        (timedelta(seconds=-20), "just now", None),
        (timedelta(minutes=5, seconds=30), "5 minutes ago", "5 分钟前"),
        (timedelta(hours=12, minutes=30), "12 hours ago", "12 小时前"),
        (timedelta(days=1, hours=5), "1 day ago", None),
        (timedelta(days=22), "3 weeks ago", "3 周前"),
    ],
)
def test_how_long_ago_is_said_in_one_unit(back, english, chinese):
    moment = timezone.now() - back
    assert shown("{{ moment|ago }}", "en", moment=moment) == english
    if chinese:
        assert shown("{{ moment|ago }}", "zh-hans", moment=moment) == chinese


def test_a_promised_date_says_no_more_than_was_promised():
    assert shown('{{ day|promised:"quarter" }}', "en", day=date(2026, 11, 2)) == "2026 Q4"
    assert shown('{{ day|promised:"month" }}', "zh-hans", day=date(2026, 11, 2)) == "2026 年 11 月"
