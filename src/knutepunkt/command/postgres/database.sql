-- Who may enter the database. Run as a superuser in the database `knutepunkt`, which knutepunkt_owner owns;
-- may be run again. The migrations give the rights to single tables.
DO $$
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format(
        'GRANT CONNECT ON DATABASE %I TO knutepunkt_app, knutepunkt_report, knutepunkt_audit, knutepunkt_inspect',
        current_database()
    );
END
$$;

ALTER SCHEMA public OWNER TO knutepunkt_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO knutepunkt_app, knutepunkt_report, knutepunkt_audit, knutepunkt_inspect;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO knutepunkt_inspect;
ALTER DEFAULT PRIVILEGES FOR ROLE knutepunkt_owner IN SCHEMA public GRANT SELECT ON TABLES TO knutepunkt_inspect;
