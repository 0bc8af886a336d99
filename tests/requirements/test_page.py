"""The requirement's page: what it shows to whom, in how many queries, and what hangs on it."""

import pytest
from django.urls import reverse

from changes.models import Change
from requirements.models import Comment, ExternalPerson, ExternalReference, Requirement, Watching
from requirements.operations.authoring import create, edit
from requirements.operations.details import add_criterion, comment, edit_comment, link
from requirements.operations.people import watch
from tests.requirements.conftest import HTMX, text_of


@pytest.fixture
def busy(requirement, make_requirement, manager, engineer, shop):
    """SHOP-1 with a lot on it."""
    edit(requirement, by=manager, tags=[f"tag {n}" for n in range(30)])
    for n in range(40):
        comment(requirement, by=engineer, body=f"Comment **{n}**")
    for n in range(10):
        add_criterion(requirement, by=manager, text=f"Criterion {n}")
        child = make_requirement(f"Child {n}", parent=requirement)
        link(requirement, child, by=manager, kind="relates")
        ExternalReference.objects.create(product=shop, requirement=requirement, source="gitlab", external_id=str(n))
    watch(requirement, by=engineer)
    return requirement


def test_the_page_shows_everything(web, manager, busy, url):
    page = text_of(web(manager).get(url()))
    for text in (busy.title, "Three pages become <strong>one</strong>.", "Criterion 9", "Child 9", "tag 29",
                 "<strong>39</strong>", "周子航", "gitlab", "Reach", "P1 high"):  # fmt: skip
        assert text in page


def test_the_number_of_queries_does_not_depend_on_what_there_is(web, manager, busy, url, django_assert_max_num_queries):
    client = web(manager)
    client.get(url())
    with django_assert_max_num_queries(10):  # two of them the session and its user
        client.get(url())
    with django_assert_max_num_queries(13):
        client.get(url("?tab=history"))


def test_saving_a_part_costs_a_constant_number_of_queries(web, manager, busy, url, django_assert_max_num_queries):
    client = web(manager)
    client.get(url())
    with django_assert_max_num_queries(30):  # the change, and the whole page anew
        client.post(url("parts/title/"), {"title": "Quick"}, headers=HTMX)


def test_viewers_see_no_controls(web, support, busy, url):
    page = text_of(web(support).get(url()))
    for control in ("hx-get", "parts/", "criteria/", "comments/", "remove/"):
        assert control not in page.replace(f'hx-get="{url()}"', "").replace(
            f'hx-get="{url()}?tab=history"', ""
        ).replace(f'hx-get="{url()}?before=', "").replace('hx-get="/palette/"', "")
    assert 'name="watch"' in page


def test_unseen_is_not_found(web, outsider, url, other_requirement, manager):
    assert web(outsider).get(url()).status_code == 404
    assert web(manager).get(url(of=other_requirement)).status_code == 404
    assert web(manager).get(reverse("requirement", args=["SHOP", 10**30])).status_code == 404
    assert web(manager).get("/p/SHOP/requirements/0/").status_code == 404


def test_the_key_alone_leads_to_the_page(web, manager, outsider, requirement, url):
    assert web(manager).get("/SHOP-1")["Location"] == url()
    assert web(manager).get("/shop-1/")["Location"] == url()
    assert web(outsider).get("/SHOP-1").status_code == 404
    assert web(manager).get("/SHOP-999").status_code == 404


def test_hostile_markdown_is_harmless(web, manager, requirement, url):
    edit(
        requirement, by=manager, description="<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=y>"
    )
    page = text_of(web(manager).get(url()))
    assert "<script>alert" not in page
    assert 'href="javascript:' not in page
    assert "<img" not in page


def test_references_link_only_to_web_addresses(web, manager, shop, requirement, url):
    data = {"created_at": "2022-04-08T22:15:30Z", "author": "Marge"}
    for number, address in enumerate(["javascript:alert(1)", "https://gitlab.example/1"]):
        ExternalReference.objects.create(
            product=shop, requirement=requirement, source="gitlab", external_id=f"#{number}", url=address, data=data
        )
    page = text_of(web(manager).get(url()))
    assert "javascript:alert" not in page
    assert 'href="https://gitlab.example/1"' in page
    assert "2022-04-08T22:15:30Z" in page


