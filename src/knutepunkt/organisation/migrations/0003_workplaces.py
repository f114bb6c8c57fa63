"""Where do I work: the one question a staff account may ask across organisations; it answers for itself only."""

from django.db import migrations

DOOR = """
CREATE POLICY own_workplaces ON organisation_staff FOR SELECT TO knutepunkt_owner USING (true);
CREATE FUNCTION my_workplaces() RETURNS TABLE (organisation_id uuid, name text, title text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $f$
  SELECT s.organisation_id, o.name::text, s.title::text
    FROM organisation_staff s JOIN organisation_organisation o ON o.id = s.organisation_id
   WHERE s.account_id = (SELECT kp_account())
   ORDER BY o.name, o.id
$f$;
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0002_doors")]
    operations = [migrations.RunSQL(DOOR, migrations.RunSQL.noop)]
