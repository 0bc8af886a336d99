"""Checking values against a product's custom fields."""

import datetime
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from products.models.custom_field import Kind


def clean_custom(product, values):
    """The values as they are stored (JSON), by field key; None empties a field. Errors name the field."""
    fields = {field.key: field for field in product.custom_fields.all()}
    cleaned, errors = {}, {}
    for key, value in values.items():
        if key not in fields:
            errors[f"custom.{key}"] = _("This product has no field “%s”.") % key
            continue
        try:
            cleaned[key] = None if value in (None, "", []) else CLEANERS[fields[key].kind](fields[key], value)
        except ValidationError as error:
            errors[f"custom.{key}"] = error.messages
    if errors:
        raise ValidationError(errors)
    return cleaned


def clean_text(field, value):
    if not isinstance(value, str) or len(value) > 10_000 or "\x00" in value:
        raise ValidationError(_("Enter a text of at most 10,000 characters."))
    return value


def clean_number(field, value):
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise ValidationError(_("“%s” is not a number.") % value) from None
    if not number.is_finite() or abs(number) > Decimal(10) ** 12:
        raise ValidationError(_("“%s” is not a number between -10¹² and 10¹².") % value)
    return int(number) if number == number.to_integral_value() else float(number)


def clean_date(field, value):
    try:
        return datetime.date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise ValidationError(_("“%s” is not a date like 2026-12-31.") % value) from None


def clean_choice(field, value):
    if value not in field.options:
        raise ValidationError(_("“%(value)s” is not one of: %(options)s.") % {
            "value": value, "options": ", ".join(field.options)
        })  # fmt: skip
    return value


def clean_choices(field, value):
    if not isinstance(value, list):
        raise ValidationError(_("Enter a list of choices."))
    return list(dict.fromkeys([clean_choice(field, item) for item in value]))


def clean_url(field, value):
    URLValidator(schemes=["http", "https"])(value)
    return value


def clean_rating(field, value):
    number = clean_number(field, value)
    if number not in (1, 2, 3, 4, 5):
        raise ValidationError(_("A rating is a whole number from 1 to 5."))
    return number


CLEANERS = {
    Kind.TEXT: clean_text,
    Kind.NUMBER: clean_number,
    Kind.DATE: clean_date,
    Kind.SELECT: clean_choice,
    Kind.MULTI_SELECT: clean_choices,
    Kind.PERSON: clean_text,
    Kind.URL: clean_url,
    Kind.RATING: clean_rating,
}
