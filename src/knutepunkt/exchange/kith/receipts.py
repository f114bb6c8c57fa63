"""Receiving an AppRec: what it says about a message sent from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knutepunkt.exchange.kith import values
from knutepunkt.exchange.kith.checks import id_findings, party_findings
from knutepunkt.exchange.kith.findings import AppRecError, Finding, finding
from knutepunkt.exchange.kith.model import Receipt
from knutepunkt.exchange.kith.vocabulary import APPREC_NAMESPACES, AppRecStatus, MessageType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knutepunkt.exchange.kith.model import Header
    from knutepunkt.exchange.kith.nodes import Node


def receipt(root: Node) -> Receipt:
    """The receipt's message. Expects a root without findings."""
    original = root.find("OriginalMsgId")
    return Receipt(
        status=AppRecStatus(root.value("Status")),
        errors=tuple(_error(node) for node in root.children("Error")),
        original_id=original.text("Id") if original else "",
        original_type=original.value("MsgType") if original else "",
        original_issued_at=values.time(original.find("IssueDate")) if original else None,
    )


def _error(node: Node) -> AppRecError:
    found = values.code(node)
    return AppRecError(found.value, found.text, found.other_text, found.system) if found else AppRecError("", "")


def receipt_findings(root: Node, header: Header) -> tuple[Finding, ...]:
    """Everything for which the receipt cannot be used."""
    return (*_frame(root, header), *_answer(root))


def _frame(root: Node, header: Header) -> Iterator[Finding]:
    if not root.value("MsgType"):
        yield finding("type-missing", "AppRec/MsgType")
    elif header.type_code != MessageType.APPREC:
        yield finding("type-unknown", "AppRec/MsgType")
    if not header.version:
        yield finding("version-missing", "AppRec/MIGversion")
    elif APPREC_NAMESPACES[root.namespace] not in header.version:
        yield finding("version-unknown", "AppRec/MIGversion")
    yield from id_findings(header.message_id, "AppRec/Id")
    if not root.text("GenDate"):
        yield finding("generated-missing", "AppRec/GenDate")
    elif header.generated_at is None:
        yield finding("date-invalid", "AppRec/GenDate")
    yield from party_findings("sender", header.sender, "AppRec/Sender")
    yield from party_findings("receiver", header.receiver, "AppRec/Receiver")


def _answer(root: Node) -> Iterator[Finding]:
    status = root.value("Status")
    if not status:
        yield finding("receipt-status-missing", "AppRec/Status")
    elif status not in set(AppRecStatus):
        yield finding("receipt-status-unknown", "AppRec/Status")
    if not root.text("OriginalMsgId", "Id"):
        yield finding("receipt-reference-missing", "AppRec/OriginalMsgId/Id")
    issued = root.text("OriginalMsgId", "IssueDate")
    if issued and values.moment(issued) is None:
        yield finding("date-invalid", "AppRec/OriginalMsgId/IssueDate")


def receipt_remarks(root: Node) -> tuple[Finding, ...]:
    """A refusal ought to say why."""
    silent = root.value("Status") == AppRecStatus.REJECTED and not any(root.children("Error"))
    return (finding("receipt-without-error", "AppRec/Error"),) if silent else ()
