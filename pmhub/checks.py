"""Checks of the world PMHub runs in."""

from django.core.checks import Error, Tags, register
from django.db import ProgrammingError, connection, transaction


@register(Tags.database)
def chinese_text_has_trigrams(app_configs=None, databases=None, **kwargs):
    """Without trigrams of Chinese text its search would silently find nothing."""
    if not databases:
        return []
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute("SELECT show_trgm('结算') <> '{}'")
            found = cursor.fetchone()[0]
            transaction.set_rollback(True)
    except ProgrammingError as error:
        return [Error(f"The extension pg_trgm is missing and cannot be made: {error}", id="pmhub.E001")]
    if found:
        return []
    return [
        Error(
            "This database finds no trigrams in Chinese text, so search would not work.",
            hint="Create it with ENCODING UTF8 LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LC_CTYPE 'C.UTF-8' "
            "TEMPLATE template0 (before PostgreSQL 17: LC_COLLATE 'C' LC_CTYPE 'C.UTF-8').",
            id="pmhub.E002",
        )
    ]
