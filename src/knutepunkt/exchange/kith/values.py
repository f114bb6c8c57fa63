"""Reading the standard's data types: TS and dateTime, boolean, CV and CS, Ident, Address, TeleCom."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from knutepunkt.exchange.kith.model import Address, Code, Ident, Telecom

if TYPE_CHECKING:
    from knutepunkt.exchange.kith.nodes import Node

OSLO: Final = ZoneInfo("Europe/Oslo")
_YEARS: Final = range(1850, 2201)
_MOMENT: Final = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})"
    r"(?:T(?P<hour>\d{2}):(?P<minute>\d{2}):(?P<second>\d{2})(?:\.\d{1,12})?)?)?)?"
    r"(?P<zone>Z|[+-]\d{2}:\d{2})?",
    re.ASCII,
)
BOOLEANS: Final = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, with the time when one was given; `precision` counts the parts of the date that were given (1–3)."""

    on: date
    at: datetime | None
    precision: int


def moment(text: str) -> Moment | None:
    """A dateTime, date, year-month or year; a time without zone is Norwegian. None when it is none of these."""
    match = _MOMENT.fullmatch(text.strip())
    if match is None or int(match["year"]) not in _YEARS:
        return None
    precision = 1 + bool(match["month"]) + bool(match["day"])
    try:
        day = date(int(match["year"]), int(match["month"] or 1), int(match["day"] or 1))
        at = _time(match, day) if match["hour"] else None
    except ValueError:
        return None
    return Moment(at.date() if at else day, at, precision)


def _time(match: re.Match[str], day: date) -> datetime:
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"])
    midnight = (hour, minute, second) == (24, 0, 0)
    naive = datetime(day.year, day.month, day.day, 0 if midnight else hour, minute, second)  # noqa: DTZ001 -- next line
    aware = naive.replace(tzinfo=_zone(match["zone"]))
    return (aware + timedelta(days=midnight)).astimezone(OSLO)


def _zone(text: str | None) -> ZoneInfo | timezone:
    if not text:
        return OSLO
    if text == "Z":
        return UTC
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[4:6]))
    return timezone(-offset if text[0] == "-" else offset)


def said(node: Node | None) -> str:
    """What a simple element says: its V, else its text."""
    if node is None:
        return ""
    return node.attributes.get("V", "").strip() or node.text()


def day(node: Node | None) -> date | None:
    """The day an element gives, or None."""
    found = moment(said(node))
    return found.on if found else None


def time(node: Node | None) -> datetime | None:
    """The point in time an element gives, or None; a bare day has none."""
    found = moment(said(node))
    return found.at if found else None


def yes_no(node: Node | None) -> bool | None:
    """True, false, or None when absent or neither."""
    return BOOLEANS.get(said(node))


def code(node: Node | None) -> Code | None:
    """A coded value; None when the element is absent or empty."""
    if node is None:
        return None
    found = Code(
        node.value(),
        node.value(attribute="S"),
        node.value(attribute="DN"),
        node.value(attribute="OT"),
    )
    return found if found.label else None


def idents(node: Node) -> tuple[Ident, ...]:
    """The identifiers of a MsgHead party or person."""
    return tuple(
        Ident(found.text("Id"), kind.value() if kind else "", *_system(kind))
        for found in node.children("Ident")
        for kind in (found.find("TypeId"),)
        if found.text("Id")
    )


def _system(kind: Node | None) -> tuple[str, str]:
    return (kind.value(attribute="S"), kind.value(attribute="DN")) if kind else ("", "")


def address(node: Node) -> Address | None:
    """The address of a party or person; None when there is none or it is empty."""
    found = node.find("Address")
    if found is None:
        return None
    sent = Address(
        street=found.text("StreetAdr"),
        postal_code=found.text("PostalCode"),
        city=found.text("City"),
        postbox=found.text("Postbox"),
        kind=code(found.find("Type")),
    )
    return sent if sent.street or sent.postal_code or sent.city or sent.postbox else None


def telecoms(node: Node) -> tuple[Telecom, ...]:
    """Ways to reach a party or person."""
    return tuple(
        Telecom(*split_telecom(said(found.find("TeleAddress"))), code(found.find("TypeTelecom")))
        for found in node.children("TeleCom")
        if said(found.find("TeleAddress"))
    )


def split_telecom(url: str) -> tuple[str, str]:
    """Scheme and address: tel, mailto, fax, or nothing when it is no URL."""
    scheme, colon, rest = url.partition(":")
    return (scheme.lower(), rest.removeprefix("//")) if colon and scheme.isalpha() else ("", url)
