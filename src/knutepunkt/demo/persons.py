"""Persons and notices of the demo, played through the operations that made them."""

from datetime import timedelta

from knutepunkt.coordination.models import DecisionKind
from knutepunkt.demo.cast import Cast, account, called, connect_twin
from knutepunkt.demo.content.people import Enquiry, Notice
from knutepunkt.demo.content.people import Person as PersonContent
from knutepunkt.demo.follow_ups import play_follow_up
from knutepunkt.demo.lately import play_lately
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.intake import operations as intake
from knutepunkt.intake.kinds import ForwardGround
from knutepunkt.intake.models import Notice as NoticeRow
from knutepunkt.organisation.kinds import Sector
from knutepunkt.organisation.routing import RoutingFacts
from knutepunkt.people.models import Person
from knutepunkt.people.operations import add_next_of_kin, connect_account, register_person
from knutepunkt.people.rules import age_on, place_for_routing

LONG_AGO = timedelta(days=30)


def load_persons(cast: Cast) -> None:
    """Every person with notices and follow-up, and the questions without a person."""
    for one in cast.content.persons:
        try:
            _person(cast, one)
        except Refusal as refusal:
            refusal.add_note(f"The demo's content does not fit the rules: {one.key}")
            raise
    for lately in cast.content.lately:
        play_lately(cast, lately)
    for enquiry in cast.content.enquiries:
        with cast.inside(enquiry.organisation, cast.now):
            _enquiry(cast, enquiry)


def _person(cast: Cast, one: PersonContent) -> None:
    with cast.inside(one.organisation, cast.now):
        person = cast.persons[one.key] = _register(cast, one)
        notices = [_notice(cast, one, person, notice) for notice in one.notices]
        if one.follow_up is not None:
            accepted = next((n.unit for n in notices if n.state == "accepted"), notices[0].unit)
            play_follow_up(cast, one, person, accepted)


def _register(cast: Cast, one: PersonContent) -> Person:
    first = min((notice.received for notice in one.notices), default=-1)
    at = cast.moment(first, 7)
    loader = cast.loader(one.organisation, at)
    gp = cast.name_of(one.gp)
    person = register_person(
        by=loader,
        at=at,
        organisation_id=cast.organisations[one.organisation].pk,
        given_name=one.given,
        family_name=one.family,
        birth_date=one.born,
        due_date=cast.date(one.due) if one.due is not None else None,
        sex=one.sex,
        number=one.number,
        phone=one.phone,
        paper_only=one.paper_only,
        address=one.address,
        postcode=one.postcode,
        city=one.city,
        protection=one.protection,
        language=one.language,
        interpreter=one.interpreter,
        communication=one.communication,
        gp_practice=gp,
    )
    if one.signs_in:
        connect_account(person=person, account=account(one.key, "person", one.language), by=loader, at=at)
    for kin in one.kin:
        login = account(f"{one.key}-{kin.relation}", "person", one.language) if kin.signs_in else None
        if login is not None and kin.works_as:
            connect_twin(login, kin.works_as)
        add_next_of_kin(
            person=person, by=loader, at=at, name=kin.name, relation=called(kin.relation, one.language), nearest=kin.nearest,
            parental_responsibility=kin.parental_responsibility, phone=kin.phone, account=login, valid_from=at,
        )  # fmt: skip
    if one.guardian:
        add_next_of_kin(
            person=person, by=loader, at=at, name=one.guardian.name, relation="verje" if one.language == "nn" else "verge", phone=one.guardian.phone,
            mandate=", ".join(one.guardian.mandate), valid_from=cast.moment(one.guardian.since),
        )  # fmt: skip
    return person


def _notice(cast: Cast, one: PersonContent, person: Person, notice: Notice) -> NoticeRow:
    at = cast.moment(notice.received, notice.hour)
    key = one.organisation
    sender = cast.organisation_of(notice.sender) if notice.sender else None
    unit = cast.unit(key, notice.sender) if notice.sender else None
    district, postcode = place_for_routing(person)
    facts = RoutingFacts(
        kind=notice.kind,
        message_type=notice.message_type,
        district=district,
        postcode=postcode,
        age=0 if person.due_date else age_on(person.birth_date, cast.date(notice.received)),
        sector=unit.sector if unit else Sector.HEALTH,
    )
    row = intake.receive_notice(
        organisation_id=cast.organisations[key].pk,
        kind=notice.kind,
        channel=notice.channel,
        by=cast.loader(key, at),
        at=at,
        application_from=cast.date(notice.applies_from) if notice.applies_from is not None else None,
        person=person,
        name=person.full_name or one.key.split("-")[0].capitalize(),
        birth_date=person.birth_date,
        phone=one.phone,
        text=notice.text,
        sender_organisation=cast.name_of(notice.sender),
        sender=sender,
        sender_name=notice.sender_name,
        sender_role=notice.sender_role,
        basis=notice.basis,
        basis_text=notice.basis_text,
        facts=facts,
    )
    if notice.admitted is not None or notice.expected_discharge is not None:
        intake.join_admission(
            notice=row, by=cast.loader(key, at), at=at, hospital=sender.name if sender else "", ward=cast.name_of(notice.sender),
            admitted_at=cast.moment(notice.admitted, 9) if notice.admitted is not None else None,
            expected_on=cast.date(notice.expected_discharge) if notice.expected_discharge is not None else None,
        )  # fmt: skip
    _progress(cast, key, notice, row)
    return row


