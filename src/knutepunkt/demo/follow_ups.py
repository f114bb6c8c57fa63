"""The follow-up of one person of the demo: consent, assessment, coordinator, team, notes, decisions, plan, the end."""

from datetime import date

from knutepunkt.consent.models import Subject
from knutepunkt.consent.operations import answer_consent, record_consent, withdraw_consent
from knutepunkt.coordination import operations as coordination
from knutepunkt.coordination.covering import questions_about
from knutepunkt.coordination.models import Appointment, FollowUp
from knutepunkt.coordination.operations import Score, Weight
from knutepunkt.coordination.weights import PAIRS
from knutepunkt.demo.cast import Cast, called
from knutepunkt.demo.content import people as content
from knutepunkt.demo.deciding import cannot_decide, informed, parents
from knutepunkt.demo.endings import play_ending
from knutepunkt.demo.notes import play_notes
from knutepunkt.demo.plans import play_plan
from knutepunkt.organisation.models import Unit
from knutepunkt.people.models import Person
from knutepunkt.people.operations import begin_stay

HELD = frozenset({"appointed", "ended"})
OTHER = ("bidrar i planen", "bidreg i planen")
ANSWERS = {"oral": "oral", "written": "signed"}


def play_follow_up(cast: Cast, one: content.Person, person: Person, unit: Unit) -> None:
    """Everything from the day it was opened until today."""
    told = one.follow_up
    assert told is not None
    at = cast.moment(told.opened, 13)
    by = cast.actor(one.organisation, told.opened_by, at)
    group = "child" if unit.target_group == "child" else "adult"
    follow_up = coordination.open_follow_up(
        person=person, unit_id=unit.pk, by=by, at=at, target_group=f"{told.service}-{group}", field_of_need=told.field,
        responsible=cast.staff.get((one.organisation, told.opened_by)),
    )  # fmt: skip
    _begin(cast, one, told, follow_up)
    if told.consent:
        _consent(cast, one, told.consent, person, told.opened_by)
        follow_up.refresh_from_db()
    if told.assessment:
        _assess(cast, one, told.assessment, follow_up)
    rows = [
        (appointment, _appoint(cast, one, appointment, follow_up, told.opened_by)) for appointment in told.appointments
    ]
    for appointment, row in rows:
        if appointment.state == "ended" and any(other.state == "appointed" for other in told.appointments):
            _end(cast, one, appointment, row, told.opened_by)
    _team(cast, one, told, follow_up)
    for decision in told.decisions:
        _decide(cast, one, decision, follow_up)
    play_notes(cast, one, told, follow_up)
    if told.plan:
        play_plan(cast, one, told.plan, follow_up)
    follow_up.refresh_from_db()
    play_ending(cast, one, told, follow_up)


def _begin(cast: Cast, one: content.Person, told: content.FollowUp, follow_up: FollowUp) -> None:
    at = cast.moment(told.opened, 14)
    by = cast.actor(one.organisation, told.opened_by, at)
    coordination.set_need_level(
        follow_up=follow_up, level=told.need_level, reason=_need_reason(told), by=by, at=at,
    )  # fmt: skip
    coordination.set_pathway(
        follow_up=follow_up, by=by, at=at, target_group=follow_up.target_group, field_of_need=told.field, pathway=told.pathway,
        contact_doctor=told.contact_doctor,
    )  # fmt: skip
    if told.told_of_right is not None:
        coordination.told_of_right(
            follow_up=follow_up, on=cast.date(told.told_of_right), how=told.told_how, by=by, at=at
        )
    for stay in told.stays:
        begin_stay(
            person=follow_up.person, by=by, at=at, kind=stay.kind, place=stay.place, starts_on=cast.date(stay.since),
            ends_on=cast.date(stay.until) if stay.until is not None else None,
        )  # fmt: skip


def _need_reason(told: content.FollowUp) -> str:
    """What the need level rests on: the assessment, or else what is known of how the person lives."""
    assessed = told.assessment
    texts: tuple[str, ...] = (told.living, told.told_how, told.field)
    if assessed:
        texts = (assessed.obstacles, assessed.activities, assessed.body, *texts)
    return next(text for text in texts if text)


