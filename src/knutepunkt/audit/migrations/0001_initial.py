"""Both logs, by hand: Django cannot make partitioned tables."""

import django.contrib.postgres.fields
from django.conf import settings
from django.db import migrations, models

import knutepunkt.foundation.ids
import knutepunkt.foundation.owned

COLUMNS = {
    "audit_event": """
      id uuid NOT NULL, organisation_id uuid NOT NULL, at timestamptz NOT NULL, account_id uuid NOT NULL,
      by_name varchar(200) NOT NULL, role varchar(60) NOT NULL, purpose varchar(40) NOT NULL, what varchar(80) NOT NULL,
      subject_type varchar(80) NOT NULL, subject_id uuid NOT NULL, person_id uuid, facts jsonb NOT NULL,
      written_in xid8 NOT NULL DEFAULT pg_current_xact_id()""",
    "audit_viewrecord": """
      id uuid NOT NULL, organisation_id uuid NOT NULL, at timestamptz NOT NULL, account_id uuid NOT NULL,
      by_name varchar(200) NOT NULL, by_organisation varchar(200) NOT NULL, role varchar(60) NOT NULL, purpose varchar(40) NOT NULL,
      basis varchar(80) NOT NULL, person_id uuid NOT NULL, page varchar(80) NOT NULL, objects_seen uuid[] NOT NULL,
      written_in xid8 NOT NULL DEFAULT pg_current_xact_id()""",
}


def table_sql(name: str, columns: str) -> list[str]:
    app = settings.DATABASE_APP_ROLE
    return [
        f"CREATE TABLE {name} ({columns}, PRIMARY KEY (organisation_id, at, id)) PARTITION BY RANGE (at)",
        f"CREATE TABLE {name}_rest PARTITION OF {name} DEFAULT",
        f"CREATE INDEX {name}_person_at ON {name} (organisation_id, person_id, at)",
        f"CREATE INDEX {name}_at ON {name} USING brin (at)",
        f"SELECT audit_protect('{name}'), audit_protect('{name}_rest')",
    ]


PROTECT = f"""
CREATE FUNCTION audit_protect(name text) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $f$
BEGIN
  EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
  EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
  EXECUTE format('CREATE POLICY organisation_rows ON %I USING (organisation_id = (SELECT kp_organisation()))', name);
  EXECUTE format('CREATE POLICY seen_rows ON %I AS RESTRICTIVE USING ((SELECT kp_sees_all()) OR '
                 'person_id = ANY (ARRAY(SELECT wholly_visible_person_ids())) OR (person_id = ANY (ARRAY(SELECT visible_person_ids())) '
                 'AND ''file'' = ANY (ARRAY(SELECT visible_topics())))) WITH CHECK (true)', name);
  EXECUTE format('CREATE POLICY open_rows ON %I AS RESTRICTIVE USING ((SELECT kp_sees_all()) OR person_id IS NULL OR '
                 'person_id <> ALL (ARRAY(SELECT closed_person_ids()))) WITH CHECK (true)', name);
  EXECUTE format('CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON %I '
                 'FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name);
  EXECUTE format('REVOKE ALL ON %I FROM {settings.DATABASE_APP_ROLE}', name);
  EXECUTE format('GRANT SELECT, INSERT ON %I TO {settings.DATABASE_APP_ROLE}', name);
END $f$;

CREATE FUNCTION audit_make_partitions(first date, months int) RETURNS int LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $f$
DECLARE
  parent text;
  month date;
  part text;
  made int := 0;
BEGIN
  FOREACH parent IN ARRAY ARRAY['audit_event', 'audit_viewrecord'] LOOP
    FOR i IN 0 .. months - 1 LOOP
      month := date_trunc('month', first)::date + make_interval(months => i);
      part := parent || to_char(month, '_YYYY_MM');
      IF to_regclass(part) IS NULL THEN
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
                       part, parent, month, month + interval '1 month');
        PERFORM audit_protect(part);
        made := made + 1;
      END IF;
    END LOOP;
  END LOOP;
  RETURN made;
END $f$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("foundation", "0001_functions")]
    operations = [
        migrations.RunSQL(PROTECT, migrations.RunSQL.noop),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    [sql for name, columns in COLUMNS.items() for sql in table_sql(name, columns)],
                    migrations.RunSQL.noop,
                ),
            ],
            state_operations=[
                migrations.CreateModel(
                    name="Event",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=knutepunkt.foundation.ids.new_id,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        (
                            "organisation_id",
                            knutepunkt.foundation.owned.OwnerField(
                                anchored=False, append_only=True, open_insert=True, part="file", person="person_id"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("account_id", models.UUIDField()),
                        ("by_name", models.CharField(max_length=200)),
                        ("role", models.CharField(blank=True, max_length=60)),
                        ("purpose", models.CharField(max_length=40)),
                        ("what", models.CharField(max_length=80)),
                        ("subject_type", models.CharField(max_length=80)),
                        ("subject_id", models.UUIDField()),
                        ("person_id", models.UUIDField(null=True)),
                        ("facts", models.JSONField(default=dict)),
                    ],
                    options={"ordering": ["at", "id"]},
                ),
                migrations.CreateModel(
                    name="ViewRecord",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=knutepunkt.foundation.ids.new_id,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        (
                            "organisation_id",
                            knutepunkt.foundation.owned.OwnerField(
                                anchored=False, append_only=True, open_insert=True, part="file", person="person_id"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("account_id", models.UUIDField()),
                        ("by_name", models.CharField(max_length=200)),
                        ("by_organisation", models.CharField(max_length=200)),
                        ("role", models.CharField(blank=True, max_length=60)),
                        ("purpose", models.CharField(max_length=40)),
                        ("basis", models.CharField(max_length=80)),
                        ("person_id", models.UUIDField()),
                        ("page", models.CharField(max_length=80)),
                        (
                            "objects_seen",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.UUIDField(), default=list, size=None
                            ),
                        ),
                    ],
                    options={"ordering": ["at", "id"]},
                ),
            ],
        ),
    ]
