from tests.access.rows import CONTRIBUTORS, MANAGERS, READERS, Row, who
from tests.access.table.products import of_product

#                 anonymous outsider viewer contributor manager owner admin
ITS_AUTHOR = who("login     404      403    ok          403     403   403")

ITS_MAKER = who("  login     404      403    403         ok      403   403")


def one(world):
    return {"key": world.key, "number": world.voice.number}


def part_of(name):
    return lambda world: {**one(world), "pk": getattr(world, name).pk}


def decision(name, **values):
    """A decision about one item: those who may work on it take it, others read the page at most."""
    return Row(name, one, get=CONTRIBUTORS, post=CONTRIBUTORS, send={"post": values})


ROWS = [
    Row("feedback_list", of_product, get=READERS),
    Row(
        "feedback_new", of_product, get=CONTRIBUTORS, post=CONTRIBUTORS,
        send={"post": {"body": "New words", "kind": "question", "channel": "phone"}},
    ),
    Row(
        "feedback_bulk", of_product, get=CONTRIBUTORS, post=CONTRIBUTORS,
        send=lambda w: {"post": {"id": w.voice.number, "act": "accept"}},
    ),
    Row("feedback_bulk_job", lambda w: {**of_product(w), "pk": w.bulk_decision.pk}, get=CONTRIBUTORS, post=ITS_MAKER),
    Row("feedback_filter_step", of_product, get=READERS, query="?field=kind&value=praise"),
    Row("feedback_filter_values", lambda w: {**of_product(w), "field": "customer"}, get=READERS),
    Row("feedback_filter_completions", of_product, get=READERS, query="?typed=sta"),
    Row("feedback_filter_builder", of_product, get=READERS),
    Row("inbox_news", of_product, get=READERS, query="?since=0"),
    Row("feedback_similar", of_product, get=CONTRIBUTORS, query="?body=checkout"),
    Row("feedback_suggestions", of_product, get=READERS, query="?of=checkout"),
    Row("customer_suggestions", of_product, get=READERS, query="?customer=a"),
    Row("contact_suggestions", of_product, get=CONTRIBUTORS, query="?name=a"),
    Row("feedback", one, get=READERS),
    Row("feedback_alike", one, get=READERS),
    decision("feedback_acceptance"),
    Row(
        "feedback_duplicate", one, get=CONTRIBUTORS, post=CONTRIBUTORS,
        send=lambda w: {"post": {"of": w.other_voice.key}},
    ),
    decision("feedback_decline", decline_reason="Not this year"),
    decision("feedback_snooze", until="tomorrow"),
    decision("feedback_waking"),
    decision("feedback_waiting"),
    decision("feedback_solution", solution="One page"),
    decision("feedback_opening"),
    decision("feedback_assignee", to=""),
    decision("feedback_kind", kind="defect"),
    decision("feedback_channel", channel="phone"),
    decision("feedback_customer", customer=""),
    decision("feedback_contact", email="new@huadong.example"),
    Row(
        "feedback_part", lambda w: {**one(w), "part": "title"}, get=CONTRIBUTORS, post=CONTRIBUTORS,
        send={"post": {"title": "Better words"}},
    ),
    Row("feedback_files", one, get=CONTRIBUTORS, post=CONTRIBUTORS, send=lambda w: {"post": {"file": w.upload()}}),
    Row(
        "feedback_file", lambda w: {**one(w), "storage": w.enclosed.storage, "name": w.enclosed.name}, get=READERS
    ),
    decision("feedback_messages", kind="reply", body="Thank you"),
    Row("feedback_message", part_of("turn"), get=ITS_AUTHOR, post=ITS_AUTHOR, send={"post": {"body": "Better words"}}),
    Row(
        "feedback_links", one, get=CONTRIBUTORS, post=CONTRIBUTORS,
        send=lambda w: {"post": {"target": w.other.key, "importance": "2"}},
    ),
    Row("feedback_link", part_of("evidence"), get=CONTRIBUTORS, post=CONTRIBUTORS, send={"post": {"importance": "3"}}),
    Row("feedback_link_remove", part_of("evidence"), get=CONTRIBUTORS, post=CONTRIBUTORS),
    Row("feedback_remove", one, get=MANAGERS, post=MANAGERS),
]  # fmt: skip
