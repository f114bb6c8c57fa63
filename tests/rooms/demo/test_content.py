"""The demo's content holds together, is nobody's real life, and says nothing twice."""

import re
import tomllib
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files

import pytest

from knutepunkt.access.roles import PERSONAL_ROLES, ROLES
from knutepunkt.coordination.models import DecisionKind
from knutepunkt.coordination.states import AppointmentState, FollowUpState
from knutepunkt.demo.content import ContentError, checks, load, reading, words
from knutepunkt.demo.content.people import Person
from knutepunkt.demo.content.places import RoutingRule
from knutepunkt.demo.content.plan import Plan
from knutepunkt.intake.kinds import Basis, Channel, NoticeKind
from knutepunkt.intake.states import NoticeState
from knutepunkt.organisation.kinds import OrganisationKind, Sector
from knutepunkt.plans.models.content import LifeArea
from knutepunkt.plans.states import ActivityState, GoalState, PlanState

TODAY = date(2026, 11, 21)  # birth dates are calendar dates, so ages are asked for on the day the demo was written
MUNICIPALITIES = {"trondheim", "arendal", "sor-varanger", "steinkjer", "ralingen", "stor-elvdal"}
PLAN_IN_FORCE = {"active", "under-revision", "paused"}
BOKMAAL_ONLY = {
    "ikke",
    "jeg",
    "hjem",
    "hjemme",
    "noe",
    "noen",
    "uke",
    "uka",
    "fra",
    "hva",
    "hvem",
    "være",
    "mye",
    "skole",
    "bare",
}
NYNORSK_ONLY = {
    "ikkje",
    "eg",
    "heim",
    "heime",
    "noko",
    "nokon",
    "veke",
    "veka",
    "frå",
    "kva",
    "kven",
    "vere",
    "mykje",
    "berre",
}
UNIT_FUNCTIONS = tomllib.loads((files("knutepunkt.law") / "data" / "units.toml").read_text(encoding="utf-8"))[
    "unit_function"
]

content = load()
persons = pytest.mark.parametrize("person", content.persons, ids=lambda person: person.key)
with_plan = pytest.mark.parametrize(
    "person",
    [person for person in content.persons if person.follow_up and person.follow_up.plan],
    ids=lambda person: person.key,
)


def plan_of(person: Person) -> Plan:
    return person.follow_up.plan


def age(person: Person, on: date = TODAY) -> int | None:
    if person.due is not None:
        return -1
    if person.born is None:
        return None
    return on.year - person.born.year - ((on.month, on.day) < (person.born.month, person.born.day))


def voice(thing) -> list[str]:
    """Whole sentences; keys, code words, names, amounts and places do not end with a full stop."""
    parts = (part for text in checks.texts(thing) for part in re.split(r"(?<=[.!?])\s+", text))
    return [part.strip() for part in parts if part.strip().endswith((".", "!", "?"))]


# -- who and where ---------------------------------------------------------------------------------------------


def test_the_six_municipalities_of_the_sources_each_have_persons():
    count = Counter(person.organisation for person in content.persons)

    assert set(count) == MUNICIPALITIES
    assert 55 <= sum(count.values()) <= 70
    assert min(count.values()) >= 6


def test_known_her_ids_are_served_under_the_right_names():
    hers = {one.her: one.name for one in (*content.organisations, *content.units) if one.her}
    served = {one.her for one in content.organisations if one.served}

    assert {her: hers[her] for her in ("59", "90998", "91090", "99387", "5078")} == {
        "59": "St. Olavs hospital HF",
        "90998": "Ortopedisk kirurgi",
        "91090": "PLO innleggelse somatikk",
        "99387": "Alvdal kommune",
        "5078": "Sykepleietjeneste",
    }
    assert {"59", "99387", "8142987"} <= served
    assert {"8142987", "8143060"} <= set(hers)
    assert "91096" not in hers


def test_every_kind_word_is_of_the_closed_list_and_most_are_used():
    used = {one.kind for one in (*content.organisations, *content.units)}

    assert used <= words.KINDS
    assert words.KINDS - used <= {"city-district", "inter-municipal-institution"}


def test_trondheim_has_four_districts_with_a_child_and_an_adult_office_each():
    offices = Counter(
        (unit.district, unit.target_groups)
        for unit in content.units
        if unit.organisation == "trondheim" and unit.district
    )

    assert offices == {
        (district, group): 1
        for district in ("500101", "500102", "500103", "500104")
        for group in (("child",), ("adult",))
    }


