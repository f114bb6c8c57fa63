"""Who sees whom, as set-returning functions the policies call once per statement.

They run as the owner of the tables with a fixed search path, read the settings of the transaction and nothing else.
"""

from django.db import migrations

from knutepunkt.identity.system import SYSTEM_ACCOUNTS

IDS = ", ".join(f"'{account}'" for account in SYSTEM_ACCOUNTS)
HEAD = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $f$"

IN_FORCE = "g.organisation_id = (SELECT kp_organisation()) AND g.starts <= (SELECT kp_at()) AND (g.ends IS NULL OR g.ends > (SELECT kp_at()))"


def persons(condition: str) -> str:
    """With a focus one person is probed; without, all persons of the account and of its units."""
    own = (
        f"SELECT g.person_id FROM access_grant g WHERE {IN_FORCE} AND g.account_id = (SELECT kp_account()) {condition}"
    )
    unit = f"SELECT g.person_id FROM access_grant g WHERE {IN_FORCE} AND g.unit_id = ANY (ARRAY(SELECT my_content_unit_ids())) {condition}"
    one = " AND g.person_id = (SELECT kp_person())"
    everyone = " AND (SELECT kp_person() IS NULL)"
    return " UNION ALL ".join([own + one, unit + one, own + everyone, unit + everyone])


FUNCTIONS = f"""
SET LOCAL check_function_bodies = off;
CREATE OR REPLACE FUNCTION kp_sees_all() RETURNS boolean LANGUAGE sql STABLE AS
  $$ SELECT coalesce(kp_account() IN ({IDS}), false) $$;
CREATE OR REPLACE FUNCTION my_unit_ids() RETURNS SETOF uuid {HEAD}
  SELECT g.unit_id FROM access_unitgrant g WHERE {IN_FORCE} AND g.account_id = (SELECT kp_account()) AND g.unit_id IS NOT NULL
$f$;
CREATE OR REPLACE FUNCTION my_content_unit_ids() RETURNS SETOF uuid {HEAD}
  SELECT g.unit_id FROM access_unitgrant g WHERE {IN_FORCE} AND g.account_id = (SELECT kp_account()) AND g.unit_id IS NOT NULL AND g.content
$f$;
CREATE OR REPLACE FUNCTION visible_person_ids() RETURNS SETOF uuid {HEAD} {persons("")} $f$;
CREATE OR REPLACE FUNCTION wholly_visible_person_ids() RETURNS SETOF uuid {HEAD} {persons("AND g.topics IS NULL")} $f$;
CREATE OR REPLACE FUNCTION visible_topics() RETURNS SETOF text {HEAD}
  SELECT DISTINCT unnest(g.topics) FROM access_grant g WHERE {IN_FORCE} AND g.person_id = (SELECT kp_person())
     AND (g.account_id = (SELECT kp_account()) OR g.unit_id = ANY (ARRAY(SELECT my_content_unit_ids())))
$f$;

-- Where do I have a file: the one question an account may ask across organisations; it answers for itself only.
CREATE POLICY own_files ON access_grant FOR SELECT TO knutepunkt_owner USING (true);
CREATE FUNCTION my_files() RETURNS TABLE (organisation_id uuid, person_id uuid, role text) {HEAD}
  SELECT DISTINCT g.organisation_id, g.person_id, g.role::text FROM access_grant g
   WHERE g.account_id = (SELECT kp_account()) AND g.role IN ('person', 'parent', 'guardian')
     AND g.starts <= (SELECT kp_at()) AND (g.ends IS NULL OR g.ends > (SELECT kp_at()))
$f$;
"""

ACCOUNTS = "INSERT INTO identity_account (id, subject, kind, language, is_active, password) VALUES " + ", ".join(
    f"('{account}', 'system:{name}', 'system', '', true, '!')" for account, name in SYSTEM_ACCOUNTS.items()
)


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("identity", "0001_initial")]
    operations = [
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        migrations.RunSQL(ACCOUNTS, migrations.RunSQL.noop),
    ]
