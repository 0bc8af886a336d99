"""Filters in people's hands: chips, menus, completion and the builder all read and write the one text."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import QueryDict
from django.urls import reverse

from products.operations.workflow import add_field, tags_named
from requirements.models import ExternalPerson
from requirements.query import parse
from requirements.views.filters.building import read, rows_of, stepped, tree_of
from requirements.views.filters.fields import COMMON, Field
from tests.requirements.conftest import HTMX, text_of

FIELDS = {field.name: field for field in [*COMMON, Field("custom.team", "Team", "choice", True)]}


@pytest.fixture
def active(web, maya, pool):
    """`active(query)`: the chips above the list."""
    return lambda query: web(maya).get(f"{pool}?{query}").context["active"]


@pytest.fixture
def ask(web, maya, shop):
    """`ask("values/tag/", typed="a")`: what the bar asks for."""

    def get(tail, *, by=maya, htmx=True, **params):
        return web(by).get(reverse("filter_step", args=[shop.key]) + tail, params, headers=HTMX if htmx else {})

    return get


def q_of(url):
    return parse_qs(urlsplit(url).query).get("q", [""])[0]


def shown(chips):
    return [(str(chip.label), str(chip.operator), [str(name) for name in chip.chosen]) for chip in chips]


def test_every_condition_of_the_text_is_a_chip(active, requirement, version):
    chips = active("q=status:planned,new -tag:checkout score>40 due:none assignee:me pay")
    assert shown(chips) == [
        ("Status", "any of", ["Planned", "New"]), ("Tag", "is not", ["checkout"]), ("Score", ">", ["40"]),
        ("Due", "is empty", []), ("Assignee", "is", ["Me"]),
    ]  # fmt: skip


def test_older_parameters_are_chips_as_well(active, requirement, version, maya, statuses):
    query = f"status={statuses['new'].pk}&not_tag=checkout&score=40&due=overdue&assignee={maya.pk}&version={version.pk}"
    assert shown(active(query)) == [
        ("Status", "is", ["To assess"]), ("Assignee", "is", [maya.name]), ("Tag", "is not", ["checkout"]),
        ("Version", "is", [version.name]), ("Due", "on", ["overdue"]), ("Score", "≥", ["40"]),
    ]  # fmt: skip


def test_words_stay_in_the_box_and_conditions_leave_it(web, maya, pool, requirement):
    page = web(maya).get(f'{pool}?q=one-page status:open "check out"')
    assert page.context["q"] == 'one-page "check out"'
    assert page.context["kept_text"] == "status:open"


def test_while_typing_the_box_is_left_alone(web, maya, pool, requirement):
    typed = text_of(web(maya).get(f"{pool}?q=status:open&q=tag:checkout", headers=HTMX))
    assert 'id="query"' not in typed
    assert typed.count('class="chip-host"') == 1
    entered = web(maya).get(f"{pool}?q=status:open&q=tag:checkout&enter=1", headers=HTMX)
    assert 'id="query"' in text_of(entered)
    assert text_of(entered).count('class="chip-host"') == 2
    assert q_of(entered["HX-Replace-Url"]) == "status:open tag:checkout"
    assert web(maya).get(f"{pool}?q=status:open&q=tag:chec", headers=HTMX).status_code == 204


def test_what_is_not_understood_stays_in_the_box_and_is_marked(web, maya, pool, requirement, make_requirement):
    make_requirement("Other")
    page = web(maya).get(f"{pool}?q=tag:checkout nosuch:1 status:gone one")
    assert [row.title for row in page.context["rows"]] == [requirement.title]
    assert page.context["q"] == "one nosuch:1 status:gone"
    assert "<mark>nosuch:1</mark>" in text_of(page)
    assert "<mark>status:gone</mark>" in text_of(page)
    assert [chip.name for chip in page.context["active"]] == ["tag"]


@pytest.mark.parametrize(
    "text",
    [
        "x" * 4_001, "(" * 30, '"open', "tag:", "status:a status:b status:c status:d status:e status:f status:g",
        "a\x00b", "-", "OR", "tag:'", "<script>alert(1)</script>", "status:" + "a," * 500 + "b", "\ud83d\ude00 tag:☃",
    ],
)  # fmt: skip
def test_odd_texts_are_answered(web, maya, pool, requirement, text):
    page = web(maya).get(pool, {"q": text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")})
    assert page.status_code == 200
    assert "<script>alert" not in text_of(page)


def test_four_thousand_characters_are_understood(web, maya, pool, requirement):
    text = " ".join(["checkoutcheckoutche"] * 200)
    assert not web(maya).get(pool, {"q": text}).context["problems"]


def test_removing_a_chip_leaves_the_others(active, requirement):
    chips = active("priority=1&q=status:open tag:checkout pay&sort=rank")
    left = [q_of(chip.without) for chip in chips]
    assert left == ["status:open tag:checkout pay", "tag:checkout pay", "status:open pay"]
    assert "priority" not in chips[0].without
    assert all("sort=rank" in chip.without for chip in chips)


def test_an_operator_is_one_link_away(active, requirement):
    (chip,) = active("q=tag:checkout")
    assert {str(operator.label): q_of(operator.url) for operator in chip.operators} == {
        "is": "tag:checkout", "is not": "-tag:checkout", "is empty": "tag:none", "is not empty": "tag:some",
    }  # fmt: skip
    (chip,) = active("q=score>40")
    assert [q_of(operator.url) for operator in chip.operators] == [
        "score:40", "-score:40", "score>40", "score>=40", "score<40", "score<=40", "score:none", "score:some",
    ]  # fmt: skip


def test_values_are_added_to_the_chip_and_taken_away(active, requirement, shop, maya):
    tags_named(shop, ["pay"], by=maya)
    (chip,) = active("q=-tag:checkout")
    by_name = {option.value: option for option in chip.options}
    assert q_of(by_name["pay"].url) == "-tag:checkout,pay"
    assert by_name["checkout"].on
    assert q_of(by_name["checkout"].url) == ""


def test_values_with_blanks_and_signs_are_written_so_that_they_can_be_read(web, active, requirement, shop, maya, pool):
    name = 'later, "maybe" (never)'
    tags_named(shop, [name], by=maya)
    tag = next(one for one in web(maya).get(f"{pool}?q=").context["menu"] if one.name == "tag")
    option = next(option for option in tag.options if option.value == name)
    page = web(maya).get(option.url)
    assert not page.context["problems"]
    assert page.context["active"][0].chosen == [name]


def test_groups_are_one_chip_that_leads_to_the_builder(active, requirement):
    (group,) = active("q=(status:open OR tag:checkout)")
    assert (group.name, group.chosen) == ("group", ["Status: open or Tag: checkout"])


def test_the_menu_has_every_field(web, manager, shop, pool, requirement):
    add_field(shop, by=manager, key="team", name="Team", kind="select", options=["Core", "Growth"])
    names = {one.name for one in web(manager).get(f"{pool}?q=").context["menu"]}
    assert {"status", "watcher", "created", "demand", "custom.team", "driver.reach", "is", "has", "title"} <= names


def test_long_lists_of_values_are_fetched_by_typing(ask, shop, manager, requirement):
    tags_named(shop, [f"tag {n:03}" for n in range(150)], by=manager)
    found = text_of(ask("values/tag/", typed="149", here="q=status:open", way="table"))
    assert "tag 149" in found
    assert "tag 001" not in found
    assert "status%3Aopen+tag%3A%22tag+149%22" in found
    on_chip = text_of(ask("values/tag/", typed="148", here="q=-tag:checkout", at="0"))
    assert "q=-tag%3Acheckout%2C%22tag+148%22" in on_chip


def test_values_stay_in_the_way_of_looking(ask, shop, requirement):
    found = text_of(ask("values/tag/", typed="check", here="by=priority", way="board"))
    assert f'href="{reverse("requirement_board", args=[shop.key])}?by=priority&amp;q=tag%3Acheckout"' in found


def test_people_from_outside_are_found_by_typing(ask, shop):
    ExternalPerson.objects.create(product=shop, external_id="1", name="Marge Simpson")
    assert "Marge Simpson" in text_of(ask("values/assignee/", typed="marge"))
    assert "Marge" not in text_of(ask("values/owner/", typed="marge"))


def test_other_teams_are_never_offered(ask, outsider, other_product, web, shop):
    tags_named(other_product, ["hidden tag"], by=outsider)
    ExternalPerson.objects.create(product=other_product, external_id="1", name="Hidden person")
    for tail in ("values/tag/", "values/assignee/", "values/status/", "values/version/", "values/parent/"):
        assert "idden" not in text_of(ask(tail, typed="hidden"))
    assert "Olga" not in text_of(ask("values/assignee/", typed="olga"))
    assert "idden" not in text_of(ask("completions/", typed="tag:hid"))
    for tail in ("values/tag/", "completions/", "builder/", ""):
        assert ask(tail, by=outsider).status_code == 404


def test_a_step_writes_the_condition_into_the_text(ask, shop, pool):
    answer = ask("", here="q=status:open", field="score", operator="gte", value="40")
    assert answer.url == f"{pool}?q=status%3Aopen+score%3E%3D40"
    assert q_of(ask("", here="q=score>1 tag:a", at="0", field="score", operator="none", value="x").url) == "score:none"
    assert q_of(ask("", field="score", operator="nonsense", value="40").url) == ""
    assert ask("", field="nonsense", value="40").status_code == 404
    assert ask("", here="q=status:open", field="title", at="99", operator="is", value="a b").status_code == 302


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("sta", "status:"), ("状", "status:"), ("foo -ass", "assignee:"), ("status:pl", "Planned"),
        ("状态：pl", "Planned"), ("tag:none,che", "checkout"), ("priority<=p", "p1"), ("is:ov", "overdue"),
        ("(tag:chec", "checkout"), ("driver.rea", "driver.reach:"),
    ],
)  # fmt: skip
def test_names_and_values_are_completed(ask, requirement, typed, offered):
    assert f'data-insert="{offered}"' in text_of(ask("completions/", typed=typed))


def test_names_are_completed_in_the_readers_language(ask, requirement, maya):
    maya.language = "zh-hans"
    maya.save(update_fields=["language"])
    offers = text_of(ask("completions/", typed="优先"))
    assert 'data-insert="priority:"' in offers


@pytest.mark.parametrize("typed", ["", " ", '"open', "nosuch:x", "score>", "\x00", "(((", "a" * 5_000])
def test_there_is_nothing_to_complete(ask, requirement, typed):
    assert "data-insert" not in text_of(ask("completions/", typed=typed))


@pytest.mark.parametrize(
    "text",
    [
        "status:open", "status:planned,new (tag:a OR -score>40 OR (due<=2w kind:user))", "-(tag:a OR tag:b)", "",
        "-(tag:a status:new) pay now", '-"one two" key:SHOP-1', 'tag:"a, b",c custom.team:none', "tag:some score:none",
        "a OR b", "-due<2w",
    ],
)  # fmt: skip
def test_the_builder_writes_what_it_has_read(text):
    assert tree_of(rows_of(parse(text)), FIELDS) == parse(text)


def form(*rows):
    params = QueryDict(mutable=True)
    for row in rows:
        for name, value in zip(("kind", "depth", "field", "operator", "value"), row, strict=True):
            params.appendlist(name, value)
    return params


def test_rows_that_make_no_sense_are_made_sense_of():
    rows = read(form(("term", "7", "tag", "is", "a"), ("any", "99", "", "", ""), ("term", "-1", "nosuch", "is", "x")))
    assert [(row.kind, row.depth) for row in rows] == [("all", 0), ("term", 0), ("any", 0), ("term", 1)] or rows
    assert tree_of(rows, FIELDS) is not None
    assert read(QueryDict()) == [*read(QueryDict())]
    assert len(read(form(*[("all", "1", "", "", "")] * 500))) <= 101


def test_groups_are_added_below_and_removed_with_what_they_hold():
    rows = rows_of(parse("status:open (tag:a OR tag:b)"))
    more, focus = stepped(rows, "group:2")
    assert (more[focus - 1].kind, more[focus - 1].depth, more[focus].depth) == ("any", 2, 3)
    fewer, _focus = stepped(rows, "remove:2")
    assert [row.value for row in fewer if not row.is_group] == ["open"]
    for step in ("remove:0", "add:1", "add:99", "nonsense", "add:-1", ""):
        assert stepped(rows, step)[0] == rows


def test_the_builder_leads_back_to_the_list_with_the_text(ask, pool, requirement):
    page = text_of(ask("builder/", htmx=False, here="status=open&q=tag:checkout&sort=rank"))
    assert page.count('class="builder-row"') == 3
    rows = {"kind": ["any", "term", "term"], "depth": ["0", "1", "1"], "field": ["", "tag", "score"],
            "operator": ["", "not", "gt"], "value": ["", "checkout", "40"]}  # fmt: skip
    answer = ask("builder/", htmx=False, here="status=open&q=tag:checkout&sort=rank", step="apply", **rows)
    assert answer.url == f"{pool}?sort=rank&q=-tag%3Acheckout+OR+score%3E40"
    by_htmx = ask("builder/", here="", step="apply", **rows)
    assert by_htmx["HX-Redirect"] == f"{pool}?q=-tag%3Acheckout+OR+score%3E40"


def test_the_builder_says_what_is_wrong_and_keeps_it(ask, requirement):
    rows = {"kind": ["all", "term"], "depth": ["0", "1"], "field": ["", "tag"], "operator": ["", "is"],
            "value": ["", "nosuch"]}  # fmt: skip
    answer = ask("builder/", here="", step="apply", **rows)
    assert answer.status_code == 200
    assert "There is no tag" in text_of(answer)
    assert 'value="nosuch"' in text_of(answer)


def test_across_products_the_bar_works_as_well(web, maya, requirement, shop):
    page = web(maya).get("/requirements/?q=product:SHOP tag:checkout")
    assert shown(page.context["active"]) == [("Product", "is", [shop.name]), ("Tag", "is", ["checkout"])]
    assert "SHOP" in text_of(web(maya).get("/requirements/filters/values/product/?typed=sho", headers=HTMX))
    assert web(maya).get("/requirements/filters/builder/?here=q%3Dtag:a").status_code == 200
    assert 'data-insert="product:"' in text_of(web(maya).get("/requirements/filters/completions/?typed=prod"))


def test_the_bar_costs_no_further_queries(web, maya, pool, many_filters, django_assert_max_num_queries):
    client = web(maya)
    client.get(f"{pool}?q=")
    with django_assert_max_num_queries(12):
        client.get(f"{pool}?q={many_filters}")


@pytest.fixture
def many_filters(requirement):
    return "tag:checkout assignee:me status:new -tag:none score:some"


def test_a_status_is_chosen_instead_of_all_open_ones_and_the_other_way_round(web, maya, pool, requirement):
    def choices(query):
        (status,) = [one for one in web(maya).get(f"{pool}?q={query}").context["menu"] if one.name == "status"]
        return {option.value: q_of(option.url) for option in status.options}

    assert choices("status:open")["Planned"] == "status:Planned"
    assert choices("status:Planned")["open"] == "status:open"
    assert choices("status:Planned")["Declined"] == "status:Planned,Declined"


@pytest.mark.parametrize(
    ("typed", "chips"),
    [
        ("status:open", ["status:open"]),
        ("status:planned", ["status:planned"]),
        ("status:closed checkout", ["status:closed"]),
        ("priority:p0 priority:p0", ["status:open", "priority:p0"]),
        ("-status:planned", ["status:open", "-status:planned"]),
    ],
)
def test_what_is_typed_beside_the_chips_stands_once(web, maya, pool, requirement, typed, chips):
    params = {"q": ["status:open", typed], "enter": "1"}
    context = web(maya).get(pool, params, headers=HTMX).context
    assert context["kept_text"] == " ".join(chips)
    context = web(maya).get(pool, {"status": "open", "q": ["", typed], "enter": "1"}, headers=HTMX).context
    assert len(context["active"]) == len(chips)


def test_one_slip_is_told_once_and_the_rest_counts(web, manager, pool, make_requirement):
    make_requirement("Urgent", priority=0)
    make_requirement("Later", priority=3)
    for slip, marked in [("priority:p0 (", "("), ("priority:p0 OR", "OR"), ("priority:p0 OR OR", "OR")]:
        context = web(manager).get(pool, {"q": slip}).context
        assert len(context["problems"]) == 1 + slip.count("OR OR"), slip
        assert f"<mark>{marked}" in context["problems"][0]
        assert context["count"] == 1, slip


def test_what_stands_before_a_mistake_begins_with_a_word(web, manager, pool):
    problems = web(manager).get(pool, {"q": f"{'checkout ' * 9}nosuch:thing"}).context["problems"]
    assert "<code>… checkout" in problems[0]


def test_the_builder_begins_in_the_first_condition_and_goes_on_in_what_was_added(web, manager, shop):
    url = f"/p/{shop.key}/filters/builder/"
    rows = {
        "kind": ["all", "term"],
        "depth": ["0", "1"],
        "field": ["", "tag"],
        "operator": ["", "is"],
        "value": ["", "a"],
    }
    assert web(manager).get(url, {"here": "q=priority:p0"}).context["focus"] == 1
    assert web(manager).get(url, rows | {"step": "group:0"}).context["focus"] == 3
    assert web(manager).get(url, rows | {"step": "remove:1"}).context["focus"] == 0
