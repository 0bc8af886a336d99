"""Which column goes into which field: suggested from the names, checked before use."""

from dataclasses import dataclass, replace

from pmhub.lib.tabular.amounts import BRACKET
from pmhub.lib.tabular.headers import DRIVER_NAMES, FIELDS, KNOWN, MANY, NAMES, RELEASE, RESPONSIBLE, fold
from pmhub.lib.tabular.problems import Unreadable, comma_list

UNUSED = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A field for a column and how sure it is, from 0 to 1; no field is ""."""

    header: str
    target: str
    confidence: float


def suggest(headers, *, drivers=(), custom=None):
    """A suggestion for every column, each field at most once (tags, assignees and acceptance may repeat).

    `drivers` are the names of the product's scoring drivers, `custom` maps custom field keys to their names.
    """
    names = _extra_names(drivers, custom or {})
    guesses = _roles_told_apart([_guess(header, names) for header in headers])
    best = {}
    for guess in guesses:
        if guess.target and guess.confidence > best.get(guess.target, (0.0, ""))[0]:
            best[guess.target] = (guess.confidence, guess.header)
    return [
        guess if guess.target in MANY or best.get(guess.target, (0, ""))[1] == guess.header else _unused(guess.header)
        for guess in guesses
    ]


def suggest_among(headers, known, alone, exact=()):
    """As `suggest`, among the fields of {folded name: field}: of two columns the one whose name stands first there.

    A longer header that ends with a name is a guess, never for the fields of `exact`. A single unknown column is
    `alone`.
    """
    order = {name: place for place, name in enumerate(known)}
    guesses = []
    for index, header in enumerate(headers):
        folded = fold(header)
        name = next((name for name in (folded, fold(BRACKET.sub("", header))) if name in known), "")
        sure = bool(name)
        name = name or max(
            (part for part in known if known[part] not in exact and _holds(folded, part)), key=len, default=""
        )
        if name:
            guesses.append((not sure, order[name], index, known[name]))
    chosen = {}
    for doubted, _order, index, field in sorted(guesses):
        if field not in {guess.target for guess in chosen.values()}:
            chosen[index] = Suggestion(headers[index], field, 0.5 if doubted else 1.0)
    if len(headers) == 1 and not chosen:
        return [Suggestion(headers[0], alone, 0.5)]
    return [chosen.get(index) or _unused(header) for index, header in enumerate(headers)]


def as_mapping(suggestions):
    """{header: field} of the suggestions that name a field."""
    return {guess.header: guess.target for guess in suggestions if guess.target}


def targets(*, drivers=(), custom=None):
    """Every field a column can go to, in the order for a menu."""
    return [*FIELDS, *(f"driver:{name}" for name in drivers), *(f"custom:{key}" for key in custom or {})]


def check(mapping, headers, allowed, needs=("title",), lack="no_title", expected=NAMES["title"]):
    """Raises Unreadable when a column or field is unknown, a field is used twice, or nothing is one of `needs`.

    The last is the problem `lack`, which tells the names that are `expected`.
    """
    used = {}
    for header, target in mapping.items():
        if header not in headers:
            raise Unreadable("mapping_header", value=header[:60], found=comma_list(headers))
        if target == UNUSED:
            continue
        if target not in allowed:
            raise Unreadable("mapping_target", value=str(target)[:60], known=comma_list(allowed, 60))
        if target in used and target not in MANY:
            raise Unreadable("mapping_twice", value=target, first=used[target], second=header)
        used[target] = header
    if used.keys().isdisjoint(needs):
        raise Unreadable(lack, found=comma_list(headers), expected=", ".join(expected.split()[:16]))


def _extra_names(drivers, custom):
    names = {}
    for driver in drivers:
        for name in (driver, *DRIVER_NAMES.get(driver, "").split()):
            names[fold(name)] = f"driver:{driver}"
    for key, name in custom.items():
        names[fold(name)] = names[fold(key)] = f"custom:{key}"
    return names


def _guess(header, names):
    folded = fold(header.rpartition(" (")[0] if header.endswith(")") else header) or fold(header)
    if fold(header) in names or folded in names:
        return Suggestion(header, names.get(fold(header)) or names[folded], 1.0)
    if fold(header) in KNOWN:
        return Suggestion(header, KNOWN[fold(header)], 1.0)
    if folded in KNOWN:
        return Suggestion(header, KNOWN[folded], 0.9)
    part = max((name for name in KNOWN if _holds(folded, name)), key=len, default="")
    return Suggestion(header, KNOWN[part], 0.5) if part else _unused(header)


def _roles_told_apart(guesses):
    """负责人 as the owner where another column names the assignees; a milestone as the version if nothing else is."""
    others = {guess.target for guess in guesses if fold(guess.header) != RESPONSIBLE}
    roles = {RESPONSIBLE: "owner"} if "assignees" in others else {}
    if "version" not in others:
        roles |= dict.fromkeys(RELEASE, "version")
    return [replace(guess, target=roles.get(fold(guess.header), guess.target)) for guess in guesses]


def _holds(folded, name):
    """Whether a longer header ends with a known name; short names prove nothing."""
    return len(name) >= (2 if not name.isascii() else 5) and folded.endswith(name)


def _unused(header):
    return Suggestion(header, UNUSED, 0.0)
