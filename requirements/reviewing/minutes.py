"""The minutes of a review, as Markdown."""

import re

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from requirements.models import Decision, ScoringModel, SilentScore
from requirements.models.attendance import Part
from requirements.reviewing.agenda import agenda_of
from requirements.reviewing.judging import judged, plain

SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~-])")


def escaped(text):
    """A text of people in one line, without what Markdown would read as its own signs."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))


def minutes_of(review, zone):
    """What was agreed, in the order of the agenda; scores only where they were revealed."""
    people = list(review.people.select_related("user"))
    parts = [f"# {escaped(review.title)}", "", *facts(review, people, zone), ""]
    scores, decisions = of_items(review)
    model = ScoringModel.of_product(review.product)
    for place, item in enumerate(agenda_of(review), start=1):
        parts += told(place, item, judged(scores.get(item.pk, []), model), decisions.get(item.pk, []))
    return "\n".join(parts).strip() + "\n"


def facts(review, people, zone):
    when = date_format(review.starts_at.astimezone(zone), "Y-m-d H:i")
    length = ngettext("%(n)s minute", "%(n)s minutes", review.minutes) % {"n": review.minutes}
    lines = ["- " + labelled(_("When"), f"{when} ({zone.key}), {length}")]
    if review.place:
        lines.append("- " + labelled(_("Where"), escaped(review.place)))
    there = [row.user.name for row in people if row.attended]
    absent = [row.user.name for row in people if row.attended is False]
    unknown = [row.user.name for row in people if row.attended is None]
    observers = [row.user.name for row in people if row.part == Part.OBSERVER]
    for label, names in [
        (_("Present"), there), (_("Absent"), absent), (_("Invited"), unknown), (_("Observers"), observers)
    ]:  # fmt: skip
        if names:
            lines.append("- " + labelled(label, ", ".join(map(escaped, names))))
    return lines


def labelled(label, text):
    return _("%(label)s: %(text)s") % {"label": label, "text": text}


def of_items(review):
    scores, decisions = {}, {}
    for score in SilentScore.objects.filter(item__review=review).select_related("reviewer"):
        scores.setdefault(score.item_id, []).append(score)
    rows = Decision.objects.filter(item__review=review).select_related("by", "status")
    for decision in rows.prefetch_related("thresholds"):
        decisions.setdefault(decision.item_id, []).append(decision)
    return scores, decisions


def told(place, item, rows, decisions):
    """One item: its scores, what was said, what was decided; former decisions after the one that counts."""
    lines = [f"## {place}. {item.requirement.key} {escaped(item.requirement.title)}", ""]
    for row in rows:
        lines.append(
            "- "
            + _("%(what)s: %(low)s to %(high)s, median %(median)s, deviation %(deviation)s")
            % {
                "what": escaped(row.title),
                "low": row.smallest,
                "high": row.largest,
                "median": row.median,
                "deviation": row.deviation,
            }  # fmt: skip
        )
    if notes := item.notes.strip():
        lines += ["", "**" + _("Notes") + "**", "", notes, ""]
    for number, decision in enumerate(decisions):
        label = _("Decision") if number == 0 else _("Decided before")
        line = f"**{labelled(label, decision.get_verdict_display())}** ({escaped(decision.by.name)})"
        lines += ["", labelled(line, escaped(decision.reason)) if decision.reason else line]
        for threshold in decision.thresholds.all():
            limit = f"{threshold.get_measure_display()} ≥ {plain(threshold.at_least)}"
            lines.append(labelled(_("Comes back when"), limit))
    return [*lines, ""]