def test_removing_leads_to_the_list_and_can_be_undone(web, manager, requirement, url, pool):
    client = web(manager)
    response = client.post(url("remove/"))
    assert response["Location"] == pool
    assert "SHOP-1 is in the trash." in text_of(client.get(pool))
    assert client.get(url()).status_code == 404
    client.post(reverse("undo", args=[Change.objects.filter(action="delete").latest("id").batch]))
    assert client.get(url()).status_code == 200


def test_only_managers_and_authors_remove(web, engineer, url, make_requirement):
    assert web(engineer).post(url("remove/")).status_code == 403
    own = make_requirement("Own", by=engineer)
    assert web(engineer).post(url("remove/", own)).status_code == 302


def test_anybody_may_watch(web, support, requirement, url):
    client = web(support)
    client.post(url("watching/"), {"watch": "on"})
    client.post(url("watching/"), {"watch": "on"})
    assert Watching.objects.filter(user=support).count() == 1
    assert "Unwatch" in text_of(client.get(url()))
    client.post(url("watching/"), {"watch": "off"})
    assert not Watching.objects.exists()


def test_criteria_are_added_checked_edited_and_removed(web, engineer, requirement, url):
    client = web(engineer)
    client.post(url("criteria/"), {"text": " It works "}, headers=HTMX)
    made = requirement.criteria.get()
    client.post(url(f"criteria/{made.pk}/check/"), {"done": "on"}, headers=HTMX)
    client.post(url(f"criteria/{made.pk}/"), {"text": "It works well"}, headers=HTMX)
    made.refresh_from_db()
    assert (made.text, made.done) == ("It works well", True)
    assert "1 / 1" in text_of(client.get(url()))
    client.post(url(f"criteria/{made.pk}/remove/"), headers=HTMX)
    assert not requirement.criteria.exists()


def test_refused_criteria_keep_their_text(web, engineer, requirement, url, make_requirement):
    client = web(engineer)
    for text, sentence in [("", "This field is required."), ("x" * 2_000, "at most 1000"), ("\x00", "Null characters")]:
        response = client.post(url("criteria/"), {"text": text}, headers=HTMX)
        assert response.status_code == 422
        assert sentence in text_of(response)
    other = make_requirement("Other")
    foreign = add_criterion(other, by=engineer, text="Of another requirement")
    assert client.post(url(f"criteria/{foreign.pk}/"), {"text": "Mine"}).status_code == 404


def test_links_are_seen_from_both_ends(web, manager, requirement, make_requirement, url):
    other = make_requirement("Payment provider")
    client = web(manager)
    client.post(url("links/"), {"kind": "blocked", "target": other.key}, headers=HTMX)
    assert "is blocked by" in text_of(client.get(url()))
    assert "blocks" in text_of(client.get(url(of=other)))
    made = other.links.get()
    client.post(url(f"links/{made.pk}/remove/"), headers=HTMX)
    assert not other.links.exists()


@pytest.mark.parametrize(
    ("kind", "target", "sentence"),
    [
        ("blocks", "SHOP-2", "would be a circle"),
        ("blocks", "SHOP-1", "cannot be linked to itself"),
        ("blocks", "OTHER-1", "There is no requirement OTHER-1"),
        ("blocks", "", "This field is required."),
        ("likes", "SHOP-2", "Select a valid choice"),
        ("relates", "\x00", "Null characters"),
    ],
)
def test_refused_links(web, manager, requirement, make_requirement, other_requirement, url, kind, target, sentence):
    link(make_requirement("Other"), requirement, by=manager, kind="blocks")
    response = web(manager).post(url("links/"), {"kind": kind, "target": target}, headers=HTMX)
    assert response.status_code == 422
    assert sentence in text_of(response)


def test_comments_are_written_edited_and_removed(web, engineer, manager, designer, requirement, url):
    web(engineer).post(url("comments/"), {"body": "Let us **try**"}, headers=HTMX)
    made = Comment.objects.get()
    assert web(designer).post(url(f"comments/{made.pk}/"), {"body": "No"}).status_code == 403
    assert web(designer).post(url(f"comments/{made.pk}/remove/")).status_code == 403
    web(engineer).post(url(f"comments/{made.pk}/"), {"body": "Let us **wait**"}, headers=HTMX)
    page = text_of(web(designer).get(url()))
    assert "<strong>wait</strong>" in page
    assert "edited" in page
    web(manager).post(url(f"comments/{made.pk}/remove/"), headers=HTMX)
    assert not Comment.objects.exists()


