"""Who sees what, written down a second time and as plainly as possible. Imports nothing of the product, knows its own ages.

Facts are plain records; `grants(facts, t)` and `exclusions(facts, t)` answer for one instant, so that nothing is derived but asked anew.
Amount of truth: the rules the municipality has to follow, see the pages on access in docs. Periods are half open.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")
HEARD_FROM, WEIGHT, DECIDES, ADULT = 7, 12, 16, 18
DAILY = frozenset({"goals", "daily-living", "school", "leisure", "transport", "physical-health"})
ALL_TOPICS = frozenset({
    "goals", "daily-living", "physical-health", "mental-health", "substance-use", "school", "work", "housing", "transport",
    "family", "leisure", "child-welfare", "assessment", "work-notes", "minutes", "messages",
})  # fmt: skip
HEALTH = frozenset({
    "physical-health", "mental-health", "substance-use", "assessment", "child-welfare", "work-notes", "minutes", "messages",
})  # fmt: skip
OUTSIDE_HEALTH = ALL_TOPICS - HEALTH
BY_OTHERS = {"parent", "child-welfare"}


@dataclass
class Period:
    starts: datetime
    ends: datetime | None = None

    def at(self, t):
        return self.starts <= t and (self.ends is None or t < self.ends)


@dataclass
class Kin:
    account: str
    period: Period
    responsible: bool = False
    foster: bool = False
    mandate: str = ""  # guardian, future-proxy, power-of-attorney
    mandate_topics: frozenset | None = None
    key: str = ""


@dataclass
class Competence:
    period: Period
    topics: frozenset | None
    presented: bool


@dataclass
class Consent:
    subjects: frozenset
    answered: datetime
    topics: frozenset | None = None
    last_day: date | None = None
    given_by: str = "person"
    staff: str = ""  # recipient, by staff key
    kin: str = ""  # recipient, by kin key
    stands: bool = True


@dataclass
class Staff:
    key: str
    account: str
    same_service: bool
    unit: str = ""


@dataclass
class Appointment:
    staff: Staff
    period: Period
    topics: frozenset | None = None
    stands: bool = True  # accepted or appointed


@dataclass
class Member:
    staff: Staff
    period: Period
    sees_plan: bool = True
    topics: frozenset | None = None


@dataclass
class Block:
    period: Period
    account: str = ""
    unit: str = ""
    topics: frozenset | None = None


@dataclass
class Withheld:
    period: Period
    kept_from: str  # parents, person, one
    topic: str = ""
    thing: str = ""
    kin: str = ""
    by_law: bool = False


@dataclass
class Facts:
    birth: date | None
    created: datetime
    account: str = ""
    kin: list = field(default_factory=list)
    custodies: list = field(default_factory=list)  # (Period, account)
    competence: list = field(default_factory=list)
    consents: list = field(default_factory=list)
    appointments: list = field(default_factory=list)
    members: list = field(default_factory=list)
    blocks: list = field(default_factory=list)
    withheld: list = field(default_factory=list)
    emergencies: list = field(default_factory=list)  # (Period, account)
    conflicts: list = field(default_factory=list)  # (Period, account)
    twins: dict = field(default_factory=dict)  # person account -> staff account
    follow_up: tuple | None = None  # unit, opened, running


def birthday(birth, years):
    """Midnight of the day somebody is so old; born on 29 February: 1 March in other years."""
    try:
        day = birth.replace(year=birth.year + years)
    except ValueError:
        day = date(birth.year + years, 3, 1)
    return datetime.combine(day, time(), tzinfo=OSLO)


def reached(facts, years, t):
    return facts.birth is not None and t >= birthday(facts.birth, years)


def in_custody(facts, t):
    return any(period.at(t) for period, _ in facts.custodies)


def without_competence(facts, t):
    """Topics somebody cannot decide about now: None for all, empty for none."""
    found = [c.topics for c in facts.competence if c.presented and c.period.at(t)]
    return None if None in found else frozenset().union(*found)


def counts(consent, facts, t, *, other_sector=False):
    """Does the consent hold now? Parents' yes to others than health stops on the day somebody decides alone."""
    if not consent.stands or t < consent.answered:
        return False
    if consent.last_day and t >= datetime.combine(consent.last_day + timedelta(days=1), time(), tzinfo=OSLO):
        return False
    cut = other_sector and consent.given_by in BY_OTHERS
    return not (cut and reached(facts, DECIDES, t))


def grants(facts, t):
    """{(account or unit, role, topics or None)} at one instant."""
    found = set()
    found |= own(facts, t) | by_kin(facts, t) | by_custody(facts, t)
    found |= {(account, "emergency", None) for period, account in facts.emergencies if period.at(t)}
    if facts.follow_up and facts.follow_up[1] <= t:
        found.add((facts.follow_up[0], "caseworker", None))
    for appointment in facts.appointments:
        found |= by_appointment(facts, appointment, t)
    for member in facts.members:
        found |= by_membership(facts, member, t)
    return found


