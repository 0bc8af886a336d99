"""The trash: what was deleted in the last 30 days, by whom, and back."""

from datetime import timedelta

from changes.models import Change
from pmhub.lib.operations import one_batch
from requirements.models import Requirement
from requirements.operations.authoring import delete
from requirements.operations.details import comment, remove_comment
from roadmaps.models import Version
from roadmaps.operations.planning import delete_version

TRASH = "/p/SHOP/trash/"


def names(response):
    return [[change.name for change in deletion.named] for deletion in response.context["deletions"]]


def test_the_trash_names_what_was_deleted_newest_first(web, manager, shop, requirement, version):
    title = requirement.title
    delete(requirement, by=manager)
    delete_version(version, by=manager)
    page = web(manager).get(TRASH)
    assert names(page) == [["2.4"], [title]]
    assert "陈牧" in page.content.decode()


def test_restoring_brings_everything_back_and_empties_the_trash(web, manager, engineer, requirement):
    pk = requirement.pk
    comment(requirement, by=engineer, body="Keep me")
    delete(requirement, by=manager)
    client = web(manager)
    (deletion,) = client.get(TRASH).context["deletions"]
    response = client.post(f"/changes/undo/{deletion.batch}/", headers={"Referer": f"http://testserver{TRASH}"})
    assert response["Location"] == f"http://testserver{TRASH}"
    back = Requirement.objects.get(pk=pk)
    assert (back.comments.get().body, [tag.name for tag in back.tags.all()]) == ("Keep me", ["checkout"])
    assert client.get(TRASH).context["deletions"] == []


def test_a_batch_is_one_entry_with_its_first_names(web, manager, make_requirement):
    made = [make_requirement(f"Number {number}") for number in range(7)]
    with one_batch():
        for requirement in made:
            delete(requirement, by=manager)
    page = web(manager).get(TRASH)
    assert names(page) == [["Number 0", "Number 1", "Number 2", "Number 3"]]
    assert "and 3 more" in page.content.decode()


def test_a_removed_comment_can_come_back(web, engineer, requirement):
    remove_comment(comment(requirement, by=engineer, body="Said in haste"), by=engineer)
    assert names(web(engineer).get(TRASH)) == [["Said in haste"]]


def test_after_thirty_days_it_is_gone_from_the_page(web, manager, version):
    delete_version(version, by=manager)
    Change.objects.filter(action="delete").update(at=Change.objects.latest("id").at - timedelta(days=31))
    assert names(web(manager).get(TRASH)) == []


def test_the_trash_of_another_product_stays_there(web, manager, outsider, shop, other_requirement):
    delete(other_requirement, by=outsider)
    assert names(web(manager).get(TRASH)) == []
    batch = Change.objects.filter(operation="delete").first().batch
    assert web(manager).post(f"/changes/undo/{batch}/").status_code == 404
    assert not Requirement.objects.filter(pk=other_requirement.pk).exists()


def test_the_trash_costs_the_same_for_many_deletions(
    web, manager, shop, django_assert_max_num_queries, make_requirement
):
    for number in range(8):
        delete(make_requirement(f"Number {number}"), by=manager)
    client = web(manager)
    client.get(TRASH)
    with django_assert_max_num_queries(8):
        client.get(TRASH)


def test_names_from_users_cannot_carry_markup(web, manager, shop, make_requirement):
    delete(make_requirement("<script>alert(1)</script>"), by=manager)
    assert "<script>alert(1)" not in web(manager).get(TRASH).content.decode()


def test_deleting_a_version_lists_only_the_version(web, manager, version, make_requirement):
    make_requirement("Planned", version=version)
    delete_version(version, by=manager)
    assert not Version.objects.exists()
    assert names(web(manager).get(TRASH)) == [["2.4"]]


def test_what_was_deleted_again_is_listed_once(web, manager, requirement):
    client, title = web(manager), requirement.title
    delete(requirement, by=manager)
    (deletion,) = client.get(TRASH).context["deletions"]
    client.post(f"/changes/undo/{deletion.batch}/")
    delete(Requirement.objects.get(), by=manager)
    assert names(client.get(TRASH)) == [[title]]