def test_a_postcode_lies_in_one_district_only():
    codes = [code for district in content.districts for code in district.postcodes]

    assert max(Counter(codes).values()) == 1
    assert content.district_of("trondheim", "7043") == "500102"
    assert content.district_of("arendal", "7043") == ""


def test_each_served_municipality_and_trust_says_how_its_coordinating_unit_is_set_up():
    set_up = {one.organisation: one for one in content.coordinating_units}

    assert set(set_up) == {one.key for one in content.organisations if one.served and one.kind != "operator"}
    assert len({set_up[name].form for name in MUNICIPALITIES}) == 6
    for one in set_up.values():
        level = next(place.kind for place in content.organisations if place.key == one.organisation)
        assert set(one.functions) == {function["key"] for function in UNIT_FUNCTIONS if function["level"] == level}


def test_each_municipality_has_a_caseworker_and_ostbyen_a_leader_and_a_deputy():
    posts = [(one.organisation, post) for one in content.staff for post in one.posts]
    leaders = [post for _, post in posts if post.role == "leader" and post.unit == "tr-ostbyen-voksen"]

    assert {name for name, post in posts if post.role == "caseworker"} >= MUNICIPALITIES
    assert [bool(post.deputy_for) for post in leaders] == [False, True]
    assert {post.role for _, post in posts} == words.ROLES


def test_professions_around_a_person_are_many():
    assert {one.profession for one in content.staff} >= {
        "fysioterapeut",
        "logoped",
        "spesialpedagog",
        "NAV-veileder",
        "fastlege",
        "ergoterapeut",
        "helsesykepleier",
    }


def test_nobody_can_be_called_or_written_to():
    reachable = [one for text in checks.texts(_everything()) for one in re.findall(r"\S+@\S+", text)]
    phones = [text for text in checks.texts(_everything()) if re.fullmatch(r"[\d ]{8,}", text) and " " in text]

    assert [one for one in reachable if not one.endswith(".example")] == []
    assert [one for one in phones if not re.fullmatch(r"900 0\d \d{3}", one)] == []


def _everything() -> tuple:
    return (*content.organisations, *content.units, *content.coordinating_units, *content.staff, *content.persons)


# -- persons ---------------------------------------------------------------------------------------------------


@persons
def test_identity_number_is_synthetic_and_says_the_same_sex_and_birth_date(person):
    if not person.number:
        assert person.born is None
        return

    digits = [int(digit) for digit in person.number]
    first = sum(a * b for a, b in zip(digits, (3, 7, 6, 1, 8, 9, 4, 5, 2, 1), strict=False))
    second = sum(a * b for a, b in zip(digits, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1), strict=True))
    individual = int(person.number[6:9])

    assert (first % 11, second % 11) == (0, 0)
    assert person.number[:6] == f"{person.born.day:02}{person.born.month + 80}{person.born.year % 100:02}"
    assert (individual >= 500) == (person.born.year >= 2000)
    assert person.sex == ("male" if individual % 2 else "female")


def test_identity_numbers_are_unique():
    numbers = [person.number for person in content.persons if person.number]

    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("wrong", ["17859020101", "1785902010", "17459020100", ""])
def test_a_number_that_is_not_synthetic_is_seen(wrong):
    assert checks.number_is_synthetic("17859020100", date(1990, 5, 17))
    assert not checks.number_is_synthetic(wrong, date(1990, 5, 17))


def test_the_persons_of_the_stories_are_where_their_stories_begin():
    by_story = {}
    for person in content.persons:
        by_story.setdefault(person.story, set()).update(notice.state for notice in person.notices)
    arne = next(person for person in content.persons if person.key == "arne-solli")

    assert (age(arne), arne.organisation, arne.follow_up) == (55, "trondheim", None)
    assert content.district_of("trondheim", arne.postcode) == "500102"
    assert by_story["S1"] == {"received"}
    assert by_story["S9"] == {"accepted", "refused"}
    assert by_story["S17"] == {"accepted", "acknowledged", "no-need-found"}
    assert by_story["S18"] == {"accepted", "entered-in-error"}
    assert {person.given for person in content.persons if person.story == "S5"} == {"Lars"}
    assert any(enquiry.answered is None for enquiry in content.enquiries)


def test_the_rare_situations_are_there():
    assert {person.protection for person in content.persons} == {"", "6", "7"}
    assert any("fasi" in person.communication for person in content.persons)
    assert any(person.guardian for person in content.persons)
    assert any(person.due for person in content.persons)
    assert len({person.interpreter for person in content.persons if person.interpreter}) >= 3
    assert [person.key for person in content.persons if not person.family] == ["yusuf-midtbyen"]


