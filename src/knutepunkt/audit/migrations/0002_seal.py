"""The seals of both logs, and the role that makes them. The application may neither read nor write a seal."""

from django.conf import settings
from django.db import migrations

APP = settings.DATABASE_APP_ROLE
OTHERS = f"{APP}, {settings.DATABASE_OWNER_ROLE}, knutepunkt_report"
COLUMNS = {
    "audit_event": "id, organisation_id, at, account_id, by_name, role, purpose, what, subject_type, subject_id, person_id, facts",
    "audit_viewrecord": "id, organisation_id, at, account_id, by_name, by_organisation, role, purpose, basis, person_id, page, "
    "objects_seen",
}

SEALS = """
CREATE TABLE audit_seal (
  id bigint PRIMARY KEY, encoding smallint NOT NULL, kind varchar(10) NOT NULL,
  low bigint NOT NULL, high bigint NOT NULL, shift bigint NOT NULL,
  event_count integer NOT NULL, event_root bytea NOT NULL, event_rows bytea NOT NULL, event_rows_hash bytea NOT NULL,
  view_count integer NOT NULL, view_root bytea NOT NULL, view_rows bytea NOT NULL, view_rows_hash bytea NOT NULL,
  note varchar(200) NOT NULL, previous bytea NOT NULL, chain bytea NOT NULL, key_id varchar(16) NOT NULL, new_key bytea,
  signature bytea NOT NULL, new_signature bytea, sealed_at timestamptz NOT NULL,
  CONSTRAINT audit_seal_range CHECK (low <= high), CONSTRAINT audit_seal_number CHECK (id > 0)
);
ALTER TABLE audit_seal ALTER event_rows SET STORAGE EXTERNAL, ALTER view_rows SET STORAGE EXTERNAL;
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE audit_seal ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY sealer_reads ON audit_seal FOR SELECT TO knutepunkt_audit USING (true);
CREATE POLICY sealer_writes ON audit_seal FOR INSERT TO knutepunkt_audit WITH CHECK (true);
GRANT SELECT, INSERT ON audit_seal TO knutepunkt_audit;
"""

# The sealer reads every row of both logs: what narrows the view of the others is not for it.
SEALER = f"""
DO $do$
DECLARE
  found record;
BEGIN
  FOR found IN SELECT tablename, policyname FROM pg_policies
               WHERE tablename IN ('audit_event', 'audit_viewrecord') AND permissive = 'RESTRICTIVE' LOOP
    EXECUTE format('ALTER POLICY %I ON %I TO {OTHERS}', found.policyname, found.tablename);
  END LOOP;
END $do$;
"""


def for_log(table: str, columns: str) -> str:
    """Who wrote a row in which transaction is PostgreSQL's to say, and rows go in by the table, never by one of its parts."""
    return f"""
CREATE POLICY sealer_reads ON {table} FOR SELECT TO knutepunkt_audit USING (true);
GRANT SELECT ON {table} TO knutepunkt_audit;
CREATE INDEX {table}_written_in ON {table} (written_in);
REVOKE INSERT ON {table} FROM {APP};
GRANT INSERT ({columns}) ON {table} TO {APP};
REVOKE INSERT ON {table}_rest FROM {APP};
"""


MONTHS = f"""
ALTER FUNCTION audit_make_partitions(date, int) RENAME TO audit_make_partitions_open;
REVOKE ALL ON FUNCTION audit_make_partitions_open(date, int) FROM PUBLIC;
CREATE FUNCTION audit_make_partitions(first date, months int) RETURNS int LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $f$
DECLARE
  part text;
  made int;
BEGIN
  made := audit_make_partitions_open(first, months);
  FOR part IN SELECT inhrelid::regclass::text FROM pg_inherits
              WHERE inhparent IN ('audit_event'::regclass, 'audit_viewrecord'::regclass) AND made > 0 LOOP
    EXECUTE format('REVOKE INSERT ON %s FROM {APP}', part);
  END LOOP;
  RETURN made;
END $f$;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.RunSQL([sql], migrations.RunSQL.noop)
        for sql in (SEALS, SEALER, *(for_log(table, columns) for table, columns in COLUMNS.items()), MONTHS)
    ]
