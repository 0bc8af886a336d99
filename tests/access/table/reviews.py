"""Reviews: managers hold them, contributors add to the agenda, reviewers score."""

from tests.access.rows import CONTRIBUTORS, MANAGERS, READERS, Row, who
from tests.access.table.api import api, product
from tests.access.table.products import of_product, page

#                 anonymous outsider viewer contributor manager owner admin
REVIEWERS = who(" login     404      403    ok          ok      403   403")
INVITED = who("   login     404      404    ok          ok      404   404")
REVIEW = {"title": "Another", "starts_at": "2026-12-01T14:30", "time_zone": "UTC", "minutes": "60"}


def one(world):
    return {"key": world.key, "pk": world.review.pk}


def item(world):
    return {**one(world), "item": world.item.pk}


def of_requirement(world):
    return {"key": world.key, "number": world.other.number}


def pk_of(name):
    return lambda world: {"pk": getattr(world, name).pk}


NEW = {"title": "By REST", "starts_at": "2026-12-01T06:30:00Z"}
DECLINE = {"verdict": "decline", "reason": "No"}
#                anonymous outsider viewer contributor manager owner admin
SCORING = who("  login     404      403    ok          ok      403   403")
HAVE_SCORED = who("login   404      404    404         404     404   404")

ROWS = [
    api("api_reviews", product, get=READERS, post=MANAGERS, send={"post": NEW}),
    api("api_review_attendance", product, get=READERS),
    api("api_review", pk_of("review"), get=READERS, patch=MANAGERS, delete=MANAGERS, send={"patch": {"title": "New"}}),
    api("api_review_open", pk_of("review"), post=MANAGERS),
    api("api_review_close", pk_of("review"), post=MANAGERS),
    api("api_review_agenda", pk_of("review"), get=READERS, post=CONTRIBUTORS,
        send=lambda w: {"post": {"requirement": w.other.key}}),
    api("api_agenda_item", pk_of("item"), get=READERS, delete=MANAGERS),
    api("api_agenda_score", pk_of("item"), get=HAVE_SCORED, post=SCORING, send={"post": {"value": 3}}),
    api("api_agenda_reveal", pk_of("item"), post=MANAGERS),
    api("api_agenda_decisions", pk_of("item"), get=READERS, post=MANAGERS, send={"post": DECLINE}),
    page("review_list", READERS),
    page("review_new", MANAGERS, MANAGERS, REVIEW),
    Row("review_attendance", of_product, get=READERS),
    Row("review_dismiss", lambda w: {"key": w.key, "resurfaced": w.resurfaced.pk}, post=MANAGERS,
        send={"post": {"reason": "No"}}),
    Row("review", one, get=READERS),
    Row("review_edit", one, get=MANAGERS, post=MANAGERS, send={"post": REVIEW}),
    Row("review_delete", one, post=MANAGERS),
    Row("review_open", one, post=MANAGERS),
    Row("review_close", one, post=MANAGERS),
    Row("review_agenda", one, post=CONTRIBUTORS, send=lambda w: {"post": {"target": w.other.key}}),
    Row("review_people", one, post=MANAGERS, send=lambda w: {"post": {"people": w.people.maya.pk, "part": "observer"}}),
    Row("review_uninvite", lambda w: {**one(w), "person": w.invited_person.pk}, post=MANAGERS),
    Row("review_answer", one, post=INVITED, send={"post": {"answer": "yes"}}),
    Row("review_present", one, post=MANAGERS, send=lambda w: {"post": {"present": w.people.engineer.pk}}),
    Row("review_calendar", one, get=READERS),
    Row("review_minutes", one, get=READERS),
    Row("review_score", item, post=REVIEWERS, send={"post": {"value": "3"}}),
    Row("review_reveal", item, post=MANAGERS),
    Row("review_notes", item, post=CONTRIBUTORS, send={"post": {"notes": "Words"}}),
    Row("review_decide", item, post=MANAGERS, send={"post": {"verdict": "decline", "reason": "No"}}),
    Row("review_item_move", item, post=MANAGERS, send={"post": {"move": "down"}}),
    Row("review_item_minutes", item, post=MANAGERS, send={"post": {"minutes": "10"}}),
    Row("review_item_remove", item, post=MANAGERS),
    Row("requirement_reviews", of_requirement, post=CONTRIBUTORS,
        send=lambda w: {"post": {"review": w.review.pk}}),
]  # fmt: skip