def test_empty_and_overlong_comments_are_refused(web, engineer, requirement, url):
    for body in ("", "  \n", "x" * 60_000, "a\x00b"):
        response = web(engineer).post(url("comments/"), {"body": body}, headers=HTMX)
        assert response.status_code == 422
        assert 'class="field-error"' in text_of(response)
    assert not Comment.objects.exists()


def test_earlier_comments_are_a_page_further(web, support, busy, url):
    client = web(support)
    first = client.get(url())
    assert [c.body for c in first.context["comments"]] == [f"Comment **{n}**" for n in range(10, 40)]
    older = client.get(url(f"?before={first.context['older']}"))
    assert [c.body for c in older.context["comments"]] == [f"Comment **{n}**" for n in range(10)]
    assert client.get(url("?before=rubbish")).status_code == 200


def test_a_preview_is_safe_and_changes_nothing(web, support, pool, requirement):
    page = text_of(web(support).post(f"{pool}preview/", {"body": "**bold** <script>"}))
    assert "<strong>bold</strong>" in page
    assert "<script" not in page
    assert "Nothing to preview" in text_of(web(support).post(f"{pool}preview/", {}))


def test_requirements_are_offered_by_key_and_title(
    web, manager, pool, requirement, make_requirement, other_requirement
):
    make_requirement("Payment provider")
    client = web(manager)
    assert "SHOP-2" in text_of(client.get(f"{pool}suggestions/?target=Pay&but=1"))
    assert "SHOP-1" not in text_of(client.get(f"{pool}suggestions/?target=SHOP-1&but=1"))
    assert "OTHER" not in text_of(client.get(f"{pool}suggestions/?target=Secret&but=1"))
    assert text_of(client.get(f"{pool}suggestions/?target=%00&but=1")).strip() == ""
    assert '<option value="SHOP-2">' in text_of(client.get(f"{pool}suggestions/?parent=Pay"))


def test_the_very_key_is_offered_first_and_initials_are_understood(web, manager, pool, make_requirement):
    for n in range(1, 13):
        make_requirement(f"Same as SHOP-1, {n}" if n > 1 else "支付方式")
    client = web(manager)
    for typed in ("SHOP-1", "shop-1", "1"):
        page = text_of(client.get(f"{pool}suggestions/?target={typed}&but=0"))
        assert page.index('value="SHOP-1"') == page.index("value="), typed
    assert 'value="SHOP-1"' in text_of(client.get(f"{pool}suggestions/?target=zffs&but=0"))


def test_people_of_an_internal_product_read_without_controls(web, outsider, manager, help_desk, url):
    made = create(help_desk, by=manager, title="Open to read")
    page = web(outsider).get(url(of=made))
    assert page.status_code == 200
    assert "parts/" not in text_of(page)
    assert web(outsider).post(url("comments/", made), {"body": "Hello"}).status_code == 403


def test_a_comment_of_another_requirement_is_not_found(web, engineer, make_requirement, url):
    foreign = comment(make_requirement("Other"), by=engineer, body="Elsewhere")
    assert web(engineer).get(url(f"comments/{foreign.pk}/")).status_code == 404
    edit_comment(foreign, by=engineer, body="Elsewhere, edited")
    assert web(engineer).post(url(f"comments/{foreign.pk}/"), {"body": "x"}).status_code == 404


def test_outside_people_stand_beside_members(web, support, shop, requirement, engineer, url):
    marge = ExternalPerson.objects.create(product=shop, source="gitlab", external_id="1", name="Marge")
    edit(requirement, by=engineer, assignees=[engineer, marge], outside_requester=marge)
    page = text_of(web(support).get(url()))
    assert page.count("Marge") >= 2
    assert "data-outside" in page
    assert Requirement.objects.count() == 1


@pytest.mark.parametrize("back", ["", "https://evil.example/p/SHOP/requirements/", "/settings/", "//evil.example"])
def test_deleting_leads_to_no_other_place_than_a_list(web, manager, requirement, back):
    response = web(manager).post("/p/SHOP/requirements/1/remove/", {"back": back})
    assert response["Location"] == "/p/SHOP/requirements/"


def test_deleting_leads_back_to_the_list_as_it_was(web, manager, requirement):
    back = "http://testserver/p/SHOP/requirements/?q=status:planned"
    assert web(manager).post("/p/SHOP/requirements/1/remove/", {"back": back})["Location"] == back
