"""Who sees whom, as set-returning functions the policies call once per statement.

They run as the owner of the tables with a fixed search path, read the settings of the transaction and nothing else.
Grants give; exclusions take away again, last.
"""

from django.conf import settings
from django.db import migrations

from knutepunkt.access.permissions import FILE, Topic
from knutepunkt.access.roles import PERSONAL_ROLES
from knutepunkt.identity.system import SYSTEM_ACCOUNTS

IDS = ", ".join(f"'{account}'" for account in SYSTEM_ACCOUNTS)
PERSONAL = ", ".join(f"'{role}'" for role in sorted(PERSONAL_ROLES))
EVERYTHING = ", ".join(f"'{topic}'" for topic in [*Topic, FILE])
HEAD = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $f$"


def in_force(name: str) -> str:
    """The rows of the organisation that hold at the moment of the transaction."""
    return (
        f"{name}.organisation_id = (SELECT kp_organisation()) AND {name}.starts <= (SELECT kp_at()) "
        f"AND ({name}.ends IS NULL OR {name}.ends > (SELECT kp_at()))"
    )


IN_FORCE = in_force("g")
MINE = f"{in_force('e')} AND (e.account_id = (SELECT kp_account()) OR e.unit_id = ANY (ARRAY(SELECT my_unit_ids())))"


def persons(condition: str) -> str:
    """With a focus one person is probed; without, all persons of the account and of its units."""
    own = (
        f"SELECT g.person_id FROM access_grant g WHERE {IN_FORCE} AND g.account_id = (SELECT kp_account()) {condition}"
    )
    unit = f"SELECT g.person_id FROM access_grant g WHERE {IN_FORCE} AND g.unit_id = ANY (ARRAY(SELECT my_content_unit_ids())) {condition}"
    one = " AND g.person_id = (SELECT kp_person())"
    everyone = " AND (SELECT kp_person() IS NULL)"
    return " UNION ALL ".join([own + one, unit + one, own + everyone, unit + everyone])


NOTHING_KEPT = "AND g.topics IS NULL AND g.person_id <> ALL (ARRAY(SELECT partly_closed_person_ids()))"

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
-- Files closed to me as a whole, persons of whom some topics are kept from me, and rows kept from me one by one.
CREATE OR REPLACE FUNCTION closed_person_ids() RETURNS SETOF uuid {HEAD}
  SELECT e.person_id FROM access_exclusion e WHERE {MINE} AND e.topics IS NULL AND e.object_id IS NULL
$f$;
CREATE FUNCTION partly_closed_person_ids() RETURNS SETOF uuid {HEAD}
  SELECT e.person_id FROM access_exclusion e WHERE {MINE} AND e.topics IS NOT NULL
$f$;
CREATE OR REPLACE FUNCTION withheld_ids() RETURNS SETOF uuid {HEAD}
  SELECT e.object_id FROM access_exclusion e WHERE {MINE} AND e.object_id IS NOT NULL
$f$;
CREATE OR REPLACE FUNCTION visible_person_ids() RETURNS SETOF uuid {HEAD} {persons("")} $f$;
CREATE OR REPLACE FUNCTION wholly_visible_person_ids() RETURNS SETOF uuid {HEAD} {persons(NOTHING_KEPT)} $f$;
CREATE OR REPLACE FUNCTION staff_visible_person_ids() RETURNS SETOF uuid {HEAD} {persons(f"AND g.topics IS NULL AND g.role NOT IN ({PERSONAL})")} $f$;
CREATE OR REPLACE FUNCTION own_person_ids() RETURNS SETOF uuid {HEAD} {persons("AND g.role = 'person'")} $f$;
CREATE OR REPLACE FUNCTION visible_topics() RETURNS SETOF text {HEAD}
  SELECT unnest(coalesce(g.topics, ARRAY[{EVERYTHING}])) FROM access_grant g WHERE {IN_FORCE} AND g.person_id = (SELECT kp_person())
     AND (g.account_id = (SELECT kp_account()) OR g.unit_id = ANY (ARRAY(SELECT my_content_unit_ids())))
  EXCEPT SELECT unnest(e.topics) FROM access_exclusion e WHERE {MINE} AND e.person_id = (SELECT kp_person())
$f$;

-- Where do I have a file: the one question an account may ask across organisations; it answers for itself only.
CREATE POLICY own_files ON access_grant FOR SELECT TO {settings.DATABASE_OWNER_ROLE} USING (true);
CREATE POLICY own_files ON access_exclusion FOR SELECT TO {settings.DATABASE_OWNER_ROLE} USING (true);
CREATE FUNCTION my_files() RETURNS TABLE (organisation_id uuid, person_id uuid, role text) {HEAD}
  SELECT DISTINCT g.organisation_id, g.person_id, g.role::text FROM access_grant g
   WHERE g.account_id = (SELECT kp_account()) AND g.role IN ({PERSONAL})
     AND g.starts <= (SELECT kp_at()) AND (g.ends IS NULL OR g.ends > (SELECT kp_at()))
     AND NOT EXISTS (SELECT FROM access_exclusion e WHERE e.organisation_id = g.organisation_id AND e.person_id = g.person_id
       AND e.account_id = g.account_id AND e.topics IS NULL AND e.object_id IS NULL
       AND e.starts <= (SELECT kp_at()) AND (e.ends IS NULL OR e.ends > (SELECT kp_at())))
$f$;

-- The functions above read the two tables as their owner; the application itself reads the grants it has to do with, and no exclusion.
CREATE POLICY own_grants ON access_grant AS RESTRICTIVE TO {settings.DATABASE_APP_ROLE} USING (
  (SELECT kp_sees_all()) OR account_id = (SELECT kp_account()) OR unit_id = ANY (ARRAY(SELECT my_unit_ids()))
  OR person_id = ANY (ARRAY(SELECT visible_person_ids())));
CREATE POLICY jobs_only ON access_exclusion AS RESTRICTIVE TO {settings.DATABASE_APP_ROLE} USING ((SELECT kp_sees_all()));
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
