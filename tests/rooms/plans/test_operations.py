from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.utils import DatabaseError, ProgrammingError

from knutepunkt.access.decide import NotAllowed
from knutepunkt.audit.models import Event
from knutepunkt.consent.operations import withdraw_consent
from knutepunkt.consent.rules import NotTheirDecision
from knutepunkt.coordination.operations import add_care_team_member, open_follow_up
from knutepunkt.organisation.operations import set_deadline
from knutepunkt.plans import operations as op
from knutepunkt.plans.models import Activity, Goal, IndividualPlan, PlanAnswer, Revision
from knutepunkt.plans.queries import gaps, whole_plan


def yes(making, plan):
    with making.as_ingrid() as ingrid:
        op.answer_plan(plan=plan, by=ingrid, at=making.at, says_yes=True, how="oral")


def agree(making, activity, who=None):
    actor = making.world.actor(who or making.world.silje)
    with making.world.acting(actor):
        op.agree_activity(activity=activity, by=actor, at=making.at)


def activate(making, plan):
    with making.as_ingrid() as ingrid:
        return op.activate(plan=plan, by=ingrid, at=making.at)


def test_a_plan_goes_from_draft_into_force(making):
    plan, _goal, _activity, revision = making.in_force()

    making.follow_up.refresh_from_db()
    assert (plan.state, revision.number, making.follow_up.state) == ("active", 1, "plan-active")


def test_no_plan_without_consent(making):
    with making.as_ingrid() as ingrid, pytest.raises(op.NoConsentToPlan):
        op.draft_plan(follow_up=making.follow_up, by=ingrid, at=making.at)


def test_one_living_plan_for_a_person(making):
    first = making.draft()
    with making.as_ingrid() as ingrid:
        with pytest.raises(op.AlreadyHasPlan):
            op.draft_plan(follow_up=making.follow_up, by=ingrid, at=making.at)
        op.end_plan(plan=first, by=ingrid, at=making.at, reason="Hun flytter til en annen kommune.")
        assert op.draft_plan(follow_up=making.follow_up, by=ingrid, at=making.at).pk != first.pk


def test_nothing_but_a_complete_plan_with_a_yes_is_put_into_force(making):
    plan = making.draft()
    with pytest.raises(op.PlanIncomplete) as refused:
        activate(making, plan)
    for missing in ("Mål, ressurser og behov", "Hvem som har ansvaret", "Planperiode og neste gjennomgang"):
        assert missing in str(refused.value)


def test_every_activity_is_answered_first(making):
    plan, _goal, activity = making.filled()
    yes(making, plan)
    with pytest.raises(op.ActivitiesNotAgreed, match="1"):
        activate(making, plan)
    agree(making, activity)
    assert activate(making, plan).number == 1


def test_a_yes_counts_for_the_plan_as_it_stood(making):
    plan, goal, activity = making.filled()
    agree(making, activity)
    with pytest.raises(op.NoYes):
        activate(making, plan)
    yes(making, plan)
    with making.as_ingrid() as ingrid:
        op.change_goal(goal=goal, by=ingrid, at=making.at, words="Noe helt annet.")
    with pytest.raises(op.NoYes):
        activate(making, plan)


def test_a_no_stops_it(making):
    plan, _goal, activity = making.filled()
    agree(making, activity)
    with making.as_ingrid() as ingrid:
        op.answer_plan(plan=plan, by=ingrid, at=making.at, says_yes=False, words="Ikke sånn.", how="oral")
    with pytest.raises(op.SaidNo):
        activate(making, plan)


def test_the_yes_is_given_by_the_one_who_decides(making):
    plan, *_rest = making.filled()
    with making.as_ingrid() as ingrid, pytest.raises(NotTheirDecision):
        op.answer_plan(plan=plan, by=ingrid, at=making.at, says_yes=True, given_by="parent", how="oral")
    assert PlanAnswer.objects.count() == 0


def test_a_declined_activity_changes_the_plan_the_yes_was_given_to(making):
    plan, _goal, activity = making.filled()
    yes(making, plan)
    version = plan.version
    silje = making.world.actor(making.world.silje)
    with making.world.acting(silje):
        op.decline_activity(activity=activity, by=silje, at=making.at, reason="Vi har ingen ledig logoped.")

    with pytest.raises((op.NoYes, op.PlanIncomplete)):
        activate(making, plan)
    plan.refresh_from_db()
    activity.refresh_from_db()
    assert (activity.state, activity.answer_note) == ("declined", "Vi har ingen ledig logoped.")
    assert (plan.version, plan.changed_by) == (version + 1, "Silje Dahl")


