"""The one door through which something is changed: who may, in which transaction, and under whose name."""

import uuid
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

_source = ContextVar("source", default="system")
_batch = ContextVar("batch", default=None)
_acting = ContextVar("acting", default=False)

committed = []  # called without arguments after each outermost operation has been committed


@contextmanager
def source(name):
    """Say where the operations inside come from: `web`, `api`, `import`, `command` or `system`."""
    token = _source.set(name)
    try:
        yield
    finally:
        _source.reset(token)


@contextmanager
def one_batch(batch=None):
    """Let all operations inside share one batch id, so that they can be undone together. Yields the id."""
    token = _batch.set(batch or uuid.uuid4())
    try:
        yield _batch.get()
    finally:
        _batch.reset(token)


def current_batch():
    """The id under which the running operation is recorded, or None outside of one."""
    return _batch.get()


def operation(policy):
    """Make a function a public write: `function(subject, …, by=user)`.

    The policy `(user, subject) -> bool` is asked first (PermissionDenied when it says no), arguments that belong to
    another product are refused, and everything runs in one transaction which the change stream records as the
    function's name, done by `by`. An operation called by another one joins its transaction, name and batch.
    """

    def decorate(function):
        @wraps(function)
        def perform(subject, *args, by, **kwargs):
            if not policy(by, subject):
                raise PermissionDenied(_("You may not do this here."))
            refuse_strangers(subject, [*args, *kwargs.values()])
            with recorded(by, function.__name__):
                return function(subject, *args, by=by, **kwargs)

        perform.policy = policy
        return perform

    return decorate


@contextmanager
def recorded(by, name):
    """One transaction in which the change stream knows who acts, under what name, from where, in which batch."""
    if _acting.get():
        with transaction.atomic():
            yield
        return
    acting = _acting.set(True)
    try:
        with one_batch(_batch.get()) as batch, transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT set_config('pmhub.actor', %s, true), set_config('pmhub.operation', %s, true),"
                    " set_config('pmhub.source', %s, true), set_config('pmhub.batch', %s, true)",
                    [str(by.pk), name, _source.get(), str(batch)],
                )
            for hook in committed:
                if all(hook is not waiting for _savepoints, waiting, _robust in connection.run_on_commit):
                    transaction.on_commit(hook)  # once, however many operations an outer transaction joins
            yield
    finally:
        _acting.reset(acting)


def product_id_of(thing):
    """The id of the product a model instance belongs to; None for what belongs to none."""
    if thing._meta.label == "products.Product":
        return thing.pk
    return getattr(thing, "product_id", None)


def refuse_strangers(subject, arguments):
    """Refuse arguments of another product than the subject's: nobody links across a border by guessing ids."""
    if not isinstance(subject, models.Model) or (home := product_id_of(subject)) is None:
        return
    for argument in arguments:
        for thing in argument if isinstance(argument, (list, tuple, set)) else [argument]:
            if isinstance(thing, models.Model) and product_id_of(thing) not in (None, home):
                raise SuspiciousOperation(f"{thing._meta.label} {thing.pk} belongs to another product")
