"""What a person asks of the unit: received with a deadline and a task, answered with reasons, taken back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor, UnitRole
from knutepunkt.access.decide import require
from knutepunkt.access.grants import refresh_person
from knutepunkt.access.moves import make_move
from knutepunkt.access.permissions import Permission
from knutepunkt.access.scope import acting_as
from knutepunkt.audit.log import record
from knutepunkt.coordination.asked import KINDS
from knutepunkt.coordination.concerns import unit_that_may_read
from knutepunkt.coordination.models import PersonRequest
from knutepunkt.coordination.posting import letter_to_post
from knutepunkt.coordination.reaching import coordinator_of, tell, unit_for
from knutepunkt.coordination.states import PERSON_REQUEST
from knutepunkt.foundation.clock import day
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.identity.system import DERIVER
from knutepunkt.messaging.conversations import Party
from knutepunkt.organisation.hours import due_on
from knutepunkt.people.models import Person
from knutepunkt.tasks.operations import create_task, settle

TASK = "person-request"
ANSWER = "answer-to-person"
LONGEST = 5000


class SaySomething(Refusal):
    """Nothing was written."""

    message = _("Write what you want us to know. One sentence is enough.")


class TooMuch(Refusal):
    """More than an answer holds."""

    message = _("This is too long. Write it shorter, or send the rest as a message.")


class WhoSaidIt(Refusal):
    """Somebody who works here writes for the person without saying for whom."""

    message = _("Write who said this, so that it can be seen that it comes from the person.")


class ReasonsMissing(Refusal):
    """An answer without words."""

    message = _("Write the answer to the person, with the reason.")


@transaction.atomic
def receive_request(
    *, person: Person, kind: str, answers: Mapping[str, str], by: Actor, at: datetime, said_by: str = ""
) -> PersonRequest:
    """The person asks, or somebody who works here writes down what was said (`said_by`). The unit, or for a meeting and for how it
    is going the coordinator, gets a task; the deadline counts from today (GDPR art. 12 and 16; fvl. § 11 a).

    Raises NotAllowed, SaySomething, TooMuch, WhoSaidIt.
    """
    matter = KINDS[kind]
    unit = unit_for(person, at=at)
    _require(by, unit.pk, person, said_by)
    if matter.hidden:
        unit = unit_that_may_read(unit, person.pk, at=at)
    request = PersonRequest.objects.create(
        organisation_id=person.organisation_id,
        about=person,
        person_id=None if matter.hidden else person.pk,
        kept_by=(person.account_id if said_by else by.account_id) if matter.hidden else None,
        unit=unit,
        kind=kind,
        answers=_answers(kind, answers),
        received_at=at,
        due_on=due_on(person.organisation_id, matter.deadline, day(at)),
        by_account=by.account_id,
        by_name=by.name,
        by_person=by.kind == "person",
        said_by=said_by.strip(),
    )
    record("person-request.received", request, by=by, at=at, kind=kind)
    _make_task(request, person, by=by, at=at)
    if matter.hidden:
        refresh_person(person.organisation_id, person.pk, at=at, actor=by)
    return request


def _require(by: Actor, unit_id: object, person: Person, said_by: str) -> None:
    if by.kind == "person":
        require(by, Permission.OWN_WRITE, person)
    else:
        require(by, Permission.FOLLOW_UP_EDIT, Party(unit_id, person.pk))  # type: ignore[arg-type]  # a UUID
        if not said_by.strip():
            raise WhoSaidIt(field="said_by")


def _answers(kind: str, answers: Mapping[str, str]) -> dict[str, str]:
    matter = KINDS[kind]
    kept = {code: answers.get(code, "").strip() for code in matter.questions}
    needed = any(kept.values()) if matter.any_of else bool(kept[matter.questions[0]])
    if not needed:
        raise SaySomething(field=matter.questions[0])
    for code, words in kept.items():
        if len(words) > LONGEST:
            raise TooMuch(field=code)
    return {code: words for code, words in kept.items() if words}


def _make_task(request: PersonRequest, person: Person, *, by: Actor, at: datetime) -> None:
    appointment = None if KINDS[request.kind].unit_only else coordinator_of(person.organisation_id, person.pk, at=at)
    create_task(
        by=by,
        at=at,
        organisation_id=request.organisation_id,
        unit_id=appointment.unit_id if appointment else request.unit_id,
        staff_id=appointment.coordinator_id if appointment else None,
        kind=TASK,
        due_on=request.due_on,
        source_type="coordination.personrequest",
        source_id=request.pk,
        person_id=request.person_id,
    )


def party_of(request: PersonRequest) -> Party:
    """What permission is asked for: matters of the unit are not the coordinator's to answer."""
    return Party(request.unit_id, None if KINDS[request.kind].unit_only else request.person_id)


@transaction.atomic
def answer_request(*, request: PersonRequest, move: str, answer: str, by: Actor, at: datetime) -> None:
    """Answer, carry out or refuse, in words the person gets. Those who want paper, or cannot sign in, get a letter.

    Raises NotAllowed, ReasonsMissing, CannotMove.
    """
    require(by, Permission.FOLLOW_UP_EDIT, party_of(request))
    if not answer.strip():
        raise ReasonsMissing(field="answer")
    if make_move(request, PERSON_REQUEST, move, by=by, at=at):
        request.answer, request.answered_by, request.answered_at = answer.strip(), by.name, at
        request.save(update_fields=["answer", "answered_by", "answered_at"])
        settle(organisation_id=request.organisation_id, source_id=request.pk, by=by, at=at)
        _tell(request, by=by, at=at)


def _tell(request: PersonRequest, *, by: Actor, at: datetime) -> None:
    hidden = request.person_id is None
    with acting_as(DERIVER, purpose="find-address", organisation_id=request.organisation_id, at=at):
        person = Person.objects.get(organisation_id=request.organisation_id, pk=request.about_id)
    if person.paper_only or (person.account_id is None and not request.by_person):
        with translation.override(person.language):
            subject = gettext("The answer to what you asked us")
            body = gettext("You have got an answer to what you asked us.")
        letter_to_post(
            person=person,
            unit_id=request.unit_id,
            kind=ANSWER,
            subject=subject,
            body=body,
            source_id=request.pk,
            by=by,
            at=at,
            hidden=hidden,
        )
    else:
        tell(
            person.organisation_id,
            person.pk,
            request.by_account if request.by_person else None,
            unit_id=request.unit_id,
            source_id=request.pk,
            by=by,
            at=at,
            hidden=hidden,
        )
    if hidden:
        refresh_person(request.organisation_id, request.about_id, at=at, actor=by)


@transaction.atomic
def withdraw_request(*, request: PersonRequest, by: Actor, at: datetime) -> None:
    """The person takes it back before it is answered. Raises NotAllowed, CannotMove."""
    if by.kind == "person":
        require(by, Permission.OWN_WRITE, Party(None, request.about_id))
        in_the_system = replace(by, unit_roles=(UnitRole(None, "system"),), _towards={})
        make_move(request, PERSON_REQUEST, "withdraw-own", by=in_the_system, at=at)
    else:
        make_move(request, PERSON_REQUEST, "withdraw", by=by, at=at)
    settle(organisation_id=request.organisation_id, source_id=request.pk, by=by, at=at)
