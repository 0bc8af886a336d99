"""The same language through the page and through REST."""

from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils.html import escape

TEXT = 'status:open (tag:a OR version:2.4) -"declined"'


def test_rest_answers_and_points_at_mistakes(three, api, manager):
    client = api(manager)
    rows = client.get(f"/api/v1/requirements/?q={quote(TEXT)}&sort=number").json()["results"]
    assert [row["title"] for row in rows] == ["new", "planned"]
    answer = client.get(f"/api/v1/requirements/?q={quote('结算 (tga:a)')}")
    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {"parameter": "q", "message": answer.json()["detail"], "start": 4, "end": 7},
    ]
    assert "Did you mean “tag”" in answer.json()["detail"]


def test_rest_means_all_of_several_queries(three, api, manager):
    rows = api(manager).get("/api/v1/requirements/?q=tag:b+OR+zzz&q=version:none").json()["results"]
    assert [row["title"] for row in rows] == ["new"]


def test_old_parameters_are_joined_with_the_query(three, api, manager):
    rows = api(manager).get("/api/v1/requirements/?tag=b&q=-tag:a").json()["results"]
    assert [row["title"] for row in rows] == ["planned"]


def test_the_page_reads_it(three, web, manager, shop):
    page = web(manager).get(reverse("requirement_list", args=[shop.key]), {"q": TEXT}).content.decode()
    assert 'aria-label="Requirements"' in page
    assert ">new<" in page
    assert ">declined<" not in page


@pytest.mark.parametrize(
    ("text", "part"),
    [("a (tga:<b>)", "tga"), ("结算 status:plannde", "status:plannde"), ('"open', '"open'), ("x" * 5_000, "x" * 900)],
)
def test_the_page_keeps_what_is_at_fault_and_marks_it(three, web, manager, shop, text, part):
    page = web(manager).get(reverse("requirement_list", args=[shop.key]), {"q": text})
    assert page.status_code == 200
    shown = page.content.decode()
    assert f"<mark>{escape(part)[:50]}" in shown
    assert part in page.context["q"]
    assert "<b>)" not in shown
