"""SQL functions every room stands on: who asks, when, and in which order names stand."""

from django.db import migrations

SETTINGS = """
CREATE FUNCTION kp_organisation() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT nullif(current_setting('kp.organisation', true), '')::uuid $$;
CREATE FUNCTION kp_account() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT nullif(current_setting('kp.account', true), '')::uuid $$;
CREATE FUNCTION kp_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT nullif(current_setting('kp.person', true), '')::uuid $$;
CREATE FUNCTION kp_at() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT coalesce(nullif(current_setting('kp.at', true), '')::timestamptz, now()) $$;
"""

REFUSE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
"""

# Accents fold to base letters, aa sorts as å, and æ ø å come after z: the order of ICU's nb-NO, on any database.
ORDER = """
CREATE FUNCTION norwegian_order(t text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $f$
  SELECT replace(replace(replace(
    translate(replace(lower(normalize(t, NFC)), 'aa', 'å'),
              'äöüáàâčđéèêëíïŋóòôšŧúùýžç',
              'æøyaaacdeeeeiinooostuuyzc'),
    'æ', '{1'), 'ø', '{2'), 'å', '{3')
$f$;
"""


# Until the room `access` says otherwise nobody sees anything; it replaces these bodies.
NOBODY = """
CREATE FUNCTION kp_sees_all() RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT false $$;
CREATE FUNCTION visible_person_ids() RETURNS SETOF uuid LANGUAGE sql STABLE AS $$ SELECT NULL::uuid WHERE false $$;
CREATE FUNCTION wholly_visible_person_ids() RETURNS SETOF uuid LANGUAGE sql STABLE AS $$ SELECT NULL::uuid WHERE false $$;
CREATE FUNCTION visible_topics() RETURNS SETOF text LANGUAGE sql STABLE AS $$ SELECT NULL::text WHERE false $$;
CREATE FUNCTION my_unit_ids() RETURNS SETOF uuid LANGUAGE sql STABLE AS $$ SELECT NULL::uuid WHERE false $$;
CREATE FUNCTION my_content_unit_ids() RETURNS SETOF uuid LANGUAGE sql STABLE AS $$ SELECT NULL::uuid WHERE false $$;
CREATE FUNCTION staff_visible_person_ids() RETURNS SETOF uuid LANGUAGE sql STABLE AS $$ SELECT NULL::uuid WHERE false $$;
CREATE FUNCTION own_person_ids() RETURNS SETOF uuid LANGUAGE sql STABLE AS $$ SELECT NULL::uuid WHERE false $$;
CREATE FUNCTION closed_person_ids() RETURNS SETOF uuid LANGUAGE sql STABLE AS $$ SELECT NULL::uuid WHERE false $$;
CREATE FUNCTION withheld_ids() RETURNS SETOF uuid LANGUAGE sql STABLE AS $$ SELECT NULL::uuid WHERE false $$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(SETTINGS, migrations.RunSQL.noop),
        migrations.RunSQL(REFUSE, migrations.RunSQL.noop),
        migrations.RunSQL(ORDER, migrations.RunSQL.noop),
        migrations.RunSQL(NOBODY, migrations.RunSQL.noop),
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS btree_gist", migrations.RunSQL.noop),
    ]
