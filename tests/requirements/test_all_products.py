"""All my products: one list over everything that somebody may read, and nothing else."""

import re
from html import unescape

import pytest
from django.db import connection
from django.urls import reverse

from products.models import Status
from requirements.models import Requirement
from requirements.operations.authoring import create
from requirements.operations.saving_views import open_with, save_view
from tests.requirements.conftest import HTMX, text_of

ALL = "/requirements/"


@pytest.fixture
def secret(other_product, outsider):
    """A requirement that only the outsider sees, with a tag, a step and a version of its own."""
    Status.objects.filter(pk=other_product.statuses.first().pk).update(name="Secret step")
    return create(other_product, by=outsider, title="Hidden plan", tags=["hidden tag"])


@pytest.fixture
def helped(help_desk, manager):
    """A requirement of the internal product."""
    return create(help_desk, by=manager, title="Answer faster")


def titles(response):
    return {row.title for row in response.context["rows"]}


def test_it_shows_what_one_may_read_of_every_product(web, maya, admin, outsider, requirement, helped, secret):
    assert titles(web(maya).get(ALL)) == {requirement.title, "Answer faster"}
    assert titles(web(outsider).get(ALL)) == {"Hidden plan", "Answer faster"}
    assert titles(web(admin).get(ALL)) == {requirement.title, "Answer faster", "Hidden plan"}
    assert web().get(ALL).status_code == 302


@pytest.mark.parametrize(
    "query", ["", "?q=", "?q=hidden", "?status=new", "?q=product:OTHER", "?q=tag:hidden", "?sort=title"]
)
def test_nothing_of_other_teams_is_anywhere_on_the_page(web, maya, requirement, secret, query):
    page = text_of(web(maya).get(ALL + query))
    for word in ("Hidden plan", "hidden tag", "Secret step", secret.key, "Olga"):
        assert word not in page


def test_products_that_are_hidden_are_refused_like_those_that_do_not_exist(web, maya, requirement, secret):
    hidden = web(maya).get(f"{ALL}?q=product:{secret.product.key}").context["problems"]
    missing = web(maya).get(f"{ALL}?q=product:NOWHERE").context["problems"]
    assert str(hidden[0]).replace(secret.product.key, "NOWHERE") == str(missing[0])


def test_filters_work_across_products(web, maya, requirement, helped):
    assert titles(web(maya).get(f"{ALL}?q=product:{helped.product.key}")) == {"Answer faster"}
    assert titles(web(maya).get(f"{ALL}?q=tag:checkout")) == {requirement.title}
    assert titles(web(maya).get(f"{ALL}?status=new&q=answer")) == {"Answer faster"}
    assert titles(web(maya).get(f"{ALL}?priority=1")) == {requirement.title}


def test_it_opens_with_what_is_open(web, maya, make_requirement, helped, statuses):
    make_requirement("Finished", status=statuses["done"])
    page = web(maya).get(ALL)
    assert titles(page) == {"Answer faster"}
    assert [chip.name for chip in page.context["active"]] == ["status"]
    assert titles(web(maya).get(f"{ALL}?q=")) == {"Answer faster", "Finished"}


@pytest.mark.parametrize("sort", ["-score", "number", "priority", "-updated", "due", "title", "-votes", "rank"])
def test_pages_follow_each_other_without_gap(web, maya, make_requirement, help_desk, manager, sort):
    for n in range(35):
        make_requirement(f"Shop {n}", priority=n % 5)
        create(help_desk, by=manager, title=f"Help {n}", priority=n % 3)
    client, seen, address = web(maya), [], f"{ALL}?sort={sort}"
    while address:
        response = client.get(address, headers=HTMX if seen else {})
        seen += re.findall(r'<tr id="row-([A-Z]+-\d+)"', text_of(response))
        more = re.search(r'<a class="button" href="([^"]+cursor=[^"]+)"', text_of(response))
        address = more and unescape(more.group(1))
    assert len(seen) == 70
    assert set(seen) == set(Requirement.objects.values_list("key", flat=True))


