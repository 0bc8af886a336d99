import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations

from pmhub.lib.chinese import initial

# Pairs follow each other as they do in the text ("结算页" becomes "结 结算 算 算页 页"), so that phrases can be found.
# The initials of a title's Chinese characters are indexed from each of them on, after a 0: "支付页" is 0zfy, 0fy, 0y.
FUNCTIONS = r"""
CREATE OR REPLACE FUNCTION requirements_pairs(folded text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(
        regexp_replace(folded, '[^\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]+', ' ', 'g'), '([^ ])', '\1 \1', 'g')
$$;
CREATE OR REPLACE FUNCTION requirements_lexemes(written text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN octet_length(written) = length(written)
                THEN to_tsvector('simple', translate(left(written, 30000), './_-@:+~&=%', '           '))
                ELSE (SELECT to_tsvector('simple', requirements_words(folded) || ' ' || requirements_pairs(folded))
                        FROM lower(normalize(translate(left(written, 30000), U&'\FFFD', ''), NFKC)) AS folded) END
$$;
CREATE FUNCTION requirements_initials(title text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    letters CONSTANT bytea := '§letters§';
    code int; character text; run text := ''; found text;
BEGIN
    IF octet_length(title) = length(title) THEN RETURN ''; END IF;
    FOREACH character IN ARRAY string_to_array(left(title, 200), NULL) LOOP
        code := ascii(character) - 19968;
        run := run || CASE WHEN code BETWEEN 0 AND 20991 THEN chr(get_byte(letters, code)) ELSE '.' END;
    END LOOP;
    SELECT string_agg('0' || split_part(substr(run, i, 8), '.', 1) || ':1', ' ') INTO found
      FROM generate_series(1, length(run)) AS i WHERE substr(run, i, 1) <> '.';
    RETURN coalesce(found, '');
END $$;
CREATE FUNCTION requirements_texts(custom jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT left(string_agg(entry #>> '{}', ' '), 10000)
      FROM jsonb_path_query(custom, 'strict $.** ? (@.type() == "string")') AS entry
$$;
CREATE FUNCTION requirements_own_lexemes(key text, title text, story text, custom jsonb, description text)
RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT setweight(requirements_lexemes(key || ' ' || title), 'A')
        || CASE WHEN story = '  ' AND custom = '{}' THEN ''
                ELSE setweight(requirements_lexemes(concat_ws(' ', story, requirements_texts(custom))), 'B') END
        || requirements_initials(title) || requirements_lexemes(description)
$$;
CREATE FUNCTION requirements_said_lexemes(requirement bigint) RETURNS tsvector LANGUAGE sql STABLE AS $$
    SELECT coalesce(setweight(
               requirements_lexemes(left(string_agg(left(body, 10000), ' ' ORDER BY id DESC), 20000)), 'C'), '')
      FROM requirements_comment WHERE requirement_id = requirement
$$;
"""
NONE = """
DROP FUNCTION requirements_said_lexemes(bigint);
DROP FUNCTION requirements_own_lexemes(text, text, text, jsonb, text);
DROP FUNCTION requirements_texts(jsonb);
DROP FUNCTION requirements_initials(text);
"""
FORMER = """
CREATE FUNCTION requirements_search_vector(key text, title text, description text) RETURNS tsvector
LANGUAGE sql IMMUTABLE AS $$
    SELECT setweight(requirements_lexemes(key || ' ' || title), 'A')
        || setweight(requirements_lexemes(description), 'D')
$$;
"""


def functions():
    letters = "".join(initial(chr(code)) or "." for code in range(0x4E00, 0xA000))
    return FUNCTIONS.replace("§letters§", letters)


class Migration(migrations.Migration):
    dependencies = [
        ("products", "0001_initial"),
        ("requirements", "0007_saved_views"),
        ("roadmaps", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RunSQL(functions(), NONE),
        pgtrigger.migrations.RemoveTrigger(
            model_name="requirement",
            name="index_text",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="comment",
            trigger=pgtrigger.compiler.Trigger(
                name="index_comments",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            UPDATE requirements_requirement r SET search = n.said || coalesce(r.search, '')\n              FROM (SELECT requirement_id AS id,\n                           setweight(requirements_lexemes(left(string_agg(left(body, 10000), ' '), 20000)), 'C') AS said\n                      FROM added GROUP BY 1) AS n\n             WHERE r.id = n.id AND length(n.said) + length(coalesce(r.search, '')) <= 60000;\n            RETURN NULL;\n        ",
                    hash="e17c2e79878817379a1e2844b5b01721de213ddc",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_index_comments_9f23e",
                    referencing="REFERENCING NEW TABLE AS added ",
                    table="requirements_comment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="comment",
            trigger=pgtrigger.compiler.Trigger(
                name="index_comment_again",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."body" IS DISTINCT FROM (NEW."body"))',
                    func="\n    UPDATE requirements_requirement r\n       SET search = CASE WHEN length(said) + length(r.search) <= 60000 THEN said ELSE '' END\n                    || ts_filter(coalesce(r.search, ''), '{a,b,d}')\n      FROM (SELECT id, requirements_said_lexemes(id) AS said FROM (SELECT NEW.requirement_id) AS ids(id)) AS c\n     WHERE r.id = c.id;\n    RETURN NULL;\n",
                    hash="1597350ec3a9822adffc29ea115a45fdb9c6627e",
                    operation='UPDATE OF "body"',
                    pgid="pgtrigger_index_comment_again_e7faa",
                    table="requirements_comment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="comment",
            trigger=pgtrigger.compiler.Trigger(
                name="unindex_comments",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    UPDATE requirements_requirement r\n       SET search = CASE WHEN length(said) + length(r.search) <= 60000 THEN said ELSE '' END\n                    || ts_filter(coalesce(r.search, ''), '{a,b,d}')\n      FROM (SELECT id, requirements_said_lexemes(id) AS said FROM (SELECT DISTINCT requirement_id FROM gone) AS ids(id)) AS c\n     WHERE r.id = c.id;\n    RETURN NULL;\n",
                    hash="af4bee08a4e7df788ed6f2a4149c126ac32db436",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_unindex_comments_9cfd0",
                    referencing="REFERENCING OLD TABLE AS gone ",
                    table="requirements_comment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="requirement",
            trigger=pgtrigger.compiler.Trigger(
                name="index_text",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE said tsvector;",
                    func="\n        NEW.search := requirements_own_lexemes(\n            NEW.key, NEW.title, NEW.as_a || ' ' || NEW.i_want || ' ' || NEW.so_that, NEW.custom, NEW.description);\n        IF TG_OP = 'UPDATE' THEN\n            said := ts_filter(coalesce(OLD.search, ''), '{c}');\n            IF length(said) + length(NEW.search) <= 60000 THEN NEW.search := said || NEW.search; END IF;\n        END IF;\n        RETURN NEW;\n    ",
                    hash="a371afe36fa2b643aa3e786428cee6628b2d416d",
                    operation='INSERT OR UPDATE OF "title", "description", "as_a", "i_want", "so_that", "custom"',
                    pgid="pgtrigger_index_text_a5762",
                    table="requirements_requirement",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL("DROP FUNCTION requirements_search_vector(text, text, text)", FORMER),
    ]
