"""The words in which the access table is written: personas, rules, rows."""

from collections.abc import Callable
from dataclasses import dataclass, field

PERSONAS = ("anonymous", "outsider", "viewer", "contributor", "manager", "owner", "admin")
METHODS = ("get", "post", "put", "patch", "delete")


def who(line):
    """A rule: for each persona in the order of PERSONAS what the door answers.

    `ok` lets them in (also a form they filled in badly: 400, 409, 412, 422, 428, or a redirect); `login` asks them to
    sign in (a redirect, or 401 of the API); `404` hides the thing; `403` refuses; `any` depends on the machine.
    """
    return dict(zip(PERSONAS, line.split(), strict=True))


#                   anonymous outsider viewer contributor manager owner admin
EVERYBODY = who("   ok        ok       ok     ok          ok      ok    ok  ")
SIGNED_IN = who("   login     ok       ok     ok          ok      ok    ok  ")
READERS = who("     login     404      ok     ok          ok      ok    ok  ")
CONTRIBUTORS = who("login     404      403    ok          ok      ok    ok  ")
MANAGERS = who("    login     404      403    403         ok      ok    ok  ")
OWNERS = who("      login     404      403    403         403     ok    ok  ")
ADMINS = who("      login     403      403    403         403     403   ok  ")
NOBODY = who("      login     404      404    404         404     404   404 ")
ANYTHING = who("    any       any      any    any         any     any   any ")


@dataclass
class Row:
    """One URL by its name: how to fill it in, and per method the rule and what to send.

    `args` are the URL's arguments and `send` the data by method; both may be functions of the world (see
    `conftest.py`), so that they can name its things. `headers` are functions of the world, too.
    """

    name: str
    args: dict | Callable = field(default_factory=dict)
    get: dict | None = None
    post: dict | None = None
    put: dict | None = None
    patch: dict | None = None
    delete: dict | None = None
    send: dict | Callable = field(default_factory=dict)
    headers: dict | Callable = field(default_factory=dict)
    query: str = ""
    json: bool = False
    is_link: bool = False  # whoever has the address is to see what it shows
    any_method: bool = False  # somebody else's view: its methods are not compared with the row's

    @property
    def rules(self):
        return {method: rule for method in METHODS if (rule := getattr(self, method)) is not None}

    def resolve(self, what, world):
        value = getattr(self, what)
        return value(world) if callable(value) else value


class TheirRow(Row):
    """A row of a view that is not ours (allauth, drf-spectacular)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs, any_method=True)
