"""The application queues and runs jobs; the tables of the job library hold ids only."""

from django.conf import settings
from django.db import migrations

GRANTS = f"""
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename LIKE 'procrastinate%' LOOP
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO {settings.DATABASE_APP_ROLE}', name);
  END LOOP;
  FOR name IN SELECT sequencename FROM pg_sequences WHERE schemaname = current_schema() AND sequencename LIKE 'procrastinate%' LOOP
    EXECUTE format('GRANT USAGE, SELECT ON SEQUENCE %I TO {settings.DATABASE_APP_ROLE}', name);
  END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("messaging", "0001_initial"), ("procrastinate", "0041_post_retry_failed_job")]
    operations = [migrations.RunSQL(GRANTS, migrations.RunSQL.noop)]
