"""The header of a message: who, to whom, about whom. Reads what is there; judging it is for `checks`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knutepunkt.exchange.kith import values
from knutepunkt.exchange.kith.model import Conversation, Header, Ident, Parties, Party, Patient
from knutepunkt.exchange.kith.vocabulary import APPREC_NAMESPACES, HEAD_NAMESPACE, Level, MessageType

if TYPE_CHECKING:
    from knutepunkt.exchange.kith.nodes import Node


def read_header(root: Node) -> Header | None:
    """The header of a MsgHead or AppRec; None when the root is neither or has no header."""
    if root.name == "AppRec" and root.namespace in APPREC_NAMESPACES:
        return _receipt_header(root)
    info = root.find("MsgInfo") if root.name == "MsgHead" and root.namespace == HEAD_NAMESPACE else None
    return _message_header(info) if info is not None else None


def _message_header(info: Node) -> Header:
    return Header(
        message_id=info.text("MsgId"),
        type_code=info.value("Type"),
        type_text=info.value("Type", attribute="DN"),
        version=info.text("MIGversion"),
        generated_at=values.time(info.find("GenDate")),
        generated_text=info.text("GenDate"),
        sender=_parties(info.find("Sender")),
        receiver=_parties(info.find("Receiver")),
        other_receivers=tuple(_parties(other) for other in info.children("OtherReceiver")),
        patient=_patient(info.find("Patient")),
        conversation=_conversation(info.find("ConversationRef")),
    )


def _parties(node: Node | None) -> Parties:
    """The levels of a sender or receiver, outer first. Works without recursion: depth is the sender's choice."""
    found: list[Party] = []
    here = node
    while here is not None:
        found += [_party(person, level) for name, level in _PERSONS.items() for person in here.children(name)]
        here = here.find("Organisation")
        if here is not None:
            found.append(_party(here, Level.ORGANISATION))
    return tuple(sorted(found, key=lambda party: party.level is not Level.ORGANISATION))


_PERSONS = {
    "HealthcareProfessional": Level.PROFESSIONAL,
    "Patient": Level.PATIENT,
    "Person": Level.PERSON,
}


def _party(node: Node, level: Level) -> Party:
    names = ("OrganisationName",) if level is Level.ORGANISATION else ("GivenName", "MiddleName", "FamilyName")
    return Party(
        level=level,
        name=" ".join(filter(None, (node.text(name) for name in names))),
        idents=values.idents(node),
        address=values.address(node),
        phones=values.telecoms(node),
        role=values.code(node.find("RoleToPatient")) or values.code(node.find("TypeHealthcareProfessional")),
    )


def _patient(node: Node | None) -> Patient | None:
    if node is None:
        return None
    return Patient(
        given_name=node.text("GivenName"),
        middle_name=node.text("MiddleName"),
        family_name=node.text("FamilyName"),
        birth_date=values.day(node.find("DateOfBirth")),
        sex=values.code(node.find("Sex")),
        idents=values.idents(node),
        address=values.address(node),
        phones=values.telecoms(node),
    )


def _conversation(node: Node | None) -> Conversation | None:
    if node is None:
        return None
    found = Conversation(node.text("RefToParent"), node.text("RefToConversation"))
    return found if found.parent_id or found.conversation_id else None


def _receipt_header(root: Node) -> Header:
    return Header(
        message_id=root.text("Id"),
        type_code=root.value("MsgType") or MessageType.APPREC,
        type_text=root.value("MsgType", attribute="DN"),
        version=root.text("MIGversion"),
        generated_at=values.time(root.find("GenDate")),
        generated_text=root.text("GenDate"),
        sender=_care_parties(root.find("Sender", "HCP")),
        receiver=_care_parties(root.find("Receiver", "HCP")),
        other_receivers=(),
        patient=None,
        conversation=None,
    )


def _care_parties(care: Node | None) -> Parties:
    """An AppRec names institution, departments and persons side by side; made into levels as in a MsgHead."""
    if care is None:
        return ()
    found = [_care_party(node, Level.PROFESSIONAL) for node in care.children("HCProf")]
    for institution in care.children("Inst"):
        found.append(_care_party(institution, Level.ORGANISATION))
        found += [_care_party(node, Level.ORGANISATION) for node in institution.children("Dept")]
        found += [_care_party(node, Level.PROFESSIONAL) for node in institution.children("HCPerson")]
    return tuple(found)


def _care_party(node: Node, level: Level) -> Party:
    first = [(node.text("Id"), node.find("TypeId"))]
    more = [(extra.text("Id"), extra.find("Type")) for extra in node.children("AdditionalId")]
    idents = tuple(
        Ident(value, kind.value() if kind else "", "", kind.value(attribute="DN") if kind else "")
        for value, kind in first + more
        if value
    )
    return Party(level, node.text("Name"), idents)