def test_a_change_after_activation_is_a_revision_and_the_old_one_stands(making):
    plan, goal, _activity, first = making.in_force()
    version = plan.version
    with making.as_ingrid() as ingrid:
        op.change_goal(goal=goal, by=ingrid, at=making.at, words="Jeg vil tilbake på jobb.")
    plan.refresh_from_db()

    assert (plan.state, plan.version) == ("under-revision", version + 1)
    assert Revision.objects.get(pk=first.pk).content["goals"][0]["words"] == "Jeg vil tilbake på verkstedet."
    yes(making, plan)
    assert activate(making, plan).number == 2


def test_the_next_look_lies_ahead_when_the_plan_is_put_into_force(making):
    plan, goal, _activity, _revision = making.in_force()
    later = making.at + timedelta(days=150)
    with making.as_ingrid() as ingrid:
        op.change_goal(goal=goal, by=ingrid, at=later, words="Jeg vil tilbake på jobb.")
        plan.refresh_from_db()
        op.answer_plan(plan=plan, by=ingrid, at=later, says_yes=True, how="oral")
        with pytest.raises(op.ReviewPassed):
            op.activate(plan=plan, by=ingrid, at=later)


def test_a_revision_keeps_names_as_they_were(making):
    _plan, _goal, _activity, revision = making.in_force()
    making.world.speech.name = "Språk og tale"
    making.world.speech.save()

    content = Revision.objects.get(pk=revision.pk).content
    assert content["activities"][0]["unit_name"] == "Logopedtjenesten"
    assert content["plan"]["person_name"] == "Arne Solli"
    assert [goal["state"] for goal in content["goals"]] == ["accepted"]
    assert content["answer"]["words"] == "Sånn skal det være."
    assert {point["key"] for point in content["points"] if point["state"] == "miss"} == set()


@pytest.mark.parametrize("change", [{"number": 9}, {"made_by": "Noen andre"}])
def test_a_revision_is_never_changed_by_the_application(making, change):
    _plan, _goal, _activity, revision = making.in_force()

    with pytest.raises(ProgrammingError), transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(**change)
    with pytest.raises(ProgrammingError), transaction.atomic():
        revision.delete()


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize(
    "sql", ["UPDATE plans_revision SET number = 2", "DELETE FROM plans_revision", "TRUNCATE plans_revision CASCADE"]
)
def test_a_revision_is_never_changed_by_the_owner(db, sql):
    from django.db import connections

    with pytest.raises(DatabaseError, match="never changed"), connections["owner"].cursor() as cursor:
        cursor.execute(sql)


def test_the_old_service_stays_until_the_new_one_has_agreed(making):
    plan, _goal, activity, _revision = making.in_force()
    other = making.world.unit("klinikken", "Klinikken", kind="service")
    jon = making.world.staff("Jon Eide", "logoped", other, "employee")
    with making.as_ingrid() as ingrid:
        op.change_activity(activity=activity, by=ingrid, at=making.at, unit=other)
    activity.refresh_from_db()
    asked = Activity.objects.get(replaces=activity)
    assert (activity.unit_id, activity.state) == (making.world.speech.id, "agreed-by-responsible")
    with making.as_ingrid() as ingrid:
        with pytest.raises(op.AskedAlready):
            op.ask_to_take_over(activity=activity, by=ingrid, at=making.at, unit=other)
        whole = whole_plan(ingrid, plan.pk, at=making.at)
    assert [(a.unit_name, a.takeover.unit_name) for a in whole.activities] == [("Logopedtjenesten", "Klinikken")]

    agree(making, asked, jon)

    activity.refresh_from_db()
    assert activity.state == "stopped"
    with making.as_ingrid() as ingrid:
        whole = whole_plan(ingrid, plan.pk, at=making.at)
    assert [(a.unit_name, a.state) for a in whole.activities if a.is_living] == [("Klinikken", "agreed-by-responsible")]


def test_a_no_to_taking_over_changes_nothing(making):
    plan, _goal, activity, _revision = making.in_force()
    other = making.world.unit("klinikken", "Klinikken", kind="service")
    jon = making.world.actor(making.world.staff("Jon Eide", "logoped", other, "employee"))
    with making.as_ingrid() as ingrid:
        asked = op.ask_to_take_over(activity=activity, by=ingrid, at=making.at, unit=other)
    plan.refresh_from_db()
    version = plan.version
    with making.world.acting(jon):
        op.decline_activity(activity=asked, by=jon, at=making.at, reason="Vi har fullt.")

    activity.refresh_from_db()
    plan.refresh_from_db()
    assert (activity.state, plan.version) == ("agreed-by-responsible", version)


