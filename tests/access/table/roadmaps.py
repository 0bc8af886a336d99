from tests.access.rows import EVERYBODY, MANAGERS, READERS, SIGNED_IN, Row
from tests.access.table.products import page, thing

VERSION = {"name": "9.9", "state": "planned", "release": "2027-Q1"}
MILESTONE = {"name": "Beta", "due": "2027-02"}

ROWS = [
    page("version_list", READERS),
    page("version_new", MANAGERS, MANAGERS, VERSION),
    Row("version", thing("version"), get=READERS),
    Row("version_edit", thing("version"), get=MANAGERS, post=MANAGERS, send={"post": VERSION}),
    Row("version_delete", thing("version"), post=MANAGERS),
    page("milestone_list", READERS),
    page("milestone_new", MANAGERS, MANAGERS, MILESTONE),
    Row("milestone", thing("milestone"), get=READERS, post=MANAGERS, send={"post": MILESTONE}),
    Row("milestone_done", thing("milestone"), post=MANAGERS),
    Row("milestone_delete", thing("milestone"), post=MANAGERS),
    Row("calendar_file", lambda w: {"secret": w.calendar}, get=EVERYBODY, is_link=True),
    Row("calendar_list", get=SIGNED_IN),
    page("calendar", READERS, READERS),
    page("calendar_off", None, READERS),
]
