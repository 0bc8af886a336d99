"""From a cell to a value: one function per field, each raising BadValue with the reason.

A cell is text, a number, a date, or, from JSON, a list or an object. An empty cell means "empty", not "unknown".
"""

import json
import re
import unicodedata
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from django.core.exceptions import ValidationError

from pmhub.lib.mail_addresses import AddressField
from pmhub.lib.tabular.cells import written
from pmhub.lib.tabular.dates import parse_date, parse_moment
from pmhub.lib.tabular.encoding import is_broken
from pmhub.lib.tabular.headers import fold
from pmhub.lib.tabular.problems import BadValue
from pmhub.lib.tabular.records import CELL_LIMIT, ID_LIMIT, NAME_LIMIT, TITLE_LIMIT, Criterion, Parent, Person, Release
from pmhub.lib.tabular.vocabulary import CATEGORY, KIND, LEVEL, PRIORITY

SEPARATORS = re.compile(r"[,;，；、|\n\r]+")
THOUSANDS = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?")
SAFE_URL = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
CHECKED = re.compile(r"^\s*(?:[-*+]\s*)?(?:\[(?P<mark>[ xX✓√])\]\s*|\d{1,3}[.、)]\s*)?(?P<text>.*?)\s*$")
NUMBER_LIMIT = Decimal(10) ** 9
ESTIMATE_LIMIT = Decimal("9999999.99")
CENT = Decimal("0.01")
ADDRESS = AddressField(required=False, max_length=254)
EMPTY = ("", None)


def text(value):
    """The text exactly as it stands in the file."""
    if value is None:
        return ""
    if not isinstance(value, str):
        value = written(value)
    if "\0" in value:
        raise BadValue("nul")
    if len(value) > CELL_LIMIT:
        raise BadValue("text_long", length=len(value), limit=CELL_LIMIT)
    if is_broken(value):
        raise BadValue("broken_text", encoding="UTF-8")
    return value


def title(value):
    """The title; never empty, at most TITLE_LIMIT characters."""
    value = text(value)
    if not value or value.isspace():
        raise BadValue("title_empty")
    if len(value) > TITLE_LIMIT:
        raise BadValue("title_long", length=len(value), limit=TITLE_LIMIT)
    return value


def limited(limit):
    """A reader of texts of at most that many characters."""

    def read(value):
        value = text(value)
        if len(value) > limit:
            raise BadValue("text_long", length=len(value), limit=limit)
        return value

    return read


def name(value, limit=NAME_LIMIT):
    """A short name without blanks around it."""
    return limited(limit)(text(value).strip())


def external_id(value):
    """The identifier in the other system."""
    value = text(value).strip()
    if len(value) > ID_LIMIT:
        raise BadValue("text_long", length=len(value), limit=ID_LIMIT)
    if not value:
        raise BadValue("id_empty")
    return value


def url(value):
    """A web address; anything else than http and https is left out."""
    value = text(value).strip()
    if value and (len(value) > 2000 or not SAFE_URL.fullmatch(value)):
        raise BadValue("url_unknown", fatal=False, value=value[:60])
    return value


def address(value):
    """An e-mail address; anything else is left out."""
    said = text(value).strip()
    try:
        return ADDRESS.clean(said)
    except ValidationError:
        raise BadValue("address_unknown", fatal=False, value=said[:60]) from None


def number(value):
    """A Decimal or None; "1,234.5", "80%" and full-width digits are understood."""
    if value in EMPTY:
        return None
    return _decimal(value if isinstance(value, str) else written(value)) if not _blank(value) else None


def percentage(value):
    """A Decimal or None for a driver in percent: "80%", "80" and 80 are all 80."""
    return number(value.replace("%", "").replace("％", "") if isinstance(value, str) else value)


def count(value):
    """A whole number from 0; empty is 0."""
    found = number(value)
    if found is None:
        return 0
    if found < 0 or found != int(found) or found >= 2**31:
        raise BadValue("number_range", value=str(value)[:60], low=0, high=2**31 - 1)
    return int(found)


def estimate(value):
    """An effort, not negative."""
    found = number(value)
    if found is not None and not 0 <= found <= ESTIMATE_LIMIT:
        raise BadValue("number_range", value=str(value)[:60], low=0, high=ESTIMATE_LIMIT)
    return None if found is None else found.quantize(CENT)


def priority(value):
    """0 (highest) to 4; None when empty."""
    if value in EMPTY:
        return None
    word = fold(text(value))
    found = PRIORITY.get(word) if word else None
    if found is None and (match := re.match(r"p([0-4])(?!\d)", word)):
        found = int(match[1])
    if found is None:
        raise BadValue("not_priority", value=text(value)[:60])
    return found


def kind(value):
    """ "user", "business" or "technical"; None when empty."""
    return _word(value, KIND, "kind_unknown")


