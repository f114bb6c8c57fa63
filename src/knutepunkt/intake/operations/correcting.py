"""Withdrawn by its sender, taken up again, or on the wrong person."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from knutepunkt.access.actor import Actor
from knutepunkt.access.moves import make_move
from knutepunkt.access.scope import acting_as
from knutepunkt.audit.models import ViewRecord
from knutepunkt.identity.system import DERIVER
from knutepunkt.intake.models import Notice
from knutepunkt.intake.sight import close_content, content_of
from knutepunkt.intake.states import NOTICE
from knutepunkt.intake.telling import tell_outcome
from knutepunkt.messaging.operations import queue_letter
from knutepunkt.people.models import Person


@transaction.atomic
def withdraw(*, notice: Notice, by: Actor, at: datetime, reason: str = "") -> None:
    """The sender takes it back, in person or by a cancelling message. `reason` stands on the envelope: no content in it."""
    if not make_move(notice, NOTICE, "withdraw", by=by, at=at, reason=reason):
        return
    notice.closed_at = at
    notice.save(update_fields=["closed_at"])
    tell_outcome(notice, content_of(notice), at=at, sender_may_know=True)


@transaction.atomic
def restore(*, notice: Notice, by: Actor, at: datetime) -> None:
    """The withdrawal was wrong: it is being cleared up again."""
    if not make_move(notice, NOTICE, "restore", by=by, at=at):
        return
    notice.closed_at = None
    notice.save(update_fields=["closed_at"])
    tell_outcome(notice, content_of(notice), at=at, sender_may_know=True)


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody read the notice: who, in what role and organisation, and when."""

    name: str
    role: str
    organisation: str
    at: datetime


def who_saw(notice: Notice, *, at: datetime) -> list[Seen]:
    """Everybody who read this notice on the file of the person it stood on, first read first."""
    if notice.person_id is None:
        return []
    with acting_as(DERIVER, purpose="who-saw-it", organisation_id=notice.organisation_id, at=at):
        rows = ViewRecord.objects.filter(
            organisation_id=notice.organisation_id, person_id=notice.person_id, objects_seen__contains=[notice.pk]
        ).order_by("at", "id")
        seen: dict[tuple[str, str], Seen] = {}
        for row in rows:
            seen.setdefault((row.by_name, row.role), Seen(row.by_name, row.role, row.by_organisation, row.at))
    return list(seen.values())


@transaction.atomic
def enter_in_error(*, notice: Notice, by: Actor, at: datetime) -> list[Seen]:
    """Take out a notice that stands on the wrong person (GDPR art. 16, pjl. § 25): nobody reads it from there any more.

    Gives those who had seen it; the person is told by letter. The envelope and the log stay.
    """
    person = (
        Person.objects.filter(organisation_id=notice.organisation_id, pk=notice.person_id).first()
        if notice.person_id
        else None
    )
    if not make_move(notice, NOTICE, "correct", by=by, at=at):
        return who_saw(notice, at=at)
    notice.closed_at = at
    notice.save(update_fields=["closed_at"])
    seen = who_saw(notice, at=at)
    if person is not None:
        _tell_person(notice, person, seen, by=by, at=at)
    close_content(notice, by=by, at=at)
    tell_outcome(notice, None, at=at, sender_may_know=True)
    return seen


def _tell_person(notice: Notice, person: Person, seen: list[Seen], *, by: Actor, at: datetime) -> None:
    """A letter in the person's language: what happened, that it is taken out, and who had read it."""
    with translation.override(person.language):
        subject = gettext("Something was put on your file by mistake")
        opening = gettext(
            "A notice about somebody else was put on your file by mistake. It has been taken out, and nobody can read it there any more."
        )
        nobody = gettext("Nobody had read it on your file.")
        some = gettext("These had read it on your file: %(names)s.") % {
            "names": ", ".join(f"{s.name} ({s.role})" for s in seen)
        }
    body = f"{opening}\n\n{some if seen else nobody}"
    queue_letter(
        by=by,
        at=at,
        organisation_id=notice.organisation_id,
        recipient=person.full_name,
        kind="entered-in-error",
        subject=subject,
        body=body,
        person_id=person.pk,
        unit_id=notice.unit_id,
        source_id=notice.pk,
    )
