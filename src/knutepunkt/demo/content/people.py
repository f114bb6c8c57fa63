"""Persons and everything that has happened around them so far, as the demo tells it."""

from dataclasses import dataclass
from datetime import date

from knutepunkt.demo.content.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """Next of kin. `signs_in` gives a demo login with the person's key and the relation."""

    name: str
    relation: str
    """One of `words.RELATIONS`."""
    phone: str = ""
    nearest: bool = False
    parental_responsibility: bool = False
    signs_in: bool = False
    works_as: str = ""
    """Key of the same human among the staff: two accounts that know each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guardian:
    """Somebody appointed to act, within a mandate and from a day on."""

    name: str
    mandate: tuple[str, ...]
    """Of `personal`, `economic`."""
    phone: str = ""
    since: int
    until: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A written decision (drafted → made → told). Reasons are the ones told to the person."""

    kind: str
    """One of `words.DECISIONS`."""
    reasons: str
    made: int
    made_by: str
    told: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice of need and how far it has come. Optional parts say what has happened, not what might."""

    kind: str
    channel: str
    """One of `words.CHANNELS`."""
    state: str
    """One of `words.NOTICE_STATES`: the outcome word once it has one."""
    received: int
    text: str
    hour: int = 10
    sender: str = ""
    """Key of the organisation or unit it came from; empty for a private person."""
    sender_name: str = ""
    sender_role: str = ""
    basis: str = "consent"
    """One of `words.BASES`."""
    basis_text: str = ""
    """To whom and when consent was given, or which other ground."""
    message_type: str = ""
    """KITH type when the channel is `kith`."""
    applies_from: int | None = None
    """From which day it counts as an application."""
    admitted: int | None = None
    expected_discharge: int | None = None
    unit: str = ""
    """Where routing must put it; checked against the routing rules by whoever loads it."""
    responsible: str = ""
    deputy: str = ""
    acknowledged: int | None = None
    acknowledged_by: str = ""
    wish: str = "not-asked"
    """`yes`, `no` or `not-asked`: the person's own wish to be assessed."""
    wish_at: int | None = None
    wish_words: str = ""
    outcome_at: int | None = None
    outcome_by: str = ""
    outcome_text: str = ""
    """What was told, why it was refused, why it rests, what was wrong."""
    outcome_to: str = ""
    """Key of who it was forwarded or handed on to."""
    resting_until: int | None = None
    decision: Decision | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enquiry:
    """A question without a person (kind `enquiry`): answered, its topic counted, no file."""

    organisation: str
    received: int
    channel: str
    sender_role: str
    sender: str = ""
    topic: str
    text: str
    answer: str = ""
    answered: int | None = None
    answered_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """Where the person stays for a while, other than at home."""

    kind: str
    """One of `hospital`, `rehabilitation`, `student`, `nursing-home`, `institution`."""
    place: str
    since: int
    until: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What the person, or who decides for the person, has said yes or no to."""

    state: str
    """`given`, `refused` or `withdrawn`."""
    scope: tuple[str, ...]
    """Of `assessment`, `plan`, `coordinator`, `sharing`."""
    form: str
    """`oral` or `written`."""
    given: int
    by: str
    capacity: str = "person"
    """`person`, `parent`, `guardian`, `child-welfare` or `health-personnel`."""
    recipients: tuple[str, ...] = ()
    """Keys of organisations and units."""
    not_shared: str = ""
    informed: str = ""
    """How it was explained, with whom and in which language."""
    withdrawn: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """From "Hva er viktig for deg?" to four areas, resources and obstacles (guide 8.2)."""

    at: int
    by: str
    words: str
    helped_by: str = ""
    """Who helped say it, and how."""
    body: str = ""
    activities: str = ""
    participation: str = ""
    environment: str = ""
    own_resources: str = ""
    family_resources: str = ""
    network_resources: str = ""
    obstacles: str = ""
    potential: str = ""
    tools: tuple[str, ...] = ()
    """Name and score of function tools, as "Barthel 14 av 20"."""
    balance: tuple[int, ...] = ()
    """Ten weights 0–3 (guide 10.3). Municipality: breadth, across sectors, long and coordinated, close to daily
    life, common conditions. Specialist: specialised competence, broad team in one place, intensity, close to
    specialised medicine, rarer conditions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """One coordinator appointment, as far as it has come; `main` is the main responsibility today."""

    state: str
    """One of `words.APPOINTMENT_STATES`."""
    kind: str = "coordinator"
    """`coordinator`, `child-coordinator` or `hospital-coordinator`."""
    service: str
    """Who was asked to name somebody."""
    requested: int
    answer_by: int
    staff: str = ""
    answered: int | None = None
    since: int | None = None
    until: int | None = None
    main: bool = True
    wish: str = ""
    """What the person said about who it should be."""
    reason: str = ""
    """Why declined or ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of the care team: somebody with a login (`staff`) or a name with a role."""

    role: str
    party: str = ""
    staff: str = ""
    name: str = ""
    since: int
    contributes: str = ""
    """What this member brings, when it does not show from an activity or from coordinating."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkNote:
    """What the coordinator did. `corrects` counts back to the note it corrects (1 = the one before)."""

    at: int
    by: str
    text: str
    state: str = "signed"
    corrects: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """The follow-up of a person in one organisation, with or without a plan."""

    state: str
    """One of `words.FOLLOW_UP_STATES`."""
    opened: int
    opened_by: str
    service: str
    """`habilitation` or `rehabilitation`."""
    field: str
    """`somatic`, `mental-health` or `substance-use`."""
    need_level: int
    pathway: int
    told_of_right: int | None = None
    told_how: str = ""
    gp: str = ""
    contact_doctor: str = ""
    living: str = ""
    stays: tuple[Stay, ...] = ()
    consent: Consent | None = None
    assessment: Assessment | None = None
    appointments: tuple[Appointment, ...] = ()
    team: tuple[Member, ...] = ()
    notes: tuple[WorkNote, ...] = ()
    decisions: tuple[Decision, ...] = ()
    plan: Plan | None = None
    closed: int | None = None
    closed_reason: str = ""
    """`goals-reached`, `own-wish`, `moved`, `died`, `no-longer-needed`."""
    closed_text: str = ""
    reopened: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An invented person, her notices and her follow-up in one municipality."""

    key: str
    organisation: str
    given: str = ""
    family: str = ""
    sex: str = "unknown"
    number: str = ""
    """Synthetic identity number (month + 80); empty for the unborn and for who is not identified yet."""
    born: date | None = None
    due: int | None = None
    language: str = "nb"
    address: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""
    paper_only: bool = False
    """Has said no to e-mail and screens, and gets letters."""
    protection: str = ""
    """Empty, 6 (strictly confidential address) or 7 (confidential address)."""
    interpreter: str = ""
    """Language code of the interpreter needed."""
    communication: str = ""
    """What helps when talking together, for example with aphasia."""
    gp: str = ""
    kin: tuple[Kin, ...] = ()
    guardian: Guardian | None = None
    siblings: tuple[str, ...] = ()
    """Keys of siblings who are in the demo too."""
    story: str = ""
    signs_in: bool = False
    notices: tuple[Notice, ...] = ()
    follow_up: FollowUp | None = None
