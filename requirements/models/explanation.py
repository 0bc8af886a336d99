"""Why a requirement has the score it has, or none."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import connection
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from pmhub.lib.formula import LARGEST_INPUT, MISSING, OVERFLOW, ZERO, FormulaError, names, parse
from products.models import CustomField
from requirements.models.driver import FIELDS, Driver
from requirements.models.scoring_model import ScoringModel

COUNTED = 1_000  # places ahead that are counted; further down the exact place tells nobody anything
ORIGINS = """
SELECT n.name, c.at, c.source, u.name
  FROM unnest(%(names)s::text[]) AS n(name)
 CROSS JOIN LATERAL (
       SELECT at, source, actor_id FROM changes_change
        WHERE key = %(key)s AND type = 'requirement' AND jsonb_exists(diff, 'drivers.' || n.name)
        ORDER BY id DESC LIMIT 1) AS c
  LEFT JOIN accounts_user AS u ON u.id = c.actor_id
"""
AHEAD = "product_id = %(product)s AND score >= %(score)s AND (score > %(score)s OR id < %(id)s)"
BEHIND = "product_id = %(product)s AND score <= %(score)s AND (score < %(score)s OR id > %(id)s)"
NEIGHBOURS = f"""
(SELECT 'above', number, key, title, score FROM requirements_requirement
  WHERE {AHEAD} ORDER BY score ASC NULLS FIRST, id DESC LIMIT 1)
UNION ALL
(SELECT 'below', number, key, title, score FROM requirements_requirement
  WHERE {BEHIND} ORDER BY score DESC NULLS LAST, id ASC LIMIT 1)
UNION ALL
SELECT 'ahead', 0, '', '', count(*) FROM (SELECT FROM requirements_requirement WHERE {AHEAD} LIMIT {COUNTED}) AS a
"""


@dataclass(frozen=True)
class Origin:
    """Who gave an input, when, and from where (`web`, `api`, `import` …)."""

    at: datetime
    source: str
    author: str


@dataclass(frozen=True)
class Input:
    """One thing the formula reads. `share` is how much of its bar it fills, 0 to 100."""

    driver: Driver
    value: Decimal | None
    origin: Origin | None

    @property
    def title(self):
        return self.driver.title

    @property
    def share(self):
        return self.driver.share(self.value)


@dataclass(frozen=True)
class Neighbour:
    """The next requirement above or below; `distance` is how far their scores are apart."""

    number: int
    key: str
    title: str
    score: Decimal
    distance: Decimal


@dataclass
class Explanation:
    """`position` is the place in the product by score, None without one or beyond the first thousand."""

    model: ScoringModel
    score: Decimal | None
    problem: str
    inputs: list[Input] = field(default_factory=list)
    position: int | None = None
    above: Neighbour | None = None
    below: Neighbour | None = None

    @classmethod
    def of(cls, requirement):
        """Explain a requirement's score in at most four queries."""
        model = ScoringModel.of_product(requirement.product)
        inputs = inputs_of(requirement, model)
        titles = {each.driver.name: each.title for each in inputs}
        explanation = cls(
            model=model,
            score=requirement.score,
            problem=problem_sentence(requirement.score_problem, titles) if requirement.score is None else "",
            inputs=inputs,
        )
        if requirement.score is not None:
            explanation.place(requirement)
        return explanation

    @property
    def pending(self):
        """Whether a worker was asked for new scores and has not given them yet."""
        return self.model.due_at is not None

    def place(self, requirement):
        given = {"product": requirement.product_id, "score": requirement.score, "id": requirement.pk}
        with connection.cursor() as cursor:
            cursor.execute(NEIGHBOURS, given)
            rows = {side: row for side, *row in cursor.fetchall()}
        ahead = int(rows.pop("ahead")[-1])
        self.position = ahead + 1 if ahead < COUNTED else None
        for side, (number, key, title, score) in rows.items():
            setattr(self, side, Neighbour(number, key, title, score, abs(score - requirement.score)))


def inputs_of(requirement, model):
    """The formula's inputs in the order it reads them."""
    try:
        read = names(parse(model.formula))
    except FormulaError:
        return []
    drivers = known_drivers(model, read)
    values = {name: value_of(requirement, name) for name in read}
    given = origins(requirement, [name for name in read if name in requirement.drivers])
    return [Input(drivers[name], values[name], given.get(name)) for name in read]


def known_drivers(model, read):
    custom = {}
    if any(name.startswith("custom.") for name in read):
        custom = dict(CustomField.objects.filter(product=model.product_id).values_list("key", "name"))
    labels = {name: FIELDS.get(name) or custom.get(name.removeprefix("custom."), name) for name in read}
    return {name: Driver(name, label) for name, label in labels.items()} | model.inputs


def value_of(requirement, name):
    """The number that the score is computed from; None where there is no usable one."""
    if name in FIELDS:
        value = getattr(requirement, name)
    elif name.startswith("custom."):
        value = requirement.custom.get(name.removeprefix("custom."))
    else:
        value = requirement.drivers.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    number = Decimal(str(value))
    return number if abs(number) <= LARGEST_INPUT else None


def origins(requirement, drivers):
    """Who gave these drivers their present values, by the stream of changes."""
    if not drivers:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(ORIGINS, {"names": drivers, "key": requirement.key})
        return {name: Origin(at, source, author or "") for name, at, source, author in cursor.fetchall()}


def problem_sentence(problem, titles):
    """Why there is no score, for people. `titles` are the inputs' labels by name."""
    if problem.startswith(MISSING):
        missing = [str(titles.get(name, name)) for name in problem.removeprefix(MISSING).split(",")]
        return _("No score yet: %s must be filled in.") % get_text_list(missing, _("and"))
    sentences = {
        ZERO: _("No score: the formula divides by zero with these inputs."),
        OVERFLOW: _("No score: the result is 100 trillion or more."),
        "formula": _("No score: the product's formula is broken."),
    }
    return sentences.get(problem) or _("The score is being computed.")