def test_a_question_taken_back_changes_nothing(making):
    plan, _goal, activity, _revision = making.in_force()
    other = making.world.unit("klinikken", "Klinikken", kind="service")
    with making.as_ingrid() as ingrid:
        asked = op.ask_to_take_over(activity=activity, by=ingrid, at=making.at, unit=other)
        plan.refresh_from_db()
        version = plan.version
        op.stop_activity(activity=asked, by=ingrid, at=making.at, reason="Arne vil bli hos Silje.")
        plan.refresh_from_db()
        activity.refresh_from_db()
    assert (plan.version, activity.state) == (version, "agreed-by-responsible")


def test_only_the_one_who_is_asked_answers(making):
    _plan, _goal, activity = making.filled()
    other = making.world.unit("klinikken", "Klinikken", kind="service")
    jon = making.world.actor(making.world.staff("Jon Eide", "logoped", other, "employee"))

    with making.world.acting(jon), pytest.raises((NotAllowed, Activity.DoesNotExist)):
        op.agree_activity(activity=activity, by=jon, at=making.at)
    with making.as_ingrid() as ingrid:
        op.agree_activity(activity=activity, by=ingrid, at=making.at, answered_by="Silje Dahl, på telefon")
    activity.refresh_from_db()
    assert activity.answered_by == "Silje Dahl, på telefon"


def test_one_doer_for_each_activity(making):
    goal = making.goal(making.draft())
    with making.as_ingrid() as ingrid:
        for doer in ({}, {"unit": making.world.speech, "contributor": "Stein"}):
            with pytest.raises(op.NobodyDoesIt):
                op.add_activity(goal=goal, by=ingrid, at=making.at, what="Skyss", **doer)


@pytest.mark.parametrize(
    ("birth", "last"), [(date(1971, 3, 9), date(2027, 12, 1)), (date(2018, 3, 9), date(2027, 6, 1))]
)
def test_the_plan_is_looked_at_again_in_time(world, birth, last):
    from rooms.plans.making import Making

    making = Making(world, birth_date=birth)
    follow_up = making.follow_up
    making.world.system()
    plan = IndividualPlan.objects.create(
        organisation_id=making.person.organisation_id, person=making.person, follow_up=follow_up, unit=world.office,
        changed_at=making.at, changed_by="Ingrid",
    )  # fmt: skip
    with making.as_ingrid() as ingrid:
        period = {"plan": plan, "by": ingrid, "at": making.at, "starts_on": date(2026, 12, 1)}
        with pytest.raises(op.ReviewTooLate):
            op.set_period(review_on=last + timedelta(days=1), **period)
        op.set_period(review_on=last, **period)


def test_an_organisation_sets_a_shorter_deadline(making):
    set_deadline(
        organisation_id=making.person.organisation_id, key="plan-revision", amount=3, by=making.loader, at=making.at,
        valid_from=date(2026, 1, 1),
    )  # fmt: skip
    plan = making.draft()
    with making.as_ingrid() as ingrid:
        period = {"plan": plan, "by": ingrid, "at": making.at, "starts_on": date(2026, 12, 1)}
        with pytest.raises(op.ReviewTooLate):
            op.set_period(review_on=date(2027, 3, 2), **period)
        op.set_period(review_on=date(2027, 3, 1), **period)


@pytest.mark.parametrize(
    "reason", ["-", "ikke relevant", "Ikke aktuelt for denne planen.", "n/a", "aaaaaaa aaaaaaa aaaaaaa", "  "]
)
def test_a_reason_says_why(making, reason):
    plan = making.draft()
    with making.as_ingrid() as ingrid, pytest.raises(op.NoRealReason):
        op.leave_out(plan=plan, key="cooperation", reason=reason, by=ingrid, at=making.at)


@pytest.mark.parametrize(
    ("key", "refusal"), [("goals", op.NeverLeftOut), ("consent", op.NeverLeftOut), ("unknown", op.NoSuchPoint)]
)
def test_some_points_are_never_left_out(making, key, refusal):
    plan = making.draft()
    with making.as_ingrid() as ingrid, pytest.raises(refusal):
        op.leave_out(plan=plan, key=key, reason="Hun har ingen andre tjenester nå.", by=ingrid, at=making.at)


def test_the_plan_is_paused_when_the_consent_ends(making):
    plan, _goal, _activity, _revision = making.in_force()
    making.world.system()
    consent = making.person.consents.get()
    with making.as_ingrid() as ingrid:
        withdraw_consent(consent=consent, by=ingrid, at=making.at + timedelta(hours=1), reason="Sa det i møtet.")
        plan.refresh_from_db()
        assert plan.state == "paused"
        with pytest.raises(op.PlanNotOpen):
            op.add_goal(plan=plan, by=ingrid, at=making.at, words="Mål", life_area="work")
        with pytest.raises(op.NoConsentToPlan):
            op.resume_plan(plan=plan, by=ingrid, at=making.at + timedelta(hours=2))


