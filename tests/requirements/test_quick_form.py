"""Quick add: what a line means in a product, and making it."""

import pytest

from products.operations.workflow import tags_named
from requirements.models import Requirement

URL = "/p/SHOP/requirements/quick/"


def post(client, user, line, url=URL, **more):
    client.force_login(user)
    return client.post(url, {"line": line, **more}, headers={"HX-Request": "true"})


def test_a_line_makes_a_requirement_with_all_it_says(client, manager, engineer, shop, version):
    answer = post(client, manager, f"Pay in one step @陈牧 @zihang.zhou #Checkout !1 ^2026-Q4 ~{version.name}")
    assert answer.status_code == 204
    assert "SHOP-1" in answer.headers["HX-Trigger"]
    made = Requirement.objects.get()
    assert (made.title, made.priority, str(made.due), made.version) == ("Pay in one step", 1, "2026-Q4", version)
    assert set(made.assignments.values_list("user", flat=True)) == {manager.pk, engineer.pk}
    assert [tag.name for tag in made.tags.all()] == ["Checkout"]


@pytest.mark.parametrize("name", ["周子航", "zzh", "zihang.zhou", "周子", '"周子航"'])
def test_people_are_known_by_name_beginning_initials_or_address(client, manager, engineer, shop, name):
    post(client, manager, f"Title @{name}")
    assert Requirement.objects.get().assignments.get().user == engineer


@pytest.mark.parametrize(
    "line, said",
    [
        ("Title @nobody", "Nobody here is called “nobody”"), ("Title ~9.9", "There is no version “9.9”"),
        ("Title ^sometime", "is not a date"), ("#only @陈牧", "needs a title"),
    ],
)  # fmt: skip
def test_what_is_unclear_is_refused_and_nothing_made(client, manager, shop, line, said):
    answer = post(client, manager, line)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Requirement.objects.exists()


def test_the_check_shows_what_is_understood_and_changes_nothing(client, manager, shop):
    tags_named(shop, ["Checkout"], by=manager)
    said = post(client, manager, "Title #checkout #later !0 @陈牧", url=f"{URL}check/").content.decode()
    assert all(part in said for part in ("Checkout", "later (new)", "P0 critical", "陈牧"))
    assert not Requirement.objects.exists()


def test_people_of_other_products_are_nobody(client, outsider, other_product, shop):
    answer = post(client, outsider, "Title @陈牧", url="/p/OTHER/requirements/quick/")
    assert "Nobody here" in answer.content.decode()


@pytest.mark.parametrize("line", ["", "   ", "\x00", "x" * 2_000, "@ # ! ^ ~", '@"'])
def test_strange_lines_are_answered(client, manager, shop, line):
    assert post(client, manager, line).status_code in (204, 422)
    assert post(client, manager, line, url=f"{URL}check/").status_code == 200


def test_without_a_script_the_form_of_all_fields_has_the_line(client, manager, shop):
    client.force_login(manager)
    assert client.get(URL, {"line": "A line"}).url == "/p/SHOP/requirements/new/?title=A+line&begun=quick"
    assert client.post(URL, {"line": "A line"}).url == "/p/SHOP/requirements/1/"


def test_the_form_of_all_fields_begins_with_what_the_line_means(client, manager, engineer, shop, version):
    client.force_login(manager)
    line = f"Pay @周子航 #checkout #支付 !1 ^2026-12 ~{version.name}"
    form = client.get(URL, {"line": line}, follow=True).context["form"]
    assert [form[name].value() for name in ("title", "priority", "due", "tags")] == [
        "Pay",
        "1",
        "2026-12",
        "checkout, 支付",
    ]
    assert (form["version"].value(), form["assignees"].value()) == (str(version.pk), [str(engineer.pk)])
    form = client.get(URL, {"line": "Pay @nobody !1"}, follow=True).context["form"]
    assert (form["title"].value(), form["priority"].value()) == ("Pay @nobody !1", 4), "nothing typed is lost"
