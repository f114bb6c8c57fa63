-- The database roles of Knutepunkt, for any PostgreSQL from version 15. Run as a superuser; may be run again.
-- Passwords and LOGIN are given by who runs it: the embedded server makes its own, an operator sets theirs.
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['owner', 'app', 'report', 'audit', 'inspect'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'knutepunkt_' || wanted) THEN
            EXECUTE format('CREATE ROLE %I', 'knutepunkt_' || wanted);
        END IF;
        -- Some errors quote the value they refuse ("invalid input syntax for type date: …"), and those of these
        -- roles may be a person's. The application gets them all; the server's log gets none.
        EXECUTE format('ALTER ROLE %I SET log_min_messages = ''log''', 'knutepunkt_' || wanted);
    END LOOP;
END
$$;

ALTER ROLE knutepunkt_owner NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE knutepunkt_app NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE knutepunkt_report NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE knutepunkt_audit NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE knutepunkt_inspect NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION BYPASSRLS;
ALTER ROLE knutepunkt_inspect SET default_transaction_read_only = on;
