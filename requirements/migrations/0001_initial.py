import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
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
        ("roadmaps", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ExternalPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(blank=True, max_length=40)),
                ("external_id", models.CharField(max_length=200)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("username", models.CharField(blank=True, max_length=200)),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="external_people",
                        to="products.product",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Requirement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("key", models.CharField(editable=False, max_length=24)),
                ("title", models.CharField(max_length=500, verbose_name="title")),
                (
                    "description",
                    models.TextField(blank=True, db_default="", max_length=200000, verbose_name="description"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("user", "User"), ("business", "Business"), ("technical", "Technical")],
                        default="user",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("initiative", "Initiative"), ("feature", "Feature"), ("story", "Story")],
                        default="story",
                        max_length=10,
                        verbose_name="level",
                    ),
                ),
                (
                    "decline_reason",
                    models.CharField(blank=True, db_default="", max_length=2000, verbose_name="reason for declining"),
                ),
                (
                    "priority",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "P0 critical"), (1, "P1 high"), (2, "P2 medium"), (3, "P3 low"), (4, "P4 none")],
                        default=4,
                        validators=[django.core.validators.MaxValueValidator(4)],
                        verbose_name="priority",
                    ),
                ),
                ("as_a", models.CharField(blank=True, db_default="", max_length=500, verbose_name="as a")),
                ("i_want", models.CharField(blank=True, db_default="", max_length=1000, verbose_name="I want")),
                ("so_that", models.CharField(blank=True, db_default="", max_length=1000, verbose_name="so that")),
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
                (
                    "estimate",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True, verbose_name="estimate"),
                ),
                ("votes", models.IntegerField(db_default=0, default=0, verbose_name="votes")),
                ("rank", models.CharField(db_collation="C", editable=False, max_length=200)),
                ("drivers", models.JSONField(blank=True, db_default={}, default=dict)),
                ("custom", models.JSONField(blank=True, db_default={}, default=dict)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="created"),
                ),
                (
                    "updated_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="updated"
                    ),
                ),
                ("lock_version", models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                (
                    "score",
                    models.DecimalField(
                        decimal_places=6, editable=False, max_digits=20, null=True, verbose_name="score"
                    ),
                ),
                ("score_problem", models.CharField(db_default="", default="", editable=False, max_length=300)),
                (
                    "demand",
                    models.DecimalField(db_default=0, decimal_places=2, default=0, editable=False, max_digits=14),
                ),
                ("search", django.contrib.postgres.search.SearchVectorField(editable=False, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
                (
                    "milestone",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="roadmaps.milestone",
                        verbose_name="milestone",
                    ),
                ),
                (
                    "outside_requester",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="requirements.externalperson",
                        verbose_name="requester outside",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="children",
                        to="requirements.requirement",
                        verbose_name="parent",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requirements",
                        to="products.product",
                    ),
                ),
                (
                    "requester",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="requester",
                    ),
                ),
                (
                    "status",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requirements",
                        to="products.status",
                        verbose_name="status",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="roadmaps.version",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "requirement",
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("blocks", "blocks"), ("relates", "relates to"), ("duplicates", "duplicates")],
                        max_length=10,
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="requirements.requirement"
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="back_links",
                        to="requirements.requirement",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ExternalReference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=40)),
                ("external_id", models.CharField(max_length=200)),
                ("url", models.URLField(blank=True, max_length=2000)),
                ("data", models.JSONField(blank=True, default=dict)),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="products.product"
                    ),
                ),
                (
                    "requirement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="references",
                        to="requirements.requirement",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=1000, verbose_name="criterion")),
                ("done", models.BooleanField(default=False)),
                ("position", models.PositiveIntegerField(default=0)),
                (
                    "requirement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="criteria",
                        to="requirements.requirement",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.TextField(max_length=50000, verbose_name="comment")),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("edited_at", models.DateTimeField(blank=True, null=True)),
                ("lock_version", models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "requirement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="requirements.requirement",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="requirements.externalperson",
                    ),
                ),
                (
                    "requirement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="requirements.requirement",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="RequirementTag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "requirement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tagging",
                        to="requirements.requirement",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tagging", to="products.tag"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="requirement",
            name="tags",
            field=models.ManyToManyField(
                related_name="+", through="requirements.RequirementTag", to="products.tag", verbose_name="tags"
            ),
        ),
        migrations.CreateModel(
            name="ScoringModel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("rice", "RICE"),
                            ("ice", "ICE"),
                            ("wsjf", "WSJF"),
                            ("value_effort", "Value / effort"),
                            ("weighted", "Weighted drivers"),
                            ("formula", "Own formula"),
                        ],
                        default="rice",
                        max_length=12,
                        verbose_name="model",
                    ),
                ),
                ("formula", models.TextField(max_length=2000, verbose_name="formula")),
                ("drivers", models.JSONField(default=list)),
                ("number", models.PositiveIntegerField(default=1)),
                ("due_at", models.DateTimeField(editable=False, null=True)),
                ("scored_at", models.DateTimeField(editable=False, null=True)),
                (
                    "product",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scoring_model", to="products.product"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Watching",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "requirement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="watchings",
                        to="requirements.requirement",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ChosenColumns",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="products.product"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "product"), name="columns_once_per_person")],
            },
        ),
        migrations.AddConstraint(
            model_name="externalperson",
            constraint=models.UniqueConstraint(
                fields=("product", "source", "external_id"), name="external_person_once_per_source"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="externalperson",
            trigger=pgtrigger.compiler.Trigger(
                name="record_external_person",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE r requirements_externalperson%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('product', to_jsonb(OLD.product_id), to_jsonb(NEW.product_id)), ('source', to_jsonb(OLD.source), to_jsonb(NEW.source)), ('external_id', to_jsonb(OLD.external_id), to_jsonb(NEW.external_id)), ('name', to_jsonb(OLD.name), to_jsonb(NEW.name)), ('username', to_jsonb(OLD.username), to_jsonb(NEW.username))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF difference IS NULL THEN RETURN NULL; END IF;\n    subject_product := r.product_id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'external_person', r.id, coalesce(subject_key, ''), NULL, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="3345c39c4b6ff302a2b13acbca7dfa06e9d512f8",
                    operation="INSERT OR DELETE",
                    pgid="pgtrigger_record_external_person_55818",
                    table="requirements_externalperson",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="externalperson",
            trigger=pgtrigger.compiler.Trigger(
                name="record_external_person_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.product_id IS DISTINCT FROM NEW.product_id OR OLD.source IS DISTINCT FROM NEW.source OR OLD.external_id IS DISTINCT FROM NEW.external_id OR OLD.name IS DISTINCT FROM NEW.name OR OLD.username IS DISTINCT FROM NEW.username)",
                    declare="DECLARE r requirements_externalperson%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('product', to_jsonb(OLD.product_id), to_jsonb(NEW.product_id)), ('source', to_jsonb(OLD.source), to_jsonb(NEW.source)), ('external_id', to_jsonb(OLD.external_id), to_jsonb(NEW.external_id)), ('name', to_jsonb(OLD.name), to_jsonb(NEW.name)), ('username', to_jsonb(OLD.username), to_jsonb(NEW.username))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF difference IS NULL THEN RETURN NULL; END IF;\n    subject_product := r.product_id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'external_person', r.id, coalesce(subject_key, ''), NULL, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="83a47786528399ceea1d3dccb5e29831839560a3",
                    operation='UPDATE OF "product_id", "source", "external_id", "name", "username"',
                    pgid="pgtrigger_record_external_person_update_e8217",
                    table="requirements_externalperson",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.UniqueConstraint(fields=("source", "target", "kind"), name="linked_once"),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", models.F("target")), _negated=True), name="not_linked_to_itself"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="link",
            trigger=pgtrigger.compiler.Trigger(
                name="record_link",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE r requirements_link%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('source', to_jsonb(OLD.source_id), to_jsonb(NEW.source_id)), ('target', to_jsonb(OLD.target_id), to_jsonb(NEW.target_id)), ('kind', to_jsonb(OLD.kind), to_jsonb(NEW.kind))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF difference IS NULL THEN RETURN NULL; END IF;\n    SELECT q.key, q.product_id INTO subject_key, subject_product FROM requirements_requirement q WHERE q.id = r.source_id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'link', r.id, coalesce(subject_key, ''), NULL, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="4ac8e60497b33934f7d815c0332b9bb85b405b7e",
                    operation="INSERT OR DELETE",
                    pgid="pgtrigger_record_link_50848",
                    table="requirements_link",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="link",
            trigger=pgtrigger.compiler.Trigger(
                name="record_link_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.source_id IS DISTINCT FROM NEW.source_id OR OLD.target_id IS DISTINCT FROM NEW.target_id OR OLD.kind IS DISTINCT FROM NEW.kind)",
                    declare="DECLARE r requirements_link%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('source', to_jsonb(OLD.source_id), to_jsonb(NEW.source_id)), ('target', to_jsonb(OLD.target_id), to_jsonb(NEW.target_id)), ('kind', to_jsonb(OLD.kind), to_jsonb(NEW.kind))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF difference IS NULL THEN RETURN NULL; END IF;\n    SELECT q.key, q.product_id INTO subject_key, subject_product FROM requirements_requirement q WHERE q.id = r.source_id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'link', r.id, coalesce(subject_key, ''), NULL, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="8294608092f25cc53e716cbc4d2f37366aa646eb",
                    operation='UPDATE OF "source_id", "target_id", "kind"',
                    pgid="pgtrigger_record_link_update_a8d33",
                    table="requirements_link",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="externalreference",
            constraint=models.UniqueConstraint(
                fields=("product", "source", "external_id"), name="external_id_once_per_source"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="externalreference",
            trigger=pgtrigger.compiler.Trigger(
                name="record_external_reference",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE r requirements_externalreference%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('product', to_jsonb(OLD.product_id), to_jsonb(NEW.product_id)), ('requirement', to_jsonb(OLD.requirement_id), to_jsonb(NEW.requirement_id)), ('source', to_jsonb(OLD.source), to_jsonb(NEW.source)), ('external_id', to_jsonb(OLD.external_id), to_jsonb(NEW.external_id)), ('url', to_jsonb(OLD.url), to_jsonb(NEW.url)), ('data', to_jsonb(OLD.data), to_jsonb(NEW.data))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF difference IS NULL THEN RETURN NULL; END IF;\n    SELECT q.key, q.product_id INTO subject_key, subject_product FROM requirements_requirement q WHERE q.id = r.requirement_id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'external_reference', r.id, coalesce(subject_key, ''), NULL, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="993bcd7d7429cead15ca98b9dd11f9679287451d",
                    operation="INSERT OR DELETE",
                    pgid="pgtrigger_record_external_reference_7360f",
                    table="requirements_externalreference",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="externalreference",
            trigger=pgtrigger.compiler.Trigger(
                name="record_external_reference_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.product_id IS DISTINCT FROM NEW.product_id OR OLD.requirement_id IS DISTINCT FROM NEW.requirement_id OR OLD.source IS DISTINCT FROM NEW.source OR OLD.external_id IS DISTINCT FROM NEW.external_id OR OLD.url IS DISTINCT FROM NEW.url OR OLD.data IS DISTINCT FROM NEW.data)",
                    declare="DECLARE r requirements_externalreference%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('product', to_jsonb(OLD.product_id), to_jsonb(NEW.product_id)), ('requirement', to_jsonb(OLD.requirement_id), to_jsonb(NEW.requirement_id)), ('source', to_jsonb(OLD.source), to_jsonb(NEW.source)), ('external_id', to_jsonb(OLD.external_id), to_jsonb(NEW.external_id)), ('url', to_jsonb(OLD.url), to_jsonb(NEW.url)), ('data', to_jsonb(OLD.data), to_jsonb(NEW.data))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF difference IS NULL THEN RETURN NULL; END IF;\n    SELECT q.key, q.product_id INTO subject_key, subject_product FROM requirements_requirement q WHERE q.id = r.requirement_id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'external_reference', r.id, coalesce(subject_key, ''), NULL, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="664f14e9e676eae0cab471e2d00f08509215c951",
                    operation='UPDATE OF "product_id", "requirement_id", "source", "external_id", "url", "data"',
                    pgid="pgtrigger_record_external_reference_update_c0b55",
                    table="requirements_externalreference",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="criterion",
            trigger=pgtrigger.compiler.Trigger(
                name="record_criterion",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE r requirements_criterion%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('requirement', to_jsonb(OLD.requirement_id), to_jsonb(NEW.requirement_id)), ('text', to_jsonb(OLD.text), to_jsonb(NEW.text)), ('done', to_jsonb(OLD.done), to_jsonb(NEW.done)), ('position', to_jsonb(OLD.position), to_jsonb(NEW.position))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF difference IS NULL THEN RETURN NULL; END IF;\n    SELECT q.key, q.product_id INTO subject_key, subject_product FROM requirements_requirement q WHERE q.id = r.requirement_id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'criterion', r.id, coalesce(subject_key, ''), NULL, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="462c01646d8240c8a234b3ea201aa34bbe5c8f7f",
                    operation="INSERT OR DELETE",
                    pgid="pgtrigger_record_criterion_5fc00",
                    table="requirements_criterion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="criterion",
            trigger=pgtrigger.compiler.Trigger(
                name="record_criterion_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.requirement_id IS DISTINCT FROM NEW.requirement_id OR OLD.text IS DISTINCT FROM NEW.text OR OLD.done IS DISTINCT FROM NEW.done OR OLD.position IS DISTINCT FROM NEW.position)",
                    declare="DECLARE r requirements_criterion%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('requirement', to_jsonb(OLD.requirement_id), to_jsonb(NEW.requirement_id)), ('text', to_jsonb(OLD.text), to_jsonb(NEW.text)), ('done', to_jsonb(OLD.done), to_jsonb(NEW.done)), ('position', to_jsonb(OLD.position), to_jsonb(NEW.position))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF difference IS NULL THEN RETURN NULL; END IF;\n    SELECT q.key, q.product_id INTO subject_key, subject_product FROM requirements_requirement q WHERE q.id = r.requirement_id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'criterion', r.id, coalesce(subject_key, ''), NULL, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="6b527dbc87088478a25ec2e9c1a608a455291dc1",
                    operation='UPDATE OF "requirement_id", "text", "done", "position"',
                    pgid="pgtrigger_record_criterion_update_e4bc6",
                    table="requirements_criterion",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                models.F("requirement"), models.F("created_at"), models.F("id"), name="comment_of_requirement"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="comment",
            trigger=pgtrigger.compiler.Trigger(
                name="record_comment",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE r requirements_comment%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('requirement', to_jsonb(OLD.requirement_id), to_jsonb(NEW.requirement_id)), ('author', to_jsonb(OLD.author_id), to_jsonb(NEW.author_id)), ('body', to_jsonb(OLD.body), to_jsonb(NEW.body)), ('created_at', to_jsonb(OLD.created_at), to_jsonb(NEW.created_at)), ('edited_at', to_jsonb(OLD.edited_at), to_jsonb(NEW.edited_at))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF difference IS NULL THEN RETURN NULL; END IF;\n    SELECT q.key, q.product_id INTO subject_key, subject_product FROM requirements_requirement q WHERE q.id = r.requirement_id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'comment', r.id, coalesce(subject_key, ''), r.lock_version, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="f3f4b6b532823389dbd65808522e50364626f50e",
                    operation="INSERT OR DELETE",
                    pgid="pgtrigger_record_comment_18862",
                    table="requirements_comment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="comment",
            trigger=pgtrigger.compiler.Trigger(
                name="record_comment_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.requirement_id IS DISTINCT FROM NEW.requirement_id OR OLD.author_id IS DISTINCT FROM NEW.author_id OR OLD.body IS DISTINCT FROM NEW.body OR OLD.created_at IS DISTINCT FROM NEW.created_at OR OLD.edited_at IS DISTINCT FROM NEW.edited_at)",
                    declare="DECLARE r requirements_comment%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('requirement', to_jsonb(OLD.requirement_id), to_jsonb(NEW.requirement_id)), ('author', to_jsonb(OLD.author_id), to_jsonb(NEW.author_id)), ('body', to_jsonb(OLD.body), to_jsonb(NEW.body)), ('created_at', to_jsonb(OLD.created_at), to_jsonb(NEW.created_at)), ('edited_at', to_jsonb(OLD.edited_at), to_jsonb(NEW.edited_at))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF difference IS NULL THEN RETURN NULL; END IF;\n    SELECT q.key, q.product_id INTO subject_key, subject_product FROM requirements_requirement q WHERE q.id = r.requirement_id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'comment', r.id, coalesce(subject_key, ''), r.lock_version, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="9740eca162194895cfbcf030af1ff710e1a9879b",
                    operation='UPDATE OF "requirement_id", "author_id", "body", "created_at", "edited_at"',
                    pgid="pgtrigger_record_comment_update_a65ad",
                    table="requirements_comment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="comment",
            trigger=pgtrigger.compiler.Trigger(
                name="count_comment_versions",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.lock_version IS DISTINCT FROM NEW.lock_version OR OLD.requirement_id IS DISTINCT FROM NEW.requirement_id OR OLD.author_id IS DISTINCT FROM NEW.author_id OR OLD.body IS DISTINCT FROM NEW.body OR OLD.created_at IS DISTINCT FROM NEW.created_at OR OLD.edited_at IS DISTINCT FROM NEW.edited_at)",
                    func="NEW.lock_version := greatest(NEW.lock_version, OLD.lock_version + 1); RETURN NEW;",
                    hash="ed614cc02c49f3059833c66ac4c76fc6702bb131",
                    operation='UPDATE OF "requirement_id", "author_id", "body", "created_at", "edited_at", "lock_version"',
                    pgid="pgtrigger_count_comment_versions_311f5",
                    table="requirements_comment",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(fields=("requirement", "user"), name="assigned_once"),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(fields=("requirement", "person"), name="person_assigned_once"),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("person__isnull", False), ("user", None)),
                    models.Q(("person", None), ("user__isnull", False)),
                    _connector="OR",
                ),
                name="assignment_to_one_somebody",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assignment",
            trigger=pgtrigger.compiler.Trigger(
                name="record_assignment",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE r requirements_assignment%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('requirement', to_jsonb(OLD.requirement_id), to_jsonb(NEW.requirement_id)), ('user', to_jsonb(OLD.user_id), to_jsonb(NEW.user_id)), ('person', to_jsonb(OLD.person_id), to_jsonb(NEW.person_id))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF difference IS NULL THEN RETURN NULL; END IF;\n    SELECT q.key, q.product_id INTO subject_key, subject_product FROM requirements_requirement q WHERE q.id = r.requirement_id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'assignment', r.id, coalesce(subject_key, ''), NULL, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="55095259fd334479df4db4886ebe5da26e55d2b5",
                    operation="INSERT OR DELETE",
                    pgid="pgtrigger_record_assignment_d2ef2",
                    table="requirements_assignment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assignment",
            trigger=pgtrigger.compiler.Trigger(
                name="record_assignment_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.requirement_id IS DISTINCT FROM NEW.requirement_id OR OLD.user_id IS DISTINCT FROM NEW.user_id OR OLD.person_id IS DISTINCT FROM NEW.person_id)",
                    declare="DECLARE r requirements_assignment%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('requirement', to_jsonb(OLD.requirement_id), to_jsonb(NEW.requirement_id)), ('user', to_jsonb(OLD.user_id), to_jsonb(NEW.user_id)), ('person', to_jsonb(OLD.person_id), to_jsonb(NEW.person_id))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF difference IS NULL THEN RETURN NULL; END IF;\n    SELECT q.key, q.product_id INTO subject_key, subject_product FROM requirements_requirement q WHERE q.id = r.requirement_id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'assignment', r.id, coalesce(subject_key, ''), NULL, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="edf433edf9519a4ed891bc26cfddf12413657ef3",
                    operation='UPDATE OF "requirement_id", "user_id", "person_id"',
                    pgid="pgtrigger_record_assignment_update_ee5f4",
                    table="requirements_assignment",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="requirementtag",
            constraint=models.UniqueConstraint(fields=("requirement", "tag"), name="tag_once_per_requirement"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="requirementtag",
            trigger=pgtrigger.compiler.Trigger(
                name="record_requirement_tag",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE r requirements_requirementtag%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('requirement', to_jsonb(OLD.requirement_id), to_jsonb(NEW.requirement_id)), ('tag', to_jsonb(OLD.tag_id), to_jsonb(NEW.tag_id))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF difference IS NULL THEN RETURN NULL; END IF;\n    SELECT q.key, q.product_id INTO subject_key, subject_product FROM requirements_requirement q WHERE q.id = r.requirement_id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'requirement_tag', r.id, coalesce(subject_key, ''), NULL, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="49a01ef7194fdb5ff2e7b3bd189e27ec42bf91c8",
                    operation="INSERT OR DELETE",
                    pgid="pgtrigger_record_requirement_tag_cb5b4",
                    table="requirements_requirementtag",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="requirementtag",
            trigger=pgtrigger.compiler.Trigger(
                name="record_requirement_tag_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.requirement_id IS DISTINCT FROM NEW.requirement_id OR OLD.tag_id IS DISTINCT FROM NEW.tag_id)",
                    declare="DECLARE r requirements_requirementtag%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('requirement', to_jsonb(OLD.requirement_id), to_jsonb(NEW.requirement_id)), ('tag', to_jsonb(OLD.tag_id), to_jsonb(NEW.tag_id))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF difference IS NULL THEN RETURN NULL; END IF;\n    SELECT q.key, q.product_id INTO subject_key, subject_product FROM requirements_requirement q WHERE q.id = r.requirement_id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'requirement_tag', r.id, coalesce(subject_key, ''), NULL, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="f7979eeab03d9f0acc8cd331b4ecc06653afd5dd",
                    operation='UPDATE OF "requirement_id", "tag_id"',
                    pgid="pgtrigger_record_requirement_tag_update_dfcf2",
                    table="requirements_requirementtag",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="requirement",
            index=models.Index(
                models.F("product"),
                models.OrderBy(models.F("score"), descending=True, nulls_last=True),
                models.F("id"),
                name="requirement_by_score",
            ),
        ),
        migrations.AddIndex(
            model_name="requirement",
            index=models.Index(models.F("product"), models.F("rank"), models.F("id"), name="requirement_by_rank"),
        ),
        migrations.AddIndex(
            model_name="requirement",
            index=models.Index(
                models.F("product"), models.F("created_at"), models.F("id"), name="requirement_by_creation"
            ),
        ),
        migrations.AddIndex(
            model_name="requirement",
            index=models.Index(
                models.F("product"), models.F("updated_at"), models.F("id"), name="requirement_by_update"
            ),
        ),
        migrations.AddIndex(
            model_name="requirement",
            index=models.Index(
                models.F("product"), models.F("priority"), models.F("id"), name="requirement_by_priority"
            ),
        ),
        migrations.AddIndex(
            model_name="requirement",
            index=models.Index(
                models.F("product"),
                models.OrderBy(models.F("due_on"), nulls_last=True),
                models.F("id"),
                name="requirement_by_due_date",
            ),
        ),
        migrations.AddIndex(
            model_name="requirement",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="requirement_search"),
        ),
        migrations.AddIndex(
            model_name="requirement",
            index=models.Index(
                condition=models.Q(("parent", None), _negated=True), fields=["parent"], name="requirement_parent"
            ),
        ),
        migrations.AddIndex(
            model_name="requirement",
            index=models.Index(
                condition=models.Q(("requester", None), _negated=True),
                fields=["requester"],
                name="requirement_requester",
            ),
        ),
        migrations.AddIndex(
            model_name="requirement",
            index=models.Index(
                condition=models.Q(("outside_requester", None), _negated=True),
                fields=["outside_requester"],
                name="requirement_outside_requester",
            ),
        ),
        migrations.AddIndex(
            model_name="requirement",
            index=models.Index(
                condition=models.Q(("owner", None), _negated=True), fields=["owner"], name="requirement_owner"
            ),
        ),
        migrations.AddIndex(
            model_name="requirement",
            index=models.Index(
                condition=models.Q(("version", None), _negated=True), fields=["version"], name="requirement_version"
            ),
        ),
        migrations.AddIndex(
            model_name="requirement",
            index=models.Index(
                condition=models.Q(("milestone", None), _negated=True),
                fields=["milestone"],
                name="requirement_milestone",
            ),
        ),
        migrations.AddConstraint(
            model_name="requirement",
            constraint=models.UniqueConstraint(fields=("key",), name="requirement_key"),
        ),
        migrations.AddConstraint(
            model_name="requirement",
            constraint=models.UniqueConstraint(
                fields=("product", "number"), name="requirement_number_once_per_product"
            ),
        ),
        migrations.AddConstraint(
            model_name="requirement",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent", models.F("id")), _negated=True), name="requirement_not_its_own_parent"
            ),
        ),
        migrations.AddConstraint(
            model_name="requirement",
            constraint=models.CheckConstraint(
                condition=models.Q(("requester", None), ("outside_requester", None), _connector="OR"),
                name="requirement_one_requester",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="requirement",
            trigger=pgtrigger.compiler.Trigger(
                name="index_text",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.search := requirements_search_vector(NEW.key, NEW.title, NEW.description); RETURN NEW;",
                    hash="fdb8cab98bc3273f8623e91e2127b00137ca9c08",
                    operation='INSERT OR UPDATE OF "title", "description"',
                    pgid="pgtrigger_index_text_a5762",
                    table="requirements_requirement",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="requirement",
            trigger=pgtrigger.compiler.Trigger(
                name="record_requirement",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE r requirements_requirement%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('product', to_jsonb(OLD.product_id), to_jsonb(NEW.product_id)), ('number', to_jsonb(OLD.number), to_jsonb(NEW.number)), ('key', to_jsonb(OLD.key), to_jsonb(NEW.key)), ('title', to_jsonb(OLD.title), to_jsonb(NEW.title)), ('description', to_jsonb(OLD.description), to_jsonb(NEW.description)), ('kind', to_jsonb(OLD.kind), to_jsonb(NEW.kind)), ('level', to_jsonb(OLD.level), to_jsonb(NEW.level)), ('parent', to_jsonb(OLD.parent_id), to_jsonb(NEW.parent_id)), ('status', to_jsonb(OLD.status_id), to_jsonb(NEW.status_id)), ('priority', to_jsonb(OLD.priority), to_jsonb(NEW.priority)), ('author', to_jsonb(OLD.author_id), to_jsonb(NEW.author_id)), ('requester', to_jsonb(OLD.requester_id), to_jsonb(NEW.requester_id)), ('outside_requester', to_jsonb(OLD.outside_requester_id), to_jsonb(NEW.outside_requester_id)), ('owner', to_jsonb(OLD.owner_id), to_jsonb(NEW.owner_id)), ('as_a', to_jsonb(OLD.as_a), to_jsonb(NEW.as_a)), ('i_want', to_jsonb(OLD.i_want), to_jsonb(NEW.i_want)), ('so_that', to_jsonb(OLD.so_that), to_jsonb(NEW.so_that)), ('start_on', to_jsonb(OLD.start_on), to_jsonb(NEW.start_on)), ('start_precision', to_jsonb(OLD.start_precision), to_jsonb(NEW.start_precision)), ('due_on', to_jsonb(OLD.due_on), to_jsonb(NEW.due_on)), ('due_precision', to_jsonb(OLD.due_precision), to_jsonb(NEW.due_precision)), ('estimate', to_jsonb(OLD.estimate), to_jsonb(NEW.estimate)), ('version', to_jsonb(OLD.version_id), to_jsonb(NEW.version_id)), ('milestone', to_jsonb(OLD.milestone_id), to_jsonb(NEW.milestone_id)), ('votes', to_jsonb(OLD.votes), to_jsonb(NEW.votes)), ('rank', to_jsonb(OLD.rank), to_jsonb(NEW.rank)), ('decline_reason', to_jsonb(OLD.decline_reason), to_jsonb(NEW.decline_reason)), ('created_at', to_jsonb(OLD.created_at), to_jsonb(NEW.created_at))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF coalesce(OLD.drivers, '{}') IS DISTINCT FROM coalesce(NEW.drivers, '{}') THEN\n        SELECT coalesce(difference, '{}') || jsonb_object_agg('drivers.' || k, jsonb_build_array(was, is_now))\n          INTO difference\n          FROM (SELECT k, OLD.drivers -> k AS was, NEW.drivers -> k AS is_now\n                  FROM jsonb_object_keys(coalesce(OLD.drivers, '{}') || coalesce(NEW.drivers, '{}')) AS k) AS entries\n         WHERE was IS DISTINCT FROM is_now;\n    END IF;\n\n    IF coalesce(OLD.custom, '{}') IS DISTINCT FROM coalesce(NEW.custom, '{}') THEN\n        SELECT coalesce(difference, '{}') || jsonb_object_agg('custom.' || k, jsonb_build_array(was, is_now))\n          INTO difference\n          FROM (SELECT k, OLD.custom -> k AS was, NEW.custom -> k AS is_now\n                  FROM jsonb_object_keys(coalesce(OLD.custom, '{}') || coalesce(NEW.custom, '{}')) AS k) AS entries\n         WHERE was IS DISTINCT FROM is_now;\n    END IF;\n\n    IF difference IS NULL THEN RETURN NULL; END IF;\n    subject_key := r.key; subject_product := r.product_id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'requirement', r.id, coalesce(subject_key, ''), r.lock_version, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="68d09df8c918b595ca725829b2ca758fcc485321",
                    operation="INSERT OR DELETE",
                    pgid="pgtrigger_record_requirement_fe5ba",
                    table="requirements_requirement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="requirement",
            trigger=pgtrigger.compiler.Trigger(
                name="record_requirement_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.product_id IS DISTINCT FROM NEW.product_id OR OLD.number IS DISTINCT FROM NEW.number OR OLD.key IS DISTINCT FROM NEW.key OR OLD.title IS DISTINCT FROM NEW.title OR OLD.description IS DISTINCT FROM NEW.description OR OLD.kind IS DISTINCT FROM NEW.kind OR OLD.level IS DISTINCT FROM NEW.level OR OLD.parent_id IS DISTINCT FROM NEW.parent_id OR OLD.status_id IS DISTINCT FROM NEW.status_id OR OLD.priority IS DISTINCT FROM NEW.priority OR OLD.author_id IS DISTINCT FROM NEW.author_id OR OLD.requester_id IS DISTINCT FROM NEW.requester_id OR OLD.outside_requester_id IS DISTINCT FROM NEW.outside_requester_id OR OLD.owner_id IS DISTINCT FROM NEW.owner_id OR OLD.as_a IS DISTINCT FROM NEW.as_a OR OLD.i_want IS DISTINCT FROM NEW.i_want OR OLD.so_that IS DISTINCT FROM NEW.so_that OR OLD.start_on IS DISTINCT FROM NEW.start_on OR OLD.start_precision IS DISTINCT FROM NEW.start_precision OR OLD.due_on IS DISTINCT FROM NEW.due_on OR OLD.due_precision IS DISTINCT FROM NEW.due_precision OR OLD.estimate IS DISTINCT FROM NEW.estimate OR OLD.version_id IS DISTINCT FROM NEW.version_id OR OLD.milestone_id IS DISTINCT FROM NEW.milestone_id OR OLD.votes IS DISTINCT FROM NEW.votes OR OLD.rank IS DISTINCT FROM NEW.rank OR OLD.decline_reason IS DISTINCT FROM NEW.decline_reason OR OLD.created_at IS DISTINCT FROM NEW.created_at OR OLD.drivers IS DISTINCT FROM NEW.drivers OR OLD.custom IS DISTINCT FROM NEW.custom)",
                    declare="DECLARE r requirements_requirement%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('product', to_jsonb(OLD.product_id), to_jsonb(NEW.product_id)), ('number', to_jsonb(OLD.number), to_jsonb(NEW.number)), ('key', to_jsonb(OLD.key), to_jsonb(NEW.key)), ('title', to_jsonb(OLD.title), to_jsonb(NEW.title)), ('description', to_jsonb(OLD.description), to_jsonb(NEW.description)), ('kind', to_jsonb(OLD.kind), to_jsonb(NEW.kind)), ('level', to_jsonb(OLD.level), to_jsonb(NEW.level)), ('parent', to_jsonb(OLD.parent_id), to_jsonb(NEW.parent_id)), ('status', to_jsonb(OLD.status_id), to_jsonb(NEW.status_id)), ('priority', to_jsonb(OLD.priority), to_jsonb(NEW.priority)), ('author', to_jsonb(OLD.author_id), to_jsonb(NEW.author_id)), ('requester', to_jsonb(OLD.requester_id), to_jsonb(NEW.requester_id)), ('outside_requester', to_jsonb(OLD.outside_requester_id), to_jsonb(NEW.outside_requester_id)), ('owner', to_jsonb(OLD.owner_id), to_jsonb(NEW.owner_id)), ('as_a', to_jsonb(OLD.as_a), to_jsonb(NEW.as_a)), ('i_want', to_jsonb(OLD.i_want), to_jsonb(NEW.i_want)), ('so_that', to_jsonb(OLD.so_that), to_jsonb(NEW.so_that)), ('start_on', to_jsonb(OLD.start_on), to_jsonb(NEW.start_on)), ('start_precision', to_jsonb(OLD.start_precision), to_jsonb(NEW.start_precision)), ('due_on', to_jsonb(OLD.due_on), to_jsonb(NEW.due_on)), ('due_precision', to_jsonb(OLD.due_precision), to_jsonb(NEW.due_precision)), ('estimate', to_jsonb(OLD.estimate), to_jsonb(NEW.estimate)), ('version', to_jsonb(OLD.version_id), to_jsonb(NEW.version_id)), ('milestone', to_jsonb(OLD.milestone_id), to_jsonb(NEW.milestone_id)), ('votes', to_jsonb(OLD.votes), to_jsonb(NEW.votes)), ('rank', to_jsonb(OLD.rank), to_jsonb(NEW.rank)), ('decline_reason', to_jsonb(OLD.decline_reason), to_jsonb(NEW.decline_reason)), ('created_at', to_jsonb(OLD.created_at), to_jsonb(NEW.created_at))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF coalesce(OLD.drivers, '{}') IS DISTINCT FROM coalesce(NEW.drivers, '{}') THEN\n        SELECT coalesce(difference, '{}') || jsonb_object_agg('drivers.' || k, jsonb_build_array(was, is_now))\n          INTO difference\n          FROM (SELECT k, OLD.drivers -> k AS was, NEW.drivers -> k AS is_now\n                  FROM jsonb_object_keys(coalesce(OLD.drivers, '{}') || coalesce(NEW.drivers, '{}')) AS k) AS entries\n         WHERE was IS DISTINCT FROM is_now;\n    END IF;\n\n    IF coalesce(OLD.custom, '{}') IS DISTINCT FROM coalesce(NEW.custom, '{}') THEN\n        SELECT coalesce(difference, '{}') || jsonb_object_agg('custom.' || k, jsonb_build_array(was, is_now))\n          INTO difference\n          FROM (SELECT k, OLD.custom -> k AS was, NEW.custom -> k AS is_now\n                  FROM jsonb_object_keys(coalesce(OLD.custom, '{}') || coalesce(NEW.custom, '{}')) AS k) AS entries\n         WHERE was IS DISTINCT FROM is_now;\n    END IF;\n\n    IF difference IS NULL THEN RETURN NULL; END IF;\n    subject_key := r.key; subject_product := r.product_id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'requirement', r.id, coalesce(subject_key, ''), r.lock_version, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="18a218f54630874e3f6729e466eb8c96a8f760c6",
                    operation='UPDATE OF "product_id", "number", "key", "title", "description", "kind", "level", "parent_id", "status_id", "priority", "author_id", "requester_id", "outside_requester_id", "owner_id", "as_a", "i_want", "so_that", "start_on", "start_precision", "due_on", "due_precision", "estimate", "version_id", "milestone_id", "votes", "rank", "decline_reason", "created_at", "drivers", "custom"',
                    pgid="pgtrigger_record_requirement_update_fd103",
                    table="requirements_requirement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="requirement",
            trigger=pgtrigger.compiler.Trigger(
                name="count_requirement_versions",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.lock_version IS DISTINCT FROM NEW.lock_version OR OLD.product_id IS DISTINCT FROM NEW.product_id OR OLD.number IS DISTINCT FROM NEW.number OR OLD.key IS DISTINCT FROM NEW.key OR OLD.title IS DISTINCT FROM NEW.title OR OLD.description IS DISTINCT FROM NEW.description OR OLD.kind IS DISTINCT FROM NEW.kind OR OLD.level IS DISTINCT FROM NEW.level OR OLD.parent_id IS DISTINCT FROM NEW.parent_id OR OLD.status_id IS DISTINCT FROM NEW.status_id OR OLD.priority IS DISTINCT FROM NEW.priority OR OLD.author_id IS DISTINCT FROM NEW.author_id OR OLD.requester_id IS DISTINCT FROM NEW.requester_id OR OLD.outside_requester_id IS DISTINCT FROM NEW.outside_requester_id OR OLD.owner_id IS DISTINCT FROM NEW.owner_id OR OLD.as_a IS DISTINCT FROM NEW.as_a OR OLD.i_want IS DISTINCT FROM NEW.i_want OR OLD.so_that IS DISTINCT FROM NEW.so_that OR OLD.start_on IS DISTINCT FROM NEW.start_on OR OLD.start_precision IS DISTINCT FROM NEW.start_precision OR OLD.due_on IS DISTINCT FROM NEW.due_on OR OLD.due_precision IS DISTINCT FROM NEW.due_precision OR OLD.estimate IS DISTINCT FROM NEW.estimate OR OLD.version_id IS DISTINCT FROM NEW.version_id OR OLD.milestone_id IS DISTINCT FROM NEW.milestone_id OR OLD.votes IS DISTINCT FROM NEW.votes OR OLD.rank IS DISTINCT FROM NEW.rank OR OLD.decline_reason IS DISTINCT FROM NEW.decline_reason OR OLD.created_at IS DISTINCT FROM NEW.created_at OR OLD.drivers IS DISTINCT FROM NEW.drivers OR OLD.custom IS DISTINCT FROM NEW.custom)",
                    func="NEW.updated_at := now(); NEW.lock_version := greatest(NEW.lock_version, OLD.lock_version + 1); RETURN NEW;",
                    hash="87755694bdca383b0e31f8e0c8892fab88bc3900",
                    operation='UPDATE OF "product_id", "number", "key", "title", "description", "kind", "level", "parent_id", "status_id", "priority", "author_id", "requester_id", "outside_requester_id", "owner_id", "as_a", "i_want", "so_that", "start_on", "start_precision", "due_on", "due_precision", "estimate", "version_id", "milestone_id", "votes", "rank", "decline_reason", "created_at", "drivers", "custom", "lock_version"',
                    pgid="pgtrigger_count_requirement_versions_eed08",
                    table="requirements_requirement",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="scoringmodel",
            index=models.Index(
                models.F("due_at"), condition=models.Q(("due_at__isnull", False)), name="scoring_model_due"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="scoringmodel",
            trigger=pgtrigger.compiler.Trigger(
                name="record_scoring_model",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE r requirements_scoringmodel%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('product', to_jsonb(OLD.product_id), to_jsonb(NEW.product_id)), ('kind', to_jsonb(OLD.kind), to_jsonb(NEW.kind)), ('formula', to_jsonb(OLD.formula), to_jsonb(NEW.formula)), ('drivers', to_jsonb(OLD.drivers), to_jsonb(NEW.drivers)), ('number', to_jsonb(OLD.number), to_jsonb(NEW.number))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF difference IS NULL THEN RETURN NULL; END IF;\n    SELECT p.key INTO subject_key FROM products_product p WHERE p.id = r.product_id; subject_product := r.product_id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'scoring_model', r.id, coalesce(subject_key, ''), NULL, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="f53c5c31e2d07cdacd08ff9e9df9d21148592a3e",
                    operation="INSERT OR DELETE",
                    pgid="pgtrigger_record_scoring_model_4446e",
                    table="requirements_scoringmodel",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="scoringmodel",
            trigger=pgtrigger.compiler.Trigger(
                name="record_scoring_model_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.product_id IS DISTINCT FROM NEW.product_id OR OLD.kind IS DISTINCT FROM NEW.kind OR OLD.formula IS DISTINCT FROM NEW.formula OR OLD.drivers IS DISTINCT FROM NEW.drivers OR OLD.number IS DISTINCT FROM NEW.number)",
                    declare="DECLARE r requirements_scoringmodel%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('product', to_jsonb(OLD.product_id), to_jsonb(NEW.product_id)), ('kind', to_jsonb(OLD.kind), to_jsonb(NEW.kind)), ('formula', to_jsonb(OLD.formula), to_jsonb(NEW.formula)), ('drivers', to_jsonb(OLD.drivers), to_jsonb(NEW.drivers)), ('number', to_jsonb(OLD.number), to_jsonb(NEW.number))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF difference IS NULL THEN RETURN NULL; END IF;\n    SELECT p.key INTO subject_key FROM products_product p WHERE p.id = r.product_id; subject_product := r.product_id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'scoring_model', r.id, coalesce(subject_key, ''), NULL, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="586a22dd31aaf4e581be7a92b6647187505daea9",
                    operation='UPDATE OF "product_id", "kind", "formula", "drivers", "number"',
                    pgid="pgtrigger_record_scoring_model_update_24ec6",
                    table="requirements_scoringmodel",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="watching",
            constraint=models.UniqueConstraint(fields=("requirement", "user"), name="watched_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="watching",
            trigger=pgtrigger.compiler.Trigger(
                name="record_watching",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE r requirements_watching%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('requirement', to_jsonb(OLD.requirement_id), to_jsonb(NEW.requirement_id)), ('user', to_jsonb(OLD.user_id), to_jsonb(NEW.user_id))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF difference IS NULL THEN RETURN NULL; END IF;\n    SELECT q.key, q.product_id INTO subject_key, subject_product FROM requirements_requirement q WHERE q.id = r.requirement_id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'watching', r.id, coalesce(subject_key, ''), NULL, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="552f79cd96264a9e9e6b4eac08f76160d680d19b",
                    operation="INSERT OR DELETE",
                    pgid="pgtrigger_record_watching_91daa",
                    table="requirements_watching",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="watching",
            trigger=pgtrigger.compiler.Trigger(
                name="record_watching_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.requirement_id IS DISTINCT FROM NEW.requirement_id OR OLD.user_id IS DISTINCT FROM NEW.user_id)",
                    declare="DECLARE r requirements_watching%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('requirement', to_jsonb(OLD.requirement_id), to_jsonb(NEW.requirement_id)), ('user', to_jsonb(OLD.user_id), to_jsonb(NEW.user_id))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF difference IS NULL THEN RETURN NULL; END IF;\n    SELECT q.key, q.product_id INTO subject_key, subject_product FROM requirements_requirement q WHERE q.id = r.requirement_id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'watching', r.id, coalesce(subject_key, ''), NULL, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="b50a95ec3eb66407d8dcac423995c634f8ef5c01",
                    operation='UPDATE OF "requirement_id", "user_id"',
                    pgid="pgtrigger_record_watching_update_dbbba",
                    table="requirements_watching",
                    when="AFTER",
                ),
            ),
        ),
    ]
