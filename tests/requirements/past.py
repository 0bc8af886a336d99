"""A product that many things happen to, and what ordinary reading finds in it."""

import random

import orjson
from django.core.exceptions import ValidationError
from django.utils import timezone

from changes.models import Change
from changes.operations.undoing import UndoConflict, undo_batch
from integrations.operations import imports, running
from products.operations.tags import edit_tag
from products.operations.workflow import edit_status
from requirements.api.rows import ALL, rows
from requirements.models import Comment, Requirement
from requirements.operations.authoring import create, delete, edit
from requirements.operations.details import add_criterion, comment, edit_criterion, link, remove_criterion, unlink
from requirements.operations.ordering import move
from requirements.operations.rescoring import rescore
from requirements.operations.scoring import choose_model

FORMULAS = ["reach * impact", "reach / effort", "if(priority < 2, votes + 1, estimate)"]
WORDS = ["结算", "checkout", "wallet", "退款", "search", "export"]
FLEETING = ("updated_at", "lock_version", "demand")  # the stream does not have them


def state_of(product):
    """Every cell of every requirement, by key, as REST shows it, and how many comments each has."""
    found = list(Requirement.objects.of(product).order_by("pk"))
    counts = {}
    for pk in Comment.objects.filter(requirement__product=product).values_list("requirement", flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    shown = orjson.loads(orjson.dumps(rows([row.pk for row in found], [n for n in ALL if n not in FLEETING])))
    return {row.key: cells | {"comments": counts.get(row.pk, 0)} for row, cells in zip(found, shown, strict=True)}


class Turmoil:
    """Random operations on one product; the same seed does the same."""

    def __init__(self, seed, product, person, people):
        self.random, self.product, self.person, self.people = random.Random(seed), product, person, people
        self.batches, self.imported = [], 0

    def happen(self):
        before = Change.objects.order_by("-id").values_list("id", flat=True).first() or 0
        kinds = [self.create, self.edit, self.edit, self.edit, self.tag, self.assign, self.remove, self.undo, self.undo]
        kinds += [self.say, self.criterion, self.link, self.rename, self.model, self.inputs, self.move, self.bring]
        self.random.choice(kinds)()
        batches = Change.objects.filter(id__gt=before).exclude(batch=None).values_list("batch", flat=True).distinct()
        self.batches += sorted(batches, key=str)

    def one(self):
        found = list(Requirement.objects.of(self.product).select_related("product").order_by("pk"))
        return self.random.choice(found) if found else self.create()

    def create(self):
        tags = self.random.sample(WORDS, 2)
        return create(
            self.product, by=self.person, title=self.words(), description=self.words(), tags=tags,
            priority=self.random.randrange(5), assignees=self.random.sample(self.people, 1), drivers=self.numbers(),
        )  # fmt: skip

    def words(self):
        return " ".join(self.random.sample(WORDS, 3))

    def numbers(self):
        return {name: self.random.choice([None, 0, 1, 2, 3]) for name in ("reach", "impact", "effort")}

    def edit(self):
        values = {
            "title": self.words(), "description": self.words(), "priority": self.random.randrange(5),
            "status": self.random.choice(list(self.product.statuses.all())), "votes": self.random.randrange(9),
            "version": self.random.choice([None, *self.product.versions.all()]), "as_a": self.words(),
            "owner": self.random.choice([None, *self.people]), "estimate": self.random.choice([None, 1, 2.5]),
            "kind": self.random.choice(["user", "technical"]), "level": self.random.choice(["story", "feature"]),
            "outside_requester": self.random.choice([None, "客户甲", "Customer B"]),
        }  # fmt: skip
        names = self.random.sample(sorted(values), 3)
        edit(self.one(), by=self.person, **{"decline_reason": "why not", **{name: values[name] for name in names}})

    def tag(self):
        edit(self.one(), by=self.person, tags=self.random.sample(WORDS, self.random.randrange(3)))

    def assign(self):
        edit(self.one(), by=self.person, assignees=self.random.sample(self.people, self.random.randrange(3)))

    def inputs(self):
        model_inputs = {name: v for name, v in self.numbers().items() if name in self.known()}
        edit(self.one(), by=self.person, drivers=model_inputs)

    def known(self):
        return self.product.scoring_model.inputs if hasattr(self.product, "scoring_model") else ("reach", "impact")

    def remove(self):
        delete(self.one(), by=self.person)

    def undo(self):
        if self.batches:
            try:
                undo_batch(self.random.choice(self.batches[-8:]), by=self.person)
            except (UndoConflict, ValidationError):
                pass

    def say(self):
        comment(self.one(), by=self.person, body=self.words())

    def criterion(self):
        of = self.one()
        there = list(of.criteria.select_related("requirement__product"))
        if not there or self.random.random() < 0.4:
            add_criterion(of, by=self.person, text=self.words())
        elif self.random.random() < 0.5:
            edit_criterion(self.random.choice(there), by=self.person, done=True, text=self.words())
        else:
            remove_criterion(self.random.choice(there), by=self.person)

    def link(self):
        one, other = self.one(), self.one()
        if there := list(one.links.select_related("source__product")):
            unlink(there[0], by=self.person)
        elif one != other:
            link(one, by=self.person, target=other, kind="relates")

    def rename(self):
        status = self.random.choice(list(self.product.statuses.all()))
        edit_status(status, by=self.person, name=f"{self.words()} {self.random.random()}"[:60])
        if tags := list(self.product.tags.all()):
            edit_tag(self.random.choice(tags), by=self.person, name=f"{self.words()} {self.random.random()}")

    def model(self):
        drivers = [{"name": name} for name in ("reach", "impact", "effort")]
        choose_model(
            self.product, by=self.person, kind="formula", formula=self.random.choice(FORMULAS), drivers=drivers
        )

    def move(self):
        move(self.one(), by=self.person)

    def bring(self):
        self.imported += 1
        rows = [f"{self.words()},N-{n},{self.random.choice(WORDS)}" for n in range(self.imported * 2)]
        import_ = imports.upload(
            self.product, as_file("title,external id,tags\n" + "\n".join(rows)), by=self.person, filename="file.csv"
        )
        imports.map_columns(import_, by=self.person, mapping=import_.mapping)
        imports.begin_run(import_, by=self.person, here=True)
        running.work(import_.pk)

    def moment(self):
        """Score as the worker would, and say what is there now: `(instant, state)`."""
        rescore(self.product)
        return timezone.now(), state_of(self.product)


def as_file(text):
    import io

    return io.BytesIO(text.encode())
