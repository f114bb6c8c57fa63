"""What waits for its link is sealed. A report from before cannot be opened: its link answers that it is too old."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]
    operations = [
        migrations.RemoveField(model_name="pendingnotice", name="fields"),
        migrations.AddField(
            model_name="pendingnotice",
            name="sealed",
            field=models.BinaryField(default=b""),
            preserve_default=False,
        ),
    ]
