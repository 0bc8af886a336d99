from django.db import migrations

# Chinese has no spaces: each run of CJK characters is indexed as its overlapping pairs, everything else as words.
# Texts are folded by compatibility (full-width to half-width) and case. The first 50,000 characters are indexed. Pure ASCII takes
# a short way to the same words.
FUNCTIONS = r"""
CREATE FUNCTION requirements_words(folded text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT regexp_replace(folded, '([^[:alnum:]]|[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff])+', ' ', 'g')
$$;
CREATE FUNCTION requirements_pairs(folded text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT regexp_replace(runs, '([^ ][^ ])', '\1 ', 'g') || ' '
        || regexp_replace(regexp_replace(runs, '(^| )[^ ]', '\1', 'g'), '([^ ][^ ])', '\1 ', 'g')
      FROM regexp_replace(folded, '[^\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]+', ' ', 'g') AS runs
$$;
CREATE FUNCTION requirements_lexemes(written text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN octet_length(written) = length(written)
                THEN to_tsvector('simple', translate(left(written, 50000), './_-@:+~&=%', '           '))
                ELSE (SELECT to_tsvector('simple', requirements_words(folded) || ' ' || requirements_pairs(folded))
                        FROM lower(normalize(left(written, 50000), NFKC)) AS folded) END
$$;
CREATE FUNCTION requirements_search_vector(key text, title text, description text) RETURNS tsvector
LANGUAGE sql IMMUTABLE AS $$
    SELECT setweight(requirements_lexemes(key || ' ' || title), 'A')
        || setweight(requirements_lexemes(description), 'D')
$$;
"""
NONE = """
DROP FUNCTION requirements_search_vector(text, text, text);
DROP FUNCTION requirements_lexemes(text);
DROP FUNCTION requirements_pairs(text);
DROP FUNCTION requirements_words(text);
"""


class Migration(migrations.Migration):
    dependencies = [("requirements", "0001_initial")]
    operations = [migrations.RunSQL(FUNCTIONS, NONE)]
