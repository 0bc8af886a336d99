"""Nothing lies below something finer, whichever way it comes there; the message names the field and the row."""

import pytest
from django.core.exceptions import ValidationError

from changes.models import Change
from changes.operations.undoing import undo_batch
from requirements.models import Requirement
from requirements.operations.authoring import create, delete, edit
from requirements.operations.bulk import SomeRefused, edit_many
from requirements.operations.ordering import relocate
from tests.requirements.conftest import HTMX

REFUSED = "Nothing of the level “Feature” can lie below the level “Story”."


@pytest.fixture
def story(make_requirement):
    return make_requirement("Story")


@pytest.fixture
def feature(make_requirement):
    return make_requirement("Feature", level="feature")


@pytest.fixture
def initiative(make_requirement):
    return make_requirement("Initiative", level="initiative")


def last_batch():
    return Change.objects.latest("id").batch


def test_creating(shop, manager, story, feature):
    with pytest.raises(ValidationError) as refused:
        create(shop, by=manager, title="Wrong", level="feature", parent=story)
    assert refused.value.message_dict == {"parent": [REFUSED]}
    assert not Requirement.objects.filter(title="Wrong").exists()
    assert create(shop, by=manager, title="Equal", level="feature", parent=feature).parent == feature


def test_editing_the_parent(manager, story, feature, initiative):
    for act in (edit, relocate):
        with pytest.raises(ValidationError) as refused:
            act(feature, by=manager, parent=story)
        assert refused.value.message_dict == {"parent": [REFUSED]}
    assert edit(feature, by=manager, parent=initiative).parent == initiative


def test_editing_the_level_of_a_child_and_of_a_parent(manager, story, feature, initiative):
    edit(feature, by=manager, parent=initiative)
    edit(story, by=manager, parent=feature)
    with pytest.raises(ValidationError) as refused:
        edit(story, by=manager, level="initiative")
    assert list(refused.value.message_dict) == ["parent"]
    with pytest.raises(ValidationError) as refused:
        edit(initiative, by=manager, level="story")
    assert refused.value.message_dict == {"level": [f"{feature.key}: {REFUSED}"]}
    assert edit(feature, by=manager, level="story").level == "story"


def test_level_and_parent_together(manager, story, feature):
    moved = edit(feature, by=manager, level="story", parent=story)
    assert (moved.level, moved.parent) == ("story", story)


def test_what_was_wrong_before_the_rule_can_still_be_edited(manager, story, feature):
    Requirement.objects.filter(pk=feature.pk).update(parent=story)
    assert edit(feature, by=manager, title="Another title").title == "Another title"


def test_many_at_once(shop, manager, story, feature, initiative, make_requirement):
    below = make_requirement("Below", level="feature", parent=initiative)
    every = [story.pk, feature.pk, initiative.pk]
    other = make_requirement("Other story")
    with pytest.raises(SomeRefused) as refused:
        edit_many(shop, every, by=manager, parent=other, priority=0)
    assert set(refused.value.refused) == {feature.key, initiative.key}
    assert refused.value.refused[feature.key] == REFUSED
    with pytest.raises(SomeRefused) as refused:
        edit_many(shop, [initiative.pk], by=manager, level="story")
    assert refused.value.refused == {initiative.key: f"{below.key}: {REFUSED}"}
    assert edit_many(shop, [initiative.pk, below.pk], by=manager, level="story") == 2
    assert not Requirement.objects.filter(priority=0).exists()


def test_taking_back_what_others_have_built_upon(manager, engineer, feature, initiative):
    edit(feature, by=manager, parent=initiative)
    edit(feature, by=manager, parent=None)
    batch = last_batch()
    edit(initiative, by=engineer, level="story")
    with pytest.raises(ValidationError) as refused:
        undo_batch(batch, by=manager)
    assert refused.value.messages == [f"{feature.key}: {REFUSED}"]
    feature.refresh_from_db()
    assert feature.parent is None


def test_taking_back_the_level_of_a_parent(manager, engineer, story, feature):
    edit(story, by=manager, level="feature")
    batch = last_batch()
    edit(feature, by=engineer, parent=Requirement.objects.get(pk=story.pk))
    with pytest.raises(ValidationError, match="Nothing of the level"):
        undo_batch(batch, by=manager)
    assert Requirement.objects.get(pk=story.pk).level == "feature"


def test_the_trash_gives_back_what_still_fits(manager, engineer, feature, initiative):
    delete(edit(feature, by=manager, parent=initiative), by=manager)
    batch = last_batch()
    edit(initiative, by=engineer, level="story")
    with pytest.raises(ValidationError, match="Nothing of the level"):
        undo_batch(batch, by=manager)
    edit(initiative, by=engineer, level="feature")
    undo_batch(batch, by=manager)
    assert Requirement.objects.get(pk=feature.pk).parent_id == initiative.pk


def test_over_rest_the_field_is_named(api, manager, story, feature):
    answer = api(manager).patch(
        f"/api/v1/requirements/{feature.key}/", {"parent": story.key}, headers={"If-Match": f'"{feature.lock_version}"'}
    )
    assert answer.status_code == 422
    assert REFUSED in answer.content.decode()


def test_in_a_cell_it_is_said_below_the_cell(web, manager, story, feature):
    url = f"/p/SHOP/requirements/{feature.number}/cells/parent/"
    answer = web(manager).post(url, {"value": story.key, "lock_version": feature.lock_version}, headers=HTMX)
    assert answer.status_code == 422
    assert REFUSED in answer.content.decode()
