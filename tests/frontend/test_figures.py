"""Figures read the same in both languages."""

import pytest
from django.template import Context, Template
from django.utils import translation


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_thousands_are_set_apart(language):
    with translation.override(language):
        shown = Template("{% load humanize %}{{ n|intcomma }} {{ n|floatformat:'1g' }}").render(Context({"n": 2796}))
    assert shown == "2,796 2,796.0"
