"""Figures as Chinese software writes them, 2,796: Django's own format leaves the separator out. Days as FuzzyDate."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3

DATE_FORMAT = SHORT_DATE_FORMAT = "Y 年 n 月 j 日"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "Y 年 n 月 j 日 H:i"
TIME_FORMAT = "H:i"
MONTH_DAY_FORMAT = "n 月 j 日"
