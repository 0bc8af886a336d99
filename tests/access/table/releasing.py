"""The Release page of a version, its notes and the changelog."""

from tests.access.rows import MANAGERS, READERS, Row
from tests.access.table.products import of_product, thing

CHECKLIST = {"name": "Another", "testing": "Tested"}
WRITTEN = {"title": "2.4", "body": "New", "lock_version": "1"}


def item(world):
    return {"key": world.key, "pk": world.version.pk, "item": world.launch_item.pk}


def note(world):
    return {"key": world.key, "pk": world.version.pk, "language": "zh"}


def published(world):
    return {"key": world.key, "pk": world.old_version.pk, "language": "en"}


ROWS = [
    Row("version_release", thing("version"), get=READERS),
    Row("version_releasing", thing("version"), get=MANAGERS, post=MANAGERS, send={"post": {"every": "drop"}}),
    Row("version_item_new", thing("version"), post=MANAGERS, send={"post": {"text": "New", "section": "testing"}}),
    Row("version_checklist_apply", thing("version"), post=MANAGERS, send={"post": {"from": "en"}}),
    Row("version_item", item, get=MANAGERS, post=MANAGERS, send={"post": {"text": "x", "section": "testing"}}),
    Row("version_item_move", item, post=MANAGERS, send={"post": {"to": "up"}}),
    Row("version_item_done", item, post=MANAGERS, send={"post": {"done": "on"}}),
    Row("version_item_remove", item, post=MANAGERS),
    Row("version_note", published, get=READERS, post=MANAGERS, send={"post": WRITTEN}),
    Row("version_note_publish", note, post=MANAGERS),
    Row("version_note_delete", note, post=MANAGERS),
    Row("version_checklists", of_product, get=READERS, post=MANAGERS, send={"post": CHECKLIST}),
    Row("version_checklist", thing("checklist"), get=MANAGERS, post=MANAGERS, send={"post": CHECKLIST}),
    Row("version_checklist_remove", thing("checklist"), post=MANAGERS),
    Row("changelog", of_product, get=READERS),
    Row("changelog_feed", of_product, get=READERS),
]

ROWS += [
    Row(
        "api_release", lambda w: {"pk": w.version.pk}, get=READERS, post=MANAGERS, json=True,
        send={"post": {"every": {"action": "drop"}, "items_reason": "x"}}, headers={"If-Match": "*"},
    ),
    Row(
        "api_checklist", lambda w: {"pk": w.version.pk}, get=READERS, post=MANAGERS, json=True,
        send={"post": {"text": "New"}},
    ),
    Row(
        "api_checklist_item", lambda w: {"pk": w.launch_item.pk}, get=READERS, patch=MANAGERS, delete=MANAGERS,
        json=True, send={"patch": {"text": "x"}}, headers={"If-Match": "*"},
    ),
    Row(
        "api_checklists", get=READERS, post=MANAGERS, query="?product=SHOP", json=True,
        send={"post": {"product": "SHOP", "name": "x", "items": [{"section": "testing", "text": "x"}]}},
    ),
    Row(
        "api_checklist_template", lambda w: {"pk": w.checklist.pk}, get=READERS, patch=MANAGERS, delete=MANAGERS,
        json=True, send={"patch": {"name": "x"}}, headers={"If-Match": "*"},
    ),
    Row(
        "api_release_notes", lambda w: {"pk": w.version.pk}, get=READERS, post=MANAGERS, json=True,
        send={"post": {"language": "en"}},
    ),
    Row(
        "api_release_note", lambda w: {"pk": w.note.pk}, get=READERS, patch=MANAGERS, delete=MANAGERS, json=True,
        send={"patch": {"title": "x"}}, headers={"If-Match": "*"},
    ),
]  # fmt: skip
