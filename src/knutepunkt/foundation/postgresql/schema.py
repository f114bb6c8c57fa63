"""Keys, policies, triggers and grants of tables that belong to an organisation, from one field of the model."""

from typing import Any

from django.conf import settings
from django.db.backends.postgresql.schema import DatabaseSchemaEditor
from django.db.models import Model

ORGANISATION = "organisation_id = (SELECT kp_organisation())"
SEES_ALL = "(SELECT kp_sees_all())"
VISIBLE = "= ANY (ARRAY(SELECT visible_person_ids()))"
WHOLLY_VISIBLE = "= ANY (ARRAY(SELECT wholly_visible_person_ids()))"
PARTS = {
    "whole": WHOLLY_VISIBLE,
    "staff": "= ANY (ARRAY(SELECT staff_visible_person_ids()))",
    "own": "= ANY (ARRAY(SELECT own_person_ids()))",
}
CLOSED = "<> ALL (ARRAY(SELECT closed_person_ids()))"
KEPT = "<> ALL (ARRAY(SELECT withheld_ids()))"


def owner_field(model: type[Model]) -> Any:
    """The OwnerField of a model, or None when its table belongs to nobody."""
    return next((field for field in model._meta.local_fields if getattr(field, "owns_table", False)), None)


def seen_by(field: Any, quote: Any) -> str:
    """The SQL condition under which a row is seen by the account of the transaction; empty when the organisation is all."""
    ways = []
    if field.account:
        ways.append(f"{quote(field.account)} = (SELECT kp_account())")
    if field.unit:
        units = "my_content_unit_ids" if field.content else "my_unit_ids"
        ways.append(f"{quote(field.unit)} = ANY (ARRAY(SELECT {units}()))")
    if field.person and field.part in PARTS:
        ways.append(f"{quote(field.person)} {PARTS[field.part]}")
    elif field.person and (field.topic or field.part):
        person, topic = quote(field.person), quote(field.topic) if field.topic else f"'{field.part}'"
        ways.append(f"{person} {WHOLLY_VISIBLE}")
        ways.append(f"({person} {VISIBLE} AND {topic} = ANY (ARRAY(SELECT visible_topics())))")
    elif field.person:
        ways.append(f"{quote(field.person)} {VISIBLE}")
    return " OR ".join([SEES_ALL, *ways]) if ways else ""


def closed_to(field: Any, quote: Any) -> str:
    """The SQL condition that takes rows away again, whatever gave sight of them: blocks, conflicts, what is withheld."""
    person = quote(field.about or field.person)
    return f"{SEES_ALL} OR (({person} IS NULL OR {person} {CLOSED}) AND id {KEPT})"


def followed(model: type[Model], field: Any, quote: Any) -> str:
    """The SQL condition that a row is seen only with the row it belongs to, whose own policies answer."""
    reference: Any = model._meta.get_field(field.follows)
    own, target = quote(model._meta.db_table), quote(reference.remote_field.model._meta.db_table)
    column = f"{own}.{quote(reference.column)}"
    belongs = f"followed.organisation_id = {own}.organisation_id AND followed.id = {column}"
    return f"{SEES_ALL} OR {column} IS NULL OR EXISTS (SELECT 1 FROM {target} followed WHERE {belongs})"  # noqa: S608 -- our own tables


class OwnedSchemaEditor(DatabaseSchemaEditor):
    """Creates and alters owned tables together with what protects them."""

    def create_model(self, model: type[Model]) -> None:
        super().create_model(model)
        table, quote = model._meta.db_table, self.quote_name
        owner = owner_field(model)
        if owner is None:
            self.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {quote(table)} TO {settings.DATABASE_APP_ROLE}")
            return
        key = quote(f"{table}_pkey")
        self.execute(
            f"ALTER TABLE {quote(table)} DROP CONSTRAINT {key}, ADD CONSTRAINT {key} PRIMARY KEY (organisation_id, id)"
        )
        if owner.anchored:
            self.deferred_sql.append(
                f"ALTER TABLE {quote(table)} ADD CONSTRAINT {quote(table + '_organisation_fk')} "
                f"FOREIGN KEY (organisation_id) REFERENCES {quote(settings.OWNER_TABLE)} (id)"
            )
        for field in model._meta.local_fields:
            self._inside_key(model, field)
        self._protect(model, owner)

    def add_field(self, model: type[Model], field: Any) -> None:
        super().add_field(model, field)
        self._inside_key(model, field)

    def _inside_key(self, model: type[Model], field: Any) -> None:
        if not getattr(field, "inside_organisation", False):
            return
        quote, table, column = self.quote_name, model._meta.db_table, field.column
        target = field.remote_field.model._meta.db_table
        # Deferred: the target may be created later in the same migration.
        self.deferred_sql.append(
            f"ALTER TABLE {quote(table)} ADD CONSTRAINT {quote(f'{table}_{column}_fk'[:63])} "
            f"FOREIGN KEY (organisation_id, {quote(column)}) REFERENCES {quote(target)} (organisation_id, id) "
            "DEFERRABLE INITIALLY DEFERRED"
        )
        self.deferred_sql.append(
            f"CREATE INDEX {quote(f'{table}_{column}_ix'[:63])} ON {quote(table)} (organisation_id, {quote(column)})"
        )

    def _protect(self, model: type[Model], owner: Any) -> None:
        quote, table = self.quote_name, self.quote_name(model._meta.db_table)
        self.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        self.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        for policy in ("organisation_rows", "seen_rows", "open_rows", "following_rows"):
            self.execute(f"DROP POLICY IF EXISTS {policy} ON {table}")
        self.execute(f"CREATE POLICY organisation_rows ON {table} USING ({ORGANISATION})")
        seen = seen_by(owner, quote)
        if seen:
            check = " WITH CHECK (true)" if owner.open_insert else ""
            self.execute(f"CREATE POLICY seen_rows ON {table} AS RESTRICTIVE USING ({seen}){check}")
        if owner.person or owner.about:
            open_rows = closed_to(owner, quote)
            self.execute(f"CREATE POLICY open_rows ON {table} AS RESTRICTIVE USING ({open_rows}) WITH CHECK (true)")
        if owner.follows:
            # Deferred: the row may belong to a table that is created later in the same migration.
            following = followed(model, owner, quote)
            self.deferred_sql.append(
                f"CREATE POLICY following_rows ON {table} AS RESTRICTIVE USING ({following}) WITH CHECK (true)"
            )
        self.execute(f"DROP TRIGGER IF EXISTS refuse_change ON {table}")
        self.execute(f"REVOKE ALL ON {table} FROM {settings.DATABASE_APP_ROLE}")
        rights = "SELECT, INSERT" if owner.append_only else "SELECT, INSERT, UPDATE, DELETE"
        self.execute(f"GRANT {rights} ON {table} TO {settings.DATABASE_APP_ROLE}")
        if owner.append_only:
            self.execute(
                f"CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )

    def _alter_field(self, model: type[Model], old_field: Any, new_field: Any, *args: Any, **kwargs: Any) -> None:
        super()._alter_field(model, old_field, new_field, *args, **kwargs)  # type: ignore[misc]  # private in the stubs
        if getattr(new_field, "owns_table", False) and old_field.options() != new_field.options():
            self._protect(model, new_field)

    def _field_should_be_altered(self, old_field: Any, new_field: Any, ignore: Any = None) -> bool:
        if getattr(new_field, "owns_table", False) and old_field.options() != new_field.options():
            return True
        return bool(super()._field_should_be_altered(old_field, new_field, ignore))  # type: ignore[misc]  # private
