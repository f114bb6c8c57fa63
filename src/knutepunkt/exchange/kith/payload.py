"""The facts of a message's content: events, discharge, plan, dialog, reservations, attachments, free texts."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Final

from knutepunkt.exchange.kith import values
from knutepunkt.exchange.kith.elements import ANY_TYPE, FREE_TEXTS
from knutepunkt.exchange.kith.model import (
    Attachment,
    DialogPart,
    Discharge,
    Event,
    FreeText,
    PlanFacts,
    Reservation,
)
from knutepunkt.exchange.kith.vocabulary import (
    BASE64_NAMESPACE,
    DISCHARGE_WORDS,
    EXPECTED_IN_TEXT,
    PAYLOADS,
    EventCode,
    MessageType,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knutepunkt.exchange.kith.nodes import Node


def documents(root: Node) -> Iterator[Node]:
    """The documents of a MsgHead, also those inside a patient report."""
    for child in root.children("Document", "PatientReport"):
        yield from child.children("Document") if child.name == "PatientReport" else (child,)


def contents(root: Node) -> Iterator[Node]:
    """The elements standing directly in a document's content, attachments not among them."""
    for document in documents(root):
        content = document.find("RefDoc", "Content")
        if content is not None:
            yield from (child for child in content.children() if child.namespace != BASE64_NAMESPACE)


def main_contents(root: Node) -> tuple[Node, ...]:
    """The contents of a known format."""
    return tuple(node for node in contents(root) if (node.namespace, node.name) in PAYLOADS)


def events(payload: Node) -> tuple[Event, ...]:
    """The dated events, in the order given; one without a readable time is a matter for the checks."""
    found = (_event(node) for node in payload.walk() if node.name == "TidsfestetHendelse")
    return tuple(event for event in found if event is not None)


def _event(node: Node) -> Event | None:
    when = values.moment(values.said(node.find("TidspunktForHendelse")))
    if when is None:
        return None
    return Event(
        code=values.code(node.find("Hendelsekode")),
        text=node.text("BeskrivelseAvHendelse"),
        on=when.on,
        at=when.at,
        estimated=values.yes_no(node.find("Anslag")) is True,
        note=node.text("Merknad"),
        place=node.text("StedForHendelse", "StedHendelse"),
    )


def _kind(event: Event) -> str:
    if event.code is not None and event.code.value:
        return event.code.value
    return DISCHARGE_WORDS.get(event.text.strip(" :.").lower(), "")


def discharge(payload: Node, message_type: MessageType, found: tuple[Event, ...]) -> Discharge:
    """The stay's facts. "Ready" is a fact only where the message exists to say so; elsewhere it is expected.

    A withdrawal repeats the date that was withdrawn: that is neither expected nor ready any more.
    """
    by_kind: dict[str, Event] = {}
    for event in found:
        by_kind.setdefault(_kind(event), event)
    ready = by_kind.get(EventCode.READY)
    says_ready = message_type is MessageType.LOG_UTSKRIVNINGSKLAR
    if ready is None and message_type is MessageType.HELSEOPPL_SOKNAD:
        ready = _expected_in_text(payload)
    to = next((node for node in payload.walk() if node.name == "UtskrevetTil"), None)
    return Discharge(
        admitted=by_kind.get(EventCode.ADMITTED),
        expected=None if says_ready or message_type is MessageType.LOG_AVMELDING else ready,
        ready=ready if says_ready else None,
        readiness_withdrawn=by_kind.get(EventCode.READINESS_WITHDRAWN),
        discharged=by_kind.get(EventCode.DISCHARGED),
        discharged_to=values.code(to.find("UtTil")) if to is not None else None,
        dead=by_kind.get(EventCode.DEAD),
    )


def _expected_in_text(payload: Node) -> Event | None:
    """PLO 1.5 has no field for the expected day in an early notice: its guide has it written in the nurse's text."""
    for written in texts(payload):
        match = EXPECTED_IN_TEXT.search(written.text)
        when = values.moment("{2}-{1}-{0}".format(*match.groups())) if match else None
        if match and when is not None:
            return Event(None, match[0], when.on, None, estimated=True, note="", place="")
    return None


def plan_facts(root: Node, payload: Node) -> PlanFacts:
    """What is said about plan, coordinator, own application, consent and passing on."""
    first: dict[str, Node] = {}
    for node in payload.walk():
        first.setdefault(node.name, node)
    plan = first.get("OpplysningerOmIndividuellPlan")
    application = first.get("OpplysningerTilSoknad")
    consents = (values.code(document.find("Consent")) for document in documents(root))
    return PlanFacts(
        plan_exists=values.yes_no(plan.find("IndividuellPlanForeligger")) if plan is not None else None,
        coordinator_appointed=values.yes_no(plan.find("KoordinatorOppnevnt")) if plan is not None else None,
        own_application_sent=values.yes_no(first.get("EgensoknadSendt")),
        note="\n".join(filter(None, (node.text("Merknad") for node in (plan, application) if node is not None))),
        consent=next((consent for consent in consents if consent is not None), None),
        no_forwarding=values.yes_no(first.get("ForbeholdOmVideresending")),
    )


_DIALOG_PARTS: Final = {"Foresporsel": "question", "Notat": "note"}


def dialog(payload: Node) -> tuple[DialogPart, ...]:
    """Questions and notes of a dialog message, also the question a note repeats."""
    if payload.name != "Dialogmelding":
        return ()
    found = [part for child in payload.children(*_DIALOG_PARTS) for part in (child, *child.children("Foresporsel"))]
    return tuple(
        DialogPart(
            kind=_DIALOG_PARTS[node.name],
            topic=values.code(node.find("TemaKodet")) or values.code(node.find("TypeForesp")),
            subject=node.text("Tema") or node.text("EmneSporsmal"),
            text=node.text("TekstNotatInnhold") or node.text("Sporsmal"),
            reason=node.text("Begrunnelse") or node.text("Merknad"),
            urgency=values.code(node.find("Hastegrad")),
        )
        for node in found
    )


def reservations(payload: Node) -> tuple[Reservation, ...]:
    """Reservations made by or for the person."""
    return tuple(
        Reservation(
            concerns=node.text("Gjelder"),
            made_on=values.day(node.find("FramsattDato")),
            withdrawn_on=values.day(node.find("TrukketTilbakeDato")),
            note=node.text("Merknad"),
        )
        for node in payload.walk()
        if node.name == "ReservasjonOnske"
    )


def attachments(root: Node) -> tuple[Attachment, ...]:
    """The files sent along."""
    return tuple(
        _attachment(document, container)
        for document in documents(root)
        for content in document.children("RefDoc")
        for container in content.walk()
        if container.name == "Base64Container"
    )


def _attachment(document: Node, container: Node) -> Attachment:
    try:
        content = base64.b64decode("".join(container.text().split()), validate=True)
        readable = bool(content)
    except (binascii.Error, ValueError):
        content, readable = b"", False
    return Attachment(
        name=document.text("RefDoc", "Description") or document.text("ContentDescription"),
        mime_type=document.text("RefDoc", "MimeType"),
        content=content,
        readable=readable,
    )


def texts(payload: Node) -> tuple[FreeText, ...]:
    """Everything written in free text, with the element it stands in."""
    return tuple(
        FreeText(node.name, text)
        for node in payload.walk()
        if node.name in FREE_TEXTS and (text := node.text()) and (node.name in ANY_TYPE or not any(node.children()))
    )
