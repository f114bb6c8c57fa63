from __future__ import annotations

import dataclasses
import json
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from knutepunkt import law
from knutepunkt.law import Text, Unit

TODAY = date(2026, 11, 21)
SHARED = Path(__file__).parents[4] / "shared" / "domain" / "law_rules.json"


def keys(entries):
    return [entry.key for entry in entries]


@pytest.mark.parametrize(
    ("day", "child", "labels"),
    [
        (date(2022, 7, 31), False, list("abcdefghi")),
        (date(2022, 7, 31), True, list("abcdefghi")),
        (date(2022, 8, 1), False, [str(number) for number in range(1, 11)]),
        (date(2022, 8, 1), True, [*[str(number) for number in range(1, 11)], ""]),
    ],
)
def test_a_plan_has_nine_points_until_the_regulation_of_2022_and_ten_from_then(day, child, labels):
    assert [point.label for point in law.on(day).content_points(child=child)] == labels


def test_a_child_s_participation_comes_last():
    assert law.on(TODAY).content_points(child=True)[-1].key == "child-participation"


def test_goals_responsible_period_and_consent_are_never_left_out():
    points = law.on(TODAY).content_points(child=True)

    assert {point.key for point in points if point.never_omitted} == {"goals", "responsible", "period", "consent"}


@pytest.mark.parametrize(
    ("key", "day", "name"),
    [
        ("county-governor", date(2020, 12, 31), "Fylkesmannen"),
        ("county-governor", date(2021, 1, 1), "Statsforvalteren"),
        ("register-controller", date(2023, 12, 31), "Helsedirektoratet"),
        ("register-controller", date(2024, 1, 1), "Folkehelseinstituttet"),
        ("child-welfare-tribunal", date(2023, 1, 1), "barneverns- og helsenemnda"),
        ("national-archive", date(2026, 1, 1), "Nasjonalarkivet"),
    ],
)
def test_a_body_has_the_name_of_its_day(key, day, name):
    assert law.on(day).body(key).name.nb == name


def test_the_word_for_competence_changes_in_2026():
    assert law.on(date(2026, 5, 31)).word("decision-competence").name.nb == "samtykkekompetanse"
    assert law.on(date(2026, 6, 1)).word("decision-competence").name.nb == "beslutningskompetanse"


def test_a_basis_is_cited_as_the_act_was_called_that_day():
    before = law.on(date(2022, 7, 31)).rule("NOTIFY-REHAB").legal_basis
    after = law.on(date(2022, 8, 1)).rule("NOTIFY-REHAB").legal_basis

    assert "individuell plan og koordinator" in before.nb
    assert "habilitering, rehabilitering og koordinator" in after.nb
    assert after.nn.startswith("forskrifta")


@pytest.mark.parametrize(
    ("key", "amount", "unit", "local"),
    [
        ("acknowledge-notice", 2, Unit.WORKING_DAYS, True),
        ("acknowledge-discharge", 0, Unit.WORKING_DAYS, True),
        ("hospital-notice", 24, Unit.HOURS, False),
        ("contact-doctor", 1, Unit.WORKING_DAYS, False),
        ("coordinator-offered", 14, Unit.DAYS, True),
        ("coordinator-appointed", 28, Unit.DAYS, True),
        ("plan-active", 90, Unit.DAYS, True),
        ("plan-revision", 12, Unit.MONTHS, True),
        ("plan-revision-child", 6, Unit.MONTHS, True),
        ("complaint-health", 4, Unit.WEEKS, False),
        ("complaint-nav", 3, Unit.WEEKS, False),
        ("complaint-child-welfare", 3, Unit.WEEKS, False),
        ("insight-request", 30, Unit.DAYS, False),
        ("agreement-review", 12, Unit.MONTHS, False),
        ("agreement-sent", 1, Unit.MONTHS, False),
        ("breach", 72, Unit.HOURS, False),
    ],
)
def test_the_deadlines(key, amount, unit, local):
    deadline = law.on(TODAY).deadline(key)

    assert (deadline.amount, deadline.unit, deadline.local) == (amount, unit, local)


def test_an_organisation_sets_a_deadline_of_its_own_and_it_is_worded_so():
    deadline = law.on(TODAY).deadline("acknowledge-notice", overrides={"acknowledge-notice": 1})

    assert (deadline.amount, deadline.overridden) == (1, True)
    assert (deadline.length.nb, deadline.length.en) == ("1 virkedag", "1 working day")
    assert law.on(TODAY).deadline("acknowledge-notice", overrides={"plan-active": 1}).length.nn == "2 virkedagar"


def test_a_deadline_that_follows_from_law_is_not_the_organisation_s_to_set():
    with pytest.raises(law.DeadlineFollowsFromLaw):
        law.on(TODAY).deadline("complaint-health", overrides={"complaint-health": 1})


def test_a_deadline_cannot_be_set_longer_than_its_bound():
    with pytest.raises(law.DeadlineOutOfBounds):
        law.on(TODAY).deadline("plan-revision", overrides={"plan-revision": 13})


