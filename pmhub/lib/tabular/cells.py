"""What stands in a cell of a file."""

import datetime as dt


def written(value):
    """What a spreadsheet or JSON value looks like as text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, int):
        return str(value) if value.bit_length() < 4000 else "∞"
    if isinstance(value, dict):
        return written(value.get("name") or value.get("title") or value.get("value") or "")
    if isinstance(value, list):
        return ", ".join(written(part) for part in value)
    return "" if value is None else str(value)