def test_the_number_of_queries_does_not_depend_on_rows_or_products(
    web, admin, make_requirement, requirement, django_assert_max_num_queries
):
    from products.operations.products import create_product

    for n in range(12):
        product = create_product(admin, by=admin, key=f"P{n}", name=f"Product {n}")
        for m in range(4):
            create(product, by=admin, title=f"Number {m}", tags=["a", "b"], assignees=[admin])
    client = web(admin)
    client.get(ALL)
    with django_assert_max_num_queries(11):
        assert len(client.get(f"{ALL}?sort=-score").context["rows"]) == 49


def test_the_first_page_reads_the_index_of_each_product(web, maya, requirement, helped):
    web(maya).get(ALL)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute(
            "EXPLAIN SELECT ARRAY(SELECT u.id FROM requirements_requirement u WHERE u.product_id = p.id"
            " AND u.score IS NOT NULL ORDER BY u.score DESC NULLS LAST, u.id LIMIT 51) FROM products_product p"
        )
        assert "requirement_by_score" in "\n".join(row[0] for row in cursor.fetchall())


def test_views_across_products_are_ones_own(web, maya, engineer, requirement, helped):
    answer = web(maya).post(reverse("all_views"), {"name": "Everywhere P1", "query": "priority=1", "way": "table"})
    assert answer.url.startswith(f"{ALL}?priority=1&view=")
    page = web(maya).get(answer.url)
    assert titles(page) == {requirement.title}
    assert "Everywhere P1" in text_of(page)
    assert "Everywhere P1" in text_of(web(maya).get(reverse("requirement_list", args=["SHOP"])))
    assert "Everywhere P1" not in text_of(web(engineer).get(ALL))
    refused = web(maya).post(reverse("all_views"), {"name": "Ours", "shared": "on"})
    assert refused.status_code == 403


def test_it_can_open_with_a_view(web, maya, requirement, helped):
    open_with(save_view(maya, by=maya, name="P1", query="priority=1"), by=maya)
    assert titles(web(maya).get(ALL)) == {requirement.title}
    assert titles(web(maya).get(f"{ALL}?q=")) == {requirement.title, "Answer faster"}


def test_odd_queries_are_told_and_the_rest_counts(web, maya, requirement):
    page = web(maya).get(f"{ALL}?sort=nonsense&cursor=xyz&columns=nothing,status&what=1&status=999999999999999999999")
    assert page.status_code == 200
    assert len(page.context["problems"]) >= 3


GROUPS = ["product", "status", "priority", "assignee", "owner", "version", "milestone", "tag", "parent", "due", "kind"]


def counted(response):
    return {(group.keys, group.label): group.count for group in response.context["groups"]}


def test_groups_count_what_one_may_read(web, maya, outsider, make_requirement, helped, secret, statuses):
    make_requirement("One", status=statuses["done"])
    make_requirement("Two")
    by_product = counted(web(maya).get(f"{ALL}?q=&group=product"))
    assert {label: n for (_keys, label), n in by_product.items()} == {"拾光商城": 2, "Help centre": 1}
    by_step = counted(web(maya).get(f"{ALL}?q=&group=status&subgroup=product"))
    assert {label: n for (keys, label), n in by_step.items() if len(keys) == 1} == {"New": 2, "Done": 1}
    assert sum(counted(web(outsider).get(f"{ALL}?q=&group=product")).values()) == 2


@pytest.mark.parametrize("group", [*GROUPS, "level"])
def test_a_group_is_asked_for_alone_and_holds_as_many_as_it_counts(web, maya, requirement, helped, secret, group):
    page = web(maya).get(f"{ALL}?q=&group={group}")
    assert "Hidden plan" not in text_of(page)
    assert "hidden tag" not in text_of(page)
    for shown in page.context["groups"]:
        rows = web(maya).get(shown.url, headers=HTMX).context["rows"]
        assert len(rows) == shown.count


def test_groups_of_nothing_or_of_a_hidden_product_are_empty(web, maya, requirement, secret):
    for within in (f"%3D{secret.product.pk}", "%3Dnonsense", "-", "%3D" + "9" * 30):
        assert web(maya).get(f"{ALL}?q=&group=product&within={within}", headers=HTMX).context["rows"] == []