def test_siblings_name_each_other():
    pairs = {(person.key, sibling) for person in content.persons for sibling in person.siblings}

    assert pairs
    assert pairs == {(sibling, key) for key, sibling in pairs}


@persons
def test_protected_address_is_nowhere(person):
    if not person.protection:
        assert person.postcode
        return
    assert (person.address, person.postcode, person.city, person.phone) == ("", "", "", "")


@persons
def test_a_child_has_somebody_with_parental_responsibility(person):
    if (age(person) or 0) < 18 and (person.born or person.due):
        assert any(kin.parental_responsibility for kin in person.kin)
    else:
        assert not any(kin.parental_responsibility for kin in person.kin)


@persons
def test_who_consents_fits_the_age(person):
    if not person.follow_up or not person.follow_up.consent:
        return
    consent = person.follow_up.consent

    assert consent.capacity == (
        "parent" if age(person) < 16 else "guardian" if person.key == "gudrun-rostad" else "person"
    )


# -- life cycles -----------------------------------------------------------------------------------------------


def test_every_state_of_the_lifecycles_is_shown():
    follow_ups = [person.follow_up for person in content.persons if person.follow_up]
    plans = [follow_up.plan for follow_up in follow_ups if follow_up.plan]
    activities = [activity for plan in plans for goal in plan.goals for activity in goal.activities]

    assert {notice.state for person in content.persons for notice in person.notices} == words.NOTICE_STATES
    assert {follow_up.state for follow_up in follow_ups} == words.FOLLOW_UP_STATES
    assert {plan.state for plan in plans} == words.PLAN_STATES
    assert {activity.state for activity in activities} >= words.ACTIVITY_STATES - {"declined"}
    assert {goal.state for plan in plans for goal in plan.goals} == words.GOAL_STATES
    assert {one.field for one in follow_ups} == {"somatic", "mental-health", "substance-use"}
    assert {one.need_level for one in follow_ups} == {1, 2, 3}
    assert {one.pathway for one in follow_ups} == {1, 2, 3, 4}
    assert {notice.kind for person in content.persons for notice in person.notices} == words.NOTICE_KINDS
    assert {notice.channel for person in content.persons for notice in person.notices} == words.CHANNELS


@persons
def test_days_come_in_the_order_things_happen(person):
    follow_up = person.follow_up
    for notice in person.notices:
        days = [notice.received, notice.acknowledged, notice.wish_at, notice.outcome_at]
        _assert_in_order(days)
    if follow_up is None:
        return
    consent = follow_up.consent
    _assert_in_order(
        [person.notices[0].outcome_at, follow_up.opened, consent and consent.given, consent and consent.withdrawn]
    )
    for appointment in follow_up.appointments:
        _assert_in_order([follow_up.opened, appointment.requested, appointment.answered, appointment.since])
    for note in follow_up.notes:
        _assert_in_order([follow_up.opened, note.at])
    if plan := follow_up.plan:
        _assert_in_order([consent.given, plan.drafted, plan.answer and plan.answer.at, plan.activated, plan.changed])
        assert plan.starts < plan.revision <= plan.ends or plan.state == "ended"
    _assert_in_order([follow_up.opened, follow_up.closed, follow_up.reopened])


def _assert_in_order(days):
    known = [day for day in days if day is not None]
    assert known == sorted(known)
    assert all(day <= 0 for day in known)


@persons
def test_accepted_after_the_persons_own_yes(person):
    for notice in person.notices:
        if notice.state == "accepted":
            assert notice.wish == "yes"
        if notice.state == "declined-by-person":
            assert notice.wish == "no"


@persons
def test_a_coordinator_works_in_the_service_that_was_asked(person):
    posts = {(one.key, post.unit) for one in content.staff for post in one.posts}
    for appointment in person.follow_up.appointments if person.follow_up else ():
        assert not appointment.staff or (appointment.staff, appointment.service) in posts


