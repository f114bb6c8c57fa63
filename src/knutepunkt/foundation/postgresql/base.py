"""The backend Django loads: PostgreSQL as it is, with our schema editor."""

from django.db.backends.postgresql import base

from knutepunkt.foundation.postgresql.schema import OwnedSchemaEditor


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL whose schema editor knows OwnerField and InsideForeignKey."""

    SchemaEditorClass = OwnedSchemaEditor
