import uuid

from django.db import migrations, models

import knutepunkt.foundation.owned


class Migration(migrations.Migration):
    dependencies = [("tasks", "0002_stopped_because")]

    operations = [
        migrations.AddField("taskstep", "unit_id", models.UUIDField(default=uuid.UUID(int=0)), preserve_default=False),
        migrations.AlterField(
            "taskstep",
            "organisation_id",
            knutepunkt.foundation.owned.OwnerField(
                append_only=True, open_insert=True, person="person_id", unit="unit_id"
            ),
        ),
    ]