@persons
def test_state_of_the_follow_up_says_what_is_there(person):
    follow_up = person.follow_up
    if follow_up is None:
        return
    appointed = [one for one in follow_up.appointments if one.state == "appointed" and one.main]
    plan = follow_up.plan.state if follow_up.plan else ""

    if follow_up.state in {"coordinator-appointed", "plan-active", "coordinator-only"}:
        assert len(appointed) == 1
        assert "coordinator" in follow_up.consent.scope
    if follow_up.state in {"opened", "consented"}:
        assert (appointed, plan) == ([], "")
        assert bool(follow_up.consent) == (follow_up.state == "consented")
    assert (follow_up.state == "plan-active") == (plan in PLAN_IN_FORCE and follow_up.state != "closing")
    assert (follow_up.closed is not None) == (follow_up.state in {"closed", "reopened"})


@with_plan
def test_plan_in_force_has_what_the_law_asks_for(person):
    plan = plan_of(person)
    if plan.state not in PLAN_IN_FORCE:
        return
    consent = person.follow_up.consent

    assert {"plan", "sharing"} <= set(consent.scope)
    assert consent.state == "given"
    assert plan.answer.says == "yes"
    assert plan.activated is not None
    assert plan.cooperation
    assert plan.agreement
    assert bool(plan.child_took_part) == (age(person) < 18)
    assert all(activity.how for goal in plan.goals for activity in goal.activities if not _only_money(activity.what))
    assert person.follow_up.assessment.balance


def _only_money(what: str) -> bool:
    return "Lønnstilskudd" in what


@with_plan
def test_plan_has_two_to_five_goals_each_with_one_to_four_activities(person):
    goals = plan_of(person).goals

    assert 2 <= len(goals) <= 5
    assert all(1 <= len(goal.activities) <= 4 for goal in goals)
    assert [goal.main for goal in goals].count(True) == 1


@with_plan
def test_services_are_of_that_place(person):
    municipality = next(one for one in content.organisations if one.key == person.organisation)
    units = {one.key: one.organisation for one in content.units}
    catchments = {one.key: one.catchment for one in content.organisations}
    used = {activity.service for goal in plan_of(person).goals for activity in goal.activities if activity.service}

    assert used
    for service in used:
        assert municipality.municipality_number in catchments[units.get(service, service)]


@with_plan
def test_main_responsible_is_a_unit_of_the_municipality(person):
    units = {one.key: one.organisation for one in content.units}

    assert units[plan_of(person).main_responsible] == person.organisation


@with_plan
def test_services_with_a_child_only_or_adult_only_target_fit_the_age(person):
    groups = {one.key: one.target_groups for one in content.units}
    group = "child" if age(person) < 18 else "adult"

    for goal in plan_of(person).goals:
        for activity in goal.activities:
            assert group in groups.get(activity.service, (group,))


@persons
def test_routing_puts_the_notice_where_the_content_says(person):
    for notice in person.notices:
        sectors = {one.key: one.sector for one in content.units}
        on = TODAY + timedelta(days=notice.received)
        district = content.district_of(person.organisation, person.postcode)
        rules = sorted(
            (rule for rule in content.routing if rule.organisation == person.organisation),
            key=lambda rule: rule.order,
        )
        rule = next(
            rule for rule in rules if _holds(rule, notice.kind, sectors.get(notice.sender), district, age(person, on))
        )

        assert (rule.unit, rule.caseworker, rule.deputy) == (notice.unit, notice.responsible, notice.deputy)


def _holds(rule: RoutingRule, kind: str, sector: str | None, district: str, years: int | None) -> bool:
    return (
        (not rule.kinds or kind in rule.kinds)
        and (not rule.sectors or sector in rule.sectors)
        and (not rule.districts or district in rule.districts)
        and (rule.age_from is None or (years is not None and years >= rule.age_from))
        and (rule.age_under is None or (years is not None and years < rule.age_under))
    )


# -- texts -----------------------------------------------------------------------------------------------------


def test_no_two_persons_share_a_sentence():
    owners = {}
    for person in content.persons:
        told = (person.notices, person.follow_up)
        for sentence in set(voice(told)):
            owners.setdefault(sentence, []).append(person.key)

    shared = {sentence: keys for sentence, keys in owners.items() if len(keys) > 1}

    assert shared == {}


@with_plan
def test_no_goal_activity_or_own_word_is_said_twice_within_a_plan(person):
    plan = plan_of(person)
    said = [goal.words for goal in plan.goals]
    said += [
        text for goal in plan.goals for activity in goal.activities for text in (activity.what, activity.how) if text
    ]
    said += [plan.agreement, plan.needs, plan.cooperation, plan.child_took_part]

    assert [text for text, count in Counter(filter(None, said)).items() if count > 1] == []


