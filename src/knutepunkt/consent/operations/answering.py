"""An answer: written down, or given to a question that waits. The last answer on a subject towards the same recipient counts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.moves import make_move
from knutepunkt.access.scope import acting_as
from knutepunkt.audit.log import record
from knutepunkt.consent import queries
from knutepunkt.consent.answered import about, replaced
from knutepunkt.consent.deciding import Deciding, capacity_of
from knutepunkt.consent.models import Consent, ConsentAnswer, GivenBy
from knutepunkt.consent.operations.base import (
    NO,
    ORAL,
    SIGNED,
    as_topics,
    end,
    follow,
    go_on_with,
    known,
    lock,
    own,
    permission,
)
from knutepunkt.consent.operations.drafting import draft
from knutepunkt.consent.operations.keeping import end_blocks_on
from knutepunkt.consent.rules import Informed, check_answer, check_informed, name_of_giver
from knutepunkt.consent.states import CONSENT, ConsentState
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.identity.system import DERIVER
from knutepunkt.organisation.models import Organisation, Staff
from knutepunkt.people.models import NextOfKin, Person

MOVES = {ORAL: "give-orally", SIGNED: "give-signed", NO: "refuse"}


class AlreadyAnswered(Refusal):
    """The question does not wait any more."""

    message = _(
        "This has been answered already, or it does not count any more. Reload the page to see where it stands."
    )


class TooWide(Refusal):
    """An answer may narrow what was asked, never widen it."""

    message = _("The answer covers more than was asked. Choose among what the question names, or ask anew.")


class WhichParent(Refusal):
    """The parents share the responsibility, so it must be said who has answered."""

    message = _("The parents share the responsibility. Choose which of them has answered.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What somebody said, and how they were informed."""

    answer: str
    given_by: str = GivenBy.PERSON
    given_by_name: str = ""
    parents: Sequence[NextOfKin] = ()
    told: Informed = field(default_factory=Informed)
    child_heard: str = ""


@transaction.atomic
def record_consent(
    *,
    person: Person,
    by: Actor,
    at: datetime,
    subjects: Sequence[str],
    answer: str,
    given_by: str = GivenBy.PERSON,
    given_by_name: str = "",
    recipients: str = "",
    recipient_staff: Staff | None = None,
    recipient_kin: NextOfKin | None = None,
    recipient_organisation: Organisation | None = None,
    not_shared: str = "",
    uses: str = "",
    topics: Sequence[str] | None = None,
    information: str = "",
    information_language: str = "",
    interpreter_used: bool = False,
    informed_on: date | None = None,
    child_heard: str = "",
    ends_on: date | None = None,
    parents: Sequence[NextOfKin] = (),
) -> Consent:
    """Write down an answer; `answer` is oral (counts at once), signed, or no. It replaces what stood on the same subjects.

    Whose answer counts follows from the facts and the law on the day (pbrl. ch. 4). A yes needs what was explained before. While
    one of two parents has not answered (`parents`: those who have), it waits. Grants follow in the same transaction.
    """
    require(by, permission(by), person)
    wanted = known(subjects)
    lock(person)
    named = {
        "recipient_staff": recipient_staff,
        "recipient_kin": recipient_kin,
        "recipient_organisation": recipient_organisation,
    }
    content = {"recipients": recipients, "not_shared": not_shared, "uses": uses, "ends_on": ends_on}
    consent = draft(person, wanted, as_topics(topics), by=by, at=at, named=named, **content)
    told = Informed(information, information_language, informed_on, interpreter_used)
    given = Answer(
        answer=answer,
        given_by=given_by,
        given_by_name=given_by_name,
        parents=parents,
        told=told,
        child_heard=child_heard,
    )
    return _settle(consent, given, by=by, at=at)


@transaction.atomic
def answer_consent(
    *,
    consent: Consent,
    by: Actor,
    at: datetime,
    answer: str,
    given_by: str = GivenBy.PERSON,
    given_by_name: str = "",
    kin: NextOfKin | None = None,
    topics: Sequence[str] | None = None,
    not_shared: str | None = None,
    information: str = "",
    information_language: str = "",
    informed_on: date | None = None,
    interpreter_used: bool = False,
    child_heard: str = "",
    ends_on: date | None = None,
    parents: Sequence[NextOfKin] = (),
) -> Consent:
    """Answer a question that waits. `topics` may narrow what was asked; None takes it as asked. See `record_consent`."""
    require(by, permission(by), consent)
    lock(consent.person)
    consent.refresh_from_db()
    if consent.state != ConsentState.DRAFTED:
        raise AlreadyAnswered
    _narrow(consent, as_topics(topics), not_shared, ends_on)
    told = Informed(information, information_language, informed_on, interpreter_used)
    given = Answer(
        answer=answer,
        given_by=given_by,
        given_by_name=given_by_name,
        parents=[kin] if kin else parents,
        told=told,
        child_heard=child_heard,
    )
    return _settle(consent, given, by=by, at=at)


