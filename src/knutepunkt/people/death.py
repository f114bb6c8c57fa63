"""A report of a death, and its cancellation: what waits for the person stops, and starts again exactly as it was."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.permissions import Permission
from knutepunkt.audit.log import record
from knutepunkt.foundation.clock import day
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.messaging import operations as messaging
from knutepunkt.people.models import Person
from knutepunkt.tasks import operations as tasks

BECAUSE = "death"


class DeathAlreadyReported(Refusal):
    """A death stands on the file."""

    message = _("A death is already reported on this file. Cancel that report first if it is wrong.")


class NoDeathReported(Refusal):
    """There is nothing to cancel."""

    message = _("No death is reported on this file, so there is nothing to cancel.")


class DeathInTheFuture(Refusal):
    """The day has not come."""

    message = _("The day of death lies ahead. Check the date.")


class ReporterMissing(Refusal):
    """Who reported it must be known."""

    message = _("Write who reported the death: it is shown on the file.")


@transaction.atomic
def report_death(*, person: Person, by: Actor, at: datetime, died_on: date | None, reported_by: str) -> None:
    """Write that a death was reported, by whom and when; stop what is queued to or about the person and open tasks.

    Raises DeathAlreadyReported, DeathInTheFuture, ReporterMissing, NotAllowed.
    """
    require(by, Permission.PERSON_EDIT, person)
    if not reported_by.strip():
        raise ReporterMissing(field="reported_by")
    if died_on and died_on > day(at):
        raise DeathInTheFuture(field="died_on")
    locked = _locked(person)
    if locked.death_reported_at:
        raise DeathAlreadyReported
    _write(person, died_on, reported_by.strip(), at)
    stopped_messages = messaging.stop_all(person.pk, organisation_id=person.organisation_id, at=at, because=BECAUSE)
    stopped_tasks = tasks.stop_all(person.pk, organisation_id=person.organisation_id, at=at, because=BECAUSE)
    record("person.death-reported", person, by=by, at=at, messages=stopped_messages, tasks=stopped_tasks)


@transaction.atomic
def cancel_death(*, person: Person, by: Actor, at: datetime) -> None:
    """The report was wrong: what it stopped, and only that, is queued and open again. Raises NoDeathReported, NotAllowed."""
    require(by, Permission.PERSON_EDIT, person)
    if not _locked(person).death_reported_at:
        raise NoDeathReported
    _write(person, None, "", None)
    messages = messaging.restore(person.pk, organisation_id=person.organisation_id, at=at, because=BECAUSE)
    restored_tasks = tasks.restore(person.pk, organisation_id=person.organisation_id, at=at, because=BECAUSE)
    record("person.death-cancelled", person, by=by, at=at, messages=messages, tasks=restored_tasks)


def _locked(person: Person) -> Person:
    return Person.objects.select_for_update(of=("self",)).get(organisation_id=person.organisation_id, pk=person.pk)


def _write(person: Person, died_on: date | None, reported_by: str, reported_at: datetime | None) -> None:
    person.death_on, person.death_reported_by, person.death_reported_at = died_on, reported_by, reported_at
    person.save(update_fields=["death_on", "death_reported_by", "death_reported_at"])
