"""The messages tests read: the invented ones here always, the national ones where they are beside the checkout."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from messages.files import FOLDER

TODAY = date(2026, 11, 21)
NATIONAL = Path(__file__).parents[3] / "shared" / "data" / "kith"
SCHEMAS = NATIONAL / "xsd"

INVENTED = sorted(FOLDER.glob("*.xml"))
SAMPLES = sorted((NATIONAL / "samples").rglob("*.xml"))
BAD_SAMPLES = {"unknown-status.xml", "missing-migversion.xml", "unknown-migversion.xml"}
GOOD = [*INVENTED, *(path for path in SAMPLES if path.name not in BAD_SAMPLES)]


def name_of(path: Path) -> str:
    """A short name for a test's id."""
    return f"{path.parent.name}/{path.stem}"
