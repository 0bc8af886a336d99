from django import template
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pmhub.lib.fuzzy_dates import FuzzyDate

register = template.Library()


@register.filter
def ago(moment):
    """How long ago, in one unit: "3 weeks ago", not "3 weeks, 1 day ago"; within a day as `naturaltime` says it."""
    if (timezone.now() - moment).days < 1:
        return naturaltime(moment)
    return _("%(ago)s ago") % {"ago": timesince(moment, depth=1)}


@register.filter
def promised(day, precision):
    """A fuzzy date in the reader's language: "Dec 2026", "2026 年第三季度"."""
    return FuzzyDate(day, precision).label(get_language() or "en")
