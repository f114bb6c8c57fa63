"""`knutepunkt reference load --xsd DIR`: the national schemas an operator has, for a second opinion on every message."""

import json
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from knutepunkt.exchange.kith.schemas import NoSchemas, load_schemas
from knutepunkt.exchange.schema_check import record_path
from knutepunkt.foundation.refusal import Refusal


class NoDataFolder(Refusal):
    """There is nowhere to remember it."""

    message = _("Set KNUTEPUNKT_DATA to a folder of the installation: there it is kept which schemas are in use.")


class SchemasIncomplete(Refusal):
    """The folder cannot be used."""


def load(folder: Path) -> Path:
    """Check that the folder has a complete set of schemas and use it from now on. Gives the file that says so.

    Received messages are then also checked against them; what they object to is shown as remarks and refuses nothing.
    Raises NoDataFolder, SchemasIncomplete.
    """
    record = record_path()
    if record is None:
        raise NoDataFolder
    try:
        load_schemas(folder)
    except NoSchemas as missing:
        raise SchemasIncomplete(str(missing)) from None
    record.parent.mkdir(parents=True, exist_ok=True)
    part = record.with_suffix(".part")
    part.write_text(json.dumps({"xsd": str(folder.resolve())}), encoding="utf-8")
    part.replace(record)
    return record
