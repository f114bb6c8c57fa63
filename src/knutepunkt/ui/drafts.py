"""Unfinished text, kept on the server for its writer only, until it is sent or thrown away."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from knutepunkt.ui.models import Draft

LONGEST_KEY = 200
NOT_KEPT = frozenset({"csrfmiddlewaretoken", "_draft"})


class Writer(Protocol):
    """Whose draft it is."""

    @property
    def account_id(self) -> UUID: ...
    @property
    def organisation_id(self) -> UUID: ...


def _own(writer: Writer, form_key: str) -> Any:
    return Draft.objects.filter(organisation_id=writer.organisation_id, account_id=writer.account_id, form_key=form_key)


def load(writer: Writer, form_key: str) -> dict[str, Any] | None:
    """What the writer had typed into this form, as names and values; None when there is nothing."""
    draft = _own(writer, form_key).first()
    return dict(draft.fields) if draft else None


def save(writer: Writer, form_key: str, fields: Mapping[str, Any], at: datetime) -> None:
    """Keep what is typed so far. `fields` may be a request's POST: repeated names keep all their values."""
    Draft.objects.update_or_create(
        organisation_id=writer.organisation_id,
        account_id=writer.account_id,
        form_key=form_key,
        defaults={"fields": _plain(fields), "saved_at": at},
    )


def _plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    lists: Iterable[tuple[str, Any]] = fields.lists() if hasattr(fields, "lists") else fields.items()
    kept = {}
    for name, value in lists:
        if name not in NOT_KEPT:
            kept[name] = value[0] if isinstance(value, list) and len(value) == 1 else value
    return kept


def discard(writer: Writer, form_key: str) -> None:
    """The text was sent or is not wanted any more."""
    _own(writer, form_key).delete()
