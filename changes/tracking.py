"""`@tracked`: have the database record every change of a model, whoever makes it."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pgtrigger
from django.db import models

registry = {}

DECLARED = [("difference", "jsonb"), ("subject_key", "text := ''"), ("subject_product", "bigint")]

BODY = """
    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;
    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference
      FROM (VALUES {values}) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;
    {maps}
    IF difference IS NULL THEN RETURN NULL; END IF;
    {subject}
    INSERT INTO changes_change
        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)
    VALUES (
        nullif(current_setting('pmhub.actor', true), '')::bigint,
        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),
        coalesce(current_setting('pmhub.operation', true), ''),
        nullif(current_setting('pmhub.batch', true), '')::uuid,
        nullif(current_setting('pmhub.undoes', true), '')::uuid,
        subject_product, '{type}', r.id, coalesce(subject_key, ''), {version}, lower(TG_OP), difference
    );
    RETURN NULL;
"""

MAP = """
    IF coalesce(OLD.{name}, '{{}}') IS DISTINCT FROM coalesce(NEW.{name}, '{{}}') THEN
        SELECT coalesce(difference, '{{}}') || jsonb_object_agg('{name}.' || k, jsonb_build_array(was, is_now))
          INTO difference
          FROM (SELECT k, OLD.{name} -> k AS was, NEW.{name} -> k AS is_now
                  FROM jsonb_object_keys(coalesce(OLD.{name}, '{{}}') || coalesce(NEW.{name}, '{{}}')) AS k) AS entries
         WHERE was IS DISTINCT FROM is_now;
    END IF;
"""


@dataclass(frozen=True)
class Tracked:
    """What the stream knows about a tracked model."""

    type: str
    model: type[models.Model]
    fields: tuple[str, ...]
    maps: tuple[str, ...]
    may_undo: Callable
    owns_key: bool
    columns: tuple[str, ...] = field(init=False)

    def __post_init__(self):
        columns = tuple(self.model._meta.get_field(name).column for name in self.fields)
        object.__setattr__(self, "columns", columns)

    @property
    def table(self):
        return self.model._meta.db_table

    @property
    def has_version(self):
        return self.has("lock_version")

    def has(self, name):
        return any(field.name == name for field in self.model._meta.local_fields)


def tracked(type, *, fields, may_undo, maps=(), subject="", owns_key=False):
    """Record inserts, deletes and changes of `fields` (the authored ones) and of the entries of the JSON `maps`.

    `subject` is PL/pgSQL which sets `subject_key` and `subject_product` from the row `r`; `owns_key` marks the model
    whose page the key names. `may_undo(user, product) -> bool` is asked before such changes are taken back.
    The model may have two class methods besides: `private_to_others(user)`, a queryset of rows that are somebody else's
    alone by now, of which nothing is taken back; and `refuse_undone(changes, by)`, which is asked after they were.
    """

    def decorate(model):
        entry = Tracked(type, model, tuple(fields), tuple(maps), may_undo, owns_key)
        registry[type] = entry
        for trigger in triggers(entry, subject):
            pgtrigger.register(trigger)(model)
        return model

    return decorate


def triggers(entry, subject):
    """One trigger for inserts and deletes, one for updates whose condition lets derived columns pass unrecorded."""
    pairs = list(zip(entry.fields, entry.columns, strict=True))
    body = BODY.format(
        type=entry.type,
        values=", ".join(f"('{name}', to_jsonb(OLD.{column}), to_jsonb(NEW.{column}))" for name, column in pairs),
        maps="".join(MAP.format(name=name) for name in entry.maps),
        subject=subject,
        version="r.lock_version" if entry.has_version else "NULL",
    )
    authored = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in (*entry.columns, *entry.maps))
    shared = {
        "when": pgtrigger.After,
        "func": body,
        "declare": [("r", f"{entry.table}%ROWTYPE"), *DECLARED],
    }
    return [
        pgtrigger.Trigger(name=f"record_{entry.type}", operation=pgtrigger.Insert | pgtrigger.Delete, **shared),
        pgtrigger.Trigger(
            name=f"record_{entry.type}_update",
            operation=pgtrigger.UpdateOf(*entry.columns, *entry.maps),
            condition=pgtrigger.Condition(authored),
            **shared,
        ),
        *([count_versions(entry, authored)] if entry.has_version else []),
    ]


def count_versions(entry, authored):
    """Every authored change makes a new `lock_version` (and `updated_at`), whoever writes it."""
    touch = "NEW.updated_at := now(); " if entry.has("updated_at") else ""
    return pgtrigger.Trigger(
        name=f"count_{entry.type}_versions",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf(*entry.columns, *entry.maps, "lock_version"),
        condition=pgtrigger.Condition(f"OLD.lock_version IS DISTINCT FROM NEW.lock_version OR {authored}"),
        func=f"{touch}NEW.lock_version := greatest(NEW.lock_version, OLD.lock_version + 1); RETURN NEW;",
    )
