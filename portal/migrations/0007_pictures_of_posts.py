import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0010_received_in_our_time"),
        ("portal", "0006_posts_by_status"),
        ("products", "0003_goals"),
    ]

    operations = [
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="feedback.feedbackfile"
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pictures", to="portal.post"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="products.product",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="picture",
            trigger=pgtrigger.compiler.Trigger(
                name="record_post_picture",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE r portal_picture%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('product', to_jsonb(OLD.product_id), to_jsonb(NEW.product_id)), ('post', to_jsonb(OLD.post_id), to_jsonb(NEW.post_id)), ('file', to_jsonb(OLD.file_id), to_jsonb(NEW.file_id))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF difference IS NULL THEN RETURN NULL; END IF;\n    SELECT f.key INTO subject_key FROM portal_post p JOIN feedback_feedback f ON f.id = p.feedback_id WHERE p.id = r.post_id; subject_product := r.product_id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'post_picture', r.id, coalesce(subject_key, ''), NULL, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="7c47d025e26e04bf328ccfbd07d0d248170332cf",
                    operation="INSERT OR DELETE",
                    pgid="pgtrigger_record_post_picture_22d76",
                    table="portal_picture",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="picture",
            trigger=pgtrigger.compiler.Trigger(
                name="record_post_picture_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.product_id IS DISTINCT FROM NEW.product_id OR OLD.post_id IS DISTINCT FROM NEW.post_id OR OLD.file_id IS DISTINCT FROM NEW.file_id)",
                    declare="DECLARE r portal_picture%ROWTYPE; difference jsonb; subject_key text := ''; subject_product bigint;",
                    func="\n    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    SELECT jsonb_object_agg(name, jsonb_build_array(was, is_now)) INTO difference\n      FROM (VALUES ('product', to_jsonb(OLD.product_id), to_jsonb(NEW.product_id)), ('post', to_jsonb(OLD.post_id), to_jsonb(NEW.post_id)), ('file', to_jsonb(OLD.file_id), to_jsonb(NEW.file_id))) AS v(name, was, is_now) WHERE was IS DISTINCT FROM is_now;\n    \n    IF difference IS NULL THEN RETURN NULL; END IF;\n    SELECT f.key INTO subject_key FROM portal_post p JOIN feedback_feedback f ON f.id = p.feedback_id WHERE p.id = r.post_id; subject_product := r.product_id;\n    INSERT INTO changes_change\n        (actor_id, source, operation, batch, undoes, product_id, type, object_id, key, version, action, diff)\n    VALUES (\n        nullif(current_setting('pmhub.actor', true), '')::bigint,\n        coalesce(nullif(current_setting('pmhub.source', true), ''), 'sql'),\n        coalesce(current_setting('pmhub.operation', true), ''),\n        nullif(current_setting('pmhub.batch', true), '')::uuid,\n        nullif(current_setting('pmhub.undoes', true), '')::uuid,\n        subject_product, 'post_picture', r.id, coalesce(subject_key, ''), NULL, lower(TG_OP), difference\n    );\n    RETURN NULL;\n",
                    hash="4cba9bac0b3831548903d44b194bd94b24758819",
                    operation='UPDATE OF "product_id", "post_id", "file_id"',
                    pgid="pgtrigger_record_post_picture_update_d8f87",
                    table="portal_picture",
                    when="AFTER",
                ),
            ),
        ),
    ]