def _narrow(consent: Consent, topics: list[str] | None, not_shared: str | None, ends_on: date | None) -> None:
    if topics is not None:
        if consent.topics is not None and set(topics) - set(consent.topics):
            raise TooWide(field="topics")
        consent.topics = topics
    if not_shared is not None:
        consent.not_shared = not_shared
    if ends_on is not None:
        consent.ends_on = ends_on


def _settle(consent: Consent, given: Answer, *, by: Actor, at: datetime) -> Consent:
    """The answer counts when the one who decides, or each of the parents, has given it."""
    says_yes = given.answer != NO
    decides, counts_from = check_answer(
        person=consent.person,
        by=by,
        subjects=consent.subjects,
        topics=consent.topics,
        given_by=given.given_by,
        says_yes=says_yes,
        child_heard=given.child_heard,
        at=at,
    )
    if says_yes:
        check_informed(consent.person, given.told, by=by, at=at)
    outcome = given.answer
    if decides.needs_all and given.given_by == GivenBy.PARENT:
        outcome = _together(consent, given, decides, by=by, at=at)
    if outcome:
        _write(consent, given, decides, by=by, counts_from=counts_from)
        _count(consent, outcome, by=by, at=at, ahead=counts_from > at)
    else:
        consent.save()
    return consent


def _together(consent: Consent, given: Answer, decides: Deciding, *, by: Actor, at: datetime) -> str:
    """Keep what each of the parents said; the answer all have given, empty while they have not, or do not agree."""
    consent.given_by = GivenBy.PARENT
    consent.save()
    for kin in _who_answered(consent.person, given, decides, by=by, at=at):
        ConsentAnswer.objects.create(
            organisation_id=consent.organisation_id, person_id=consent.person_id, consent=consent, kin=kin, account_id=kin.account_id,
            given_by=GivenBy.PARENT, given_by_name=kin.name, says_yes=given.answer != NO, how=given.answer, answered_at=at,
            recorded_by=by.name,
        )  # fmt: skip
        record("consent.parent-answered", consent, by=by, at=at)
    with acting_as(DERIVER, purpose="both-parents", organisation_id=consent.organisation_id, at=at):
        said = queries.last_answers(consent)
    answers = [said[kin.pk] for kin in decides.parents if kin.pk in said]
    if len(answers) < len(decides.parents) or len({row.says_yes for row in answers}) > 1:
        return ""
    if not answers[0].says_yes:
        return NO
    return SIGNED if all(row.how == SIGNED for row in answers) else ORAL


def _who_answered(person: Person, given: Answer, decides: Deciding, *, by: Actor, at: datetime) -> Sequence[NextOfKin]:
    if by.kind == "person":
        _capacity, kin = capacity_of(person, by, at)
        return [kin] if kin else []
    found = given.parents or [kin for kin in decides.parents if kin.name == given.given_by_name]
    if not found:
        raise WhichParent(field="given_by_name")
    return found


def _write(consent: Consent, given: Answer, decides: Deciding, *, by: Actor, counts_from: datetime) -> None:
    name = "" if decides.needs_all else given.given_by_name
    consent.given_by = given.given_by
    consent.given_by_name = name_of_giver(consent.person, given.given_by, name, decides)
    consent.answered_at = counts_from
    consent.information, consent.information_language = given.told.information, given.told.language
    consent.interpreter_used, consent.informed_on = given.told.interpreter, given.told.on
    consent.child_heard, consent.recorded_by = given.child_heard, by.name
    consent.save()


def _count(consent: Consent, answer: str, *, by: Actor, at: datetime, ahead: bool) -> None:
    """What stood on the same subjects towards the same recipient ends; then this counts, and all that rests on it follows."""
    _end_earlier(consent, answer, by=by, at=at, ahead=ahead)
    make_move(consent, CONSENT, own(MOVES[answer], by), by=by, at=at, subjects=consent.subjects)
    if answer != NO and consent.recipient_staff_id:
        end_blocks_on(consent, by=by, at=at)
    follow(consent, by=by, at=at)


def _end_earlier(consent: Consent, answer: str, *, by: Actor, at: datetime, ahead: bool) -> None:
    """What an earlier row held beside this goes on as before, on its own row."""
    rows = queries.given(consent.organisation_id, consent.person_id).exclude(pk=consent.pk)
    for earlier in rows.filter(answered_at__gt=at) if ahead else rows:
        over = replaced(earlier, consent, to_all=answer == NO and not any(about(consent)))
        if not over:
            continue
        rest = [subject for subject in earlier.subjects if subject not in over]
        state = earlier.state
        ending = "renew" if answer != NO else "withdraw-part" if rest else "withdraw"
        end(earlier, own(ending, by), by=by, at=at)
        if rest:
            go_on_with(earlier, state, by=by, at=at, subjects=rest)
