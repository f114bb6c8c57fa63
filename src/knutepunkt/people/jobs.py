"""Each morning: the young who soon decide for themselves are asked, and the unit is told whose right to act ends soon. Once only."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext
from procrastinate.contrib.django import app

from knutepunkt import law
from knutepunkt.access.actor import Actor, system_actor
from knutepunkt.access.models import Grant
from knutepunkt.access.scope import acting_as
from knutepunkt.foundation.clock import day, now
from knutepunkt.identity.system import WORKER
from knutepunkt.messaging.operations import queue_letter
from knutepunkt.organisation.hours import deadline
from knutepunkt.organisation.models import Staff
from knutepunkt.organisation.queries import served_organisations
from knutepunkt.people.models import Person
from knutepunkt.people.settling import ASK_TASK, ENDS_TASK, settle_asked
from knutepunkt.people.turning import ENDS, Change, Turn, those_turning, turning
from knutepunkt.tasks.models import Task
from knutepunkt.tasks.operations import create_task

PURPOSE = "tell-in-good-time"
LETTER = "you-soon-decide"


@app.periodic(cron="15 5 * * *")
@app.task(name="people.tell-in-good-time", queueing_lock="people.tell-in-good-time", retry=5)
def _tell(timestamp: int) -> None:  # noqa: ARG001 -- periodic jobs are told their minute
    tell_in_good_time(now())


def tell_in_good_time(at: datetime) -> int:
    """Make the tasks and letters that are due and not made before; how many persons' files got one. One transaction for each person.

    A day without the job loses nothing: what should have been told is told on the next.
    """
    return sum(_tell_in(organisation_id, at) for organisation_id in served_organisations())


def _tell_in(organisation_id: UUID, at: datetime) -> int:
    with acting_as(WORKER, purpose=PURPOSE, organisation_id=organisation_id, at=at):
        today = day(at)
        warned = deadline(organisation_id, "mandate-ends-soon", on=today).amount
        told = [turn for turn in those_turning(organisation_id, on=today, within=warned) if turn.change in ENDS]
        asked = _to_be_asked(organisation_id, today)
    ending = sum(_once(organisation_id, turn, at) for turn in told)
    return ending + sum(_once(organisation_id, turn, at) for turn in asked)


def _to_be_asked(organisation_id: UUID, today: date) -> list[Turn]:
    """Those who are old enough to be asked and do not decide alone yet."""
    ages = law.on(today)
    asked, decides = ages.age(Change.ASK_FROM), ages.age(Change.DECIDES)
    born = {"birth_date__gte": date(today.year - decides.years - 1, 1, 1)}
    young = Person.objects.filter(organisation_id=organisation_id, death_reported_at=None, **born)
    return [
        turn
        for person in young.order_by("pk")
        if person.birth_date and asked.is_reached(person.birth_date, on=today)
        for turn in turning(person, today)
        if turn.change == Change.DECIDES and turn.on > today
    ]


@transaction.atomic
def _once(organisation_id: UUID, turn: Turn, at: datetime) -> bool:
    """The task, and for the young person the letter, unless it is made already or nobody follows the person up."""
    kind = ASK_TASK if turn.change == Change.DECIDES else ENDS_TASK
    by = system_actor(WORKER, organisation_id=organisation_id, at=at, purpose=PURPOSE)
    with acting_as(WORKER, purpose=PURPOSE, organisation_id=organisation_id, person_id=turn.person_id, at=at):
        person = Person.objects.select_for_update(of=("self",)).get(organisation_id=organisation_id, pk=turn.person_id)
        made = Task.objects.filter(organisation_id=organisation_id, kind=kind, source_id=turn.source_id, due_on=turn.on)
        unit_id = _follows_up(person, at)
        if unit_id is None or made.exists():
            return False
        create_task(
            by=by,
            at=at,
            organisation_id=organisation_id,
            unit_id=unit_id,
            staff_id=_coordinator(person, at) if kind == ASK_TASK else None,
            kind=kind,
            due_on=turn.on,
            source_type=SOURCES[turn.change],
            source_id=turn.source_id,
            person_id=person.pk,
            text=_task_text(kind),
        )
        if kind == ASK_TASK:
            _letter(person, turn, unit_id, by=by, at=at)
            settle_asked(person, by=by, at=at)  # some have answered before they were asked
    return True


SOURCES = {
    Change.DECIDES: "people.person",
    Change.KIN_ENDS: "people.nextofkin",
    Change.COMPETENCE_ENDS: "people.competencedecision",
    Change.CUSTODY_ENDS: "people.custody",
}


def _task_text(kind: str) -> str:
    if kind == ASK_TASK:
        return gettext(
            "Ask the young person, who soon decides alone. Sharing with other sectors rests from the birthday until answered."
        )
    return gettext("The right to act for somebody ends soon. See who acts for the person.")


def _follows_up(person: Person, at: datetime) -> UUID | None:
    """The unit that works with the person now; None when none does."""
    grants = _in_force(person, at).filter(unit_id__isnull=False, basis="follow-up")
    return grants.values_list("unit_id", flat=True).first()


def _coordinator(person: Person, at: datetime) -> UUID | None:
    """The coordinator who works here, if there is one: the task is theirs."""
    account = _in_force(person, at).filter(role="coordinator").values_list("account_id", flat=True).first()
    if account is None:
        return None
    staff = Staff.objects.filter(organisation_id=person.organisation_id, account_id=account, employer=None)
    return staff.values_list("pk", flat=True).first()


def _in_force(person: Person, at: datetime) -> "QuerySet[Grant]":
    grants = Grant.objects.filter(organisation_id=person.organisation_id, person_id=person.pk, starts__lte=at)
    return grants.exclude(ends__lte=at).order_by("starts", "id")


def _letter(person: Person, turn: Turn, unit_id: UUID, *, by: Actor, at: datetime) -> None:
    """To the young person, in their language: what changes, when, and that somebody will ask."""
    with translation.override(person.language):
        when = date_format(turn.on, "j. F Y")
        subject = gettext("You soon decide for yourself")
        body = gettext(
            "From %(day)s you decide for yourself about health care, and about who gets to know what. Until you have answered, we share "
            "nothing more with school, NAV or others outside the health service. Your coordinator or the unit will ask you before that. "
            "You can also sign in to your own page and answer there."
        ) % {"day": when}
    queue_letter(
        by=by,
        at=at,
        organisation_id=person.organisation_id,
        recipient=person.full_name,
        kind=LETTER,
        subject=subject,
        body=body,
        person_id=person.pk,
        unit_id=unit_id,
        source_id=person.pk,
    )
