"""Django's PostgreSQL backend with a schema editor that makes tables owned by an organisation."""
