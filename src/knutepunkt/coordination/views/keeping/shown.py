"""What the page "who acts" says: rows, who decides and until when, and what changes by itself."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knutepunkt import law
from knutepunkt.access.permissions import FILE, Topic
from knutepunkt.consent.deciding import BirthDateMissing, Facts, who_decides
from knutepunkt.consent.models import Opposition
from knutepunkt.coordination import words
from knutepunkt.foundation.clock import day
from knutepunkt.people.grants import counts_in
from knutepunkt.people.models import CompetenceDecision, Custody, MandateKind, NextOfKin, Person
from knutepunkt.people.turning import Change, Turn, turning

SECTORS: tuple[tuple[str, str | Promise], ...] = (
    ("health", gettext_lazy("Health and care")),
    ("school", gettext_lazy("School and education")),
    ("child-welfare", gettext_lazy("Child welfare")),
)
CHANGES: dict[Change, str | Promise] = {
    Change.HEARD_FROM: gettext_lazy("The child must be heard, and has an own page"),
    Change.WEIGHT: gettext_lazy("The child's opinion has great weight, and the child can keep things from the parents"),
    Change.ASK_FROM: gettext_lazy("The young person is asked"),
    Change.DECIDES: gettext_lazy(
        "Decides alone. The parents see nothing more, and sharing with other sectors rests until answered"
    ),
    Change.ADULT: gettext_lazy("Is of age"),
    Change.KIN_ENDS: gettext_lazy("The right of %(name)s to act ends"),
    Change.COMPETENCE_ENDS: gettext_lazy("A decision that the person cannot decide ends"),
    Change.CUSTODY_ENDS: gettext_lazy("Custody ends"),
}


@dataclass(frozen=True, slots=True)
class Decides:
    """Who decides in one sector now."""

    sector: str
    who: str
    reasons: tuple[str, ...]
    until: date | None


@dataclass(frozen=True, slots=True)
class Acting:
    """All that the page shows. `kin`, `custodies` and `decisions` newest first; each row with whether it holds now."""

    kin: list[NextOfKin]
    custodies: list[Custody]
    decisions: list[CompetenceDecision]
    decides: list[Decides]
    changes: list[tuple[date, str]]


def acting(actor: Any, person: Person, at: datetime) -> Acting:
    """What the file says of who acts, in four statements besides the person's."""
    kin = list(NextOfKin.visible_to(actor).filter(person_id=person.pk).order_by("-valid_from", "-id"))
    custodies = list(
        Custody.visible_to(actor)
        .filter(person_id=person.pk)
        .select_related("unit", "staff")
        .order_by("-starts_at", "-id")
    )
    decisions = list(CompetenceDecision.visible_to(actor).filter(person_id=person.pk).order_by("-starts_at", "-id"))
    opposed = Opposition.visible_to(actor).filter(
        Q(ends_at=None) | Q(ends_at__gt=at), starts_at__lte=at, person_id=person.pk
    )
    facts = Facts(
        parents=tuple(row for row in kin if row.parental_responsibility and holds(row.valid_from, row.valid_to, at)),
        mandates=tuple(row for row in kin if _mandate(row) and holds(row.valid_from, row.valid_to, at)),
        custody=next((row for row in custodies if holds(row.starts_at, row.ends_at, at)), None),
        incompetence=tuple(row for row in decisions if _counts(row, at)),
        oppositions=tuple(opposed),
        own_matters=frozenset(),
    )
    turns = turning(person, day(at), kin=kin, decisions=decisions, custodies=custodies)
    return Acting(kin, custodies, decisions, _decides(person, facts, at), [_told(turn, kin) for turn in turns])


def holds(starts: datetime, ends: datetime | None, at: datetime) -> bool:
    """Does it hold at the moment?"""
    return starts <= at and (ends is None or at < ends)


def _mandate(row: NextOfKin) -> bool:
    return bool(row.mandate) and row.mandate_kind != MandateKind.POWER_OF_ATTORNEY


def _counts(row: CompetenceDecision, at: datetime) -> bool:
    period = counts_in(row)
    return period is not None and holds(period.starts, period.ends, at)


def _decides(person: Person, facts: Facts, at: datetime) -> list[Decides]:
    """One answer for each sector; one for all where they are alike."""
    found = []
    for sector, label in SECTORS:
        try:
            deciding = who_decides(person, at=at, sector=sector, facts=facts)
        except BirthDateMissing as refusal:
            return [Decides("", str(refusal), (), None)]
        names = words.listed(deciding.names)
        who = (
            _("%(who)s: %(names)s") % {"who": deciding.decider.name, "names": names}
            if names
            else str(deciding.decider.name)
        )
        found.append(Decides(str(label), who, deciding.reasons, deciding.until))
    alike = {(one.who, one.until) for one in found}
    return found if len(alike) > 1 else [Decides(_("Everything"), found[0].who, found[0].reasons, found[0].until)]


def _told(turn: Turn, kin: list[NextOfKin]) -> tuple[date, str]:
    name = next((row.name for row in kin if row.pk == turn.source_id), "")
    return turn.on, str(CHANGES[turn.change]) % {"name": name} if name else str(CHANGES[turn.change])


def capacities(row: NextOfKin) -> str:
    """What somebody may, in words."""
    parts: list[object] = []
    if row.nearest:
        parts.append(_("nearest next of kin"))
    if row.parental_responsibility:
        parts.append(_("has parental responsibility"))
    if row.foster_parent:
        parts.append(_("foster parent: sees daily matters"))
    if row.mandate:
        kind = MandateKind(row.mandate_kind).label if row.mandate_kind else MandateKind.GUARDIAN.label
        parts.append(_("%(kind)s: %(mandate)s") % {"kind": kind, "mandate": row.mandate})
    return words.listed(parts)


def parts_named(topics: list[str] | None) -> str:
    """The parts of a file, in words; everything when none is named."""
    if topics is None:
        return _("everything")
    names = {str(topic): label for topic, label in words.TOPICS.items()} | {FILE: _("consents and decisions")}
    return words.listed(names[topic] for topic in topics)


def daily_matters(on: date) -> str:
    """What foster parents see, in words, from the law data."""
    return words.listed(words.TOPICS[Topic(part)] for part in law.on(on).standing("foster-parent").parts)
