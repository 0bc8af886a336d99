"""The pages on which a product's workflow and fields are arranged."""

import pytest

from products.models import CustomField, Status

WORKFLOW, FIELDS = "/p/SHOP/settings/workflow/", "/p/SHOP/settings/fields/"
STEP = {"name": "QA", "category": "active", "hue": "180", "wip_limit": "3"}
SELECT = {"name": "Market", "kind": "select", "options": "EU\n\n US \nEU"}


def names(rows):
    return [row.name for row in rows]


def test_a_step_is_added_at_the_end(web, manager, shop):
    web(manager).post(WORKFLOW, STEP)
    step = shop.statuses.last()
    assert (step.name, step.category, step.hue, step.wip_limit) == ("QA", "active", 180, 3)


def test_a_step_without_a_colour_gets_that_of_its_category(web, manager, shop):
    web(manager).post(WORKFLOW, {"name": "QA", "category": "done"})
    assert shop.statuses.last().hue == 150


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"name": "x" * 61}, {"category": "odd"}, {"wip_limit": "0"}, {"wip_limit": "many"}, {"hue": "1"}],
)
def test_a_bad_step_keeps_the_form(web, manager, shop, wrong):
    response = web(manager).post(WORKFLOW, STEP | wrong)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == list(wrong)
    assert shop.statuses.count() == 6


def test_names_are_taken_once(web, manager, shop, statuses):
    response = web(manager).post(WORKFLOW, STEP | {"name": statuses["new"].name})
    assert response.status_code == 422


def test_steps_move_and_the_page_says_how_many_stand_in_each(web, manager, shop, statuses, requirement):
    client, before = web(manager), names(shop.statuses.all())
    client.post(f"{WORKFLOW}{statuses['planned'].pk}/move/", {"to": "up"})
    assert names(shop.statuses.all()) == [before[0], before[2], before[1], *before[3:]]
    client.post(f"{WORKFLOW}{statuses['planned'].pk}/move/", {"to": "down"})
    assert names(shop.statuses.all()) == before
    client.post(f"{WORKFLOW}{statuses['new'].pk}/move/", {"to": "up"})
    assert names(shop.statuses.all()) == before
    assert [step.in_use for step in client.get(WORKFLOW).context["statuses"]] == [1, 0, 0, 0, 0, 0]


def test_a_step_in_use_stays(web, manager, shop, statuses, requirement):
    page = web(manager).post(f"{WORKFLOW}{statuses['new'].pk}/remove/", follow=True)
    assert "is in use" in page.content.decode()
    assert Status.objects.filter(pk=statuses["new"].pk).exists()


def test_the_only_done_step_stays(web, manager, statuses):
    page = web(manager).post(f"{WORKFLOW}{statuses['done'].pk}/remove/", follow=True)
    assert "needs a status" in page.content.decode()
    refused = web(manager).post(f"{WORKFLOW}{statuses['done'].pk}/", STEP)
    assert refused.status_code == 422
    assert Status.objects.get(pk=statuses["done"].pk).category == "done"


def test_a_removed_step_comes_back(web, manager, shop, statuses):
    client = web(manager)
    page = client.post(f"{WORKFLOW}{statuses['review'].pk}/remove/", follow=True)
    assert shop.statuses.count() == 5
    client.post([str(message.extra_tags) for message in page.context["messages"]][-1])
    assert Status.objects.get(pk=statuses["review"].pk).name == statuses["review"].name


def test_a_step_is_renamed_in_its_own_page(web, manager, statuses):
    pk = statuses["review"].pk
    assert statuses["review"].name in web(manager).get(f"{WORKFLOW}{pk}/").content.decode()
    web(manager).post(f"{WORKFLOW}{pk}/", STEP | {"category": "review"})
    assert Status.objects.get(pk=pk).name == "QA"


def test_a_list_field_keeps_its_choices_in_order_once(web, manager, shop):
    web(manager).post(FIELDS, SELECT)
    field = shop.custom_fields.get()
    assert (field.key, field.kind, field.options) == ("market", "select", ["EU", "US"])


@pytest.mark.parametrize(("name", "key"), [("Due to legal?", "due_to_legal"), ("市场", "field"), ("2nd", "field_2nd")])
def test_a_key_is_made_from_the_name(web, manager, shop, name, key):
    web(manager).post(FIELDS, {"name": name, "kind": "text"})
    web(manager).post(FIELDS, {"name": name, "kind": "text"})
    assert [field.key for field in shop.custom_fields.all()] == [key, f"{key}_2"]


@pytest.mark.parametrize(
    "wrong",
    [{"options": ""}, {"options": "x" * 101}, {"kind": "odd"}, {"key": "Has Space"}, {"key": "1st"}, {"name": ""}],
)
def test_a_bad_field_keeps_the_form(web, manager, shop, wrong):
    response = web(manager).post(FIELDS, SELECT | wrong)
    assert response.status_code == 422
    assert list(wrong)[0] in response.context["form"].errors
    assert not shop.custom_fields.exists()


def test_a_field_keeps_key_and_kind_when_edited(web, manager, shop):
    client = web(manager)
    client.post(FIELDS, SELECT)
    field = shop.custom_fields.get()
    client.post(f"{FIELDS}{field.pk}/", {"name": "Markets", "options": "EU\nCN", "kind": "text", "key": "other"})
    field.refresh_from_db()
    assert (field.name, field.key, field.kind, field.options) == ("Markets", "market", "select", ["EU", "CN"])


def test_a_removed_field_comes_back_with_its_values(web, manager, shop, make_requirement):
    client = web(manager)
    client.post(FIELDS, SELECT)
    requirement = make_requirement("x", custom={"market": "EU"})
    field = shop.custom_fields.get()
    page = client.post(f"{FIELDS}{field.pk}/remove/", follow=True)
    assert not CustomField.objects.exists()
    client.post([str(message.extra_tags) for message in page.context["messages"]][-1])
    requirement.refresh_from_db()
    assert (CustomField.objects.get().options, requirement.custom) == (["EU", "US"], {"market": "EU"})


def test_steps_and_fields_of_another_product_are_not_found_here(web, manager, other_product):
    strange = other_product.statuses.first()
    assert web(manager).get(f"{WORKFLOW}{strange.pk}/").status_code == 404
    assert web(manager).post(f"/p/OTHER/settings/workflow/{strange.pk}/remove/").status_code == 404
