"""Who is told when a consent is asked for or ends: that there is something to read and where, not whose, not what."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from knutepunkt import law
from knutepunkt.access.actor import Actor
from knutepunkt.consent.deciding import BirthDateMissing, Deciding, TopicsMixed, who_decides
from knutepunkt.consent.models import Consent
from knutepunkt.consent.operations import ASK_TASK
from knutepunkt.coordination.grants import COORDINATES
from knutepunkt.coordination.models import Appointment, CareTeamMember, FollowUp
from knutepunkt.coordination.posting import letter_to_post
from knutepunkt.coordination.states import RUNNING
from knutepunkt.foundation.clock import day
from knutepunkt.law import Who
from knutepunkt.messaging.operations import NoAddress, queue_email
from knutepunkt.tasks.operations import create_task


def tell_closed(follow_up: FollowUp, consent: Consent, *, by: Actor, at: datetime) -> int:
    """Queue an e-mail to each coordinator and each member who could see something, or to the one the consent named; gives how many."""
    named = consent.recipient_staff
    if consent.recipient_kin_id:
        return 0
    addresses = ([named.email] if named.email else []) if named else _addresses(follow_up, at)
    return tell(
        follow_up, addresses, kind="consent-ended", by=by, at=at, source_id=follow_up.pk,
        subject=_("Something you could see in Knutepunkt is closed"),
        body=_("A person has changed their mind. Sign in to see what is still open to you. What you wrote yourself is kept."),
    )  # fmt: skip


def tell_asked(consent: Consent, by: Actor, at: datetime) -> None:
    """A question waits: those who decide get an e-mail that there is one, and the unit a task to ask them. Who decides and wants paper
    gets the question in a letter, which the unit prints.
    """
    follow_up = running_follow_up(consent.organisation_id, consent.person_id)
    if follow_up is None:
        return
    person = consent.person
    if person.paper_only and _who(consent, at) == Who.PERSON:
        with translation.override(person.language):
            letter_to_post(
                person=person, unit_id=follow_up.unit_id, kind=ASK_TASK, subject=_("We ask for your yes or no"),
                body=_("We have a question to you. Nothing is shared before you have answered it."), source_id=consent.pk, by=by, at=at,
            )  # fmt: skip
    tell(
        follow_up, sorted(_of_deciders(consent, at)), kind=ASK_TASK, by=by, at=at, source_id=consent.pk,
        subject=_("There is a question to you in Knutepunkt"),
        body=_("Somebody asks for your yes or no. Sign in to read the question and answer it. Nothing is shared before you have."),
    )  # fmt: skip
    create_task(
        by=by, at=at, organisation_id=consent.organisation_id, unit_id=follow_up.unit_id, kind=ASK_TASK,
        due_on=law.due_on(day(at), law.on(day(at)).deadline("acknowledge-notice")), source_type="consent.consent", source_id=consent.pk,
        person_id=consent.person_id, text=_("Ask for the yes or no that waits."),
    )  # fmt: skip


def running_follow_up(organisation_id: UUID, person_id: UUID) -> FollowUp | None:
    """The open follow-up of a person."""
    rows = FollowUp.objects.filter(organisation_id=organisation_id, person_id=person_id, state__in=sorted(RUNNING))
    return rows.first()


def _decides(consent: Consent, at: datetime) -> Deciding | None:
    """Who answers; None when that cannot be said yet."""
    try:
        return who_decides(consent.person, at=at, subjects=consent.subjects, topics=consent.topics)
    except (BirthDateMissing, TopicsMixed):
        return None


def _who(consent: Consent, at: datetime) -> Who | None:
    decides = _decides(consent, at)
    return decides.who if decides else None


def _of_deciders(consent: Consent, at: datetime) -> set[str]:
    """Addresses of those who decide, when who that is can be said; nobody with a protected address, or who wants paper, is written to."""
    person, decides = consent.person, _decides(consent, at)
    if decides is None or person.protection:
        return set()
    found = {
        Who.PERSON: [] if person.paper_only else [person.email],
        Who.PARENTS: [kin.email for kin in decides.parents],
        Who.REPRESENTATIVE: [kin.email for kin in decides.mandates],
    }.get(decides.who, [])
    return {address for address in found if address}


def tell(
    follow_up: FollowUp,
    addresses: Iterable[str],
    *,
    by: Actor,
    at: datetime,
    kind: str,
    subject: str,
    body: str,
    source_id: UUID,
) -> int:
    """Queue the same e-mail to each address; gives how many. What is no address is left out."""
    told = 0
    for address in addresses:
        try:
            queue_email(
                by=by,
                at=at,
                organisation_id=follow_up.organisation_id,
                to=address,
                kind=kind,
                subject=subject,
                body=body,
                person_id=follow_up.person_id,
                unit_id=follow_up.unit_id,
                source_id=source_id,
            )
        except NoAddress:
            continue
        told += 1
    return told


def _addresses(follow_up: FollowUp, at: datetime) -> list[str]:
    running = Q(ends_at=None) | Q(ends_at__gt=at)
    members = CareTeamMember.objects.filter(
        running, organisation_id=follow_up.organisation_id, follow_up=follow_up, sees_plan=True
    )
    named = Appointment.objects.filter(
        running, organisation_id=follow_up.organisation_id, follow_up=follow_up, state__in=sorted(COORDINATES)
    )
    found = [*members.values_list("staff__email", flat=True), *named.values_list("coordinator__email", flat=True)]
    return sorted({address for address in found if address})
