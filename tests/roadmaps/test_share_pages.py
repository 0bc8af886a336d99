"""Pages of share links tell no day: not in words, nor in geometry, nor in order."""

import random
import re
from calendar import monthrange
from datetime import date, timedelta

import pytest

from pmhub.lib.fuzzy_dates import FuzzyDate
from products.models import Goal
from requirements.operations.authoring import create
from requirements.operations.details import link
from roadmaps.arranging.loading import MOST
from roadmaps.models import Milestone, Roadmap, Version
from roadmaps.models.share_link import Granularity, Part
from roadmaps.operations.planning import create_milestone, create_version
from roadmaps.operations.sharing import share

ALL = list(Part.values)
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
COARSE = list(MONTHS)
ENGLISH = [date(2000, month, 1).strftime("%b") for month in range(1, 13)]


def fuzzy(text):
    return FuzzyDate.parse(text) if text else None


def period(day, months):
    """The first and last day of the period that the day lies in."""
    first = date(day.year, day.month - (day.month - 1) % months, 1)
    last = first.month + months - 1
    return first, date(first.year, last, monthrange(first.year, last)[1])


@pytest.fixture
def plan(shop, manager, engineer):
    """Versions, milestones and features with exact days, some of them past, in every constellation."""
    goal = Goal.objects.create(product=shop, name="Sell more")
    days = [("2026-09-03", "2026-11-12"), ("2026-10-05", "2026-12-11"), ("2026-11-23", "2027-02-26"),
            (None, "2027-01-13"), ("2027-02-09", None), ("2027-02-02", "2027-03-17"), ("2027-05-04", "2027-08-19"),
            (None, None)]  # fmt: skip
    for number, (start, end) in enumerate(days):
        version = create_version(shop, by=manager, name=f"3.{number}", start=fuzzy(start), release=fuzzy(end),
                                 owner=manager, goal="Because")  # fmt: skip
        if number % 2:
            Version.objects.filter(pk=version.pk).update(objective=goal)
    for number, due in enumerate(["2026-10-29", "2026-12-03", "2027-02-27", "2027-03-05"]):
        create_milestone(shop, by=manager, name=f"M{number}", due=fuzzy(due), owner=engineer)
    features = [
        create(shop, by=manager, title=f"Feature {n}", level="feature", start=fuzzy(start), due=fuzzy(due))
        for n, (start, due) in enumerate([("2026-10-06", "2026-11-18"), ("2026-11-09", "2026-12-15")])
    ]
    link(features[0], features[1], by=manager, kind="blocks")
    return shop


@pytest.fixture
def show(web, plan, manager):
    """`show(granularity, address="", …)`: the page of a fresh link as a signed-out browser gets it."""
    made = {}

    def page(granularity, query="", language="en", **more):
        key = (granularity, *sorted(more.items()))
        if key not in made:
            settings = {"audience": "management", "parts": ALL, **more}
            made[key] = share(plan, by=manager, name="Board", granularity=granularity, **settings)
        return web().get(f"/shared/{made[key].secret}/{query}", headers={"Accept-Language": language})

    return page


def days_in(text):
    """Every way in which a page could name a day."""
    return [
        *re.findall(r"\b\d{4}-\d{2}-\d{2}\b|\b\d{8}\b|\b\d{4}/\d{1,2}/\d{1,2}\b", text),
        *re.findall(rf"\b\d{{1,2}} (?:{'|'.join(ENGLISH)})|(?:{'|'.join(ENGLISH)})[a-z]*\.? \d{{1,2}}\b(?!\d)", text),
        *re.findall(r"\d{1,2} ?[日号]", text),
        *re.findall(r"<time|datetime=|data-start|data-end|data-lock-version", text),
    ]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("granularity", COARSE)
def test_no_day_is_in_the_source(show, granularity, language):
    for query in ("", "?zoom=month", "?zoom=year", "?from=2026-10", "?from=2027-01"):
        response = show(granularity, query, language)
        text = response.content.decode()
        assert response.status_code == 200
        assert "3.0" in text
        assert days_in(text) == []


def test_the_search_for_days_finds_them(show):
    assert any("Dec" in found for found in days_in(show("day").content.decode()))
    assert any("日" in found for found in days_in(show("day", language="zh-hans").content.decode()))


@pytest.mark.parametrize("granularity", COARSE)
def test_bars_lie_only_where_periods_begin_and_end(show, granularity):
    """Each place in percent of the axis is a boundary of the granularity, or the middle of a period."""
    response = show(granularity)
    text, columns = response.content.decode(), response.context["columns"]
    axis = response.context["drawn"].axis
    first, allowed = axis.start, {0.0, 100.0}
    while first < axis.end:
        _first, last = period(first, MONTHS[granularity])
        allowed |= {axis.at(first), axis.after(last), (axis.at(first) + axis.after(last)) / 2}
        first = last + timedelta(days=1)
    plot = text[text.index('class="roadmap-plot"') :]
    bars = re.findall(r'<svg x="([\d.-]+)%" y="[\d.]+" width="([\d.]+)%"', plot)
    stones = re.findall(r'<svg x="([\d.-]+)%" y="[\d.]+" overflow="visible"><path d="M0', plot)
    assert bars
    assert stones
    ends = [float(x) + float(width) for x, width in bars]
    for place in [*(float(x) for x, _width in bars), *ends, *map(float, stones)]:
        assert min(abs(place - one) for one in allowed) < 0.01, place
    assert "roadmap-line" not in text  # where today is
    assert columns


def moved_within(day, months, luck):
    first, last = period(day, months)
    return first + timedelta(days=luck.randrange((last - first).days + 1))


