"""Bytes to message: parse, check, collect. The one way in."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from knutepunkt.exchange.kith import payload as content
from knutepunkt.exchange.kith import values
from knutepunkt.exchange.kith.checks import Checked, findings, remarks
from knutepunkt.exchange.kith.findings import Unreadable, finding
from knutepunkt.exchange.kith.header import read_header
from knutepunkt.exchange.kith.model import Discharge, Message, PlanFacts
from knutepunkt.exchange.kith.nodes import BadXml, Node, parse
from knutepunkt.exchange.kith.receipts import receipt, receipt_findings, receipt_remarks
from knutepunkt.exchange.kith.vocabulary import (
    APPREC_NAMESPACES,
    HEAD_NAMESPACE,
    PAYLOADS,
    MessageType,
    Status,
)
from knutepunkt.people.numbers import NumberKind, NumberRefused, classify

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from knutepunkt.exchange.kith.model import Header, Ident


_KINDS: Final = {"FNR": NumberKind.FNR, "DNR": NumberKind.DNR, "FHN": NumberKind.FH, "HNR": NumberKind.HNR}


def fingerprint(data: bytes) -> str:
    """SHA-256 of the bytes as received, in hex: tells a repeat from another message under the same id."""
    return hashlib.sha256(data).hexdigest()


def read(data: bytes, *, on: date, test_installation: bool) -> Message:
    """The message in these bytes, every check passed. Raises Unreadable, and nothing else.

    `on` is today: which identity numbers are valid depends on the date. A test installation takes every formally
    valid number, another one refuses synthetic ones.
    """
    try:
        root = parse(data)
    except BadXml as bad:
        header = read_header(bad.partial) if bad.partial is not None else None
        raise Unreadable((finding(bad.code),), header) from None
    if root.name == "AppRec" and root.namespace in APPREC_NAMESPACES:
        return _receipt(root)
    if root.name != "MsgHead" or root.namespace != HEAD_NAMESPACE:
        raise Unreadable((finding("wrong-root"),))
    return _message(root, lambda ident: _is_valid(ident, on=on, test_installation=test_installation))


def _message(root: Node, number_is_valid: Callable[[Ident], bool]) -> Message:
    header = read_header(root)
    if header is None:
        raise Unreadable((finding("header-missing", "MsgHead/MsgInfo"),))
    message_type = _type(header)
    checked = Checked(root, header, message_type, content.main_contents(root), number_is_valid)
    found = findings(checked)
    if found or message_type is None:
        raise Unreadable(found, header)
    main = checked.main[0]
    events = content.events(main)
    return Message(
        header=header,
        type=message_type,
        status=checked.status or Status.NEW,
        payload_version=PAYLOADS[main.namespace, main.name],
        issued_at=_issued_at(root),
        events=events,
        discharge=content.discharge(main, message_type, events),
        individual_plan=content.plan_facts(root, main),
        dialog=content.dialog(main),
        reservations=content.reservations(main),
        attachments=content.attachments(root),
        texts=content.texts(main),
        receipt=None,
        remarks=remarks(checked),
        root=root,
    )


def _type(header: Header) -> MessageType | None:
    """The type in the header. A receipt is never inside a MsgHead."""
    known = set(MessageType) - {MessageType.APPREC}
    return MessageType(header.type_code) if header.type_code in known else None


def _issued_at(root: Node) -> datetime | None:
    return next((values.time(document.find("RefDoc", "IssueDate")) for document in content.documents(root)), None)


def _receipt(root: Node) -> Message:
    header = read_header(root)
    found = receipt_findings(root, header) if header is not None else (finding("header-missing"),)
    if header is None or found:
        raise Unreadable(found, header)
    return Message(
        header=header,
        type=MessageType.APPREC,
        status=Status.NEW,
        payload_version=APPREC_NAMESPACES[root.namespace],
        issued_at=header.generated_at,
        events=(),
        discharge=Discharge(),
        individual_plan=PlanFacts(),
        dialog=(),
        reservations=(),
        attachments=(),
        texts=(),
        receipt=receipt(root),
        remarks=receipt_remarks(root),
        root=root,
    )


def _is_valid(ident: Ident, *, on: date, test_installation: bool) -> bool:
    """Messages carry numbers as eleven digits and nothing else; what they are is told by the people room."""
    if not (ident.value.isascii() and ident.value.isdigit()):
        return False
    try:
        classify(ident.value, on=on, test_installation=test_installation, said=_KINDS.get(ident.kind))
    except NumberRefused:
        return False
    return True
