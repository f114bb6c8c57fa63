"""One notice as a letter: what is shown to whom, what the next step is, and which outcomes there are."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import allowed
from knutepunkt.access.permissions import Permission
from knutepunkt.access.seen import Seen
from knutepunkt.foundation.clock import OSLO, day
from knutepunkt.intake import present
from knutepunkt.intake.kinds import Channel, NoticeKind
from knutepunkt.intake.models import Notice
from knutepunkt.intake.operations.correcting import seen_by
from knutepunkt.intake.panels import panels_of
from knutepunkt.intake.queries import Opened, latest_follow_up
from knutepunkt.intake.rules import CLOSED_CONTENT, name_is_shown, wish_missing
from knutepunkt.intake.states import NOTICE, NoticeState
from knutepunkt.intake.views.next_step import NextStep, next_step
from knutepunkt.intake.views.outcome import OUTCOMES
from knutepunkt.people.models import Person
from knutepunkt.people.operations import masked_number
from knutepunkt.people.rules import age_on, shown_address, shown_phone
from knutepunkt.ui.filters import day as day_text
from knutepunkt.ui.filters import day_moment


@dataclass(slots=True)
class Letter:
    """Everything the page of a notice shows. `person` is set when the reader is shown who it is about and there is a file."""

    notice: Notice
    opened: Opened
    name: str
    born: Any
    person: Person | None
    shows_content: bool
    now: datetime
    panels: dict[str, list[Markup]] = field(default_factory=lambda: {"letter": [], "below": []})
    follow_up_id: UUID | None = None
    seen: list[Seen] = field(default_factory=list)
    actor: Actor | None = None

    def complete(self, request: Any) -> None:
        """What needs the reader's permission first: the panels of rooms above, the follow-up, who had seen what was wrong."""
        self.actor = request.actor
        if self.shows_content:
            self.panels = panels_of(request, self.notice)
        if self.notice.state == NoticeState.ACCEPTED and self.person is not None:
            self.follow_up_id = latest_follow_up(request.actor, self.person.pk)
        if self.notice.state == NoticeState.ENTERED_IN_ERROR and allowed(
            request.actor, Permission.NOTICE_DECIDE, self.notice
        ):
            self.seen = seen_by(self.notice, at=request.now)

    @property
    def title(self) -> str:
        """With the name when it is shown."""
        title = present.title_of(self.notice)
        return _("%(name)s: %(title)s") % {"name": self.name, "title": title} if self.name else title

    @property
    def facts(self) -> list[tuple[str, Any]]:
        """The envelope, and who it is about when that is shown."""
        notice, content = self.notice, self.opened.content
        who = ""
        if self.shows_content and notice.kind != NoticeKind.ENQUIRY:
            years = age_on(self.born, day(self.now))
            who = ". ".join(
                part
                for part in (
                    present.about(self.name, self.born if years is not None else None, day(self.now)),
                    *_file_facts(self.person),
                )
                if part
            )
        sender = content.sender_name if content else ""
        role = content.sender_role if content else ""
        return [
            (_("Happened"), _moment(notice.happened_at)),
            (
                _("Came"),
                _("%(moment)s, %(channel)s")
                % {"moment": _moment(notice.received_at), "channel": str(Channel(notice.channel).label).lower()},
            ),
            (_("Recorded"), _moment(notice.recorded_at) if notice.recorded_at != notice.received_at else ""),
            (_("Counts as an application from"), day_text(notice.application_from) if notice.application_from else ""),
            (_("Sent by"), ", ".join(part for part in (sender, role, notice.sender_organisation) if part)),
            (_("Call the sender"), content.sender_phone if content else ""),
            (_("About"), who),
            (
                _("Call the person"),
                (shown_phone(self.person) if self.person else content.phone) if self.shows_content and content else "",
            ),
            (_("Unit"), notice.unit.name),
            (_("Responsible"), _people(notice)),
            (_("Forwarded to"), notice.forwarded_to),
            (_("Why it was forwarded"), notice.get_forward_ground_display() if notice.forward_ground else ""),
        ]

    @property
    def state(self) -> str:
        return present.state_text(self.notice.state)

    @property
    def tone(self) -> str:
        return present.TONES.get(NoticeState(self.notice.state), "neutral")

    @property
    def closed_reason(self) -> str:
        """Why there is no content to read; empty when there is."""
        if self.notice.state in CLOSED_CONTENT:
            return {
                NoticeState.DECLINED_BY_PERSON: _("The person said no. The content is closed, and nobody reads it."),
                NoticeState.ENTERED_IN_ERROR: _(
                    "The notice was entered in error. Its content has been taken out, and nobody reads it."
                ),
                NoticeState.FORWARDED: _("The notice has been sent on. Only the envelope is left here."),
            }[NoticeState(self.notice.state)]
        if self.opened.content is None:
            return _(
                "You see the envelope: who sent it, when, and how far it has come. The caseworkers of the unit see the content."
            )
        if not self.shows_content:
            return _("The name and the content are shown when you acknowledge.")
        return ""

    @property
    def agreed(self) -> str:
        content = self.opened.content
        name = self.name or _("The person")
        return present.said_yes_to(content, name) if content and self.notice.kind != NoticeKind.ENQUIRY else ""

    @property
    def timeline(self) -> list[dict[str, Any]]:
        return present.happened(self.opened.steps, self.notice)

    @property
    def admission(self) -> list[dict[str, Any]]:
        shown = self.opened.admission if self.shows_content else None
        return present.admission_lines(shown, self.now) if shown else []

    @property
    def news(self) -> str:
        """What the hospital has said since somebody acknowledged."""
        admission, acknowledged = self.opened.admission, self.notice.acknowledged_at
        if not (self.shows_content and admission and acknowledged and admission.changed_at > acknowledged):
            return ""
        fields = {
            change["field"] for change in admission.history if datetime.fromisoformat(change["at"]) > acknowledged
        }
        said = ", ".join(str(text).lower() for name, text in present.ADMISSION_FIELDS.items() if name in fields)
        return _("The hospital has sent news after you acknowledged: %(what)s.") % {"what": said} if said else ""

    @property
    def may_decide(self) -> bool:
        return allowed(self.actor, Permission.NOTICE_DECIDE, self.notice)

    @property
    def may_reassign(self) -> bool:
        return allowed(self.actor, Permission.NOTICE_REASSIGN, self.notice) and not self.notice.closed_at

    @property
    def may_begin(self) -> bool:
        """It has been read, and nobody has begun to clear it up."""
        return self.notice.state == NoticeState.ACKNOWLEDGED and self.opened.content is not None and self.may_decide

    @property
    def outcomes(self) -> list[dict[str, Any]]:
        """The steps that can be taken from this state, with what each is for."""
        if not self.may_decide:
            return []
        open_moves = {move.name for move in NOTICE.open_moves(self.notice.state)}
        content = self.opened.content
        if content is not None and wish_missing(self.notice, content):
            open_moves -= AFTER_A_YES
        enquiry = self.notice.kind == NoticeKind.ENQUIRY
        return [
            {
                "title": str(o.label),
                "text": str(o.explanation),
                "url": reverse(f"intake:{o.slug}", args=[self.notice.pk]),
            }
            for o in OUTCOMES
            if o.move in open_moves
            and o.for_enquiries in {None, enquiry}
            and (content is not None or o.move in WITHOUT_CONTENT)
        ]

    @property
    def next_step(self) -> NextStep | None:
        """The one thing to do now, when the reader may do it."""
        if not self.may_decide or (
            self.opened.content is None and self.notice.state != NoticeState.WITHDRAWN_BY_SENDER
        ):
            return None
        return next_step(self)


