"""Who receives this: the one question a message may ask across organisations. It answers with ids of the receiver only."""

from django.db import migrations

DOOR = """
CREATE POLICY receivers ON organisation_heraddress FOR SELECT TO knutepunkt_owner USING (true);
CREATE FUNCTION receiver_of(her text, on_day date)
RETURNS TABLE (organisation_id uuid, unit_id uuid, successor text, in_force boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $f$
  SELECT a.organisation_id, a.unit_id, a.successor::text,
         (a.valid_from IS NULL OR a.valid_from <= on_day) AND (a.valid_to IS NULL OR a.valid_to >= on_day)
    FROM organisation_heraddress a JOIN organisation_organisation o ON o.id = a.organisation_id
   WHERE a.her_id = her AND o.served
   ORDER BY 4 DESC, a.valid_from DESC NULLS LAST LIMIT 1
$f$;
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial")]
    operations = [migrations.RunSQL(DOOR, migrations.RunSQL.noop)]
