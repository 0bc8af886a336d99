from tests.access.rows import CONTRIBUTORS, MANAGERS, OWNERS, READERS, SIGNED_IN, Row

PRODUCT = {"name": "New name", "stage": "growth", "time_zone": "UTC", "privacy": "private"}
STATUS = {"name": "New step", "category": "active", "hue": "225"}
GOAL = {"name": "New goal", "results-TOTAL_FORMS": "0", "results-INITIAL_FORMS": "0"}
FIELD = {"name": "New field", "kind": "text"}


def of_product(world):
    return {"key": world.key}


def thing(name):
    return lambda world: {"key": world.key, "pk": getattr(world, name).pk}


def page(name, get, post=None, send=None):
    return Row(name, of_product, get=get, post=post, send={"post": send or {}})


ROWS = [
    Row("home", get=SIGNED_IN),
    Row("undo_latest", post=SIGNED_IN),
    Row("undo", lambda w: {"batch": w.batch}, post=MANAGERS),
    Row("product_list", get=SIGNED_IN),
    Row("product_new", get=SIGNED_IN, post=SIGNED_IN, send={"post": {**PRODUCT, "key": "NEW"}}),
    page("product", get=READERS),
    page("product_settings", get=READERS, post=MANAGERS, send=PRODUCT),
    page("product_members", READERS, OWNERS, {"email": "new@sample.pmhub.example", "role": "20"}),
    Row("product_member", thing("membership"), post=OWNERS, send={"post": {"role": "30"}}),
    Row("product_member_remove", thing("membership"), post=OWNERS),
    page("product_workflow", READERS, MANAGERS, STATUS),
    Row("product_status", thing("status"), get=MANAGERS, post=MANAGERS, send={"post": STATUS}),
    Row("product_status_move", thing("status"), post=MANAGERS, send={"post": {"to": "up"}}),
    Row("product_status_remove", thing("status"), post=MANAGERS),
    page("product_goals", READERS),
    page("product_goal_new", MANAGERS, MANAGERS, GOAL),
    Row("product_goal", thing("goal"), get=MANAGERS, post=MANAGERS, send={"post": GOAL}),
    Row("product_goal_delete", thing("goal"), post=MANAGERS),
    page("product_fields", READERS, MANAGERS, FIELD),
    Row("product_field", thing("field"), get=MANAGERS, post=MANAGERS, send={"post": FIELD}),
    Row("product_field_move", thing("field"), post=MANAGERS, send={"post": {"to": "up"}}),
    Row("product_field_remove", thing("field"), post=MANAGERS),
    page("product_trash", get=CONTRIBUTORS),
]
