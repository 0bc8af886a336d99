import pytest
from django.urls import reverse

from changes.models import Change
from requirements.models import Requirement
from tests.requirements.conftest import text_of


@pytest.fixture
def new(shop):
    return reverse("requirement_new", args=[shop.key])


def test_a_title_is_enough(web, engineer, new, shop):
    response = web(engineer).post(new, {"title": "Guest checkout"})
    made = Requirement.objects.get()
    assert response["Location"] == reverse("requirement", args=["SHOP", made.number])
    assert (made.title, made.author, made.level, made.priority, made.status.category) == (
        "Guest checkout", engineer, "story", 4, "new",
    )  # fmt: skip


def test_everything_can_be_said_at_once(web, manager, engineer, new, shop, version, make_requirement):
    parent = make_requirement("Parent", level="initiative")
    web(manager).post(new, {
        "title": "All", "description": "Text", "priority": "0", "kind": "technical", "level": "feature",
        "tags": "one，two、three", "due": "2026-Q4", "estimate": "2.5", "owner": engineer.pk,
        "assignees": [engineer.pk, manager.pk], "version": version.pk, "parent": parent.number,
        "status": shop.statuses.get(category="planned").pk,
    })  # fmt: skip
    made = Requirement.objects.get(title="All")
    assert {tag.name for tag in made.tags.all()} == {"one", "two", "three"}
    assert (made.priority, made.kind, made.level, str(made.due), str(made.estimate)) == (
        0, "technical", "feature", "2026-Q4", "2.50",
    )  # fmt: skip
    assert made.parent == parent
    assert made.version == version
    assert made.assignments.count() == 2


def test_create_another_keeps_what_they_share(web, manager, new, shop, version):
    client = web(manager)
    response = client.post(new, {"title": "First", "version": version.pk, "level": "feature", "another": "on"})
    page = client.get(response["Location"])
    form = page.context["form"]
    assert (form["version"].value(), form["level"].value(), form["another"].value()) == (
        str(version.pk), "feature", "on",
    )  # fmt: skip
    assert "SHOP-1 is in the pool." in text_of(page)
    assert form["title"].value() is None
    assert "SHOP-1 First" not in text_of(page)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"title": ""}, "This field is required."),
        ({"title": "   "}, "This field is required."),
        ({"title": "x" * 100_000}, "at most 500 characters"),
        ({"title": "a\x00b"}, "Null characters are not allowed."),
        ({"title": "T", "due": "31.02."}, "is not a date"),
        ({"title": "T", "due": "2026-02-31"}, "is not a day of the calendar"),
        ({"title": "T", "estimate": "NaN"}, "Enter a number."),
        ({"title": "T", "estimate": "-1"}, "greater than or equal to 0"),
        ({"title": "T", "parent": "OTHER-1"}, "There is no requirement OTHER-1 in this product."),
        ({"title": "T", "parent": "999"}, "There is no requirement 999 in this product."),
        ({"title": "T", "version": "999999"}, "Select a valid choice"),
        ({"title": "T", "owner": "zzz"}, "Select a valid choice"),
        ({"title": "T", "priority": "9"}, "Select a valid choice"),
        ({"title": "T", "tags": "y" * 200}, "at most 100 characters"),
    ],
)
def test_a_refusal_names_the_field_and_keeps_the_text(web, manager, new, other_requirement, data, sentence):
    response = web(manager).post(new, {"description": "My long text", **data})
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert "My long text" in text_of(response)
    assert Requirement.objects.filter(product__key="SHOP").count() == 0


def test_things_of_other_products_cannot_be_chosen(web, manager, new, other_product, outsider):
    strange = other_product.statuses.first()
    assert web(manager).post(new, {"title": "T", "status": strange.pk}).status_code == 422
    assert web(manager).post(new, {"title": "T", "owner": outsider.pk}).status_code == 422


def test_readers_cannot_create(web, support, outsider, new):
    assert web(support).get(new).status_code == 403
    assert web(support).post(new, {"title": "T"}).status_code == 403
    assert web(outsider).post(new, {"title": "T"}).status_code == 404
    assert not Change.objects.filter(type="requirement").exists()
