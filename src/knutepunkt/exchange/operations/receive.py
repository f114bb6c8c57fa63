"""Taking in one message: its row, its effect and its receipt in one transaction, or nothing of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor, system_actor
from knutepunkt.access.scope import acting_as
from knutepunkt.audit.log import record
from knutepunkt.exchange import persons, schema_check
from knutepunkt.exchange.effects import effect_of
from knutepunkt.exchange.effects.changes import waiting_for
from knutepunkt.exchange.effects.incoming import Incoming, Outcome, routed_unit, unit_for
from knutepunkt.exchange.effects.receipts import join_receipt, was_sent_by
from knutepunkt.exchange.envelope import read_again, row_of
from knutepunkt.exchange.kith import (
    AppRecError,
    AppRecStatus,
    Header,
    Message,
    MessageType,
    Unreadable,
    apprec_error,
    fingerprint,
    read,
)
from knutepunkt.exchange.locks import lock
from knutepunkt.exchange.models import Receipt, ReceivedMessage, Result
from knutepunkt.exchange.operations.operator import operator_organisation
from knutepunkt.exchange.operations.receipts import give_receipt
from knutepunkt.exchange.reasons import Fault, sentence, stored, stored_findings
from knutepunkt.exchange.receivers import Served, served_by
from knutepunkt.foundation.clock import day
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.identity.system import IMPORTER
from knutepunkt.organisation.routing import RoutingFacts


@dataclass(frozen=True, slots=True)
class Received:
    """The answer to one message. `receipt` is the AppRec to send back, None where none is due. `summary` names nobody."""

    message: ReceivedMessage | None
    receipt: bytes | None
    summary: str | Promise
    refused: bool = False
    repeat: bool = False


class AnotherOrganisations(Refusal):
    """One uploads for the own organisation."""

    message = _(
        "The message is addressed to another organisation than yours. Nothing was stored: let the operator import it."
    )


class _Twice(Exception):  # noqa: N818 -- a signal between two functions here
    """The same message was taken in by another process a moment ago."""


def receive(data: bytes, *, at: datetime, by: Actor | None = None, source: str) -> Received:
    """Take in the bytes of one message. `by` is who uploads it, None for the transport; `source` where it came from.

    In one transaction: the row, what it becomes by the type table, its receipt and what it means for messages that waited for
    it; all in the receiver's organisation as the importer. The same bytes again are answered with the same receipt. What cannot
    be taken is refused with a receipt where its sender is known. Raises AnotherOrganisations.
    """
    try:
        return _receive(data, at, by, source)
    except _Twice:
        return _receive(data, at, by, source)


def _receive(data: bytes, at: datetime, by: Actor | None, source: str) -> Received:
    on = day(at)
    try:
        message = read(data, on=on, test_installation=settings.KNUTEPUNKT_TEST_INSTALLATION)
    except Unreadable as unreadable:
        return _unreadable(data, unreadable, at, by, source)
    served = served_by(message.header, on=on)
    _check_uploader(by, served)
    with transaction.atomic():
        if served is None and message.type is not MessageType.APPREC:
            faults = [stored(Fault.NOT_SERVED)]
            return _Taking(data, message.header, _operator(at), at, by, source).refuse(faults, [apprec_error("E21")])
        organisation_id = served.organisation_id if served else _operator(at)
        if message.type is MessageType.APPREC and not was_sent_by(organisation_id, message, at=at):
            organisation_id = _operator(at)
        return _Taking(data, message.header, organisation_id, at, by, source).take(message, served)


def _operator(at: datetime) -> UUID:
    return operator_organisation(at=at).pk


def _check_uploader(by: Actor | None, served: Served | None) -> None:
    if by is None or by.kind == "system" or by.organisation_kind == "operator" or served is None:
        return
    if served.organisation_id != by.organisation_id:
        raise AnotherOrganisations


def _unreadable(data: bytes, unreadable: Unreadable, at: datetime, by: Actor | None, source: str) -> Received:
    """Refused; with a receipt when the header tells whom to answer. Kept where it was addressed, else in quarantine."""
    served = served_by(unreadable.header, on=day(at))
    _check_uploader(by, served)
    faults = stored_findings(unreadable.findings)
    errors = list(dict.fromkeys(found.apprec for found in unreadable.findings))
    if unreadable.header is None and len(data) > settings.KNUTEPUNKT_MAX_MESSAGE:
        return Received(None, None, unreadable.findings[0].sentence, refused=True)
    with transaction.atomic():
        organisation_id = served.organisation_id if served else _operator(at)
        return _Taking(data, unreadable.header, organisation_id, at, by, source).refuse(faults, errors)


@dataclass(frozen=True, slots=True)
class _Taking:
    """One message on its way into one organisation."""

    data: bytes
    header: Header | None
    organisation_id: UUID
    at: datetime
    by: Actor | None
    source: str

    def take(self, message: Message, served: Served | None) -> Received:
        """Store it with its effect and a positive receipt; a repeat or other bytes under its id are answered as such."""
        with acting_as(IMPORTER, purpose="import", organisation_id=self.organisation_id, at=self.at):
            row = self._row(Result.FOR_A_PERSON, status=str(message.status))
            known = self._known(row)
            if known is not None:
                return known
            if self._taken(row).exists():
                return self._refused(row, [stored(Fault.OTHER_BYTES)], [apprec_error("E10")])
            row.faults = stored_findings(message.remarks) + schema_check.faults(self.data)
            if served is not None and served.by_successor:
                row.faults.append(stored(Fault.RETIRED_ADDRESS))
            self._apply(message, row)
            receipt = give_receipt(row, header=self.header, status=AppRecStatus.OK, errors=(), at=self.at)
            return Received(row, receipt, _SAID[Result(row.result)])

    def refuse(self, faults: list[dict[str, str]], errors: list[AppRecError]) -> Received:
        """Keep it as rejected with a negative receipt."""
        with acting_as(IMPORTER, purpose="import", organisation_id=self.organisation_id, at=self.at):
            row = self._row(Result.REJECTED)
            return self._known(row) or self._refused(row, faults, errors)

    def _row(self, result: Result, status: str = "") -> ReceivedMessage:
        row = row_of(
            self.data, self.header, organisation_id=self.organisation_id, at=self.at, result=result, status=status
        )
        names = [row.message_id, row.parent_message_id] if row.message_id else [row.fingerprint]
        lock(self.organisation_id, "message", names)
        return row

    def _taken(self, row: ReceivedMessage) -> QuerySet[ReceivedMessage]:
        return ReceivedMessage.objects.filter(
            organisation_id=self.organisation_id, sender_her=row.sender_her, message_id=row.message_id
        ).exclude(result=Result.REJECTED)

    def _known(self, row: ReceivedMessage) -> Received | None:
        """The same bytes came before: the same receipt again."""
        same = ReceivedMessage.objects.filter(
            organisation_id=self.organisation_id, message_id=row.message_id, fingerprint=fingerprint(self.data)
        )
        earlier = same.order_by("received_at", "id").first()
        if earlier is None:
            return None
        receipt = Receipt.objects.filter(organisation_id=self.organisation_id, message=earlier).first()
        refused = earlier.result == Result.REJECTED
        return Received(
            earlier,
            bytes(receipt.content) if receipt else None,
            sentence(earlier.faults[0]["code"])
            if refused and earlier.faults
            else _("Received before; the same receipt again."),
            refused=refused,
            repeat=True,
        )

    def _refused(self, row: ReceivedMessage, faults: list[dict[str, str]], errors: list[AppRecError]) -> Received:
        row.result, row.faults = Result.REJECTED, faults
        if self.organisation_id != _operator(self.at):
            facts = RoutingFacts(kind="", message_type=row.message_type, ward=row.sender_unit_her or row.sender_her)
            row.unit_id = unit_for(self.organisation_id, facts, on=day(self.at))
        row.save(force_insert=True)
        self._record(row, "message.rejected", codes=[fault["code"] for fault in faults])
        receipt = give_receipt(row, header=self.header, status=AppRecStatus.REJECTED, errors=errors, at=self.at)
        return Received(row, receipt, sentence(faults[0]["code"]), refused=True)

    def _apply(self, message: Message, row: ReceivedMessage) -> None:
        """Let it, and then what waited for it, have their effect."""
        if message.type is MessageType.APPREC:
            row.result = Result.RECEIPT
            if self.organisation_id == _operator(self.at):
                row.faults.append(stored(Fault.UNKNOWN_REFERENCE))
            else:
                join_receipt(self.organisation_id, message, at=self.at)
        else:
            persons.hold(self.organisation_id, message.patient)
            write_outcome(row, incoming := Incoming(message, row, self._importer(), self.at), effect_of(incoming))
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            if "message_id_once" in str(error):
                raise _Twice from None
            raise
        self._record(row, "message.received", result=row.result)
        if row.result != Result.WAITING:
            self._apply_waiting(row)

    def _apply_waiting(self, original: ReceivedMessage) -> None:
        for row in waiting_for(original):
            incoming = Incoming(read_again(row), row, self._importer(), self.at)
            write_outcome(row, incoming, effect_of(incoming))
            row.save()
            self._record(row, "message.applied", result=row.result, original=original.pk)
            self._apply_waiting(row)

    def _importer(self) -> Actor:
        return system_actor(IMPORTER, organisation_id=self.organisation_id, at=self.at, purpose="import")

    def _record(self, row: ReceivedMessage, what: str, **facts: Any) -> None:
        if self.by is not None:
            facts["uploaded_by"] = self.by.account_id
        record(what, row, by=self._importer(), at=self.at, type=row.message_type, source=self.source, **facts)


def write_outcome(row: ReceivedMessage, incoming: Incoming, outcome: Outcome) -> None:
    """Put what became of a message on its row."""
    row.result, row.person_id, row.notice_id = outcome.result, outcome.person_id, outcome.notice_id
    row.unit_id = outcome.unit_id or routed_unit(incoming)
    row.faults = [*row.faults, *(stored(fault) for fault in outcome.faults)]


_SAID = {
    Result.NOTICE_MADE: _("Received. It became a notice."),
    Result.JOINED: _("Received. It was joined to what had come before."),
    Result.WAITING: _("Received. It waits for the message it refers to."),
    Result.INFORMATION: _("Received. It lies on the person's file."),
    Result.FOR_A_PERSON: _("Received. Somebody must decide what it becomes."),
    Result.APPLIED: _("Received. It was applied."),
    Result.RECEIPT: _("Received. It is a receipt."),
}
