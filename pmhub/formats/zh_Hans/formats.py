"""Figures as Chinese software writes them, 2,796: Django's own format leaves the separator out."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
