"""A second opinion by the national schemas, where the operator has loaded them: faults are shown, never refused."""

import json
import os
from functools import lru_cache
from pathlib import Path

from knutepunkt.exchange.kith.schemas import NoSchemas, Schemas, load_schemas, validate
from knutepunkt.exchange.reasons import Fault, stored

RECORD = "kith-schemas.json"
MOST_SHOWN = 20


def record_path() -> Path | None:
    """The file that names the folder of the schemas; None without a data folder."""
    folder = os.environ.get("KNUTEPUNKT_DATA", "")
    return Path(folder) / RECORD if folder else None


def faults(data: bytes) -> list[dict[str, str]]:
    """What the schemas object to: places in the message, no values. Nothing when no schemas are loaded."""
    schemas = _loaded()
    if schemas is None:
        return []
    return [stored(Fault.SCHEMA, place) for place in validate(data, schemas)[:MOST_SHOWN]]


def _loaded() -> Schemas | None:
    path = record_path()
    if path is None or not path.is_file():
        return None
    folder = json.loads(path.read_text(encoding="utf-8")).get("xsd", "")
    return _schemas(folder, path.stat().st_mtime_ns)


@lru_cache(maxsize=1)
def _schemas(folder: str, _written: int) -> Schemas | None:
    try:
        return load_schemas(Path(folder))
    except NoSchemas:
        return None
