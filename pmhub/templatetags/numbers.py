"""How templates show numbers."""

from django import template

register = template.Library()


@register.filter
def trimmed(number):
    """A number without the zeros that say nothing, thousands apart: 1,203.5; nothing for None."""
    if number is None:
        return ""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