def test_it_shows_the_panel_of_what_one_may_read(web, maya, helped, secret):
    page = web(maya).get(f"{ALL}?peek={helped.key}")
    assert page.context["peeked"] == helped
    assert 'class="peek-head"' in text_of(page)
    assert "peeked" not in web(maya).get(f"{ALL}?peek={secret.key}").context
    assert "Hidden plan" not in text_of(web(maya).get(f"{ALL}?peek={secret.key}"))


def test_rows_of_products_where_one_only_reads_are_fixed(web, engineer, support, requirement, helped):
    rows = {row.key: row.is_fixed for row in web(engineer).get(f"{ALL}?q=").context["rows"]}
    assert rows == {requirement.key: False, helped.key: True}
    page = web(support).get(f"{ALL}?q=")
    assert all(row.is_fixed for row in page.context["rows"])
    assert 'aria-readonly="true"' in text_of(page)
    assert "cell-check" not in text_of(page)


def test_a_saved_cell_answers_the_row_as_it_stands_in_this_table(web, manager, helped):
    url = reverse("requirement_cell", args=[helped.product.key, helped.number, "priority"])
    answer = web(manager).post(f"{url}?across=1&columns=product,priority", {"value": "0"}, headers=HTMX)
    assert f'<tr id="row-{helped.key}"' in text_of(answer)
    assert re.findall(r'data-field="(\w+)"', text_of(answer)) == ["key", "title", "product", "priority"]
    helped.refresh_from_db()
    assert helped.priority == 0


def test_many_are_changed_together_only_where_the_list_is_of_one_product(web, manager, engineer, requirement, helped):
    assert web(manager).get(f"{ALL}?q=").context["bulk_product"] is None
    assert "changed together within one product" in text_of(web(manager).get(f"{ALL}?q="))
    one = web(manager).get(f"{ALL}?q=product:{requirement.product.key}")
    assert one.context["bulk_product"] == requirement.product
    assert reverse("requirement_bulk", args=[requirement.product.key]) in text_of(one)
    assert web(engineer).get(f"{ALL}?q=product:{helped.product.key}").context["bulk_product"] is None


def test_columns_are_chosen_for_the_view(web, maya, requirement):
    answer = web(maya).post(reverse("all_columns"), {"column": ["title", "due", "product"], "here": "priority=1"})
    assert answer.url == f"{ALL}?priority=1&columns=title%2Cdue%2Cproduct"
    heads = web(maya).get(answer.url).context["heads"]
    assert [head.column.name for head in heads] == ["key", "title", "due", "product"]


def exported(client, query, format="csv"):
    return b"".join(client.get(f"{ALL}export/{format}/?{query}").streaming_content).decode()


@pytest.mark.parametrize("format", ["csv", "json", "md"])
@pytest.mark.parametrize("sort", ["-score", "number", "relevance"])
def test_a_file_has_what_one_may_read_of_every_product(web, maya, requirement, helped, secret, format, sort):
    page = text_of(web(maya).get(f"{ALL}export/?q=&sort={sort}"))
    assert "csv/?" in page
    whole = exported(web(maya), f"sort={sort}&columns=*", format)
    assert helped.key in whole
    assert requirement.key in whole
    assert "Hidden" not in whole
    some = exported(web(maya), f"q=product:{helped.product.key}", format)
    assert requirement.key not in some
    assert helped.product.key in some


def test_the_paper_has_it_too(web, maya, requirement, helped, secret):
    paper = text_of(web(maya).get(f"{ALL}export/print/?q="))
    assert requirement.title in paper
    assert helped.title in paper
    assert "Hidden plan" not in paper


def test_words_are_found_best_first(web, maya, make_requirement, helped):
    make_requirement("Something else", description="answer")
    page = web(maya).get(f"{ALL}?q=answer")
    assert [row.title for row in page.context["rows"]] == ["Answer faster", "Something else"]
