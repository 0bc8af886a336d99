from django.db import migrations

from pmhub.lib.chinese import initial

# Both give what they gave before. The letters are a constant of the plan now, and not made anew for every title, which
# was half the time of indexing a requirement; and a text is folded without starting a query for it.
FUNCTIONS = r"""
CREATE OR REPLACE FUNCTION requirements_initials(title text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    code int; character text; run text := ''; piece text; found text := '';
BEGIN
    IF octet_length(title) = length(title) THEN RETURN ''; END IF;
    FOREACH character IN ARRAY string_to_array(left(title, 200), NULL) LOOP
        code := ascii(character) - 19968;
        run := run || CASE WHEN code BETWEEN 0 AND 20991 THEN chr(get_byte('§letters§'::bytea, code)) ELSE '.' END;
    END LOOP;
    FOREACH piece IN ARRAY string_to_array(run, '.') LOOP
        FOR i IN 1..length(piece) LOOP
            found := found || ' 0' || substr(piece, i, 8) || ':1';
        END LOOP;
    END LOOP;
    RETURN found::tsvector;
END $$;
CREATE OR REPLACE FUNCTION requirements_lexemes(written text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    folded text;
BEGIN
    IF octet_length(written) = length(written) THEN
        RETURN to_tsvector('simple', translate(left(written, 30000), './_-@:+~&=%', '           '));
    END IF;
    folded := lower(normalize(translate(left(written, 30000), U&'\FFFD', ''), NFKC));
    RETURN to_tsvector('simple', requirements_words(folded) || ' ' || requirements_pairs(folded));
END $$
"""


def functions():
    letters = "".join(initial(chr(code)) or "." for code in range(0x4E00, 0xA000))
    return FUNCTIONS.replace("§letters§", letters)


class Migration(migrations.Migration):
    dependencies = [("requirements", "0011_tally")]
    operations = [migrations.RunSQL(functions(), migrations.RunSQL.noop)]
