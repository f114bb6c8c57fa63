"""Where a follow-up stands, from the facts: the five steps, the deadlines, what must be in place.

Nothing here reads the database; it is given a CaseFile and what rooms above have to say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from knutepunkt import law
from knutepunkt.consent.models import Subject
from knutepunkt.consent.states import GIVEN, ConsentState
from knutepunkt.coordination.models import FollowUp
from knutepunkt.coordination.panels import Happening, PlanPanel, Tick
from knutepunkt.coordination.queries import CaseFile
from knutepunkt.coordination.states import AppointmentState, FollowUpState
from knutepunkt.foundation.clock import day
from knutepunkt.ui.filters import day as day_words

A = AppointmentState
WAITING = frozenset({A.REQUESTED, A.PROPOSED, A.ACCEPTED})


@dataclass(frozen=True, slots=True)
class Standing:
    """A case file with what follows from it at a moment."""

    follow_up: FollowUp
    file: CaseFile
    plan: PlanPanel | None
    notices: Sequence[Happening]
    at: datetime

    @property
    def today(self) -> date:
        return day(self.at)

    @property
    def in_force(self) -> list[Any]:
        """Consents that count now."""
        return [c for c in self.file.consents if c.state in GIVEN and (c.ends_on is None or c.ends_on >= self.today)]

    def agreed(self, *subjects: str) -> Any:
        """The consent in force to one of the subjects."""
        return next((c for c in self.in_force if set(c.subjects) & set(subjects)), None)

    @property
    def says_no_to_plan(self) -> bool:
        """The person has been asked and does not want a plan."""
        latest = next(
            (c for c in self.file.consents if Subject.PLAN in c.subjects and c.state != ConsentState.ENTERED_IN_ERROR),
            None,
        )
        return self.follow_up.state == FollowUpState.COORDINATOR_ONLY or (
            latest is not None
            and latest.state in {ConsentState.REFUSED, ConsentState.WITHDRAWN}
            and not self.agreed(Subject.PLAN)
        )

    @property
    def appointed(self) -> list[Any]:
        """Appointments in force, the main responsible first."""
        rows = [
            a for a in self.file.appointments
            if a.state == A.APPOINTED and (a.ends_at is None or a.ends_at > self.at) and a.starts_at <= self.at
        ]  # fmt: skip
        return sorted(rows, key=lambda a: (not a.main, a.created_at))

    @property
    def waiting(self) -> Any:
        """The latest question that has no outcome yet."""
        return next((a for a in reversed(self.file.appointments) if a.state in WAITING), None)

    @property
    def name(self) -> str:
        """What the person is called in a sentence."""
        person = self.follow_up.person
        return str(person.given_name or person.family_name or _("the person"))


def steps(s: Standing) -> list[dict[str, str]]:
    """Notice, consent, coordinator, plan, follow-up: done, now, not begun."""
    told = [
        (_("Notice"), _notice_text(s), True),
        (_("Consent"), *_consent_step(s)),
        (_("Coordinator"), *_coordinator_step(s)),
        (_("Plan"), *_plan_step(s)),
        (_("Follow-up"), *_following_step(s)),
    ]
    now = next((at for at, (_label, _text, done) in enumerate(told) if not done), None)
    return [
        {"label": label, "text": text, "state": "done" if done else "now" if at == now else "todo"}
        for at, (label, text, done) in enumerate(told)
    ]


def _notice_text(s: Standing) -> str:
    came = min((n.at for n in s.notices if n.kind == "notice"), default=None)
    if came:
        return _("Received %(date)s") % {"date": day_words(came, s.today)}
    return _("Opened %(date)s") % {"date": day_words(s.follow_up.opened_at, s.today)}


def _consent_step(s: Standing) -> tuple[str, bool]:
    agreed = s.agreed(Subject.ASSESSMENT, Subject.PLAN, Subject.COORDINATOR)
    if agreed:
        return _("Given %(date)s") % {"date": day_words(agreed.answered_at, s.today)}, True
    latest = next((c for c in s.file.consents if c.state != ConsentState.ENTERED_IN_ERROR), None)
    if latest is None:
        return _("Not asked yet"), False
    if latest.state == ConsentState.REFUSED:
        return _("Said no %(date)s") % {"date": day_words(latest.answered_at, s.today)}, False
    return _("Taken back %(date)s") % {"date": day_words(latest.ended_at or latest.answered_at, s.today)}, False


def _coordinator_step(s: Standing) -> tuple[str, bool]:
    if s.appointed:
        first = s.appointed[0]
        return _("%(name)s, %(date)s") % {
            "name": first.name.split(" ")[0],
            "date": day_words(first.starts_at, s.today),
        }, True
    asked = s.waiting
    if asked:
        return _("Asked. Answer by %(date)s") % {"date": day_words(asked.answer_by, s.today)}, False
    return _("Nobody yet"), False


def _plan_step(s: Standing) -> tuple[str, bool]:
    if s.plan and s.plan.going_on:
        return str(s.plan.text), True
    if s.says_no_to_plan:
        return _("%(name)s does not want a plan") % {"name": s.name}, True
    due = plan_due(s)
    if s.plan and due and s.plan.state != "none":
        return _("%(state)s. Due %(date)s") % {
            "state": str(s.plan.text).rstrip("."),
            "date": day_words(due, s.today),
        }, False
    if due:
        return _("Due %(date)s") % {"date": day_words(due, s.today)}, False
    return _("Not begun"), False


def _following_step(s: Standing) -> tuple[str, bool]:
    if s.follow_up.state == FollowUpState.CLOSED:
        return _("Closed %(date)s") % {"date": day_words(s.follow_up.closed_at, s.today)}, True
    if s.follow_up.discharge_on and s.follow_up.discharge_on > s.today:
        return _("From %(date)s") % {"date": day_words(s.follow_up.discharge_on, s.today)}, False
    return "", False


def deadline(s: Standing, key: str, start: datetime | None) -> date | None:
    """The last day of a deadline of the law, with the organisation's own length where it has one."""
    if start is None:
        return None
    begins = day(start)
    return law.due_on(
        begins, law.on(begins).deadline(key, overrides={k: v for k, v in s.file.deadlines.items() if k == key})
    )


