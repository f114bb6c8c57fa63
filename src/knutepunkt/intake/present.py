"""What the pages say of a notice, as whole sentences. Expects rows of `queries`; asks the database nothing."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from knutepunkt.foundation.clock import OSLO, day
from knutepunkt.intake.kinds import NoticeKind
from knutepunkt.intake.models import Admission, Notice, NoticeContent
from knutepunkt.intake.queries import Step
from knutepunkt.intake.rules import CLOSED_CONTENT
from knutepunkt.intake.states import NoticeState
from knutepunkt.intake.telling import HANDLED
from knutepunkt.people.models import Person
from knutepunkt.people.rules import age_on
from knutepunkt.ui.filters import clock_time
from knutepunkt.ui.filters import day as day_text
from knutepunkt.ui.filters import day_moment as moment

Text = str | Promise

STATES: dict[str, Text] = {
    NoticeState.RECEIVED: _("Not yet read"),
    NoticeState.ACKNOWLEDGED: _("Read"),
    NoticeState.CLARIFYING: _("Being cleared up"),
    NoticeState.ACCEPTED: _("Follow-up has begun"),
    NoticeState.GUIDANCE_GIVEN: _("Guidance was given"),
    NoticeState.HANDED_ON: _("Handed on as an application"),
    NoticeState.FORWARDED: _("Forwarded"),
    NoticeState.RESTING: _("Rests"),
    NoticeState.NO_NEED_FOUND: _("No need was found"),
    NoticeState.REFUSED: _("Refused"),
    NoticeState.DECLINED_BY_PERSON: _("The person said no"),
    NoticeState.WITHDRAWN_BY_SENDER: _("Withdrawn by the sender"),
    NoticeState.ENTERED_IN_ERROR: _("Entered in error"),
    HANDLED: _("Handled"),
}
TONES = {
    NoticeState.RECEIVED: "info",
    NoticeState.ACKNOWLEDGED: "info",
    NoticeState.CLARIFYING: "warning",
    NoticeState.RESTING: "warning",
    NoticeState.ACCEPTED: "success",
}
STEPS: dict[str, Text] = {
    "acknowledge": _("%(name)s acknowledged the notice"),
    "clarify": _("%(name)s began to clear it up"),
    "accept": _("%(name)s began a follow-up"),
    "give-guidance": _("%(name)s gave guidance"),
    "hand-on": _("%(name)s handed it on as an application"),
    "forward": _("%(name)s forwarded it"),
    "rest": _("%(name)s let it rest"),
    "find-no-need": _("%(name)s found no need and made a decision"),
    "refuse": _("%(name)s refused in a decision"),
    "close-after-no": _("%(name)s closed it because the person said no"),
    "withdraw": _("Withdrawn by the sender, recorded by %(name)s"),
    "restore": _("%(name)s took it up again"),
    "correct": _("%(name)s took it out as entered in error"),
}
ADMISSION_FIELDS: dict[str, Text] = {
    "admitted_at": _("Admitted"),
    "expected_on": _("Expected to go home"),
    "ready_at": _("Ready to go home"),
    "readiness_withdrawn_at": _("No longer ready to go home"),
    "discharged_at": _("Discharged"),
    "cancelled_at": _("The admission was cancelled"),
    "ward": _("Ward"),
    "discharged_to": _("Discharged to"),
}


def state_text(state: str) -> str:
    """The state in plain words."""
    return str(STATES.get(state, state))


def title_of(notice: Any) -> str:
    """What a row or a letter is called. `notice` may carry the admission's dates as annotations; without them only the kind."""
    if notice.kind != NoticeKind.DISCHARGE:
        return str(NoticeKind(notice.kind).label)
    facts = notice.__dict__
    if facts.get("discharged_at"):
        return gettext("Discharged from hospital")
    withdrawn = facts.get("readiness_withdrawn_at")
    if facts.get("ready_at") and not withdrawn:
        return gettext("Ready to go home")
    if facts.get("expected_on"):
        return gettext("In hospital, expected home %(day)s") % {"day": day_text(facts["expected_on"])}
    return gettext("In hospital") if facts.get("content_id") else str(NoticeKind.DISCHARGE.label)


def about(name: str, born: date | None, today: date) -> str:
    """Name and age as far as known: «Lars Vik, 71 years»."""
    years = age_on(born, today)
    if years is None or years < 0:
        return name
    return ngettext("%(name)s, %(years)d year", "%(name)s, %(years)d years", years) % {"name": name, "years": years}


def came(at: datetime, now: datetime) -> str:
    """The clock time for today, else the day."""
    return clock_time(at.astimezone(OSLO)) if day(at) == day(now) else day_text(day(at), day(now))


def due_text(notice: Notice, now: datetime) -> tuple[str, str | None]:
    """When it must be acknowledged, and how late that is; nothing once it is."""
    if notice.state == NoticeState.RESTING and notice.rests_until:
        return gettext("Rests until %(day)s") % {"day": day_text(notice.rests_until, day(now))}, None
    if notice.state != NoticeState.RECEIVED:
        return state_text(notice.state), None
    due = notice.due_at.astimezone(OSLO)
    if notice.due_at < now:
        return gettext("Should have been acknowledged %(moment)s") % {"moment": moment(due)}, "late"
    if day(due) == day(now):
        return gettext("Acknowledge today before %(time)s") % {"time": clock_time(due)}, "soon"
    return gettext("Acknowledge by %(day)s") % {"day": day_text(day(due), day(now))}, None


