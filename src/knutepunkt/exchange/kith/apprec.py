"""Writing an AppRec: own id, the parties swapped on both levels, and which message it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal
from xml.etree import ElementTree as ET  # only writes; reading is in `nodes`

from knutepunkt.exchange.kith.elements import code_text
from knutepunkt.exchange.kith.values import OSLO
from knutepunkt.exchange.kith.vocabulary import APPREC_NAMESPACES, AppRecStatus, Level, MessageType

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from knutepunkt.exchange.kith.findings import AppRecError
    from knutepunkt.exchange.kith.model import Header, Ident, Parties, Party

Version = Literal["1.0", "1.1"]
_NAMESPACES: Final = {version: namespace for namespace, version in APPREC_NAMESPACES.items()}
_MIG: Final = {"1.0": "1.0 2004-11-21", "1.1": "v1.1 2012-02-15"}
_ORDER: Final = ("HER", "ENH", "HPR")
"""The identifier that leads; the others follow as additional ones."""


def write_apprec(
    header: Header,
    *,
    id: str,  # noqa: A002 -- the standard's own word
    at: datetime,
    status: AppRecStatus,
    errors: Iterable[AppRecError] = (),
    answering: Parties = (),
    version: Version = "1.0",
    software: tuple[str, str] = ("Knutepunkt", "1"),
) -> bytes:
    """The receipt as UTF-8 XML. `at` is aware; it also stands in where the message's own time could not be read.

    `answering` is who answers where the message itself names no receiver.

    Raises ValueError when the header names nobody to answer, is a receipt itself, or when a refusal has no error.
    """
    if not header.can_be_answered:
        raise ValueError("This message cannot be answered: it is a receipt, or its sender is not identified.")
    found = tuple(errors)
    if (status is AppRecStatus.OK) == bool(found):
        raise ValueError("A receipt that refuses names at least one error; one that accepts names none.")
    writer = _Writer()
    root = ET.Element("AppRec", {"xmlns": _NAMESPACES[version]})
    writer.code(root, "MsgType", MessageType.APPREC, "Applikasjonskvittering")
    writer.text(root, "MIGversion", _MIG[version])
    writer.text(root, "SoftwareName", software[0])
    writer.text(root, "SoftwareVersion", software[1])
    writer.text(root, "GenDate", _moment(at))
    writer.text(root, "Id", id)
    writer.party(root, "Sender", header.receiver or answering)
    writer.party(root, "Receiver", header.sender)
    writer.code(root, "Status", status, code_text(status, "", "Status", "AppRec"))
    for error in found:
        writer.error(root, error)
    original = writer.element(root, "OriginalMsgId")
    writer.code(original, "MsgType", header.type_code, header.type_text)
    writer.text(original, "IssueDate", header.generated_text if header.generated_at else _moment(at))
    writer.text(original, "Id", header.message_id)
    written: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written


def _moment(at: datetime) -> str:
    """Norwegian local time without zone, as the receivers of this standard expect."""
    return at.astimezone(OSLO).replace(tzinfo=None).isoformat(timespec="seconds")


class _Writer:
    """Adds elements below a root whose default namespace they share."""

    def element(self, parent: ET.Element, name: str) -> ET.Element:
        return ET.SubElement(parent, name)

    def text(self, parent: ET.Element, name: str, text: str) -> None:
        self.element(parent, name).text = text

    def code(self, parent: ET.Element, name: str, value: str, text: str) -> None:
        element = self.element(parent, name)
        for name_of_part, part in (("V", value), ("DN", text)):
            if part:
                element.set(name_of_part, part)

    def error(self, parent: ET.Element, error: AppRecError) -> None:
        element = self.element(parent, "Error")
        values = {"V": error.code, "S": error.system, "DN": error.text, "OT": error.other_text}
        for name, value in values.items():
            if value:
                element.set(name, value)

    def party(self, parent: ET.Element, name: str, parties: Parties) -> None:
        """Institution with department and person, or the professional alone."""
        care = self.element(self.element(parent, name), "HCP")
        organisations = [party for party in parties if party.level is Level.ORGANISATION]
        persons = [party for party in parties if party.level is not Level.ORGANISATION]
        if persons and not organisations:
            self.identified(self.element(care, "HCProf"), persons[0], self._idents(persons[0]))
            return
        institution = self.element(care, "Inst")
        if not organisations:
            return
        outer = self._idents(organisations[0])
        self.named(institution, organisations[0], outer)
        for department in organisations[1:]:
            self.identified(self.element(institution, "Dept"), department, self._idents(department))
        self.additional(institution, outer)
        for person in persons:
            self.identified(self.element(institution, "HCPerson"), person, self._idents(person))

    def identified(self, element: ET.Element, party: Party, idents: list[Ident]) -> None:
        self.named(element, party, idents)
        self.additional(element, idents)

    def named(self, element: ET.Element, party: Party, idents: list[Ident]) -> None:
        if party.name:
            self.text(element, "Name", party.name)
        if idents:
            self.text(element, "Id", idents[0].value)
            self.code(element, "TypeId", idents[0].kind, idents[0].kind_text)

    def additional(self, element: ET.Element, idents: list[Ident]) -> None:
        for ident in idents[1:]:
            extra = self.element(element, "AdditionalId")
            self.text(extra, "Id", ident.value)
            self.code(extra, "Type", ident.kind, ident.kind_text)

    def _idents(self, party: Party) -> list[Ident]:
        rank = {kind: place for place, kind in enumerate(_ORDER)}
        return sorted(party.idents, key=lambda ident: rank.get(ident.kind, len(rank)))
