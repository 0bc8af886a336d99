from django import template
from django.utils import timezone
from django.utils.timesince import TIME_STRINGS, timesince
from django.utils.translation import get_language, ngettext_lazy
from django.utils.translation import gettext as _

from pmhub.lib.fuzzy_dates import FuzzyDate

register = template.Library()
UNITS = TIME_STRINGS | {"day": ngettext_lazy("%(num)d day", "%(num)d days", "num")}  # 天, where Django has 日


@register.filter
def ago(moment):
    """How long ago, in one unit: "3 weeks ago", not "3 weeks, 1 day ago"; within a minute "just now"."""
    if (timezone.now() - moment).total_seconds() < 60:
        return _("just now")
    return _("%(ago)s ago") % {"ago": timesince(moment, depth=1, time_strings=UNITS)}


@register.filter
def promised(day, precision):
    """A fuzzy date in the reader's language: "Dec 2026", "2026 年第三季度"."""
    return FuzzyDate(day, precision).label(get_language() or "en")
