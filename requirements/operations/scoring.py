"""Choosing how a product scores.

The inputs are part of editing requirements: `edit(requirement, by=…, drivers={"reach": 1800})`.
"""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pmhub.lib.formula import FormulaError, parse
from pmhub.lib.operations import operation
from products.models import CustomField
from products.models.custom_field import Kind as FieldKind
from requirements import policies
from requirements.models import ScoringModel
from requirements.models.custom_values import clean_number
from requirements.models.driver import (
    FIELDS,
    FORMULAS,
    NAME,
    NAME_LENGTH,
    RESERVED,
    WEIGHTED,
    WELL_KNOWN,
    Driver,
    weighted,
)
from requirements.models.scoring_model import ScoringKind

MOST_DRIVERS = 20


@operation(policies.can_configure_scoring)
def choose_model(product, *, by, kind, formula="", drivers=None):
    """Let the product score by a well-known model, by weighted drivers or by its own formula.

    `drivers` defines the inputs as ScoringModel.drivers does, where the kind leaves it open; without it the present
    ones stay. Every other formula or definition gets the next number. ValidationError names the position in the
    formula, or the driver, that is wrong.
    """
    ScoringModel.objects.get_or_create(product=product, defaults=adopted(product))
    model = ScoringModel.objects.select_for_update().get(product=product)
    before = (model.kind, model.formula, model.drivers)
    define(model, kind, formula, drivers)
    if (model.kind, model.formula, model.drivers) != before:
        model.number += 1
        model.save(update_fields=["kind", "formula", "drivers", "number"])
    return model


def adopted(product):
    """The columns of the model a product has before anybody chooses one."""
    rice = ScoringModel.rice(product)
    return {"kind": rice.kind, "formula": rice.formula, "drivers": rice.drivers}


def define(model, kind, formula="", drivers=None):
    """Set kind, formula and drivers on the instance, checked, without saving it."""
    if kind not in ScoringKind:
        raise ValidationError({"kind": _("“%s” is not a way of scoring.") % kind})
    if kind in FORMULAS:
        model.formula, rows = FORMULAS[kind][0], [{"name": driver.name} for driver in FORMULAS[kind][1]]
    else:
        present = model.drivers if model.kind == kind or kind == ScoringKind.FORMULA else None
        rows = drivers if drivers is not None else present or [driver.as_json() for driver in WEIGHTED]
        rows = [driver.as_json() for driver in clean_drivers(kind, rows)]
        known = [Driver.stored(kind, row) for row in rows]
        model.formula = weighted(known) if kind == ScoringKind.WEIGHTED else formula.strip()
    model.kind, model.drivers = kind, rows
    check_formula(model)


def check_formula(model):
    try:
        parse(model.formula, known=known_names(model))
    except FormulaError as error:
        raise ValidationError({"formula": str(error)}) from error


def known_names(model):
    """What the product's formula may read: its drivers, fields of every requirement, and its own number fields."""
    numeric = CustomField.objects.filter(product=model.product_id, kind__in=[FieldKind.NUMBER, FieldKind.RATING])
    return [*model.inputs, *FIELDS, *(f"custom.{key}" for key in numeric.values_list("key", flat=True))]


def clean_drivers(kind, rows):
    """Drivers from what people define; ValidationError under "drivers" names the one that is wrong."""
    errors, cleaned = [], {}
    for row in rows:
        try:
            driver = clean_driver(kind, row)
            if driver.name in cleaned:
                raise ValidationError(_("Two drivers are called “%s”.") % driver.name)
            cleaned[driver.name] = driver
        except ValidationError as error:
            errors += error.messages
    if not rows or len(rows) > MOST_DRIVERS:
        errors.append(_("A score needs 1 to %d drivers.") % MOST_DRIVERS)
    elif kind == ScoringKind.WEIGHTED and not errors and not sum(driver.weight for driver in cleaned.values()):
        errors.append(_("At least one weight must be more than 0."))
    if errors:
        raise ValidationError({"drivers": errors})
    return list(cleaned.values())


def clean_driver(kind, row):
    name = str(row.get("name") or "").strip()
    if not NAME.fullmatch(name) or len(name) > NAME_LENGTH:
        raise ValidationError(_("“%s” cannot be a driver's name: use letters, digits and _.") % name[:NAME_LENGTH])
    if name in RESERVED:
        raise ValidationError(_("“%s” already means something else in a formula.") % name)
    bounds = {key: clean_bound(name, row.get(key)) for key in ("min", "max", "weight")}
    low, high, weight = bounds["min"], bounds["max"], bounds["weight"]
    if low is not None and high is not None and low >= high:
        raise ValidationError(_("%s: the largest value must be above the smallest.") % name)
    if weight is not None and not 0 <= weight <= 1_000:
        raise ValidationError(_("%s: a weight is between 0 and 1,000.") % name)
    known = WELL_KNOWN.get(kind, {}).get(name)
    words = {}
    for key, longest in (("label", 60), ("unit", 20)):
        words[key] = " ".join(str(row.get(key) or "").replace("\x00", "").split())[:longest]
        if known and words[key] == str(getattr(known, key)):
            words[key] = ""  # the well-known word follows each reader's language
    return Driver(name, **words, min=low, max=high, weight=Decimal(1) if weight is None else weight)


def clean_bound(name, value):
    if value is None or value == "":
        return None
    try:
        return Decimal(str(clean_number(None, value)))
    except ValidationError as error:
        raise ValidationError([f"{name}: {message}" for message in error.messages]) from None
