import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("products", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("active", "Active"),
                            ("released", "Released"),
                            ("archived", "Archived"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("goal", models.TextField(blank=True, db_default="", max_length=10000, verbose_name="goal")),
                ("start_on", models.DateField(blank=True, null=True, verbose_name="start")),
                (
                    "start_precision",
                    models.CharField(
                        choices=[("day", "Day"), ("month", "Month"), ("quarter", "Quarter"), ("year", "Year")],
                        db_default="day",
                        default="day",
                        max_length=7,
                    ),
                ),
                ("release_on", models.DateField(blank=True, null=True, verbose_name="release")),
                (
                    "release_precision",
                    models.CharField(
                        choices=[("day", "Day"), ("month", "Month"), ("quarter", "Quarter"), ("year", "Year")],
                        db_default="day",
                        default="day",
                        max_length=7,
                    ),
                ),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("lock_version", models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="products.product"
                    ),
                ),
            ],
            options={
                "verbose_name": "version",
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "deliverables",
                    models.TextField(blank=True, db_default="", max_length=10000, verbose_name="deliverables"),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
                (
                    "due_precision",
                    models.CharField(
                        choices=[("day", "Day"), ("month", "Month"), ("quarter", "Quarter"), ("year", "Year")],
                        db_default="day",
                        default="day",
                        max_length=7,
                    ),
                ),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done")),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("lock_version", models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="milestones", to="products.product"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="milestones",
                        to="roadmaps.version",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "milestone",
            },
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.UniqueConstraint(fields=("product", "name"), name="version_name_once_per_product"),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("start_on", None), ("release_on", None), ("start_on__lte", models.F("release_on")), _connector="OR"
                ),
                name="version_starts_before_release",
                violation_error_message="The start is after the release.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="version",
            trigger=pgtrigger.compiler.Trigger(
                name="record_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE r roadmaps_version%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('product', to_jsonb(OLD.product_id), to_jsonb(NEW.product_id)), ('name', to_jsonb(OLD.name), to_jsonb(NEW.name)), ('state', to_jsonb(OLD.state), to_jsonb(NEW.state)), ('goal', to_jsonb(OLD.goal), to_jsonb(NEW.goal)), ('start_on', to_jsonb(OLD.start_on), to_jsonb(NEW.start_on)), ('start_precision', to_jsonb(OLD.start_precision), to_jsonb(NEW.start_precision)), ('release_on', to_jsonb(OLD.release_on), to_jsonb(NEW.release_on)), ('release_precision', to_jsonb(OLD.release_precision), to_jsonb(NEW.release_precision)), ('owner', to_jsonb(OLD.owner_id), to_jsonb(NEW.owner_id)), ('created_at', to_jsonb(OLD.created_at), to_jsonb(NEW.created_at))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF difference IS NULL THEN RETURN NULL; END IF;\n    SELECT p.key INTO subject_key FROM products_product p WHERE p.id = r.product_id; subject_product := r.product_id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'version', r.id, coalesce(subject_key, ''), r.lock_version, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="08d11148d4c9e0829acfa8da105afa85ed2f13a5",
                    operation="INSERT OR DELETE",
                    pgid="pgtrigger_record_version_7a4c4",
                    table="roadmaps_version",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="version",
            trigger=pgtrigger.compiler.Trigger(
                name="record_version_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.product_id IS DISTINCT FROM NEW.product_id OR OLD.name IS DISTINCT FROM NEW.name OR OLD.state IS DISTINCT FROM NEW.state OR OLD.goal IS DISTINCT FROM NEW.goal OR OLD.start_on IS DISTINCT FROM NEW.start_on OR OLD.start_precision IS DISTINCT FROM NEW.start_precision OR OLD.release_on IS DISTINCT FROM NEW.release_on OR OLD.release_precision IS DISTINCT FROM NEW.release_precision OR OLD.owner_id IS DISTINCT FROM NEW.owner_id OR OLD.created_at IS DISTINCT FROM NEW.created_at)",
                    declare="DECLARE r roadmaps_version%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('product', to_jsonb(OLD.product_id), to_jsonb(NEW.product_id)), ('name', to_jsonb(OLD.name), to_jsonb(NEW.name)), ('state', to_jsonb(OLD.state), to_jsonb(NEW.state)), ('goal', to_jsonb(OLD.goal), to_jsonb(NEW.goal)), ('start_on', to_jsonb(OLD.start_on), to_jsonb(NEW.start_on)), ('start_precision', to_jsonb(OLD.start_precision), to_jsonb(NEW.start_precision)), ('release_on', to_jsonb(OLD.release_on), to_jsonb(NEW.release_on)), ('release_precision', to_jsonb(OLD.release_precision), to_jsonb(NEW.release_precision)), ('owner', to_jsonb(OLD.owner_id), to_jsonb(NEW.owner_id)), ('created_at', to_jsonb(OLD.created_at), to_jsonb(NEW.created_at))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF difference IS NULL THEN RETURN NULL; END IF;\n    SELECT p.key INTO subject_key FROM products_product p WHERE p.id = r.product_id; subject_product := r.product_id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'version', r.id, coalesce(subject_key, ''), r.lock_version, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="531ecda4a5170c16d3c20edbb4a88a79f667888b",
                    operation='UPDATE OF "product_id", "name", "state", "goal", "start_on", "start_precision", "release_on", "release_precision", "owner_id", "created_at"',
                    pgid="pgtrigger_record_version_update_19574",
                    table="roadmaps_version",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="version",
            trigger=pgtrigger.compiler.Trigger(
                name="count_version_versions",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.lock_version IS DISTINCT FROM NEW.lock_version OR OLD.product_id IS DISTINCT FROM NEW.product_id OR OLD.name IS DISTINCT FROM NEW.name OR OLD.state IS DISTINCT FROM NEW.state OR OLD.goal IS DISTINCT FROM NEW.goal OR OLD.start_on IS DISTINCT FROM NEW.start_on OR OLD.start_precision IS DISTINCT FROM NEW.start_precision OR OLD.release_on IS DISTINCT FROM NEW.release_on OR OLD.release_precision IS DISTINCT FROM NEW.release_precision OR OLD.owner_id IS DISTINCT FROM NEW.owner_id OR OLD.created_at IS DISTINCT FROM NEW.created_at)",
                    func="NEW.lock_version := greatest(NEW.lock_version, OLD.lock_version + 1); RETURN NEW;",
                    hash="dee0a31efb80168799b5739a369c4416adfd8cd1",
                    operation='UPDATE OF "product_id", "name", "state", "goal", "start_on", "start_precision", "release_on", "release_precision", "owner_id", "created_at", "lock_version"',
                    pgid="pgtrigger_count_version_versions_512ee",
                    table="roadmaps_version",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.UniqueConstraint(fields=("product", "name"), name="milestone_name_once_per_product"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="milestone",
            trigger=pgtrigger.compiler.Trigger(
                name="record_milestone",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE r roadmaps_milestone%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('product', to_jsonb(OLD.product_id), to_jsonb(NEW.product_id)), ('version', to_jsonb(OLD.version_id), to_jsonb(NEW.version_id)), ('name', to_jsonb(OLD.name), to_jsonb(NEW.name)), ('deliverables', to_jsonb(OLD.deliverables), to_jsonb(NEW.deliverables)), ('due_on', to_jsonb(OLD.due_on), to_jsonb(NEW.due_on)), ('due_precision', to_jsonb(OLD.due_precision), to_jsonb(NEW.due_precision)), ('owner', to_jsonb(OLD.owner_id), to_jsonb(NEW.owner_id)), ('done_at', to_jsonb(OLD.done_at), to_jsonb(NEW.done_at)), ('created_at', to_jsonb(OLD.created_at), to_jsonb(NEW.created_at))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF difference IS NULL THEN RETURN NULL; END IF;\n    SELECT p.key INTO subject_key FROM products_product p WHERE p.id = r.product_id; subject_product := r.product_id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'milestone', r.id, coalesce(subject_key, ''), r.lock_version, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="df6f5395c13f677e49d8799a72adb2fed16e9b9f",
                    operation="INSERT OR DELETE",
                    pgid="pgtrigger_record_milestone_86032",
                    table="roadmaps_milestone",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="milestone",
            trigger=pgtrigger.compiler.Trigger(
                name="record_milestone_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.product_id IS DISTINCT FROM NEW.product_id OR OLD.version_id IS DISTINCT FROM NEW.version_id OR OLD.name IS DISTINCT FROM NEW.name OR OLD.deliverables IS DISTINCT FROM NEW.deliverables OR OLD.due_on IS DISTINCT FROM NEW.due_on OR OLD.due_precision IS DISTINCT FROM NEW.due_precision OR OLD.owner_id IS DISTINCT FROM NEW.owner_id OR OLD.done_at IS DISTINCT FROM NEW.done_at OR OLD.created_at IS DISTINCT FROM NEW.created_at)",
                    declare="DECLARE r roadmaps_milestone%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('product', to_jsonb(OLD.product_id), to_jsonb(NEW.product_id)), ('version', to_jsonb(OLD.version_id), to_jsonb(NEW.version_id)), ('name', to_jsonb(OLD.name), to_jsonb(NEW.name)), ('deliverables', to_jsonb(OLD.deliverables), to_jsonb(NEW.deliverables)), ('due_on', to_jsonb(OLD.due_on), to_jsonb(NEW.due_on)), ('due_precision', to_jsonb(OLD.due_precision), to_jsonb(NEW.due_precision)), ('owner', to_jsonb(OLD.owner_id), to_jsonb(NEW.owner_id)), ('done_at', to_jsonb(OLD.done_at), to_jsonb(NEW.done_at)), ('created_at', to_jsonb(OLD.created_at), to_jsonb(NEW.created_at))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF difference IS NULL THEN RETURN NULL; END IF;\n    SELECT p.key INTO subject_key FROM products_product p WHERE p.id = r.product_id; subject_product := r.product_id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'milestone', r.id, coalesce(subject_key, ''), r.lock_version, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="1a8bc72ef880a1f820d0974796ec75ecdd2be69d",
                    operation='UPDATE OF "product_id", "version_id", "name", "deliverables", "due_on", "due_precision", "owner_id", "done_at", "created_at"',
                    pgid="pgtrigger_record_milestone_update_cc115",
                    table="roadmaps_milestone",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="milestone",
            trigger=pgtrigger.compiler.Trigger(
                name="count_milestone_versions",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.lock_version IS DISTINCT FROM NEW.lock_version OR OLD.product_id IS DISTINCT FROM NEW.product_id OR OLD.version_id IS DISTINCT FROM NEW.version_id OR OLD.name IS DISTINCT FROM NEW.name OR OLD.deliverables IS DISTINCT FROM NEW.deliverables OR OLD.due_on IS DISTINCT FROM NEW.due_on OR OLD.due_precision IS DISTINCT FROM NEW.due_precision OR OLD.owner_id IS DISTINCT FROM NEW.owner_id OR OLD.done_at IS DISTINCT FROM NEW.done_at OR OLD.created_at IS DISTINCT FROM NEW.created_at)",
                    func="NEW.lock_version := greatest(NEW.lock_version, OLD.lock_version + 1); RETURN NEW;",
                    hash="f8b7d0d22d0c9f061f9ff117b1aa92f9ca4cd4f8",
                    operation='UPDATE OF "product_id", "version_id", "name", "deliverables", "due_on", "due_precision", "owner_id", "done_at", "created_at", "lock_version"',
                    pgid="pgtrigger_count_milestone_versions_b1103",
                    table="roadmaps_milestone",
                    when="BEFORE",
                ),
            ),
        ),
    ]