def _consent(cast: Cast, one: content.Person, told: content.Consent, person: Person, responsible: str) -> None:
    at = cast.moment(told.given, 11)
    by = cast.actor(one.organisation, responsible, at)
    recipients = ", ".join(cast.name_of(key) for key in told.recipients)
    if told.capacity == "guardian":
        cannot_decide(cast, told, person)
    consent = record_consent(
        person=person, by=by, at=at, subjects=[Subject(scope) for scope in told.scope],
        answer="no" if told.state == "refused" else ANSWERS[told.form], given_by=told.capacity, given_by_name=told.by,
        recipients=recipients, not_shared=told.not_shared, parents=parents(person), **informed(cast, one, told),
    )  # fmt: skip
    if told.withdrawn is not None:
        then = cast.moment(told.withdrawn, 12)
        withdraw_consent(
            consent=consent,
            by=cast.actor(one.organisation, responsible, then),
            at=then,
            reason=told.not_shared or told.informed,
        )


def _assess(cast: Cast, one: content.Person, told: content.Assessment, follow_up: FollowUp) -> None:
    at = cast.moment(told.at, 12)
    by = cast.actor(one.organisation, one.follow_up.opened_by if one.follow_up else told.by, at)
    coordination.say_what_is_important(
        person=follow_up.person,
        words=told.words,
        by=by,
        at=at,
        helped_by=told.helped_by[:200].rstrip("."),
        said_by=follow_up.person.full_name,
    )
    coordination.save_assessment(
        follow_up=follow_up, by=by, at=at, version=0,
        fields={
            "body": told.body, "activities": told.activities, "participation": told.participation, "environment": told.environment,
            "resources_own": told.own_resources, "resources_family": told.family_resources, "resources_network": told.network_resources,
            "obstacles": told.obstacles, "potential": told.potential,
        },
        scores=[_score(text, cast.date(told.at)) for text in told.tools],
        weights=_weights(told.balance),
    )  # fmt: skip


def _score(text: str, on: date) -> Score:
    """Tool and score: the score begins at the first figure."""
    words = text.split(" ")
    first = next((i for i, word in enumerate(words) if word[:1].isdigit()), len(words))
    return Score(tool=" ".join(words[:first]), score=" ".join(words[first:]), scored_on=on)


def _weights(balance: tuple[int, ...]) -> dict[str, Weight]:
    keys = [pair.municipality for pair in PAIRS] + [pair.specialist for pair in PAIRS]
    return {key: Weight(weight=weight, note="") for key, weight in zip(keys, balance, strict=False)}


def _end(cast: Cast, one: content.Person, told: content.Appointment, row: Appointment, responsible: str) -> None:
    """Somebody else has taken over; when nobody has, closing the follow-up ends it."""
    at = cast.moment(told.until if told.until is not None else -1, 15)
    coordination.end_appointment(
        appointment=row, by=cast.actor(one.organisation, responsible, at), at=at, ends_at=at, reason=told.reason
    )


def _appoint(
    cast: Cast, one: content.Person, told: content.Appointment, follow_up: FollowUp, responsible: str
) -> Appointment:
    key = one.organisation
    at = cast.moment(told.requested, 12)
    by = cast.actor(key, responsible, at)
    row = coordination.ask_service(
        follow_up=follow_up, service_unit=cast.unit(key, told.service), answer_by=cast.date(told.answer_by), wish=told.wish,
        kind=told.kind, by=by, at=at,
    )  # fmt: skip
    if told.state == "requested-of-service":
        return row
    then = cast.moment(
        told.answered if told.answered is not None else told.since if told.since is not None else told.requested, 12
    )
    answering = cast.loader(key, then)
    if told.state == "no-answer":
        coordination.note_no_answer(appointment=row, by=cast.actor(key, responsible, then), at=then)
        return row
    if told.state == "declined" and not told.staff:
        coordination.decline_appointment(appointment=row, by=answering, at=then, reason=told.reason)
        return row
    coordinator = cast.staff[key, told.staff]
    coordination.name_coordinator(appointment=row, coordinator=coordinator, by=answering, at=then)
    if told.state == "declined":
        coordination.decline_appointment(appointment=row, by=answering, at=then, reason=told.reason)
    if told.state in {"accepted", "appointed", "ended"}:
        coordination.accept_appointment(appointment=row, by=cast.actor(key, told.staff, then), at=then)
    if told.state in {"appointed", "ended"}:
        since = cast.moment(told.since if told.since is not None else told.requested, 14)
        coordination.appoint(
            appointment=row, by=cast.actor(key, responsible, since), at=since, starts_at=since, main=told.main
        )
    return row


