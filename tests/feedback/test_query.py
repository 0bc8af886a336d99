"""The language of requirements' lists, with the fields of feedback."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from feedback.models import Contact, Customer, Evidence, Feedback, Tier
from feedback.operations.linking import link
from feedback.operations.reporting import report
from feedback.operations.triaging import mark_duplicate
from feedback.query import LANGUAGE, SORTS, TERMS, condition, listed, parse
from feedback.query.flags import STATES, THINGS
from feedback.query.names import ALIASES
from requirements.query import QueryError


@pytest.fixture
def ask(shop, maya):
    """`ask("kind:praise")`: the titles that a query leaves."""

    def titles(text, user=maya):
        seen = Feedback.objects.visible_to(user)
        return sorted(seen.filter(condition(parse(text), user)).values_list("title", flat=True))

    return titles


@pytest.fixture
def three(shop, maya, engineer, requirement):
    """late (new, complaint, engineer, of a customer in tier A), linked (accepted, praise, import), closed."""
    tier = Tier.objects.create(product=shop, name="A")
    customer = Customer.objects.create(product=shop, name="青禾超市", tier=tier)
    contact = Contact.objects.create(product=shop, customer=customer, name="Wang Fang", email="fang@qinghe.example")
    now = timezone.now()
    late = report(
        shop, by=maya, title="late", kind="complaint", customer=customer, contact=contact, assignee=engineer,
        received_at=now - timedelta(days=9),
    )  # fmt: skip
    linked = report(shop, by=maya, title="linked", kind="praise", channel="import", source="waimai", external_id="7")
    closed = report(shop, by=maya, title="closed")
    ago = {"next_due_at": now - timedelta(hours=1), "response_due_at": now - timedelta(hours=1)}
    Feedback.objects.filter(pk=late.pk).update(**ago)
    Feedback.objects.filter(pk=linked.pk).update(state="accepted", votes=7, next_due_at=now + timedelta(days=1))
    Feedback.objects.filter(pk=closed.pk).update(state="declined", satisfaction=2, next_due_at=None)
    Evidence.objects.create(product=shop, feedback=linked, requirement=requirement, by=maya)
    return late, linked, closed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("status:new", "late"),
        ("状态：new,accepted", "late linked"),
        ("status:open", "late linked"),
        ("is:closed", "closed"),
        ("kind:complaint", "late"),
        ("-类型:praise", "closed late"),
        ("channel:import", "linked"),
        ("assignee:none", "closed linked"),
        ("is:unassigned is:open", "linked"),
        ("customer:青禾", "late"),
        ("客户：青禾超市", "late"),
        ("tier:A", "late"),
        ("-tier:a", "closed linked"),
        ("tier:none", "closed linked"),
        ("contact:Wang", "late"),
        ("contact:fang@qinghe.example", "late"),
        ("requirement:some", "linked"),
        ("is:linked", "linked"),
        ("is:unlinked", "closed late"),
        ("source:waimai", "linked"),
        ("received:>7d", "late"),
        ("received:today", "closed linked"),
        ("votes>5", "linked"),
        ("satisfaction<=2", "closed"),
        ("is:late", "late"),
        ("is:超时", "late"),
        ("is:late-response", "late"),
        ("is:late-solution", "late"),
        ("due<=2d", "late linked"),
        ("due:2d", "linked"),
        ("due:overdue", "late"),
        ("no:due", "closed"),
        ("has:customer", "late"),
        ("没有:客户", "closed linked"),
        ("(is:late OR votes>5) -kind:praise", "late"),
        ("title:linked", "linked"),
        ("product:SHOP", "closed late linked"),
    ],
)
def test_terms(ask, three, text, found):
    assert ask(text) == found.split()


def test_a_requirements_key(ask, three, requirement):
    assert ask(f"requirement:{requirement.key}") == ["linked"]


def test_who_may_not_see_a_requirement_hears_that_there_is_none(ask, three, requirement, outsider):
    with pytest.raises(QueryError, match="There is no requirement"):
        ask(f"requirement:{requirement.key}", outsider)


def test_a_merged_customer_counts_as_the_one_it_is_part_of(ask, three, shop, maya):
    root = Customer.objects.get(name="青禾超市")
    part = Customer.objects.create(product=shop, name="QH", merged_into=root)
    report(shop, by=maya, title="part", customer=part)
    assert ask("customer:青禾") == ["late", "part"]
    assert ask("tier:A") == ["late", "part"]


def test_viewers_cannot_look_for_addresses(ask, three, support):
    with pytest.raises(QueryError, match="Nobody you can see"):
        ask("contact:fang@qinghe.example", support)


@pytest.mark.parametrize("flag", [*STATES, *(f"has:{name}" for name in THINGS), *(f"no:{name}" for name in THINGS)])
def test_every_flag_is_a_condition_of_the_database(ask, three, flag):
    assert set(ask(flag if ":" in flag else f"is:{flag}")) <= {"late", "linked", "closed"}


def test_every_name_is_a_term():
    assert set(ALIASES) == set(TERMS) == set(LANGUAGE.names.known.values())


@pytest.mark.parametrize("text", ["priority:p0", "status:planned", "tier:Z", "customer:Nowhere", "is:blocked"])
def test_what_there_is_not_is_refused(ask, text):
    with pytest.raises(QueryError):
        ask(text)


def test_people_are_told_what_was_left_out(shop, maya, three):
    found = listed(shop, maya, QueryDict("q=kind:praise priority:p0&channel=nowhere&sort=best"))
    assert [row.title for row in found.found] == ["linked"]
    assert [found.text, found.sort_name] == ["kind:praise", "-received"]
    assert len(found.problems) == 3


@pytest.mark.parametrize("query", ["q=priority:p0", "channel=nowhere", "sort=best", "kind=%00"])
def test_programs_are_refused(shop, maya, query):
    with pytest.raises(ValidationError):
        listed(shop, maya, QueryDict(query), forgiving=False)


def test_nobody_finds_what_they_may_not_see(outsider, three):
    assert not listed(None, outsider, QueryDict("q=is:open")).found.exists()


@pytest.mark.parametrize("sort", [name for plain in SORTS for name in (plain, f"-{plain}")])
@pytest.mark.parametrize("everywhere", [False, True])
def test_pages_in_every_order_lose_and_repeat_nothing(shop, maya, three, sort, everywhere):
    asked = listed(None if everywhere else shop, maya, QueryDict(f"sort={sort}"))
    whole, cursor = [], None
    for _page in range(3):
        page = asked.page(limit=1, cursor=cursor)
        whole += [row.pk for row in page.items]
        cursor = page.next
    assert sorted(whole) == sorted(row.pk for row in three)
    assert cursor is None
    assert not asked.problems


def test_a_cursor_of_another_list_begins_anew(shop, maya, three):
    first = listed(shop, maya, QueryDict("")).page(limit=1)
    other = listed(shop, maya, QueryDict("q=is:open"))
    assert len(other.page(limit=1, cursor=first.next).items) == 1
    assert len(other.problems) == 1


def test_what_a_group_speaks_for_each_of_it_does(shop, maya, requirement, ask):
    first, second, third = (report(shop, by=maya, title=name) for name in ["first", "second", "third"])
    report(shop, by=maya, title="alone")
    link(second, requirement, by=maya)
    for one in (second, third):
        mark_duplicate(one, by=maya, of=first)
    for text in ("is:linked", "has:requirement", f"requirement:{requirement.key}", "requirement:some"):
        assert ask(text) == ["first", "second", "third"]
    for text in ("is:unlinked", "no:requirement", f"-requirement:{requirement.key}", "requirement:none"):
        assert ask(text) == ["alone"]