def stir(months, luck):
    """Give every date another day of the same period."""
    for version in Version.objects.all():
        start = version.start_on and moved_within(version.start_on, months, luck)
        release = version.release_on and moved_within(version.release_on, months, luck)
        if start and release and start > release:
            start, release = release, start
        Version.objects.filter(pk=version.pk).update(start_on=start, release_on=release)
    for milestone in Milestone.objects.all():
        Milestone.objects.filter(pk=milestone.pk).update(due_on=moved_within(milestone.due_on, months, luck))
    for requirement in Version.objects.first().product.requirements.all():
        start, due = (moved_within(day, months, luck) for day in (requirement.start_on, requirement.due_on))
        start, due = sorted([start, due])
        requirement.start_on, requirement.due_on = start, due
        requirement.save(update_fields=["start_on", "due_on"])


def everything(show, roadmap, granularity):
    """All that a browser gets, headers too, but what differs by the request itself."""
    pages = []
    for query in ("", "?zoom=year", "?from=2027-01", "?from=2015-01", "?from=2040-01", "?lang=zh-hans"):
        response = show(granularity, query, roadmap=roadmap)
        headers = {name: value for name, value in response.headers.items() if name != "X-Request-ID"}
        pages.append((headers, response.content))
    return pages


ARRANGED = [("timeline", lanes) for lanes in ("goal", "owner", "version", "product")]
ARRANGED += [("horizons", "goal"), ("versions", "goal")]


@pytest.mark.parametrize(("arrangement", "lanes"), ARRANGED)
@pytest.mark.parametrize("granularity", COARSE)
def test_plans_that_differ_only_by_days_are_the_same_page(show, plan, manager, granularity, arrangement, lanes):
    """Byte by byte: text, geometry, order, headers. So whatever is not in this test cannot tell days either."""
    roadmap = Roadmap.objects.create(
        product=plan, owner=manager, name="All", bars="both", lanes=lanes, arrangement=arrangement
    )
    luck = random.Random(f"{granularity} {arrangement} {lanes}")
    first = everything(show, roadmap, granularity)
    for _round in range(3):
        stir(MONTHS[granularity], luck)
        assert everything(show, roadmap, granularity) == first


def test_an_old_plan_opens_where_its_things_are(show, plan):
    for version in Version.objects.all():
        Version.objects.filter(pk=version.pk).update(start_on=None, release_on="2021-05-14")
    Milestone.objects.all().delete()
    drawn = show("quarter").context["drawn"]
    assert sum(len(band.bars) for band in drawn.bands) == Version.objects.count()


def test_two_of_one_name_do_not_tell_which_is_sooner(show, plan, manager, help_desk):
    """In lanes by owner nothing that is seen tells them apart but what differs besides their dates."""
    for product, day, owner in ((plan, "2027-02-20", manager), (help_desk, "2027-02-10", None)):
        create_version(product, by=manager, name="Same", release=fuzzy(day), owner=owner)
    roadmap = Roadmap.objects.create(
        product=plan, owner=manager, name="All", lanes="version", products=[help_desk.pk], arrangement="horizons"
    )
    first = everything(show, roadmap, "quarter")
    Version.objects.filter(name="Same", product=plan).update(release_on="2027-01-05")
    assert everything(show, roadmap, "quarter") == first


def test_what_is_too_much_to_show_is_not_cut_by_days(show, plan):
    Version.objects.bulk_create(
        Version(product=plan, name=f"X{n:04}", release_on=date(2027, 4, 1 + n % 30)) for n in range(MOST)
    )
    first = show("quarter").content
    Version.objects.filter(name__lt="X0100", name__gte="X").update(release_on=date(2027, 6, 30))
    assert show("quarter").content == first


@pytest.fixture
def arranged(show, plan, manager):
    """`arranged(arrangement, **settings of the link)`: the text of a page by an arrangement."""

    def text(arrangement, granularity="quarter", **more):
        roadmap = Roadmap.objects.create(
            product=plan, owner=manager, name="All", bars="both", arrangement=arrangement, shared=True
        )
        return show(granularity, roadmap=roadmap, **more).content.decode()

    return text


@pytest.mark.parametrize("granularity", COARSE)
@pytest.mark.parametrize("arrangement", ["horizons", "versions"])
def test_columns_tell_no_day_and_no_address(arranged, arrangement, granularity):
    text = arranged(arrangement, granularity)
    assert days_in(text) == []
    assert "3.1" in text
    assert "/p/SHOP" not in text
    assert not re.findall(r"<form|<button|hx-|data-(?:kind|id|move)", text)


def test_now_next_and_later_is_shown_as_kept(arranged):
    text = arranged("horizons")
    assert [text.index(f">{name}</h2>") for name in ("Now", "Next", "Later")]
    assert "M3" in text
    assert "Because" in text
    assert "roadmap-plot" not in text
    few = arranged("horizons", parts=())
    assert "M3" not in few
    assert "Because" not in few
    assert "%" not in few[few.index("<main") :]


def test_by_version_shows_what_is_in_each(arranged, plan, manager):
    version = Version.objects.get(name="3.1")
    first = plan.requirements.first()
    declined = create(plan, by=manager, title="Not now", version=version)
    plan.requirements.filter(pk=first.pk).update(version=version)
    plan.requirements.filter(pk=declined.pk).update(status=plan.statuses.get(category="declined"))
    text = arranged("versions")
    assert first.title in text
    assert "Not now" not in text
    assert "2026 Q4" in text


def test_plans_that_differ_by_a_period_are_not(show, plan):
    first = show("quarter").content
    Version.objects.filter(name="3.6").update(release_on=date(2027, 10, 1))
    assert show("quarter").content != first


def test_every_granularity_is_shown(show):
    for granularity in Granularity.values:
        assert show(granularity).status_code == 200
