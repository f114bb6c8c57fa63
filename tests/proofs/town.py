"""Towns of one, three and thirty: the same office with so many rows of everything, made by the product's own operations."""

from datetime import timedelta

from knutepunkt.consent.operations import record_consent
from knutepunkt.coordination import operations as coordination
from knutepunkt.foundation.clock import day
from knutepunkt.intake.operations import acknowledge, receive_notice
from knutepunkt.plans import operations as plans
from knutepunkt.tasks.operations import create_task
from world import World, informed

SUBJECTS = ["assessment", "plan", "coordinator", "sharing"]
SIZES = {1: (1, 1), 3: (3, 3), 30: (8, 25)}  # rows -> goals, activities


class Town(World):
    """Arne has `rows` of everything round his plan; `rows` other persons stand in the lists of the office."""

    def __init__(self, at, rows):
        self.rows = rows
        super().__init__(at)
        self.day = day(at)
        self.by = {"by": self.loader(), "at": at}
        self.arne = self.person("Arne", f"Solli{rows}", account=True)
        for number in range(rows):
            self.somebody(number)
        self.follow_up = self.followed(self.arne)
        self.around_arne()
        self.plan = self.a_plan(self.follow_up, *SIZES[rows])
        for number in range(rows):
            create_task(
                organisation_id=self.lyngvik.id, unit_id=self.office.pk, kind="call-back", due_on=self.day + timedelta(days=number % 3),
                source_type="coordination.followup", source_id=self.follow_up.pk, person_id=self.arne.pk, staff_id=self.ingrid.pk,
                text=f"Ring {number}", **self.by,
            )  # fmt: skip

    def organisation(self, slug, kind, name, **more):
        return super().organisation(f"{slug}-{self.rows}", kind, f"{name} {self.rows}", **more)

    def somebody(self, number):
        """Somebody with a notice in the inbox, and somebody else who is followed up, with a plan."""
        came = self.at - timedelta(days=number % 5)
        for family in ("Nyvik", "Vik"):
            person = self.person(f"Person {number}", family)
            notice = receive_notice(
                organisation_id=self.lyngvik.id, kind="plan-or-coordinator", channel="form", person=person, received_at=came,
                sender_organisation="Lia legesenter", basis="consent", text="Trenger flere tjenester.", **self.by,
            )  # fmt: skip
            if family == "Vik":
                acknowledge(notice=notice, **self.by)
                self.a_plan(self.followed(person, coordinated=number % 3 == 0), 1, 1)

    def followed(self, person, *, coordinated=True):
        follow_up = coordination.open_follow_up(
            person=person, unit_id=self.office.id, responsible=self.ingrid, **self.by
        )
        record_consent(person=person, subjects=SUBJECTS, answer="oral", **informed(self.at), **self.by)
        if coordinated:
            self.coordinator(follow_up, self.ingrid, self.office)
        follow_up.refresh_from_db()
        return follow_up

    def coordinator(self, follow_up, staff, unit, *, main=True):
        asked = coordination.ask_service(
            follow_up=follow_up,
            service_unit=unit,
            answer_by=self.day + timedelta(days=7),
            wish="",
            kind="coordinator",
            **self.by,
        )
        coordination.name_coordinator(appointment=asked, coordinator=staff, **self.by)
        coordination.accept_appointment(appointment=asked, **self.by)
        coordination.appoint(appointment=asked, main=main, **self.by)

    def around_arne(self):
        for number in range(self.rows):
            coordination.say_what_is_important(person=self.arne, words=f"Arbeid {number}", **self.by)
            note = coordination.write_note(
                follow_up=self.follow_up, text=f"Samtale {number}", happened_on=self.day, **self.by
            )
            coordination.sign_note(note=note, **self.by)
            coordination.add_care_team_member(
                follow_up=self.follow_up, name=f"Deltaker {number}", role="Fysioterapeut", **self.by
            )
            decision = coordination.draft_decision(
                person=self.arne,
                unit_id=self.office.id,
                follow_up=self.follow_up,
                kind="plan-granted",
                reasons="Langvarige behov.",
                **self.by,
            )
            coordination.make_decision(decision=decision, **self.by)
            staff = self.staff(f"Koordinator {number}", "logoped", self.speech, "employee")
            self.coordinator(self.follow_up, staff, self.speech, main=False)

    def a_plan(self, follow_up, goals, activities):
        plan = plans.draft_plan(follow_up=follow_up, **self.by)
        made = [
            plans.add_goal(plan=plan, words=f"Mål {number}", life_area="work", expressed_by="Arne", **self.by)
            for number in range(goals)
        ]
        for number in range(activities):
            plans.add_activity(
                goal=made[number % goals], what=f"Tiltak {number}", amount="Hver uke", unit=self.speech,
                starts_on=self.day + timedelta(days=number), **self.by,
            )  # fmt: skip
            plans.comment_goal(goal=made[number % goals], words=f"Bra {number}", **self.by)
        return plan
