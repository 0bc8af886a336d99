"""What releasing names in URLs, for the access table."""

from roadmaps.operations.checklists import add_checklist, add_item
from roadmaps.operations.notes import publish_note, write_note
from roadmaps.operations.planning import create_version
from roadmaps.operations.releasing import release

NOTE = "Secret news of the last release"


def prepared(version, people):
    """An item on the version's checklist, a checklist of the product, a note of the version and a published one."""
    by, shop = people.manager, version.product
    old = create_version(shop, by=by, name="2.3")
    publish_note(write_note(old, by=by, language="en", title=NOTE, body="New"), by=by)
    return {
        "launch_item": add_item(version, by=by, text="Regression tests are green"),
        "checklist": add_checklist(shop, by=by, name="Launch", items=[{"section": "testing", "text": "Tested"}]),
        "note": write_note(version, by=by, language="zh", title="2.4", body="新"),
        "old_version": release(old, by=by),
    }
