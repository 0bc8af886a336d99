"""The access table: every URL × method × persona. A module here for each part of the product has a list `ROWS`.

To add a URL, add a Row to the module of its app (or a new module): the name of the URL, how to fill in its arguments,
and for each of its methods who gets in. `test_matrix.py` says what is missing.
"""

from importlib import import_module
from pkgutil import iter_modules

PARTS = {module.name: import_module(f"{__name__}.{module.name}").ROWS for module in iter_modules(__path__)}
ROWS = [row for rows in PARTS.values() for row in rows]