def own(facts, t):
    if not facts.account or t < facts.created:
        return set()
    too_young = facts.birth is not None and not reached(facts, HEARD_FROM, t)
    return set() if too_young else {(facts.account, "person", None)}


def acts_for_child(facts, role, account, t):
    """A parent or child welfare: all until the day of deciding, then what the young person cannot decide, until of age."""
    if not reached(facts, DECIDES, t):
        return {(account, role, None)}
    lacking = without_competence(facts, t)
    if reached(facts, ADULT, t) or lacking == frozenset():
        return set()
    found = {c.topics for c in facts.competence if c.presented and c.period.at(t)}
    return {(account, role, topics) for topics in found}


def by_kin(facts, t):
    found = set()
    for kin in facts.kin:
        if not kin.account or not kin.period.at(t):
            continue
        if kin.responsible and not in_custody(facts, t):
            found |= acts_for_child(facts, "parent", kin.account, t)
        if not kin.responsible and kin.mandate in {"guardian", "future-proxy"}:
            found.add((kin.account, "guardian", kin.mandate_topics))
        if kin.foster and in_custody(facts, t):
            found.add((kin.account, "foster-parent", DAILY))
        for consent in facts.consents:
            if consent.kin == kin.key and "sharing" in consent.subjects and counts(consent, facts, t):
                topics = ALL_TOPICS - {"work-notes"} if consent.topics is None else consent.topics
                found.add((kin.account, "next-of-kin", topics))
    return found


def by_custody(facts, t):
    found = set()
    for period, account in facts.custodies:
        if account and period.at(t):
            found |= acts_for_child(facts, "child-welfare", account, t)
    return found


def named(consents, limit, also):
    """What consents open together: topics each names (none named: nothing of health), within a limit, and always some."""
    topics = frozenset().union(*(OUTSIDE_HEALTH if c.topics is None else c.topics for c in consents))
    specific = [c.topics for c in consents if c.topics is not None]
    if specific:
        topics = frozenset().union(*specific)
    return (topics if limit is None else topics & limit) | also


def by_appointment(facts, appointment, t):
    staff = appointment.staff
    if not appointment.stands or not staff.account or not appointment.period.at(t):
        return set()
    other = not staff.same_service
    carrying = [
        consent
        for consent in facts.consents
        if consent.subjects & {"coordinator", "plan"}
        and not consent.kin
        and consent.staff in {"", staff.key}
        and counts(consent, facts, t, other_sector=other)
    ]
    if not carrying:
        return set()
    topics = None if staff.same_service else named(carrying, appointment.topics, {"goals", "work-notes", "file"})
    return {(staff.account, "coordinator", topics)}


def by_membership(facts, member, t):
    staff = member.staff
    if not staff.account or not member.sees_plan or not member.period.at(t) or not running(facts):
        return set()
    if staff.same_service:
        carrying = [c for c in facts.consents if c.subjects & {"plan", "sharing"} and counts(c, facts, t)]
        return {(staff.account, "member", member.topics)} if carrying else set()
    carrying = [
        c
        for c in facts.consents
        if counts(c, facts, t, other_sector=True)
        and (
            (c.staff == staff.key and "sharing" in c.subjects)
            or (not c.staff and not c.kin and c.subjects & {"plan", "sharing"} and c.answered >= member.period.starts)
        )
    ]
    return {(staff.account, "member", named(carrying, member.topics, {"goals"}))} if carrying else set()


def running(facts):
    return facts.follow_up is not None and facts.follow_up[2]


def exclusions(facts, t):
    """{(account or unit, topics or None, thing or None, kind)} at one instant."""
    found = set()
    for block in facts.blocks:
        if block.period.at(t):
            who = {block.account or block.unit} - {""} or same_service_readers(facts)
            found |= {(each, block.topics, None, "block") for each in who}
    for period, account in facts.conflicts:
        if account and period.at(t):
            found.add((account, None, None, "conflict"))
    close = {facts.account} | {kin.account for kin in facts.kin}
    found |= {(staff, None, None, "conflict") for person, staff in facts.twins.items() if person in close - {""}}
    for matter in facts.withheld:
        starts = matter.period.starts
        if not matter.by_law:
            starts = max(starts, birthday(facts.birth, WEIGHT)) if facts.birth else starts
        if Period(starts, matter.period.ends).at(t):
            topics = frozenset({matter.topic}) if matter.topic else None
            found |= {(who, topics, matter.thing or None, "withheld") for who in kept_from(facts, matter)}
    return found


def same_service_readers(facts):
    members = {m.staff.account for m in facts.members if m.staff.same_service and m.staff.account}
    return members | {a.staff.account for a in facts.appointments if a.staff.same_service and a.staff.account}


def kept_from(facts, matter):
    if matter.kept_from == "person":
        return {facts.account} - {""}
    if matter.kept_from == "one":
        return {kin.account for kin in facts.kin if kin.key == matter.kin} - {""}
    return {kin.account for kin in facts.kin if kin.responsible or kin.foster} - {""}