@dataclass(frozen=True, slots=True)
class Row:
    """One notice in the list."""

    pk: UUID
    title: str
    url: str
    sender: str
    when: str
    meta: str
    due: str
    tone: str | None
    person_id: UUID | None


def row(notice: Any, persons: dict[UUID, Person], *, now: datetime, query: str) -> Row:
    """A list row; `person_id` is set when somebody is named in it, for the log."""
    meta, named = _row_meta(notice, persons, now)
    due, tone = due_text(notice, now)
    return Row(
        pk=notice.pk,
        title=title_of(notice),
        url=reverse("intake:notice", args=[notice.pk]) + query,
        sender=notice.sender_organisation or gettext("Not stated"),
        when=came(notice.received_at, now),
        meta=meta,
        due=due,
        tone=tone,
        person_id=named,
    )


def _row_meta(notice: Any, persons: dict[UUID, Person], now: datetime) -> tuple[str, UUID | None]:
    if notice.content_id is None:
        return (
            gettext("The content is closed")
            if notice.state in CLOSED_CONTENT
            else gettext("Only the caseworkers see the content")
        ), None
    if notice.kind == NoticeKind.ENQUIRY:
        return gettext("A question that is about no person"), None
    if notice.state == NoticeState.RECEIVED and notice.kind != NoticeKind.DISCHARGE:
        return gettext("The name is shown when you acknowledge"), None
    name, born, person_id = who(notice.person_id, notice.content_name, notice.content_birth_date, persons)
    text = about(name, born, day(now))
    if notice.acknowledged_at and notice.changed_at and notice.changed_at > notice.acknowledged_at:
        text = gettext("%(person)s. News from the hospital") % {"person": text}
    return text, person_id


def who(
    person_id: UUID | None, name: str, born: date | None, persons: dict[UUID, Person]
) -> tuple[str, date | None, UUID | None]:
    """Name, birth date and file of the one it is about: the file's when there is one, else what the sender wrote."""
    person = persons.get(person_id) if person_id else None
    if person is not None:
        return person.full_name or name or gettext("Name not known"), person.birth_date or born, person.pk
    return name or gettext("Name not known"), born, None


def happened(steps: tuple[Step, ...], notice: Notice) -> list[dict[str, Any]]:
    """The notice's life for a timeline, newest first."""
    lines = [
        {"when": moment(s.at.astimezone(OSLO)), "datetime": s.at, "text": STEPS[s.name] % {"name": s.by_name}}
        for s in steps
    ]
    first = (
        gettext("Came in from %(from)s") % {"from": notice.forwarded_from}
        if notice.forwarded_from
        else gettext("Came in")
    )
    return [
        *reversed(lines),
        {"when": moment(notice.received_at.astimezone(OSLO)), "datetime": notice.received_at, "text": first},
    ]


def admission_lines(admission: Admission, now: datetime) -> list[dict[str, Any]]:
    """What the hospital has said of the admission, newest first, and each thing that was changed with what it said before."""
    lines = []
    for name in ("admitted_at", "ready_at", "readiness_withdrawn_at", "discharged_at", "cancelled_at"):
        value = getattr(admission, name)
        if value:
            lines.append(
                {
                    "when": moment(value.astimezone(OSLO)),
                    "sort": value,
                    "text": str(ADMISSION_FIELDS[name]),
                    "tone": "done",
                }
            )
    if admission.expected_on:
        expected = datetime.combine(admission.expected_on, time.max, OSLO)
        tone = "plan" if expected > now else "done"
        lines.append(
            {
                "when": day_text(admission.expected_on, day(now)),
                "sort": expected,
                "text": str(ADMISSION_FIELDS["expected_on"]),
                "tone": tone,
            }
        )
    lines += [_change(change) for change in admission.history if change["before"]]
    return sorted(lines, key=lambda line: line["sort"], reverse=True)


def _change(change: dict[str, str]) -> dict[str, Any]:
    at = datetime.fromisoformat(change["at"])
    words = {
        "what": ADMISSION_FIELDS[change["field"]],
        "before": _value(change["before"]),
        "after": _value(change["after"]),
    }
    said = (
        gettext("Changed: %(what)s. Was %(before)s, is now %(after)s")
        if change["after"]
        else gettext("Taken back: %(what)s. Was %(before)s")
    )
    return {"when": moment(at.astimezone(OSLO)), "sort": at, "text": said % words, "tone": "done"}


def _value(text: str | None) -> str:
    """A value of the history as people read it."""
    if not text:
        return ""
    try:
        return (
            moment(datetime.fromisoformat(text).astimezone(OSLO)) if "T" in text else day_text(date.fromisoformat(text))
        )
    except ValueError:
        return text


def said_yes_to(content: NoticeContent, name: str) -> str:
    """What the sender says of the basis, for the part of the letter about it."""
    if content.wish == "yes":
        return gettext("%(name)s wants to be assessed.") % {"name": name}
    if content.wish == "later":
        return gettext("%(name)s was asked and wants to be asked again later. Until then only the unit reads this.") % {
            "name": name
        }
    return gettext(
        "%(name)s has not been asked about an assessment yet. Until there is an answer only the unit reads this."
    ) % {"name": name}
