"""The national XSDs, where an operator has them: a second opinion on a message, beside our own checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lxml import etree

from knutepunkt.exchange.kith.nodes import BadXml, parse

if TYPE_CHECKING:
    from pathlib import Path

DRIVER: Final = "driver.xsd"
"""The schema that imports all the others of a folder."""


class NoSchemas(Exception):  # noqa: N818 -- says what is missing
    """The folder has no usable schemas; the message says which file is missing or wrong."""


@dataclass(frozen=True, slots=True)
class Schemas:
    """Schemas ready for use."""

    schema: etree.XMLSchema


def load_schemas(folder: Path) -> Schemas:
    """The schemas of a folder, read without network. Raises NoSchemas."""
    driver = folder / DRIVER
    if not driver.is_file():
        raise NoSchemas(f"The folder has no file called {DRIVER}.")
    parser = etree.XMLParser(no_network=True, resolve_entities=False, load_dtd=False)
    try:
        return Schemas(etree.XMLSchema(etree.parse(str(driver), parser)))
    except (etree.XMLSyntaxError, etree.XMLSchemaParseError) as error:
        raise NoSchemas(f"{DRIVER} or a file it names is not a valid schema: {error}") from None


def validate(data: bytes, schemas: Schemas) -> list[str]:
    """What the schemas object to, with line numbers and element names but no values; nothing when it is valid.

    Takes only what our own parser takes, so no document type declaration ever reaches lxml.
    """
    try:
        parse(data)
    except BadXml as bad:
        return [bad.code]
    parser = etree.XMLParser(no_network=True, resolve_entities=False, load_dtd=False, huge_tree=True)
    try:
        tree = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return ["not-xml"]
    if schemas.schema.validate(tree):
        return []
    return [f"{error.line}: {error.type_name} {error.path}" for error in schemas.schema.error_log]
