"""A formula means the same in Python and in PostgreSQL, whatever it is and whatever it is given."""

from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmhub.lib.formula import Score, evaluate, names, parse, to_sql

pytestmark = pytest.mark.django_db

NAMES = ["a", "b", "触达", "custom.x_1"]
SHARED_DATABASE = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def in_postgres(text, *rows):
    """The scores PostgreSQL computes for rows of inputs."""
    tree = parse(text)
    columns = {name: f't."{name}"' for name in names(tree)}
    cells = ", ".join("(" + ", ".join(["%s::numeric"] * len(NAMES)) + ")" for _ in rows)
    quoted = ", ".join(f'"{name}"' for name in NAMES)
    select = f"SELECT s.value, s.problem FROM (VALUES {cells}) AS t({quoted}), LATERAL ({to_sql(tree, columns)}) AS s"
    with connection.cursor() as cursor:
        cursor.execute(select, [row.get(name) for row in rows for name in NAMES])
        return [Score(*row) for row in cursor.fetchall()]


def in_python(text, *rows):
    tree = parse(text)
    return [evaluate(tree, row) for row in rows]


def joined(template, *parts):
    return st.tuples(*parts).map(lambda found: template.format(*found))


numbers = st.decimals(0, 1000, places=2).map(str) | st.sampled_from(["0", "1", "1000000000000", "0.000000000001"])
leaves = numbers | st.sampled_from(NAMES)


def grown(inner):
    condition = joined("{} {} {}", inner, st.sampled_from(["<", "<=", ">", ">=", "=", "!="]), inner)
    return st.one_of(
        joined("({} {} {})", inner, st.sampled_from("+-*/"), inner),
        joined("{} / {}", leaves, inner),
        joined("-{}", leaves),
        joined("min({}, {})", inner, inner),
        joined("max({}, {}, {})", inner, inner, leaves),
        joined("round({})", inner),
        joined("round({}, {})", inner, st.integers(-12, 12)),
        joined("if({}, {}, {})", condition, inner, inner),
    )


formulas = st.recursive(leaves, grown, max_leaves=14)
values = st.one_of(
    st.none(),
    st.decimals(-1000, 1000, places=3),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**13), max_value=10**13, places=14),
    st.sampled_from([Decimal(0), Decimal(1), Decimal("1e12"), Decimal("-1e12"), Decimal("1e300"), Decimal("NaN")]),
)
rows_of_inputs = st.lists(st.fixed_dictionaries(dict.fromkeys(NAMES, values)), min_size=1, max_size=5)


@SHARED_DATABASE
@given(formulas, rows_of_inputs)
def test_python_and_postgres_agree(text, rows):
    assert in_postgres(text, *rows) == in_python(text, *rows)


@pytest.mark.parametrize(
    "text",
    [
        "1 / 0",
        "min(a, b)",
        "max(a, 1)",
        "if(a > 0, b / a, 触达)",
        "if(if(a > 0, 1, b) > 0, if(b > 0, 触达, a), custom.x_1)",
        "a * a",
        "a / 3 * 3",
        "99999999999.9999999999 * 1000",
        "round(a / 7, 3) - round(a, -1)",
    ],
)
def test_agree_at_the_edges(text):
    edges = [None, Decimal(0), Decimal("-2.5"), Decimal("0.0000005"), Decimal("1e12"), Decimal("1000000000000.5")]
    rows = [{"a": a, "b": b, "触达": a, "custom.x_1": b} for a in edges for b in edges]
    assert in_postgres(text, *rows) == in_python(text, *rows)


def test_the_longest_products_agree():
    row = {"a": Decimal("-999999999999.999999999999"), "b": Decimal("0.000000000001")}
    for text in (" * ".join(["a"] * 90), " * ".join(["b"] * 90), "1 / " + " / ".join(["b"] * 90)):
        assert in_postgres(text, row) == in_python(text, row)


def test_deep_choices_stay_small():
    text = "if(" * 39 + "a" + " > 1, 2, b)" * 39
    tree = parse(text)
    assert len(to_sql(tree, {"a": "a", "b": "b"})) < 200_000
    row = {"a": Decimal(1), "b": None}
    assert in_postgres(text, row) == in_python(text, row)
