from django.db import migrations

# A message of a notice is seen by those who see the notice's content: after a no, a mistake or a forwarding only jobs do.
SEEN_AS_THE_NOTICE = """
CREATE POLICY seen_as_the_notice ON exchange_receivedmessage AS RESTRICTIVE
  USING (notice_id IS NULL OR (SELECT kp_sees_all()) OR EXISTS (
    SELECT 1 FROM intake_noticecontent c
     WHERE c.organisation_id = exchange_receivedmessage.organisation_id AND c.notice_id = exchange_receivedmessage.notice_id))
  WITH CHECK (true)
"""


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial"), ("intake", "0001_initial")]
    operations = [migrations.RunSQL(SEEN_AS_THE_NOTICE, "DROP POLICY seen_as_the_notice ON exchange_receivedmessage")]