def _progress(cast: Cast, key: str, notice: Notice, row: NoticeRow) -> None:
    """What people did with the notice, each at their time."""
    if notice.acknowledged is not None:
        at = cast.moment(notice.acknowledged, max(notice.hour, 10))
        intake.acknowledge(notice=row, by=cast.actor(key, notice.acknowledged_by or notice.responsible, at), at=at)
    if notice.wish != "not-asked":
        at = cast.moment(notice.wish_at if notice.wish_at is not None else notice.received, 11)
        if row.state in {"received", "acknowledged", "clarifying", "resting-until"}:
            by = cast.actor(key, notice.acknowledged_by or notice.responsible, at)
            intake.record_wish(notice=row, by=by, at=at, wish=notice.wish, words=notice.wish_words)
            row.refresh_from_db()
    if notice.state == "clarifying":
        at = cast.moment(notice.outcome_at or notice.wish_at or notice.acknowledged or notice.received, 12)
        intake.begin_clarifying(notice=row, by=cast.actor(key, notice.responsible, at), at=at)
    elif notice.outcome_at is not None and row.state != notice.state:
        _outcome(cast, key, notice, row)
    row.refresh_from_db()


def _outcome(cast: Cast, key: str, notice: Notice, row: NoticeRow) -> None:  # noqa: C901 -- one line for each outcome
    assert notice.outcome_at is not None
    at = cast.moment(notice.outcome_at, 13)
    by = cast.actor(key, notice.outcome_by or notice.responsible, at)
    told = cast.date(
        notice.decision.told if notice.decision and notice.decision.told is not None else notice.outcome_at
    )
    reasons = notice.decision.reasons if notice.decision else notice.outcome_text
    match notice.state:
        case "accepted":
            intake.accept(notice=row, by=by, at=at, sender_may_know=True)
        case "guidance-given":
            intake.give_guidance(notice=row, by=by, at=at, guidance=notice.outcome_text)
        case "handed-on-as-application":
            intake.hand_on(
                notice=row,
                by=by,
                at=at,
                to=cast.name_of(notice.outcome_to) or notice.outcome_to,
                on=cast.date(notice.outcome_at),
            )
        case "forwarded":
            _forward(cast, key, notice, row)
        case "resting-until":
            until = cast.date(notice.resting_until or 30)
            intake.rest_until(notice=row, by=by, at=at, until=until, consented=True)
        case "no-need-found":
            intake.find_no_need(notice=row, by=by, at=at, reasons=reasons, told_on=told, told_how="letter")
        case "refused":
            kind = notice.decision.kind if notice.decision else DecisionKind.PLAN_REFUSED
            intake.refuse(notice=row, by=by, at=at, kind=kind, reasons=reasons, told_on=told, told_how="letter")
        case "declined-by-person":
            intake.close_after_no(notice=row, by=by, at=at)
        case "withdrawn-by-sender":
            intake.withdraw(notice=row, by=by, at=at)
        case "entered-in-error":
            intake.enter_in_error(notice=row, by=by, at=at)


def _forward(cast: Cast, key: str, notice: Notice, row: NoticeRow) -> None:
    assert notice.outcome_at is not None
    at = cast.moment(notice.outcome_at, 13)
    by = cast.actor(key, notice.outcome_by or notice.responsible, at)
    there = (key, notice.outcome_to)
    to_unit = cast.units.get(there)
    to_organisation = None if to_unit else cast.organisation_of(notice.outcome_to)
    ground = next(iter(ForwardGround))
    intake.forward(notice=row, ground=ground, by=by, at=at, to_unit=to_unit, to_organisation=to_organisation)


def _enquiry(cast: Cast, enquiry: Enquiry) -> None:
    at = cast.moment(enquiry.received, 10)
    row = intake.receive_notice(
        organisation_id=cast.organisations[enquiry.organisation].pk,
        kind="enquiry",
        channel=enquiry.channel,
        by=cast.loader(enquiry.organisation, at),
        at=at,
        text=enquiry.text,
        topic_of_enquiry=enquiry.topic,
        sender_role=enquiry.sender_role,
        sender_organisation=cast.name_of(enquiry.sender),
    )
    if enquiry.answered is not None:
        when = cast.moment(enquiry.answered, 14)
        by = cast.actor(
            enquiry.organisation, cast.key_of(enquiry.organisation, row.responsible) or enquiry.answered_by, when
        )
        intake.acknowledge(notice=row, by=by, at=when)
        intake.answer_enquiry(notice=row, by=by, at=when, answer=enquiry.answer, topic=enquiry.topic)