WITHOUT_CONTENT = frozenset({"restore", "correct"})
AFTER_A_YES = frozenset({"accept", "hand-on", "find-no-need", "refuse"})


def letter_of(actor: Actor, found: Opened, persons: dict[UUID, Person], *, now: datetime) -> Letter:
    """The letter as this reader may see it, before permission is asked and the read is logged."""
    content = found.content
    shows = name_is_shown(found.notice, content)
    name, born, person = "", None, None
    if shows and content is not None and found.notice.kind != NoticeKind.ENQUIRY:
        name, born, _file = present.who(found.notice.person_id, content.name, content.birth_date, persons)
        person = persons.get(found.notice.person_id) if found.notice.person_id else None
    if found.admission and shows:
        vars(found.notice).update(
            {
                name: getattr(found.admission, name)
                for name in ("expected_on", "ready_at", "readiness_withdrawn_at", "discharged_at")
            },
            content_id=content.pk if content else None,
        )
    return Letter(found.notice, found, name, born, person, shows, now, actor=actor)


def _moment(at: datetime | None) -> str:
    return day_moment(at.astimezone(OSLO)) if at else ""


def _people(notice: Notice) -> str:
    if notice.responsible is None:
        return _("Nobody yet")
    if notice.deputy is None:
        return str(notice.responsible.name)
    return _("%(name)s, deputy %(deputy)s") % {"name": notice.responsible.name, "deputy": notice.deputy.name}


def _file_facts(person: Person | None) -> tuple[str, ...]:
    return (shown_address(person), masked_number(person)) if person else ()
