"""The sample's three products with their members, fields, versions and milestones."""

from datetime import timedelta
from decimal import Decimal

from pmhub.lib.operations import one_batch
from pmhub.sample import plan
from pmhub.sample.launching import prepare_launches
from pmhub.sample.people import PEOPLE
from pmhub.sample.slipping import FIRST, plan_slips
from pmhub.sample.telling import Story
from products.models import Role
from products.operations.goals import OF_RESULT, create_goal
from products.operations.members import add_member
from products.operations.products import create_product
from products.operations.workflow import add_field, edit_status
from roadmaps.operations.capacities import set_capacities
from roadmaps.operations.planning import create_milestone, create_version, edit_milestone, edit_version
from roadmaps.operations.releasing import release as release_version
from roadmaps.operations.risks import add_risk
from roadmaps.operations.scoping import agree


def set_up_all(people, now):
    """Make the products; returns a Story for each, and when each batch made here is to have happened."""
    moments = {}
    stories = [made(people, now, moments) for made in (set_up_shop, set_up_help_centre, set_up_lab)]
    return stories, moments


def at(moment, moments, perform, *arguments, **fields):
    """Perform an operation as a batch of its own that is to have happened at `moment`."""
    with one_batch() as batch:
        moments[batch] = moment
        return perform(*arguments, **fields)


def set_up_shop(people, now, moments):
    began, by = now - timedelta(days=93), people["zhixia"]
    shop = at(began, moments, create_product, by, by=by, key=plan.KEY, name=plan.NAME, vision=plan.VISION,
              stage="growth", time_zone="Asia/Shanghai")  # fmt: skip
    for person in PEOPLE[1:]:
        at(began, moments, add_member, shop, by=by, user=people[person.nick], role=person.role, title=person.title)
    for key, name, kind, options in plan.FIELDS:
        at(began, moments, add_field, shop, by=by, key=key, name=name, kind=kind, options=options)
    for status in shop.statuses.filter(name__in=plan.LIMITS):
        at(began, moments, edit_status, status, by=by, wip_limit=plan.LIMITS[status.name])
    story = Story(shop, people, now)
    plan_versions(story, moments, began)
    set_goals(story, moments, began)
    plan_scope(story, moments)
    plan_milestones(story, moments, began)
    plan_slips(story, moments)
    prepare_launches(story, moments, at)
    return story


def plan_versions(story, moments, began):
    by = story.people["mu"]
    for name, state, start, release, goal, owner in plan.VERSIONS:
        story.versions[name] = at(
            began + timedelta(hours=3), moments, create_version, story.product, by=by, name=name, goal=goal,
            start=story.date(start), release=story.date(FIRST.get(name, release)), owner=story.people[owner],
            state=state if state == "archived" else "planned",
        )  # fmt: skip
        if is_past(state, start):
            at(story.now + timedelta(days=start), moments, edit_version, story.versions[name], by=by, state="active")


def release_versions(story, moments):
    """What was released by now; after its requirements were told, since nothing open comes into a released version."""
    for name, state, _start, release, *_rest in plan.VERSIONS:
        if is_past(state, release):
            moment = story.now + timedelta(days=release)
            at(moment, moments, release_version, story.versions[name], by=story.people["mu"])


def is_past(state, day):
    return state != "archived" and isinstance(day, int) and -93 < day <= 0


def plan_scope(story, moments):
    """Agreements, capacities and risks."""
    for name, day, nick in plan.AGREEMENTS:
        at(story.now + timedelta(days=day), moments, agree, story.versions[name], by=story.people[nick])
    for name, amounts in plan.CAPACITIES:
        entries = [{"user": story.people[nick], "amount": Decimal(amount)} for nick, amount in amounts.items()]
        noon = story.now - timedelta(days=13)
        at(noon, moments, set_capacities, story.versions[name], entries, by=story.people["mu"])
    for name, day, text, countermeasure, probability, impact, nick, state in plan.RISKS:
        at(
            story.now + timedelta(days=day), moments, add_risk, story.versions[name], by=story.people["mu"], text=text,
            countermeasure=countermeasure, probability=probability, impact=impact, owner=story.people[nick],
            state=state,
        )  # fmt: skip


def set_goals(story, moments, began):
    by, moment = story.people["mu"], began + timedelta(hours=4)
    for name, note, owner, results, versions in plan.GOALS:
        figures = [dict(zip(OF_RESULT, result, strict=True)) for result in results]
        for figure in figures:
            figure |= {key: Decimal(str(figure[key])) for key in ("start", "target", "current")}
        goal = at(moment, moments, create_goal, story.product, by=by, name=name, note=note,
                  owner=story.people[owner], key_results=figures)  # fmt: skip
        for version in versions:
            at(moment, moments, edit_version, story.versions[version], by=by, objective=goal)


def plan_milestones(story, moments, began):
    for name, version, due, owner, deliverables, done in plan.MILESTONES:
        milestone = at(
            began + timedelta(hours=4), moments, create_milestone, story.product, by=story.people["mu"], name=name,
            version=story.versions[version], due=story.date(FIRST.get(name, due)), owner=story.people[owner],
            deliverables=deliverables,
        )  # fmt: skip
        if done is not None:
            moment = story.now + timedelta(days=done)
            at(moment, moments, edit_milestone, milestone, by=story.people["mu"], done_at=moment)
        story.milestones[name] = milestone


def set_up_help_centre(people, now, moments):
    began, by = now - timedelta(days=92), people["maya"]
    product = at(began, moments, create_product, by, by=by, key="HELP", name="Help centre", stage="development",
                 privacy="internal", time_zone="Europe/Berlin",
                 vision="People help themselves at any hour, and reach a person when they cannot.")  # fmt: skip
    for nick, role in [("zhixia", Role.OWNER), ("mu", Role.MANAGER), ("sam", Role.CONTRIBUTOR)]:
        at(began, moments, add_member, product, by=by, user=people[nick], role=role)
    at(began, moments, add_member, product, by=by, user=people["qing"], role=Role.CONTRIBUTOR, title="designer")
    return Story(product, people, now)


def set_up_lab(people, now, moments):
    began, by = now - timedelta(days=91), people["zhixia"]
    product = at(began, moments, create_product, by, by=by, key="LAB", name="新业务探索", stage="concept",
                 vision="未立项的想法，先算账再立项。", time_zone="Asia/Shanghai")  # fmt: skip
    return Story(product, people, now)
