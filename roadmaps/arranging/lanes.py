"""Items under headings: goals, owners, versions, products or the choices of a field."""

from django.utils.translation import gettext as _

from pmhub.templatetags.numbers import trimmed
from roadmaps.arranging.asked import FIELD
from roadmaps.drawing.items import Lane


def lanes_of(asked, found):
    """The lanes with what lies in each, in their order; the one for everything else stands last. Of those without
    anything only goals that are pursued have one.
    """
    offered, key_of, rest = ways(asked, found)
    lanes = {key: Lane(key, name, note, done) for key, name, note, done in offered}
    other = Lane("", rest)
    for item in found.items:
        lane = lanes.get(key_of(item, found.rows[item.key]), other)
        lane.items.append(item)
    goals = {str(goal.pk) for goal in found.goals if not goal.closed_at} if asked.lanes == "goal" else ()
    kept = [lane for lane in lanes.values() if lane.items or lane.key in goals]
    return [*kept, other] if other.items or not kept else kept


def ways(asked, found):
    """`([(key, name, note, done)], key of an item and its row, the name for the rest)`."""
    if asked.lanes == "owner":
        people = {row.owner_id: row.owner.name for row in found.rows.values() if row.owner_id}
        ordered = sorted(people.items(), key=lambda pair: (pair[1], pair[0]))
        return [(str(pk), name, "", None) for pk, name in ordered], by_owner, _("Nobody")
    if asked.lanes == "version":
        versions = [row for (kind, _pk), row in found.rows.items() if kind == "version"]
        return [(str(row.pk), row.name, "", None) for row in versions], by_version, _("No version")
    if asked.lanes == "product":
        return [(str(one.pk), one.name, one.key, None) for one in asked.products], by_product, _("None")
    if asked.lanes.startswith(FIELD):
        key = asked.lanes.removeprefix(FIELD)
        options = [(option, option, "", None) for option in asked.fields[key].options]
        return options, lambda item, row: getattr(row, "custom", {}).get(key), _("No value")
    several = len(asked.products) > 1
    return [goal_lane(goal, several) for goal in found.goals], by_goal, _("Without a goal")


def goal_lane(goal, several):
    return str(goal.pk), f"{goal.product.key} · {goal.name}" if several else goal.name, told(goal), goal.done


def told(goal):
    """The first key result in figures, and how many there are besides."""
    results = list(goal.key_results.all())
    if not results:
        return ""
    first = results[0]
    text = f"{first.name} {trimmed(first.current)} → {trimmed(first.target)}{f' {first.unit}' if first.unit else ''}"
    return f"{text} · +{len(results) - 1}" if len(results) > 1 else text


def by_owner(item, row):
    return str(row.owner_id)


def by_version(item, row):
    return str(row.pk if item.kind == "version" else row.version_id)


def by_product(item, row):
    return str(row.product_id)


def by_goal(item, row):
    version = row if item.kind == "version" else row.version
    return str(version.objective_id) if version else None
