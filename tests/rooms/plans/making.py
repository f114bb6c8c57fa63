"""Arne's plan, step by step, for the tests of the room."""

from datetime import date, timedelta

from knutepunkt.consent.operations import record_consent
from knutepunkt.coordination.operations import add_care_team_member, open_follow_up
from knutepunkt.plans.models import IndividualPlan
from knutepunkt.plans.operations import (
    activate,
    add_activity,
    add_goal,
    agree_activity,
    answer_plan,
    draft_plan,
    set_main_responsible,
    set_period,
    write_texts,
)
from world import informed

TEXTS = {
    "needs": "Trening hver dag og hjelp til å komme i gang igjen på jobb.",
    "resources": "Arne er utholdende, og Berit og naboen stiller opp.",
    "cooperation": "NAV og fastlegen møtes med kommunen hver måned.",
}


class Making:
    """Makes one person's plan as Ingrid, in the row-level security of her account."""

    def __init__(self, world, **person):
        self.world = world
        self.at = world.at
        self.person = world.person(**person)
        self.loader = world.loader()
        self.ingrid = world.actor(world.ingrid)
        self.follow_up = open_follow_up(
            person=self.person, unit_id=world.office.id, by=self.loader, at=self.at, responsible=world.ingrid
        )
        self.ingrid.forget(self.person.id)

    def as_ingrid(self):
        return self.world.acting(self.ingrid, self.person)

    def consent(self, **more):
        with self.as_ingrid() as ingrid:
            more = (
                {"subjects": ["assessment", "plan", "coordinator", "sharing"], "answer": "signed"}
                | informed(self.at)
                | more
            )
            return record_consent(person=self.person, by=ingrid, at=self.at, **more)

    def draft(self, **consent) -> IndividualPlan:
        self.consent(**consent)
        with self.as_ingrid() as ingrid:
            return draft_plan(follow_up=self.follow_up, by=ingrid, at=self.at)

    def goal(self, plan, words="Jeg vil tilbake på verkstedet.", **more):
        with self.as_ingrid() as ingrid:
            return add_goal(
                plan=plan, by=ingrid, at=self.at, words=words, life_area=more.pop("life_area", "work"), **more
            )

    def activity(self, goal, what="Trening med logoped", **more):
        values = {"how": "På kontoret", "amount": "Tre ganger i uken", "starts_on": date(2026, 12, 7)} | more
        if "contributor" not in values:
            values.setdefault("unit", self.world.speech)
        with self.as_ingrid() as ingrid:
            return add_activity(goal=goal, by=ingrid, at=self.at, what=what, **values)

    def filled(self, **more):
        """A plan that lacks nothing but an answer from the service and the person's yes. Returns (plan, goal, activity)."""
        plan = self.draft(**more)
        goal = self.goal(plan)
        activity = self.activity(goal)
        with self.as_ingrid() as ingrid:
            by = {"by": ingrid, "at": self.at}
            add_care_team_member(
                follow_up=self.follow_up, name="Nils Berg", role="fastlege", contributes="Sykmelding og vurdering", **by
            )
            self.follow_up.refresh_from_db()
            self.follow_up.contact_doctor = "Anne Moe"
            self.follow_up.save()
            write_texts(plan=plan, **TEXTS, **by)
            set_period(
                plan=plan, starts_on=date(2026, 12, 4), ends_on=date(2027, 12, 3), review_on=date(2027, 3, 4), **by
            )
            set_main_responsible(plan=plan, unit=self.world.office, **by)
        return plan, goal, activity

    def in_force(self, **more):
        """A plan in force: (plan, goal, activity, revision)."""
        plan, goal, activity = self.filled(**more)
        silje = self.world.actor(self.world.silje)
        with self.world.acting(silje):
            agree_activity(activity=activity, by=silje, at=self.at)
        with self.as_ingrid() as ingrid:
            answer_plan(plan=plan, by=ingrid, at=self.at, says_yes=True, words="Sånn skal det være.", how="oral")
            revision = activate(plan=plan, by=ingrid, at=self.at + timedelta(minutes=5))
        return plan, goal, activity, revision
