"""Every URL × method × persona answers as the table says; who is refused writes nothing, and reading never writes."""

import re
from collections import Counter
from dataclasses import dataclass

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.access.rows import PERSONAS
from tests.access.table import PARTS, ROWS
from tests.access.urls import methods_of, walk

SETTLING = r"changes_change c\s+SET seq"  # whoever reads the stream may put it in order
WRITE = re.compile(
    r"^\W*(INSERT INTO|UPDATE|DELETE FROM|TRUNCATE|COPY)\s+\"?(\w+)"
    rf"|^\W*WITH\b.*\b(?:INSERT INTO|UPDATE) (?!{SETTLING})",
    re.DOTALL,
)
# a visit may be remembered: who is signed in, and when a token, calendar or link was last used
VISITS = {
    "django_session",
    "usersessions_usersession",
    "accounts_apitoken",
    "roadmaps_calendarfeed",
    "roadmaps_sharelink",
}
LET_IN = {400, 409, 412, 422, 428}


def answer(response):
    """The response as a word of the table."""
    status = response.status_code
    if status == 401 or (300 <= status < 400 and response["Location"].startswith("/accounts/login/")):
        return "login"
    if 200 <= status < 400 or status in LET_IN:
        return "ok"
    return str(status)


def writes(queries):
    """The statements that changed something other than the record of the visit."""
    found = ((WRITE.match(query["sql"]), query["sql"]) for query in queries)
    return [sql[:160] for match, sql in found if match and match[2] not in VISITS]


@dataclass
class Visit:
    """What a request got: the answer as a word of the table, its text, what it wrote, and what went wrong inside."""

    answer: str
    text: str
    written: list
    trouble: str


def call(client, method, row, world):
    """One request, taken back afterwards."""
    url = reverse(row.name, kwargs=row.resolve("args", world)) + row.query
    send = row.resolve("send", world).get(method, {})
    options = {"headers": row.resolve("headers", world)}
    if method != "get" and row.json:
        options["content_type"] = "application/json"
    if method in ("put", "patch", "delete") and not row.json:
        options["content_type"], send = "application/x-www-form-urlencoded", ""
    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        response = getattr(client, method)(url, send, **options)
        transaction.set_rollback(True)
    trouble = f" ({response.exc_info[1]!r})" if getattr(response, "exc_info", None) else ""
    text = b"".join(response).decode(errors="replace")
    return Visit(answer(response), text, writes(queries), trouble)


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_doors(part, world, doors, subtests):
    """Every call is taken back, so that the rows of a part share one world."""
    for row in PARTS[part]:
        with subtests.test(row.name):
            problems = list(problems_at(row, world, doors))
            assert not problems, "\n".join([f"{row.name}:", *problems])


def problems_at(row, world, doors):
    """What is wrong where one URL answers."""
    for method, rule in row.rules.items():
        for persona in PERSONAS:
            visit = call(doors(persona), method, row, world)
            place = f"{method} as {persona} answers {visit.answer}"
            if rule[persona] not in (visit.answer, "any"):
                yield f"{place}, the table says {rule[persona]}{visit.trouble}"
            if visit.written and (method == "get" or visit.answer != "ok"):
                yield f"{place} and yet writes: {visit.written[0]}"
            if persona in ("anonymous", "outsider") and not row.is_link:
                yield from (f"{place} and reveals “{secret}”" for secret in world.secrets if secret in visit.text)


def rules_for(callback):
    """Something to begin with."""
    return ", ".join(f"{method}=READERS" for method in sorted(methods_of(callback) or ["get"]))


def test_every_url_is_in_the_table():
    table = {row.name for row in ROWS}
    missing = [(name, route, callback) for name, route, callback in walk() if name not in table]
    lines = [f'    Row("{name}", …, {rules_for(callback)}),  # {route}' for name, route, callback in missing]
    assert not missing, "Say in tests/access/table/ who may do what at:\n" + "\n".join(lines)


def test_the_table_names_no_url_twice_and_none_that_is_gone():
    names = {name for name, _route, _callback in walk()}
    stale = [row.name for row in ROWS if row.name not in names]
    twice = [name for name, times in Counter(row.name for row in ROWS).items() if times > 1]
    assert (stale, twice) == ([], [])


def test_the_table_has_every_method_of_our_views():
    methods = {name: methods_of(callback) for name, _route, callback in walk()}
    problems = [
        f"{row.name} answers {sorted(methods[row.name])}, the table has {sorted(row.rules)}"
        for row in ROWS
        if not row.any_method and methods.get(row.name) is not None and methods[row.name] != set(row.rules)
    ]
    assert not problems, "\n".join(problems)
