"""Text that means harm, planted in every free-text column there is, and what a page looks like to a browser afterwards."""

import json
from html.parser import HTMLParser

import psycopg
from django.apps import apps
from django.db import models

HOSTILE = """=kpx"'><kpx onkpx=1></title></textarea></script><script>kpx()</script><img src=x onerror=kpx()>{{7*7}}{%kpx%}${7*7}#kpx [*]@ \\kpx $kpx$ javascript:kpx() ../../kpx\u202ekpx"""
# Codes, keys and addresses of the product itself: nobody writes them in a form.
CODES = {
    "topic", "part", "state", "kind", "role", "key", "slug", "page", "what", "source", "subject_type", "purpose", "basis", "language", "language_form",
    "channel", "how", "given_by", "life_area", "outcome", "wish", "track", "name", "from_state", "to_state", "source_type", "object_type",
    "stopped_because", "close_reason", "target_group", "field_of_need", "her_id", "postcode", "number", "municipality_number", "message_type",
    "form_key", "mandate_kind", "sector", "interpreter_kind", "number_kind", "reference", "successor", "email", "recipient",
}  # fmt: skip
NAMES = {"name"}
NAMES_HELD_BY = {
    "NextOfKin", "CareTeamMember", "Unit", "Staff", "NoticeContent",
}  # fmt: skip


def columns():
    """(table, column, longest) of every free-text column that somebody's words can reach."""
    for model in apps.get_models():
        if not model.__module__.startswith("knutepunkt.") or not any(
            getattr(f, "owns_table", False) for f in model._meta.local_fields
        ):
            continue
        keys = {name for rule in model._meta.total_unique_constraints for name in rule.fields}
        keys |= {
            name
            for rule in model._meta.constraints
            if isinstance(rule, models.UniqueConstraint)
            for name in rule.fields
        }
        for field in model._meta.local_fields:
            if not isinstance(field, models.CharField | models.TextField) or field.choices or field.name in keys:
                continue
            named = field.name in NAMES and model.__name__ in NAMES_HELD_BY
            if field.name in CODES and not named:
                continue
            yield model._meta.db_table, field.column, field.max_length or len(HOSTILE)


def plant(dsn, database):
    """Write the hostile text into all of them, as nobody but a superuser could; gives the number of columns."""
    planted = 0
    with psycopg.connect(dsn, dbname=database, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        for table, column, longest in columns():
            connection.execute(f"UPDATE {table} SET {column} = %s WHERE {column} <> ''", [HOSTILE[:longest]])
            planted += 1
        for table, column in (("plans_revision", "content"),):
            for key, content in connection.execute(f"SELECT id, {column} FROM {table}").fetchall():
                connection.execute(
                    f"UPDATE {table} SET {column} = %s WHERE id = %s", [json.dumps(turned(content)), key]
                )
    return planted


def turned(value):
    """A JSON value with everything that looks like words made hostile."""
    if isinstance(value, dict):
        return {key: turned(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [turned(inner) for inner in value]
    return HOSTILE if isinstance(value, str) and " " in value else value


class Page(HTMLParser):
    """What a browser would make of it: elements and attributes that should never be, and the forms."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.harm, self.forms, self._form, self._field, self._option = [], [], None, None, ""
        self.planted = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        if tag == "kpx" or any(name.startswith("onkpx") or name in {"onerror", "onclick", "onload"} for name in known):
            self.harm.append(f"<{tag} {sorted(known)}>")
        for name in ("href", "src", "action", "formaction", "xlink:href", "hx-get", "hx-post"):
            value = (known.get(name) or "").strip().lower()
            if value.startswith(("javascript:", "data:text", "=kpx", "//")):
                self.harm.append(f"{tag} {name}")
        if tag == "script" and not known.get("src"):
            self.harm.append("inline script")
        self.planted = self.planted or any("kpx" in (value or "") for value in known.values())
        self._forms(tag, known)

    def _forms(self, tag, known):
        if tag == "form":
            self._form = {
                "action": known.get("action") or "",
                "method": (known.get("method") or "get").lower(),
                "fields": {},
            }
            self.forms.append(self._form)
        elif self._form is not None and known.get("name"):
            fields, name, value = self._form["fields"], known["name"], known.get("value") or ""
            if tag == "input" and known.get("type") in {"radio", "checkbox"}:
                fields.setdefault(name, value)
            elif tag == "input" and known.get("type") == "hidden":
                fields[name] = value
            elif (tag == "input" and known.get("type") != "file") or tag == "textarea":
                fields[name] = HOSTILE
            elif tag == "button" and name != "_draft":
                fields.setdefault(name, value)
            elif tag == "select":
                self._field = name
        if tag == "option" and self._field and known.get("value") and self._form is not None:
            self._form["fields"].setdefault(self._field, known["value"])

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        if tag == "select":
            self._field = None

    def handle_data(self, data):
        self.planted = self.planted or "kpx" in data