def level(value):
    """ "initiative", "feature" or "story"; None when empty."""
    return _word(value, LEVEL, "level_unknown")


def status(value):
    """The state's name in the file."""
    return name(value)


def category(status_name):
    """The workflow category that a state's name means, or None."""
    return CATEGORY.get(fold(status_name))


def listed(value):
    """The parts of a cell with several values: between separators, or a JSON array where they themselves hold some."""
    if isinstance(value, list):
        return value
    if (written_out := text(value).strip()).startswith('["'):
        try:
            return json.loads(written_out)
        except json.JSONDecodeError:
            pass
    return SEPARATORS.split(text(value))


def several(value):
    """A text; of a list one that `listed` takes apart again."""
    if value and isinstance(value, list) and all(isinstance(part, str) for part in value):
        return json.dumps(value, ensure_ascii=False)
    return text(value)


def tags(value):
    """Distinct names in the order written; labels of GitHub are objects."""
    names = [name(part.get("name") if isinstance(part, dict) else part, 100) for part in listed(value)]
    return [found for found in dict.fromkeys(names) if found]


def person(value):
    """Somebody, or None. From JSON with id, username and name; from a table by name alone."""
    if value in EMPTY:
        return None
    if isinstance(value, dict):
        username = name(value.get("username") or value.get("login") or "")
        shown = name(value.get("name") or value.get("displayName") or username)
        identity = value.get("id", value.get("accountId", username))
        return Person(name(identity), shown or username, username) if shown or username else None
    return _person_by_name(name(value).lstrip("@"))


def people(value):
    """Distinct persons in the order written."""
    found = [person(part) for part in listed(value)]
    return list(dict.fromkeys(somebody for somebody in found if somebody))


def release(value):
    """A version: by name alone, or a milestone with its dates. None when empty."""
    if not isinstance(value, dict):
        return Release(name(value, 120)) if name(value) else None
    shown = name(value.get("title") or value.get("name"), 120)
    if not shown:
        return None
    identity = value.get("id", value.get("number"))
    return Release(
        shown,
        external_id="" if identity is None else name(identity),
        start=_day(value.get("start_date")),
        due=_day(value.get("due_date") or value.get("due_on")),
        closed=value.get("state") == "closed",
        description=limited(10_000)(value.get("description")),
        url=url(value.get("web_url") or value.get("html_url")),
    )


def parent(value):
    """What stands above: another row by its id, or an epic with a title. None when empty."""
    if isinstance(value, dict):
        identity = value.get("id", value.get("iid"))
        if identity is None:
            return None
        shown = text(value.get("title"))[:TITLE_LIMIT]
        link = value.get("web_url") or value.get("url") or ""
        return Parent(f"epic:{name(identity)}", shown or name(identity), text(link)[:2000], "initiative")
    found = name(value)
    return Parent(found) if found else None


def acceptance(value):
    """One criterion per line; list marks and [x] are understood."""
    found = []
    for line in text(value).splitlines():
        match = CHECKED.match(line)
        if match["text"]:
            found.append(Criterion(limited(1_000)(match["text"]), (match["mark"] or " ") != " "))
    return found


def dated(zone, order):
    """A reader of planned dates for a column."""

    def read(value):
        return None if value in EMPTY or _blank(value) else parse_date(_clean(value), order=order, zone=zone)

    return read


def stamped(zone, order):
    """A reader of timestamps for a column."""

    def read(value):
        return None if value in EMPTY or _blank(value) else parse_moment(_clean(value), zone=zone, order=order)

    return read


@lru_cache(maxsize=4096)
def _person_by_name(shown):
    return Person(unicodedata.normalize("NFKC", shown).casefold(), shown) if shown else None


@lru_cache(maxsize=4096)
def _decimal(written):
    cleaned = unicodedata.normalize("NFKC", written).strip().replace(" ", "")
    if THOUSANDS.fullmatch(cleaned):
        cleaned = cleaned.replace(",", "")
    percent = cleaned.endswith("%")
    try:
        result = Decimal(cleaned.rstrip("%")) if len(cleaned) <= 40 and "_" not in cleaned else None
    except InvalidOperation:
        result = None
    if result is None or not result.is_finite():
        raise BadValue("not_number", value=written[:60])
    if abs(result) >= NUMBER_LIMIT:
        raise BadValue("number_range", value=written[:60], low=-NUMBER_LIMIT, high=NUMBER_LIMIT)
    return result / 100 if percent else result


def _blank(value):
    return isinstance(value, str) and value.isspace()


def _clean(value):
    if isinstance(value, bool | list | dict):
        raise BadValue("not_date", value=written(value)[:60])
    return value


def _day(value):
    return None if value in EMPTY else parse_date(_clean(value))


def _word(value, words, code):
    if value in EMPTY or not text(value).strip():
        return None
    found = words.get(fold(text(value)))
    if found is None:
        raise BadValue(code, fatal=False, value=text(value)[:60])
    return found
