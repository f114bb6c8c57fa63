"""How persons are found and ordered: stored columns, for under row-level security only plain operators may use an index."""

from django.db import migrations

COLUMNS = """
ALTER TABLE people_person
  ADD COLUMN name_order text GENERATED ALWAYS AS (norwegian_order(family_name || ' ' || given_name)) STORED,
  ADD COLUMN given_order text GENERATED ALWAYS AS (norwegian_order(given_name || ' ' || family_name)) STORED;
CREATE INDEX person_name_order ON people_person (organisation_id, name_order text_pattern_ops, id);
CREATE INDEX person_given_order ON people_person (organisation_id, given_order text_pattern_ops, id);
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunSQL(COLUMNS, migrations.RunSQL.noop)]
