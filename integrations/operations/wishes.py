"""What a row asks for, checked against the product: the step between a file's row and the database."""

import hashlib
import json
import re
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin

from django.core.exceptions import ValidationError

from pmhub.lib.fuzzy_dates import FuzzyDate
from pmhub.lib.tabular.dates import parse_date
from pmhub.lib.tabular.problems import BadValue, Problem
from pmhub.lib.tabular.records import Row
from pmhub.lib.tabular.values import listed
from products.models.custom_field import Kind
from requirements.models.custom_values import CLEANERS, clean_number

DIRECT = ("title", "description", "as_a", "i_want", "so_that", "votes", "estimate")
WORDS = ("kind", "level", "created_at")
DATES = {"start": ("start_on", "start_precision"), "due": ("due_on", "due_precision")}
LOWEST_PRIORITY = 4
WEB = re.compile(r"https?://", re.IGNORECASE)


@dataclass(slots=True)
class Wish:
    """A good row: `values` by column, what has to be looked up by name, and the reference to the other system."""

    row: Row
    external_id: str
    values: dict = field(default_factory=dict)
    allowed_categories: tuple = ()
    fields: dict = field(default_factory=dict)
    drivers: dict = field(default_factory=dict)
    custom: dict = field(default_factory=dict)
    url: str | None = None
    data: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)
    place: str = "row"
    parent_pending: bool = False

    @property
    def failed(self):
        return any(problem.fatal for problem in self.problems)

    def note(self, code, *, column="", fatal=True, **params):
        """Add a problem with this row."""
        row = self.row
        self.problems.append(Problem(code, row.number, column, params, fatal, row.line, self.place))


def wish_of(row, target, place="row"):
    """The wish of a row, with all problems that the row and the product know of; it may be `failed`."""
    wish = Wish(row, identity(row), problems=list(row.problems), place=place)
    if wish.failed:
        return wish
    fields = wish.fields = row.fields
    for name in DIRECT:
        if name in fields:
            wish.values[name] = fields[name]
    for name in WORDS:
        if fields.get(name) is not None:
            wish.values[name] = fields[name]
    if "priority" in fields:
        wish.values["priority"] = LOWEST_PRIORITY if fields["priority"] is None else fields["priority"]
    add_dates(wish)
    add_status(wish, target)
    add_owner(wish, target)
    add_drivers(wish, target)
    add_custom(wish, target)
    add_reference(wish)
    return wish


def identity(row):
    """The id in the other system; without one, a row is recognised by its title and description."""
    if found := row.fields.get("external_id"):
        return found
    text = json.dumps([row.fields.get("title", ""), row.fields.get("description", "")])
    return f"text:{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:40]}"


def add_dates(wish):
    for name, (on, precision) in DATES.items():
        if name in wish.fields:
            day, exact = wish.fields[name] or (None, "day")
            wish.values[on], wish.values[precision] = day, exact
    start, due = wish.fields.get("start"), wish.fields.get("due")
    if start and due and start[0] > FuzzyDate(*due).end:
        wish.note("start_after_due")


def add_status(wish, target):
    name = wish.fields.get("status")
    if not name:
        return
    status, wish.allowed_categories = target.status_named(name)
    if status is None:
        wish.note("status_unknown", fatal=False, value=name[:60])
        return
    wish.values["status_id"] = status.pk
    if status.category == "declined":
        wish.values["decline_reason"] = name


def add_owner(wish, target):
    owner = wish.fields.get("owner")
    if "owner" not in wish.fields:
        return
    if owner is None:
        wish.values["owner_id"] = None
    elif member := target.member(owner):
        wish.values["owner_id"] = member.pk
    else:
        wish.note("person_unknown", fatal=False, value=owner.name[:60])


def add_drivers(wish, target):
    for name, value in wish.fields.get("drivers", {}).items():
        driver = target.inputs[name]
        if value is not None and not driver.allows(value):
            low, high = (bound if bound is not None else "…" for bound in (driver.min, driver.max))
            wish.note("number_range", column=str(driver.title), value=str(value), low=str(low), high=str(high))
        wish.drivers[name] = None if value is None else clean_number(None, value)


def add_custom(wish, target):
    for key, text in wish.fields.get("custom", {}).items():
        custom = target.fields[key]
        try:
            wish.custom[key] = None if not text.strip() else CLEANERS[custom.kind](custom, written_as(custom, text))
        except (ValidationError, BadValue):
            wish.note("custom_value", column=custom.name, value=text[:60], field=custom.name)


def written_as(custom, text):
    """A cell's text in the form that the custom field's kind takes."""
    if custom.kind == Kind.DATE:
        return parse_date(text)[0].isoformat()
    if custom.kind == Kind.MULTI_SELECT:
        return [part.strip() for part in listed(text) if part.strip()]
    return text if custom.kind == Kind.TEXT else text.strip()


def add_reference(wish):
    """The address, and what is kept as it was written; JSON may bring characters that no database keeps."""
    if "url" in wish.fields:
        wish.url = wish.fields["url"]
    wish.data = wish.row.original
    kept = json.dumps(wish.data, ensure_ascii=False, default=str)
    if "\\u0000" in kept and "\0" in deep_text(wish.data):
        wish.note("nul")
    try:
        kept.encode()
    except UnicodeEncodeError:
        wish.note("broken_text", encoding="UTF-8")
    parent = wish.fields.get("parent")
    if parent is not None and parent.title:
        wish.fields = wish.fields | {"parent": replace(parent, url=web_address(wish.url, parent.url))}


def web_address(base, url):
    """An absolute http(s) address, or "" ("/groups/…" beside an address of the same site is made whole)."""
    whole = urljoin(base or "", url)
    return whole[:2000] if WEB.match(whole) else ""


def deep_text(value):
    if isinstance(value, dict):
        return "".join(deep_text(part) for pair in value.items() for part in pair)
    if isinstance(value, list):
        return "".join(deep_text(part) for part in value)
    return value if isinstance(value, str) else ""
