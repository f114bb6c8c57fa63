import knutepunkt.foundation.owned
from django.db import migrations, models

# A message of a notice is seen by those who see the notice's content: after a no, a mistake or a forwarding only jobs do.
SEEN_AS_THE_NOTICE = """
CREATE POLICY seen_as_the_notice ON exchange_receivedmessage AS RESTRICTIVE
  USING (notice_id IS NULL OR (SELECT kp_sees_all()) OR EXISTS (
    SELECT 1 FROM intake_noticecontent c
     WHERE c.organisation_id = exchange_receivedmessage.organisation_id AND c.notice_id = exchange_receivedmessage.notice_id))
  WITH CHECK (true)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0001_initial"),
        ("intake", "0002_sight_and_times"),
    ]

    operations = [
        migrations.AddField(
            model_name="receivedmessage",
            name="topic",
            field=models.CharField(default="messages", max_length=40),
            preserve_default=True,
        ),
        migrations.AlterField(
            model_name="receivedmessage",
            name="organisation_id",
            field=knutepunkt.foundation.owned.OwnerField(
                content=True, open_insert=True, person="person_id", topic="topic", unit="unit_id"
            ),
        ),
        migrations.RunSQL(SEEN_AS_THE_NOTICE, "DROP POLICY seen_as_the_notice ON exchange_receivedmessage"),
    ]
