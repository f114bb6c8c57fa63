"""Questions about who may see what: those that wait, and, before the birthday on which somebody decides alone, what then pauses."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from knutepunkt.access.actor import Actor
from knutepunkt.consent.models import Consent, ConsentAnswer, GivenBy, Subject
from knutepunkt.consent.states import GIVEN, ConsentState
from knutepunkt.foundation.clock import day
from knutepunkt.portal.files import OwnFile
from knutepunkt.portal.looking import topic_names
from knutepunkt.portal.seers import Seer, sight

WAITING, YOU_SAID_YES, YOU_SAID_NO = "waiting", "you-said-yes", "you-said-no"


@dataclass(frozen=True, slots=True)
class Question:
    """One question that waits. `standing`: how it stands for the reader, of others' answers it says nothing."""

    consent: Consent
    standing: str

    @property
    def waits(self) -> bool:
        """The reader has not answered it."""
        return self.standing == WAITING


@dataclass(frozen=True, slots=True)
class Pausing:
    """Somebody who sees something until the birthday on which the young person decides alone. `answer`: what the young person has
    said about afterwards: empty, yes or no.
    """

    seer: Seer
    on: date
    answer: str


def waiting_questions(actor: Actor, file: OwnFile) -> list[Question]:
    """The questions that wait for an answer here; who only reads gets none."""
    if not file.may_write:
        return []
    mine = ConsentAnswer.objects.filter(
        organisation_id=actor.organisation_id, consent_id=OuterRef("pk"), account_id=actor.account_id
    )
    rows = Consent.visible_to(actor).filter(person_id=file.person.pk, state=ConsentState.DRAFTED)
    named = rows.select_related("recipient_staff", "recipient_kin", "recipient_organisation")
    answered = named.annotate(mine=Subquery(mine.order_by("-answered_at", "-id").values("says_yes")[:1]))
    standing = {None: WAITING, True: YOU_SAID_YES, False: YOU_SAID_NO}
    return [Question(row, standing[row.mine]) for row in answered.order_by("created_at", "id")]


def question(actor: Actor, file: OwnFile, consent_id: UUID) -> Question | None:
    """One of them."""
    return next((one for one in waiting_questions(actor, file) if one.consent.pk == consent_id), None)


def pausing(actor: Actor, file: OwnFile) -> list[Pausing]:
    """Whose sight ends on the birthday, by name, for the young person who is asked beforehand (pbrl. § 4-3)."""
    if not (file.own and file.years.asked and file.years.decides_on):
        return []
    on = file.years.decides_on
    said = _said_beforehand(actor, file)
    return [
        Pausing(seer, on, said.get(seer.id, ""))
        for seer in sight(actor, file).staff
        if (seer.until and day(seer.until) == on) or seer.id in said
    ]


def _said_beforehand(actor: Actor, file: OwnFile) -> dict[UUID, str]:
    rows = Consent.visible_to(actor).filter(
        Q(state__in=sorted(GIVEN)) | Q(state=ConsentState.REFUSED),
        person_id=file.person.pk,
        given_by=GivenBy.PERSON,
        subjects__contains=[Subject.SHARING.value],
        recipient_staff__isnull=False,
    )
    answers = rows.order_by("created_at", "id").values_list("recipient_staff_id", "state")
    return {staff: "no" if state == ConsentState.REFUSED else "yes" for staff, state in answers}


def recipient(consent: Consent) -> str:
    """Who would see something, in words; empty when the question is about something else than sharing."""
    if consent.recipient_staff:
        staff = consent.recipient_staff
        return ", ".join(part for part in (staff.name, staff.title) if part)
    if consent.recipient_kin:
        return str(consent.recipient_kin.name)
    if consent.recipient_organisation:
        return str(consent.recipient_organisation.name)
    if Subject.SHARING in consent.subjects:
        return consent.recipients or _("those who take part in the plan")
    return ""


def topic_choices(topics: list[str] | tuple[str, ...] | None, file: OwnFile) -> list[tuple[str, str]]:
    """The topics as they are chosen among, in the words of the page."""
    known = [topic for topic in topics or () if topic_names((topic,))]
    return [(topic, topic_names((topic,), "" if file.own else file.name)[0]) for topic in known]
