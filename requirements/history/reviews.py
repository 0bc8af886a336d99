"""What reviews did to a requirement, in people's words."""

from django.utils.translation import gettext as _

from requirements.models.decision import Measure, Verdict

VERDICTS, MEASURES = dict(Verdict.choices), dict(Measure.choices)


def words_of(change, names):
    """What one change did, as `(what, old, new)`; nothing for what only reorders an agenda."""
    return TYPES[change.type](change, change.diff, names)


def after(diff, name):
    """The value of a field as it was given, or before it went."""
    old, new = diff.get(name, (None, None))
    return old if new is None else new


def of_item(change, diff, names):
    if change.action == "insert":
        return [(_("On the agenda of"), "", names.of("review", after(diff, "review")))]
    if change.action == "delete":
        return [(_("Off the agenda of"), names.of("review", after(diff, "review")), "")]
    words = []
    if "revealed_at" in diff:
        words.append((_("Scores revealed") if diff["revealed_at"][1] else _("Scores sealed again"), "", ""))
    if "notes" in diff:
        words.append((_("Notes of the review"), "", diff["notes"][1][:200]))
    return words


def of_score(change, diff, names):
    if change.action != "insert":
        return []
    value = after(diff, "value")
    drivers = ", ".join(f"{name} {number}" for name, number in (after(diff, "drivers") or {}).items())
    given = " · ".join(part for part in [f"{value} / 5" if value else "", drivers] if part)
    return [(_("Score of %s") % names.of("reviewer", after(diff, "reviewer")), "", given)]


def of_decision(change, diff, names):
    said = ": ".join(filter(None, [str(VERDICTS.get(after(diff, "verdict"), "")), after(diff, "reason")]))
    return [(_("Decision"), said, "") if change.action == "delete" else (_("Decision"), "", said)]


def of_threshold(change, diff, names):
    figure = f"{MEASURES.get(after(diff, 'measure'), '')} ≥ {after(diff, 'at_least'):g}"
    return [(_("Comes back when"), "", figure)] if change.action == "insert" else []


def of_resurfaced(change, diff, names):
    if change.action == "insert":
        return [(_("Resurfaced"), "", f"{after(diff, 'value'):g}")]
    if after(diff, "reason"):
        return [(_("The decision was kept"), "", after(diff, "reason"))]
    return []


TYPES = {
    "agenda_item": of_item,
    "silent_score": of_score,
    "decision": of_decision,
    "threshold": of_threshold,
    "resurfaced": of_resurfaced,
}
