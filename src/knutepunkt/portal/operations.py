"""What the person does on the own pages that no room below offers as it is."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.permissions import Permission
from knutepunkt.access.scope import acting_as
from knutepunkt.audit.log import record
from knutepunkt.identity.system import DERIVER
from knutepunkt.intake.kinds import Basis, Channel, NoticeKind
from knutepunkt.intake.models import Notice
from knutepunkt.intake.operations import receive_notice, record_wish
from knutepunkt.intake.sight import content_of
from knutepunkt.people.models import Person
from knutepunkt.plans.models import IndividualPlan, PlanAnswer
from knutepunkt.plans.operations import SaidToChange, answer_changes
from knutepunkt.portal.acting import in_the_system
from knutepunkt.portal.queries import WAITING
from knutepunkt.portal.refusals import AlreadyAnswered, PlanHasChanged, SayWhatMustChange


@transaction.atomic
def answer_notice(*, notice: Notice, person: Person, by: Actor, at: datetime, wish: str, words: str = "") -> None:
    """The person answers on the own page whether the need is to be looked into (pbrl. § 4-1).

    The notice is the unit's, and its content is closed to the person until a yes; so the answer is carried out as the system,
    in the name of the one who gave it.
    """
    require(by, Permission.OWN_WRITE, person)
    with acting_as(DERIVER, purpose="own-wish", organisation_id=by.organisation_id, at=at):
        found = Notice.objects.select_for_update(of=("self",)).get(
            organisation_id=by.organisation_id, pk=notice.pk, person_id=person.pk
        )
        content = content_of(found)
        if found.state not in WAITING or content is None or content.person_id is not None:
            raise AlreadyAnswered
        record("notice.answered-on-own-page", found, by=by, at=at, wish=wish)
        record_wish(notice=found, by=in_the_system(by), at=at, wish=wish, words=words)


@transaction.atomic
def answer_own_plan(
    *,
    plan_id: UUID,
    version: int,
    by: Actor,
    at: datetime,
    says_yes: bool,
    given_by: str,
    words: str = "",
    changes: Sequence[SaidToChange] = (),
) -> PlanAnswer:
    """Yes or no to the plan in the version that was read, and to each change. Raises PlanHasChanged when it is another now."""
    if not says_yes and not words.strip() and not any(said.words.strip() for said in changes):
        raise SayWhatMustChange(field="words")
    plan = IndividualPlan.objects.select_for_update(of=("self",)).get(organisation_id=by.organisation_id, pk=plan_id)
    if plan.version != version:
        raise PlanHasChanged
    return answer_changes(plan=plan, by=by, at=at, changes=changes, says_yes=says_yes, words=words, given_by=given_by)


def ask_for_help(*, person: Person, by: Actor, at: datetime, text: str, important: str = "") -> Notice:
    """The person, a parent or a guardian asks; it counts as an application from the day it came (pbrl. § 2-5)."""
    return receive_notice(
        organisation_id=by.organisation_id,
        kind=NoticeKind.OWN_REQUEST,
        channel=Channel.FORM,
        by=by,
        at=at,
        person=person,
        text=text,
        important=important,
        sender_account_id=by.account_id,
        sender_name=by.name,
        basis=Basis.OWN,
    )


@transaction.atomic
def take_file(*, person: Person, by: Actor, at: datetime, form: str) -> None:
    """Write down that everything the reader sees was taken along, as a document or an archive (GDPR art. 15 and 20)."""
    require(by, Permission.OWN_READ, person)
    record("file.taken", person, by=by, at=at, form=form)
