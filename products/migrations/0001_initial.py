import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Product",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        max_length=10,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z][A-Z0-9]{0,9}\\Z",
                                "A key has 1 to 10 capital letters and digits and begins with a letter.",
                            )
                        ],
                        verbose_name="key",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("vision", models.TextField(blank=True, max_length=10000, verbose_name="vision")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("concept", "Concept"),
                            ("validation", "Validation"),
                            ("development", "Development"),
                            ("launch", "Launch"),
                            ("growth", "Growth"),
                            ("maturity", "Maturity"),
                            ("retirement", "Retirement"),
                        ],
                        default="development",
                        max_length=12,
                        verbose_name="lifecycle stage",
                    ),
                ),
                ("time_zone", models.CharField(default="UTC", max_length=64, verbose_name="time zone")),
                (
                    "privacy",
                    models.CharField(
                        choices=[
                            ("private", "Private: members only"),
                            ("internal", "Internal: everybody who is signed in may read"),
                        ],
                        default="private",
                        max_length=10,
                        verbose_name="privacy",
                    ),
                ),
                ("last_number", models.PositiveIntegerField(db_default=0, default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("lock_version", models.PositiveIntegerField(db_default=1, default=1, editable=False)),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Status",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("review", "In review"),
                            ("planned", "Planned"),
                            ("active", "In progress"),
                            ("done", "Done"),
                            ("declined", "Declined"),
                        ],
                        max_length=10,
                        verbose_name="category",
                    ),
                ),
                ("hue", models.PositiveSmallIntegerField(default=255, verbose_name="colour")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "wip_limit",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="limit of work in progress"),
                ),
            ],
            options={
                "verbose_name": "status",
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("hue", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="colour")),
            ],
            options={
                "verbose_name": "tag",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.PositiveSmallIntegerField(
                        choices=[(10, "Viewer"), (20, "Contributor"), (30, "Product manager"), (40, "Product owner")],
                        verbose_name="role",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("engineer", "Engineer"),
                            ("designer", "Designer"),
                            ("tester", "Tester"),
                            ("researcher", "User researcher"),
                            ("marketer", "Marketer"),
                            ("support", "Support"),
                            ("project_manager", "Project manager"),
                        ],
                        max_length=20,
                        verbose_name="job title",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="memberships", to="products.product"
                    ),
                ),
            ],
            options={
                "ordering": ["-role", "user__name"],
            },
        ),
        migrations.CreateModel(
            name="CustomField",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator("^[a-z][a-z0-9_]*\\Z", "Small letters, digits and _.")
                        ],
                        verbose_name="key",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "Text"),
                            ("number", "Number"),
                            ("date", "Date"),
                            ("select", "One of a list"),
                            ("multi_select", "Several of a list"),
                            ("person", "Person"),
                            ("url", "Web address"),
                            ("rating", "Rating, 1 to 5"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "options",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="choices",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="custom_fields", to="products.product"
                    ),
                ),
            ],
            options={
                "verbose_name": "custom field",
                "ordering": ["position", "id"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="product",
            trigger=pgtrigger.compiler.Trigger(
                name="record_product",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE r products_product%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('key', to_jsonb(OLD.key), to_jsonb(NEW.key)), ('name', to_jsonb(OLD.name), to_jsonb(NEW.name)), ('vision', to_jsonb(OLD.vision), to_jsonb(NEW.vision)), ('stage', to_jsonb(OLD.stage), to_jsonb(NEW.stage)), ('time_zone', to_jsonb(OLD.time_zone), to_jsonb(NEW.time_zone)), ('privacy', to_jsonb(OLD.privacy), to_jsonb(NEW.privacy)), ('created_at', to_jsonb(OLD.created_at), to_jsonb(NEW.created_at))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF difference IS NULL THEN RETURN NULL; END IF;\n    subject_key := r.key; subject_product := r.id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'product', r.id, coalesce(subject_key, ''), r.lock_version, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="065b53394cc5bd25d3ffd3ebd5fbf3edad3a24df",
                    operation="INSERT OR DELETE",
                    pgid="pgtrigger_record_product_93fee",
                    table="products_product",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="product",
            trigger=pgtrigger.compiler.Trigger(
                name="record_product_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.key IS DISTINCT FROM NEW.key OR OLD.name IS DISTINCT FROM NEW.name OR OLD.vision IS DISTINCT FROM NEW.vision OR OLD.stage IS DISTINCT FROM NEW.stage OR OLD.time_zone IS DISTINCT FROM NEW.time_zone OR OLD.privacy IS DISTINCT FROM NEW.privacy OR OLD.created_at IS DISTINCT FROM NEW.created_at)",
                    declare="DECLARE r products_product%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('key', to_jsonb(OLD.key), to_jsonb(NEW.key)), ('name', to_jsonb(OLD.name), to_jsonb(NEW.name)), ('vision', to_jsonb(OLD.vision), to_jsonb(NEW.vision)), ('stage', to_jsonb(OLD.stage), to_jsonb(NEW.stage)), ('time_zone', to_jsonb(OLD.time_zone), to_jsonb(NEW.time_zone)), ('privacy', to_jsonb(OLD.privacy), to_jsonb(NEW.privacy)), ('created_at', to_jsonb(OLD.created_at), to_jsonb(NEW.created_at))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF difference IS NULL THEN RETURN NULL; END IF;\n    subject_key := r.key; subject_product := r.id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'product', r.id, coalesce(subject_key, ''), r.lock_version, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="978a28c1f74bd3bed41fd590bcca33333ef508c1",
                    operation='UPDATE OF "key", "name", "vision", "stage", "time_zone", "privacy", "created_at"',
                    pgid="pgtrigger_record_product_update_95252",
                    table="products_product",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="product",
            trigger=pgtrigger.compiler.Trigger(
                name="count_product_versions",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.lock_version IS DISTINCT FROM NEW.lock_version OR OLD.key IS DISTINCT FROM NEW.key OR OLD.name IS DISTINCT FROM NEW.name OR OLD.vision IS DISTINCT FROM NEW.vision OR OLD.stage IS DISTINCT FROM NEW.stage OR OLD.time_zone IS DISTINCT FROM NEW.time_zone OR OLD.privacy IS DISTINCT FROM NEW.privacy OR OLD.created_at IS DISTINCT FROM NEW.created_at)",
                    func="NEW.lock_version := greatest(NEW.lock_version, OLD.lock_version + 1); RETURN NEW;",
                    hash="8e6a6b392ce3d2bff00dec8c6651cbdb24710bd1",
                    operation='UPDATE OF "key", "name", "vision", "stage", "time_zone", "privacy", "created_at", "lock_version"',
                    pgid="pgtrigger_count_product_versions_736b6",
                    table="products_product",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="status",
            name="product",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="statuses", to="products.product"
            ),
        ),
        migrations.AddField(
            model_name="tag",
            name="product",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="tags", to="products.product"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(fields=("product", "user"), name="one_membership_per_person"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="record_membership",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE r products_membership%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('product', to_jsonb(OLD.product_id), to_jsonb(NEW.product_id)), ('user', to_jsonb(OLD.user_id), to_jsonb(NEW.user_id)), ('role', to_jsonb(OLD.role), to_jsonb(NEW.role)), ('title', to_jsonb(OLD.title), to_jsonb(NEW.title))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF difference IS NULL THEN RETURN NULL; END IF;\n    SELECT p.key INTO subject_key FROM products_product p WHERE p.id = r.product_id; subject_product := r.product_id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'membership', r.id, coalesce(subject_key, ''), NULL, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="36cc962b2b71556b980c36845684690b12aa13b1",
                    operation="INSERT OR DELETE",
                    pgid="pgtrigger_record_membership_16dad",
                    table="products_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="record_membership_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.product_id IS DISTINCT FROM NEW.product_id OR OLD.user_id IS DISTINCT FROM NEW.user_id OR OLD.role IS DISTINCT FROM NEW.role OR OLD.title IS DISTINCT FROM NEW.title)",
                    declare="DECLARE r products_membership%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('product', to_jsonb(OLD.product_id), to_jsonb(NEW.product_id)), ('user', to_jsonb(OLD.user_id), to_jsonb(NEW.user_id)), ('role', to_jsonb(OLD.role), to_jsonb(NEW.role)), ('title', to_jsonb(OLD.title), to_jsonb(NEW.title))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF difference IS NULL THEN RETURN NULL; END IF;\n    SELECT p.key INTO subject_key FROM products_product p WHERE p.id = r.product_id; subject_product := r.product_id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'membership', r.id, coalesce(subject_key, ''), NULL, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="0219b47ef7f5876fff484c634fa8183961bfd56f",
                    operation='UPDATE OF "product_id", "user_id", "role", "title"',
                    pgid="pgtrigger_record_membership_update_5865d",
                    table="products_membership",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="customfield",
            constraint=models.UniqueConstraint(fields=("product", "key"), name="field_key_once_per_product"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customfield",
            trigger=pgtrigger.compiler.Trigger(
                name="record_custom_field",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE r products_customfield%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('product', to_jsonb(OLD.product_id), to_jsonb(NEW.product_id)), ('key', to_jsonb(OLD.key), to_jsonb(NEW.key)), ('name', to_jsonb(OLD.name), to_jsonb(NEW.name)), ('kind', to_jsonb(OLD.kind), to_jsonb(NEW.kind)), ('options', to_jsonb(OLD.options), to_jsonb(NEW.options)), ('position', to_jsonb(OLD.position), to_jsonb(NEW.position))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF difference IS NULL THEN RETURN NULL; END IF;\n    SELECT p.key INTO subject_key FROM products_product p WHERE p.id = r.product_id; subject_product := r.product_id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'custom_field', r.id, coalesce(subject_key, ''), NULL, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="4f06ea6a97e559a149db8f72f81fdf43cffe5d07",
                    operation="INSERT OR DELETE",
                    pgid="pgtrigger_record_custom_field_4da95",
                    table="products_customfield",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customfield",
            trigger=pgtrigger.compiler.Trigger(
                name="record_custom_field_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.product_id IS DISTINCT FROM NEW.product_id OR OLD.key IS DISTINCT FROM NEW.key OR OLD.name IS DISTINCT FROM NEW.name OR OLD.kind IS DISTINCT FROM NEW.kind OR OLD.options IS DISTINCT FROM NEW.options OR OLD.position IS DISTINCT FROM NEW.position)",
                    declare="DECLARE r products_customfield%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('product', to_jsonb(OLD.product_id), to_jsonb(NEW.product_id)), ('key', to_jsonb(OLD.key), to_jsonb(NEW.key)), ('name', to_jsonb(OLD.name), to_jsonb(NEW.name)), ('kind', to_jsonb(OLD.kind), to_jsonb(NEW.kind)), ('options', to_jsonb(OLD.options), to_jsonb(NEW.options)), ('position', to_jsonb(OLD.position), to_jsonb(NEW.position))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF difference IS NULL THEN RETURN NULL; END IF;\n    SELECT p.key INTO subject_key FROM products_product p WHERE p.id = r.product_id; subject_product := r.product_id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'custom_field', r.id, coalesce(subject_key, ''), NULL, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="7313d520ca15d4b759838c3d2108fb0994e5e2cd",
                    operation='UPDATE OF "product_id", "key", "name", "kind", "options", "position"',
                    pgid="pgtrigger_record_custom_field_update_cd6b7",
                    table="products_customfield",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="status",
            constraint=models.UniqueConstraint(fields=("product", "name"), name="status_name_once_per_product"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="status",
            trigger=pgtrigger.compiler.Trigger(
                name="record_status",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE r products_status%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('product', to_jsonb(OLD.product_id), to_jsonb(NEW.product_id)), ('name', to_jsonb(OLD.name), to_jsonb(NEW.name)), ('category', to_jsonb(OLD.category), to_jsonb(NEW.category)), ('hue', to_jsonb(OLD.hue), to_jsonb(NEW.hue)), ('position', to_jsonb(OLD.position), to_jsonb(NEW.position)), ('wip_limit', to_jsonb(OLD.wip_limit), to_jsonb(NEW.wip_limit))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF difference IS NULL THEN RETURN NULL; END IF;\n    SELECT p.key INTO subject_key FROM products_product p WHERE p.id = r.product_id; subject_product := r.product_id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'status', r.id, coalesce(subject_key, ''), NULL, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="aff1266f40cb150723408a2de99a397be2361653",
                    operation="INSERT OR DELETE",
                    pgid="pgtrigger_record_status_d30c1",
                    table="products_status",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="status",
            trigger=pgtrigger.compiler.Trigger(
                name="record_status_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.product_id IS DISTINCT FROM NEW.product_id OR OLD.name IS DISTINCT FROM NEW.name OR OLD.category IS DISTINCT FROM NEW.category OR OLD.hue IS DISTINCT FROM NEW.hue OR OLD.position IS DISTINCT FROM NEW.position OR OLD.wip_limit IS DISTINCT FROM NEW.wip_limit)",
                    declare="DECLARE r products_status%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('product', to_jsonb(OLD.product_id), to_jsonb(NEW.product_id)), ('name', to_jsonb(OLD.name), to_jsonb(NEW.name)), ('category', to_jsonb(OLD.category), to_jsonb(NEW.category)), ('hue', to_jsonb(OLD.hue), to_jsonb(NEW.hue)), ('position', to_jsonb(OLD.position), to_jsonb(NEW.position)), ('wip_limit', to_jsonb(OLD.wip_limit), to_jsonb(NEW.wip_limit))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF difference IS NULL THEN RETURN NULL; END IF;\n    SELECT p.key INTO subject_key FROM products_product p WHERE p.id = r.product_id; subject_product := r.product_id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'status', r.id, coalesce(subject_key, ''), NULL, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="a67f3c2ce98cae62582a6bcfaea7aa8c8487a227",
                    operation='UPDATE OF "product_id", "name", "category", "hue", "position", "wip_limit"',
                    pgid="pgtrigger_record_status_update_84f4a",
                    table="products_status",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="tag",
            constraint=models.UniqueConstraint(
                models.F("product"), django.db.models.functions.text.Lower("name"), name="tag_name_once_per_product"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tag",
            trigger=pgtrigger.compiler.Trigger(
                name="record_tag",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE r products_tag%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('product', to_jsonb(OLD.product_id), to_jsonb(NEW.product_id)), ('name', to_jsonb(OLD.name), to_jsonb(NEW.name)), ('hue', to_jsonb(OLD.hue), to_jsonb(NEW.hue))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF difference IS NULL THEN RETURN NULL; END IF;\n    SELECT p.key INTO subject_key FROM products_product p WHERE p.id = r.product_id; subject_product := r.product_id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'tag', r.id, coalesce(subject_key, ''), NULL, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="ede7bfcb57fbf0bcde246737380f6b6b83b2fd12",
                    operation="INSERT OR DELETE",
                    pgid="pgtrigger_record_tag_68b3c",
                    table="products_tag",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tag",
            trigger=pgtrigger.compiler.Trigger(
                name="record_tag_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.product_id IS DISTINCT FROM NEW.product_id OR OLD.name IS DISTINCT FROM NEW.name OR OLD.hue IS DISTINCT FROM NEW.hue)",
                    declare="DECLARE r products_tag%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('product', to_jsonb(OLD.product_id), to_jsonb(NEW.product_id)), ('name', to_jsonb(OLD.name), to_jsonb(NEW.name)), ('hue', to_jsonb(OLD.hue), to_jsonb(NEW.hue))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF difference IS NULL THEN RETURN NULL; END IF;\n    SELECT p.key INTO subject_key FROM products_product p WHERE p.id = r.product_id; subject_product := r.product_id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'tag', r.id, coalesce(subject_key, ''), NULL, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="a7851d7f67d8ab32b6202e6879bd2a28d95d9236",
                    operation='UPDATE OF "product_id", "name", "hue"',
                    pgid="pgtrigger_record_tag_update_61577",
                    table="products_tag",
                    when="AFTER",
                ),
            ),
        ),
    ]