def test_a_member_sees_the_goals_of_the_topics_and_no_old_versions(making):
    plan, _goal, _activity, _revision = making.in_force()
    making.goal(plan, "Jeg vil sove bedre.", life_area="mind")
    guest = making.world.staff(
        "Hanne Lund", "veileder", making.world.unit("nav", "NAV", kind="service", sector="work"), "employee"
    )
    with making.as_ingrid() as ingrid:
        add_care_team_member(
            follow_up=making.follow_up, by=ingrid, at=making.at, name="Hanne Lund", role="veileder", staff=guest, sees_plan=True,
            topics=["work"],
        )  # fmt: skip
    hanne = making.world.actor(guest)
    with making.world.acting(hanne, making.person):
        whole = whole_plan(hanne, plan.pk, at=making.at)
        assert [goal.words for goal in whole.goals] == ["Jeg vil tilbake på verkstedet."]
        assert (whole.sees_all, whole.needs, whole.cooperation, dict(whole.notes)) == (False, "", "", {})
        assert list(Revision.objects.all()) == []
        assert list(Goal.objects.values_list("topic", flat=True)) == ["work"]
        with pytest.raises(NotAllowed):
            op.add_goal(plan=plan, by=hanne, at=making.at, words="Mål", life_area="work")


def test_the_person_comments_and_answers_but_does_not_edit(world):
    from rooms.plans.making import Making

    making = Making(world, account=True)
    plan, goal, _activity = making.filled()
    arne = world.actor(making.person)
    with world.acting(arne, making.person):
        comment = op.comment_goal(goal=goal, words="To dager i uka først.", by=arne, at=making.at)
        answer = op.answer_plan(plan=plan, by=arne, at=making.at, says_yes=True)
        assert (comment.by_person, comment.said_by) == (True, "Arne Solli")
        assert (answer.given_by_name, answer.how, answer.plan_version) == ("Arne Solli", "own-page", plan.version)
        with pytest.raises(NotAllowed):
            op.change_goal(goal=goal, by=arne, at=making.at, words="Nytt")


def test_gaps_are_the_activities_whose_day_has_come(making):
    plan, _goal, activity, _revision = making.in_force()
    making.follow_up.discharge_on = date(2026, 11, 23)
    making.follow_up.save()
    with making.as_ingrid() as ingrid:
        op.change_activity(activity=activity, by=ingrid, at=making.at, starts_on=None)
        found = gaps(ingrid.organisation_id, on=date(2026, 11, 24), plan_id=plan.pk)
        assert [(gap.what, gap.days, gap.unit_name) for gap in found] == [
            ("Trening med logoped", 1, "Logopedtjenesten")
        ]
        assert gaps(ingrid.organisation_id, on=date(2026, 11, 22)) == []
    silje = making.world.actor(making.world.silje)
    with making.world.acting(silje):
        op.start_activity(activity=activity, by=silje, at=making.at)
    with making.as_ingrid() as ingrid:
        assert gaps(ingrid.organisation_id, on=date(2026, 11, 24), unit_ids=[making.world.office.id]) == []


def test_the_log_says_what_was_done(making):
    plan, _goal, _activity, _revision = making.in_force()

    said = list(
        Event.objects.filter(person_id=plan.person_id, subject_type__startswith="plans.")
        .order_by("id")
        .values_list("what", flat=True)
    )

    assert said == [
        "plan.drafted", "goal.added", "activity.added", "plan.texts-written", "plan.period-set", "plan.main-responsible-set",
        "activity.agree", "plan.answered", "goal.accept", "plan.activate",
    ]  # fmt: skip
    facts = str(list(Event.objects.filter(person_id=plan.person_id).values_list("facts", flat=True)))
    for private in ("verkstedet", "Arne", "logoped", "Sånn skal"):
        assert private not in facts


def test_two_follow_ups_two_plans(making):
    making.draft()
    other = making.world.person("Berit", "Solli")
    follow_up = open_follow_up(person=other, unit_id=making.world.office.id, by=making.loader, at=making.at)

    assert follow_up.plans.count() == 0


def test_one_main_goal(making):
    plan = making.draft()
    first = making.goal(plan, is_main=True)
    second = making.goal(plan, "Jeg vil synge.", is_main=True)
    first.refresh_from_db()

    assert (first.is_main, second.is_main) == (False, True)