def test_no_two_plans_share_a_text_of_goals_or_activities():
    owners = {}
    for person in content.persons:
        if person.follow_up and person.follow_up.plan:
            for goal in plan_of(person).goals:
                for text in (
                    goal.words,
                    *goal.sub_goals,
                    *(part for one in goal.activities for part in (one.what, one.how)),
                ):
                    owners.setdefault(text, set()).add(person.key)
    owners.pop("")

    assert {text: keys for text, keys in owners.items() if len(keys) > 1} == {}


@persons
def test_texts_are_in_the_persons_language_form(person):
    foreign = BOKMAAL_ONLY if person.language == "nn" else NYNORSK_ONLY
    texts = checks.texts((person.notices, person.follow_up))
    told = " ".join(text.lower() for text in texts if not re.fullmatch(r"[a-z]+(-[a-z]+)+", text))

    assert set(re.findall(r"[a-zæøå]+", told)) & foreign == set()


def test_some_plans_are_in_nynorsk_in_several_municipalities():
    nynorsk = [person for person in content.persons if person.language == "nn" and person.follow_up.plan]

    assert len(nynorsk) >= 5
    assert len({person.organisation for person in nynorsk}) >= 4


@persons
def test_texts_are_finished(person):
    unfinished = re.compile(r"lorem|todo|xxx|\?\?|  |^\s|\s$|@$", re.IGNORECASE)

    assert [text for text in checks.texts(person) if unfinished.search(text)] == []


@pytest.mark.parametrize(
    ("told", "in_the_rooms"),
    [
        (words.KINDS, OrganisationKind.values),
        (words.SECTORS | {"housing"}, Sector.values),
        (words.NOTICE_KINDS | {"enquiry"}, NoticeKind.values),
        (words.CHANNELS | {"fhir"}, Channel.values),
        (words.BASES, Basis.values),
        (words.NOTICE_STATES, NoticeState),
        (words.FOLLOW_UP_STATES - {"reopened"}, set(FollowUpState) - {"entered-in-error"}),
        (words.APPOINTMENT_STATES, AppointmentState),
        (words.PLAN_STATES, set(PlanState) - {"entered-in-error"}),
        (words.GOAL_STATES, GoalState),
        (words.ACTIVITY_STATES, ActivityState),
        (words.AREAS, LifeArea.values),
        (words.DECISIONS, DecisionKind.values),
        (words.ROLES, set(ROLES) - PERSONAL_ROLES - {"coordinator", "member", "child-welfare", "emergency", "system"}),
    ],
    ids=lambda given: "",
)
def test_words_are_those_of_the_rooms(told, in_the_rooms):
    assert told == {str(word) for word in in_the_rooms}


# -- reading and checking --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ({"key": "a", "name": "A"}, "missing: kind"),
        ({"key": "a", "name": "A", "kind": "region", "colour": "red"}, "no such field: colour"),
        ({"key": "a", "name": 7, "kind": "region"}, "a.name: 7 is not"),
        ({"key": "a", "name": "A", "kind": "region", "served": "yes"}, "a.served: 'yes' is not"),
        ({"key": "a", "name": "A", "kind": "region", "catchment": [5001]}, r"catchment\[0\]: 5001 is not"),
    ],
)
def test_a_table_that_does_not_fit_is_refused_by_name(table, sentence):
    with pytest.raises(reading.UnreadableError, match=sentence):
        reading.build(checks.Content, {"organisations": [table]}, "content")


def test_problems_are_found_and_named():
    person = next(one for one in content.persons if one.key == "lars-gundersen")
    moved = replace(person, organisation="trondheim")
    unborn = replace(person, born=date(1962, 5, 22))
    late = replace(person, notices=(replace(person.notices[0], acknowledged=-140),))
    stray = replace(person, notices=())

    def found(changed):
        return "\n".join(checks.problems(replace(content, persons=(changed,))))

    assert "ar-hjemme is not a service of that place" in found(moved)
    assert "not a synthetic one of that birth date" in found(unborn)
    assert "days are out of order" in found(late)
    assert "no accepted notice" in found(stray)
    assert "lars-gundersen is used twice" in "\n".join(
        checks.problems(replace(content, persons=(*content.persons, person))),
    )


def test_an_unknown_word_stops_the_load(monkeypatch):
    wrong = replace(content, units=(*content.units, replace(content.units[0], key="x", kind="spaceship")))
    monkeypatch.setattr("knutepunkt.demo.content.read", lambda: wrong)
    load.cache_clear()

    with pytest.raises(ContentError, match=r"x\.kind: spaceship is not known"):
        load()
    load.cache_clear()