def _team(cast: Cast, one: content.Person, told: content.FollowUp, follow_up: FollowUp) -> None:
    """Those the content names, the coordinators, and those who do something in the plan without a file of their own."""
    for member in told.team:
        _member(cast, one, member, follow_up, told)
    named = {member.staff for member in told.team} | {member.name for member in told.team}
    for appointment in told.appointments:
        if appointment.state in HELD and appointment.staff not in named:
            since = appointment.since if appointment.since is not None else told.opened
            title = cast.staff[one.organisation, appointment.staff].title
            _member(
                cast,
                one,
                content.Member(role=title, staff=appointment.staff, party=appointment.service, since=since),
                follow_up,
                told,
            )
    contributors = {
        a.contributor for goal in (told.plan.goals if told.plan else ()) for a in goal.activities if a.contributor
    }
    for name in sorted(contributors - named):
        assert told.plan is not None
        _member(
            cast, one, content.Member(role=_role_of(one, name), name=name, since=told.plan.drafted), follow_up, told
        )


def _role_of(one: content.Person, name: str) -> str:
    """How somebody named in the plan belongs to the person."""
    relation = next((kin.relation for kin in one.kin if kin.name == name), "")
    return called(relation, one.language) or OTHER[one.language == "nn"]


def _member(
    cast: Cast, one: content.Person, told: content.Member, follow_up: FollowUp, whole: content.FollowUp
) -> None:
    at = cast.moment(told.since, 11)
    staff = cast.staff.get((one.organisation, told.staff))
    kinds = {"specialist": "hospital", "work": "work", "private": "private"}
    sector = cast.unit(one.organisation, told.party).sector if told.party else "private"
    shares = bool(whole.consent and whole.consent.state == "given" and "sharing" in whole.consent.scope)
    coordinates = any(a.staff == told.staff and a.state in HELD for a in whole.appointments if told.staff)
    first = whole.plan.agreement.split(". ")[0].rstrip(".") + "." if whole.plan and coordinates else ""
    if whole.plan and not staff and told.party:
        done = (
            activity.what for goal in whole.plan.goals for activity in goal.activities if activity.service == told.party
        )
        first = next(done, first)
    made = coordination.add_care_team_member(
        follow_up=follow_up, by=cast.actor(one.organisation, whole.opened_by, at), at=at, name=staff.name if staff else told.name,
        role=told.role, staff=staff, service=cast.name_of(told.party), kind=kinds.get(sector, "municipality"),
        contributes=told.contributes or first, sees_plan=staff is not None and shares,
    )  # fmt: skip
    for question in questions_about(follow_up, [made]).values():
        assert whole.consent is not None
        answer_consent(
            consent=question, by=cast.actor(one.organisation, whole.opened_by, at), at=at, answer=ANSWERS[whole.consent.form],
            given_by=whole.consent.capacity, given_by_name=whole.consent.by, parents=parents(follow_up.person),
            **informed(cast, one, whole.consent),
        )  # fmt: skip


def _decide(cast: Cast, one: content.Person, told: content.Decision, follow_up: FollowUp) -> None:
    at = cast.moment(told.made, 14)
    by = cast.actor(one.organisation, told.made_by, at)
    decision = coordination.draft_decision(
        follow_up=follow_up,
        person=follow_up.person,
        unit_id=follow_up.unit_id,
        kind=told.kind,
        reasons=told.reasons,
        by=by,
        at=at,
    )
    coordination.make_decision(decision=decision, by=by, at=at)
    if told.told is not None:
        then = cast.moment(told.told, 15)
        by = cast.actor(one.organisation, told.made_by, then)
        coordination.tell_decision(decision=decision, on=cast.date(told.told), how="letter", by=by, at=then)