def plan_due(s: Standing) -> date | None:
    """When the plan must be in force: counted from the consent to it."""
    agreed = s.agreed(Subject.PLAN)
    return deadline(s, "plan-active", agreed.answered_at) if agreed else None


@dataclass(frozen=True, slots=True)
class Due:
    """One line of the deadlines: `on` is the date to meet, `met` the day it was met, `note` when neither applies."""

    label: str
    on: date | None
    met: date | None = None
    note: str = ""

    @property
    def late(self) -> bool:
        """It was met, but after its date."""
        return self.met is not None and self.on is not None and self.met > self.on


def deadlines(s: Standing) -> list[Due]:
    """Coordinator offered and appointed, plan in force, next review, complaint."""
    opened = s.follow_up.opened_at
    offered = min((day(a.created_at) for a in s.file.appointments), default=None)
    named = min(
        (day(a.starts_at) for a in s.file.appointments if a.starts_at and a.state in {A.APPOINTED, A.ENDED}),
        default=None,
    )
    lines = [
        Due(_("Coordinator offered"), deadline(s, "coordinator-offered", opened), offered),
        Due(_("Coordinator appointed"), deadline(s, "coordinator-appointed", opened), named),
    ]
    if s.says_no_to_plan:
        lines.append(Due(_("Plan"), None, note=_("not wanted")))
    elif s.agreed(Subject.PLAN):
        lines.append(Due(_("Plan in force"), plan_due(s), s.plan.since if s.plan and s.plan.going_on else None))
    if s.plan and s.plan.going_on:
        lines.append(Due(_("Plan looked at again"), s.plan.review_on, note="" if s.plan.review_on else _("not set")))
    lines += [
        Due(_("Complaint of the decision"), d.complaint_until)
        for d in s.file.decisions
        if d.state == "told" and d.complaint_until
    ]
    return lines


def in_place(s: Standing) -> list[Tick]:
    """What must be ready before the person comes home. Empty when no date is known or it has passed."""
    home = s.follow_up.discharge_on
    if home is None or home < s.today or s.follow_up.state in {FollowUpState.CLOSED, FollowUpState.ENTERED_IN_ERROR}:
        return []
    key = s.follow_up.pk
    ticks = [
        Tick(
            text=_("The person has said yes"), state="ok" if s.in_force else "miss", url=address("record-consent", key)
        ),
        _coordinator_tick(s),
    ]
    return ticks + (list(s.plan.in_place) if s.plan else [])


def _coordinator_tick(s: Standing) -> Tick:
    url = address("coordinator", s.follow_up.pk)
    if s.appointed:
        return Tick(text=_("Coordinator appointed"), state="ok", meta=s.appointed[0].name)
    asked = s.waiting
    if asked:
        meta = _("%(service)s answers by %(date)s") % {
            "service": asked.unit_name,
            "date": day_words(asked.answer_by, s.today),
        }
        return Tick(text=_("Coordinator"), state="wait", meta=meta, url=url)
    return Tick(text=_("Coordinator"), state="miss", url=url)


def address(name: str, *args: object) -> str:
    """The address of a page of the room."""
    return reverse(f"coordination:{name}", args=args)