@pytest.mark.parametrize(
    ("track", "length", "decided_by"),
    [
        ("health", "4 uker", "Statsforvalteren"),
        ("nav", "3 uker", "Statsforvalteren"),
        ("child-welfare", "3 uker", "Statsforvalteren"),
    ],
)
def test_a_complaint_follows_its_track(track, length, decided_by):
    complaint = law.on(TODAY).complaint(track)

    assert (complaint.deadline.length.nb, complaint.decided_by.name.nb) == (length, decided_by)
    assert complaint.legal_basis.nb


@pytest.mark.parametrize(
    ("key", "sector", "age"),
    [
        ("decides", "health", (16, 0)),
        ("decides", "school", (15, 0)),
        ("decides", "child-welfare", (15, 0)),
        ("decides", "housing", (16, 0)),
        ("heard-from", "health", (7, 0)),
        ("weight", "health", (12, 0)),
        ("adult", "*", (18, 0)),
        ("ask-from", "*", (15, 9)),
        ("child-coordinator-until", "*", (18, 0)),
        ("transition-from", "*", (17, 0)),
    ],
)
def test_the_ages(key, sector, age):
    limit = law.on(TODAY).age(key, sector=sector)

    assert (limit.years, limit.months) == age


@pytest.mark.parametrize(
    ("born", "reached"),
    [
        (date(2011, 1, 31), date(2026, 10, 31)),
        (date(2011, 5, 31), date(2027, 3, 1)),
        (date(2011, 6, 15), date(2027, 3, 15)),
    ],
)
def test_an_age_in_years_and_months_is_reached_on_its_day(born, reached):
    assert law.on(TODAY).age("ask-from").reached_on(born) == reached


def test_a_person_born_on_a_leap_day_is_of_age_the_first_of_march():
    adult = law.on(TODAY).age("adult")

    assert not adult.is_reached(date(2008, 2, 29), on=date(2026, 2, 28))
    assert adult.is_reached(date(2008, 2, 29), on=date(2026, 3, 1))


@pytest.mark.parametrize(
    ("role", "count"), [("child-coordinator", 5), ("municipal-coordinator", 11), ("hospital-coordinator", 6)]
)
def test_the_tasks_of_each_role(role, count):
    assert [task.number for task in law.on(TODAY).tasks(role)] == list(range(1, count + 1))


def test_there_is_no_child_coordinator_before_2022():
    assert law.on(date(2022, 7, 31)).tasks("child-coordinator") == ()


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2022, 6, 14), []),
        (date(2022, 6, 15), ["displaced-from-ukraine"]),
        (date(2024, 7, 1), ["displaced-from-ukraine"]),
        (date(2026, 11, 21), ["displaced-from-ukraine"]),
        (date(2028, 7, 2), []),
    ],
)
def test_the_dated_exception(day, found):
    assert keys(law.on(day).exemptions(limits="coordinator")) == found


def test_the_register_holds_the_rules_of_the_day():
    now = law.on(TODAY)

    assert "COMPETENCE-NEW" in keys(now.rules())
    assert "COMPETENCE-OLD" not in keys(now.rules())
    assert "NEW-FVL" not in keys(now.rules())
    assert "IP-CONTENT-2012" in keys(law.on(date(2022, 7, 31)).rules())


@pytest.mark.skipif(not SHARED.exists(), reason="the list the register was made from is not here")
def test_the_register_holds_every_rule_of_the_list_on_its_days():
    for rule in json.loads(SHARED.read_text())["rules"]:
        first = date.fromisoformat(rule["valid_from"])
        assert rule["id"] in keys(law.on(first).rules())
        if rule["valid_to"]:
            assert law.on(date.fromisoformat(rule["valid_to"])).rule(rule["id"]).valid_to is not None


def test_consent_functions_and_standings_are_there():
    now = law.on(TODAY)

    assert {"purpose", "recipients", "topics", "consequences", "withdrawal"} <= set(keys(now.consent_requirements()))
    assert keys(entry for entry in now.unit_functions("municipality") if entry.statutory)
    assert keys(now.unit_functions("hospital-trust"))
    assert not now.standing("parent-without-responsibility").may_consent
    assert "guardian" in keys(now.standings())


def test_what_is_not_in_force_is_said():
    with pytest.raises(law.NotInLaw, match="serious-event-report"):
        law.on(date(2026, 6, 30)).deadline("serious-event-report")


def test_a_snapshot_cannot_be_changed():
    point = law.on(TODAY).content_point("goals")

    with pytest.raises(dataclasses.FrozenInstanceError):
        point.never_omitted = False


def test_a_text_speaks_the_reader_s_language_and_bokmal_when_there_is_none_of_it():
    text = Text("en uke", "ei veke", "a week")

    for language, said in [("nb", "en uke"), ("nn", "ei veke"), ("en", "a week"), ("se", "en uke")]:
        with translation.override(language):
            assert str(text) == said
    assert [text.in_(code) for code in ("nn-NO", "no", None, "en_GB")] == ["ei veke", "en uke", "en uke", "a week"]


def test_asking_twice_gives_the_same_snapshot():
    assert law.on(date(2026, 11, 1)).snapshot is law.on(date(2026, 11, 2)).snapshot
