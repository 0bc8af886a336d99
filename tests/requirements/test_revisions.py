"""Versions of a requirement's texts: listed, compared, restored."""

import time

import pytest

from changes.models import Change
from changes.operations.undoing import undo_batch
from requirements.operations.authoring import edit
from requirements.operations.details import add_criterion, edit_criterion, remove_criterion

PLACE = "/p/SHOP/requirements/1/revisions/"


@pytest.fixture
def written(requirement, manager, engineer):
    """SHOP-1 with three versions of its description; returns their ids, oldest first."""
    edit(requirement, by=engineer, description="结算页三步完成。Three pages.")
    edit(requirement, by=manager, description="结算页一步完成。One page.")
    changes = Change.objects.filter(key="SHOP-1", type="requirement", diff__has_key="description").order_by("id")
    return list(changes.values_list("id", flat=True))


def shown(web, user, query=""):
    return web(user).get(PLACE + query)


def test_versions_say_who_saved_them_and_the_newest_is_compared(web, support, written, engineer, manager):
    answer = shown(web, support)
    text = answer.content.decode()
    assert [row.id for row in answer.context["rows"]] == written[::-1]
    assert engineer.name in text
    assert manager.name in text
    assert "结算页<del>三</del><ins>一</ins>步完成。" in text
    assert "<del>Three pages</del><ins>One page</ins>" in text


def test_any_two_are_compared(web, support, written):
    first, _second, third = written
    pieces = shown(web, support, f"?old={first}&new={third}").context["pieces"]
    assert "".join(text for kind, text in pieces if kind != "added") == "Three pages become **one**."
    assert "".join(text for kind, text in pieces if kind != "removed") == "结算页一步完成。One page."
    assert shown(web, support, f"?new={first}").context["pieces"] == [("added", "Three pages become **one**.")]


def test_a_version_is_restored_and_that_can_be_undone(web, engineer, written, requirement):
    web(engineer).post(f"{PLACE}{written[0]}/restore/", {"text": "description", "lock_version": 3})
    requirement.refresh_from_db()
    assert requirement.description == "Three pages become **one**."
    undo_batch(Change.objects.latest("id").batch, by=engineer)
    requirement.refresh_from_db()
    assert requirement.description == "结算页一步完成。One page."


def test_restoring_does_not_overwrite_what_came_meanwhile(web, engineer, written, requirement, manager):
    edit(requirement, by=manager, description="Fresh")
    answer = web(engineer).post(
        f"{PLACE}{written[0]}/restore/", {"text": "description", "lock_version": 3}, follow=True
    )
    assert "Somebody has changed this meanwhile" in answer.content.decode()
    requirement.refresh_from_db()
    assert requirement.description == "Fresh"


def test_a_user_story_is_one_text(web, engineer, requirement):
    edit(requirement, by=engineer, as_a="buyer", i_want="speed")
    edit(requirement, by=engineer, as_a="guest")
    text = shown(web, engineer, "?text=story").content.decode()
    assert "As a <del>buyer</del><ins>guest</ins>\nI want speed" in text
    second = Change.objects.filter(diff__has_key="i_want", action="update").get()
    web(engineer).post(f"{PLACE}{second.pk}/restore/", {"text": "story"})
    requirement.refresh_from_db()
    assert (requirement.as_a, requirement.i_want) == ("buyer", "speed")


def test_criteria_are_compared_as_a_list(web, engineer, requirement):
    first = add_criterion(requirement, by=engineer, text="It works")
    edit_criterion(first, by=engineer, done=True)
    second = add_criterion(requirement, by=engineer, text="It is fast")
    remove_criterion(second, by=engineer)
    text = shown(web, engineer, "?text=criteria").content.decode()
    assert "[x] It works" in text
    assert "<del>\n[ ] It is fast</del>" in text


def test_there_is_a_page_before_anything_was_written(web, engineer, requirement):
    assert "No versions yet" in shown(web, engineer, "?text=criteria").content.decode()


def test_versions_are_listed_page_by_page(web, engineer, requirement):
    for n in range(45):
        edit(requirement, by=engineer, title=f"Title {n}")
    first = shown(web, engineer, "?text=title")
    assert len(first.context["rows"]) == 40
    rest = shown(web, engineer, f"?text=title&before={first.context['older']}")
    assert len(rest.context["rows"]) == 6
    assert rest.context["older"] is None


def test_another_products_change_is_no_version(web, engineer, outsider, written, other_requirement):
    theirs = Change.objects.filter(key="OTHER-1").latest("id").pk
    assert shown(web, engineer, f"?new={theirs}").status_code == 404
    assert web(engineer).post(f"{PLACE}{theirs}/restore/", {"text": "title"}).status_code == 404
    assert shown(web, outsider).status_code == 404


@pytest.mark.parametrize("query", ["?text=votes", "?new=999999999", "?old=99999999", "?text=%00"])
def test_nonsense_is_not_found(web, engineer, written, query):
    assert shown(web, engineer, query).status_code == 404


@pytest.mark.parametrize("query", ["?new=x", "?old=-1", "?before=99999999999999999999", "?new=%00", "?old=²"])
def test_nonsense_numbers_are_left_out(web, engineer, written, query):
    assert shown(web, engineer, query).status_code == 200


def test_hostile_texts_stay_texts(web, engineer, requirement):
    edit(requirement, by=engineer, description='"><script>alert(1)</script>')
    assert "<script>alert" not in shown(web, engineer).content.decode()


def test_long_texts_are_compared_in_time(web, engineer, requirement):
    text = "需求文本，很长。" * 24_000
    edit(requirement, by=engineer, description=text)
    edit(requirement, by=engineer, description=text[:90_000] + "改" + text[90_000:])
    began = time.process_time()
    answer = shown(web, engineer)
    assert "<ins>改</ins>" in answer.content.decode()
    assert len(answer.content) < 100_000
    assert time.process_time() - began < 3


def test_what_was_before_the_present_text_can_be_restored_and_says_of_when_it_is(web, manager, requirement):
    edit(requirement, by=manager, description="First")
    edit(requirement, by=manager, description="Second")
    client = web(manager)
    shown = client.get(PLACE)
    page = shown.content.decode()
    assert page.count("present text") == 1
    assert "Restore the text of" in page
    assert f"/{shown.context['rows'][1].id}/restore/" in page
    older = client.get(f"{PLACE}?new={shown.context['rows'][1].id}").content.decode()
    assert f"/{shown.context['rows'][1].id}/restore/" in older
