from django.db import migrations

# What is not signed yet is its author's alone; nobody else comes upon it, whichever way they look.
DRAFTS = """
CREATE POLICY drafts_are_the_authors ON coordination_worknote AS RESTRICTIVE
  USING (state <> 'draft' OR author_id = (SELECT kp_account()) OR (SELECT kp_sees_all()))
  WITH CHECK (true)
"""


class Migration(migrations.Migration):
    dependencies = [("coordination", "0002_person_requests")]
    operations = [migrations.RunSQL(DRAFTS, "DROP POLICY drafts_are_the_authors ON coordination_worknote")]
