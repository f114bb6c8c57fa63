"""Half a minute before and half a minute after midnight of the sixteenth birthday: who sees what, through each channel.

Health care, the coordinator and health personnel who cooperate go on; sharing with other sectors stops by itself; the plan is paused by
the job of the night, not ended. The young person has said yes to one of two beforehand, so one goes on.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.urls import reverse

from knutepunkt.consent.jobs import birthdays
from knutepunkt.consent.operations import answer_consent, record_consent
from knutepunkt.coordination import operations as coordination
from knutepunkt.coordination.birthdays import tell_birthdays
from knutepunkt.coordination.covering import questions_about
from knutepunkt.messaging.models import OutboundMessage
from knutepunkt.people.models import NextOfKin
from knutepunkt.plans.models import IndividualPlan, PlanStep
from rooms.plans.making import Making
from world import informed

OSLO = ZoneInfo("Europe/Oslo")
BORN = date(2010, 12, 15)
BEFORE = datetime(2026, 12, 14, 23, 59, 30, tzinfo=OSLO)
AFTER = datetime(2026, 12, 15, 0, 0, 30, tzinfo=OSLO)
NAME, GOAL = "Ravnkloa", "Være med på skolekjøkkenet"


class Family:
    """A young person of fifteen; the mother said yes to the plan, to the teacher and to the youth worker."""

    def __init__(self, world):
        self.world, self.at = world, world.at
        making = self.making = Making(world, given="Emil", family=NAME, account=True, birth_date=BORN)
        self.person = making.person
        self.mother = NextOfKin.objects.create(
            organisation_id=self.person.organisation_id, person=self.person, name="Mor", relation="mother", parental_responsibility=True,
            valid_from=self.at - timedelta(days=5000), email="mor@example.org", account=world.account("person:mor", "person"),
        )  # fmt: skip
        self.plan, *_rest = self.in_force()
        self.members = {name: self.member(name, sector) for name, sector in (("Marte", "education"), ("Ola", "work"))}
        coordination.add_care_team_member(
            follow_up=making.follow_up, staff=world.silje, sees_plan=True, by=world.loader(), at=self.at
        )

    def in_force(self):
        making = self.making
        yes = {"given_by": "parent", "child_heard": "Greit."} | informed(self.at)
        making.consent = lambda **_more: record_consent(
            person=self.person, by=self.world.loader(), at=self.at, subjects=["assessment", "plan", "coordinator", "sharing"],
            answer="signed", **yes,
        )  # fmt: skip
        plan, goal, activity = making.filled()
        making.goal(plan, GOAL, life_area="school")
        IndividualPlan.objects.filter(pk=plan.pk)
        return plan, goal, activity

    def member(self, name, sector):
        world = self.world
        staff = world.staff(
            name, "rådgiver", world.unit(name, f"Tjeneste {name}", kind="service", sector=sector), "employee"
        )
        staff.email = f"{name.lower()}@example.org"
        staff.save()
        by = {"by": world.loader(), "at": self.at + timedelta(minutes=1)}
        member = coordination.add_care_team_member(
            follow_up=self.making.follow_up, staff=staff, sees_plan=True, topics=["goals", "school"], **by
        )
        (question,) = questions_about(self.making.follow_up, [member]).values()
        answer_consent(
            consent=question, answer="signed", given_by="parent", child_heard="Greit.", **informed(self.at),
            by=world.loader(), at=self.at + timedelta(minutes=2),
        )  # fmt: skip
        return staff

    def sees(self, somebody, at, monkeypatch):
        """What somebody gets through each channel at a moment: page, PDF, search, list, rows in SQL, and their count."""
        monkeypatch.setattr("knutepunkt.config.middleware.now", lambda: at)
        client = self.world.client(somebody)
        page = client.get(reverse("plans:plan", args=[self.plan.pk]))
        paper = client.get(reverse("plans:print", args=[self.plan.pk]))
        found = client.post(reverse("front:search"), {"q": NAME[:-1]}) if somebody.account.kind == "staff" else page
        day = client.get(reverse("front:day")) if somebody.account.kind == "staff" else page
        self.world.system()
        with self.world.acting(self.world.actor(somebody, at=at), at=at), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM people_person WHERE id = %s", [self.person.pk])
            persons = cursor.fetchone()[0]
        with self.world.acting(self.world.actor(somebody, at=at), self.person, at=at), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM plans_goal WHERE person_id = %s", [self.person.pk])
            goals = cursor.fetchone()[0]
        return {
            "page": page.status_code == 200 and GOAL in page.content.decode(), "pdf": paper.status_code == 200,
            "search": NAME in found.content.decode(), "list": NAME in day.content.decode(), "sql": persons == 1, "count": goals,
        }  # fmt: skip


@pytest.fixture
def family(world):
    return Family(world)


def test_who_sees_what_half_a_minute_before_and_after(family, world, monkeypatch, pytestconfig):
    emil = world.actor(family.person)
    with world.acting(emil, family.person, at=world.at):
        record_consent(
            person=family.person, by=emil, at=world.at + timedelta(hours=1), subjects=["sharing"], topics=["goals", "school"],
            recipient_staff=family.members["Marte"], answer="signed", **informed(world.at),
        )  # fmt: skip
    table = {
        (who, moment): family.sees(somebody, at, monkeypatch)
        for who, somebody in [
            ("Marte", family.members["Marte"]),
            ("Ola", family.members["Ola"]),
            ("Silje", world.silje),
            ("Ingrid", world.ingrid),
        ]
        for moment, at in (("23:59:30", BEFORE), ("00:00:30", AFTER))
    }
    line = pytestconfig.get_terminal_writer().line
    for key, sees in table.items():
        line(f"\n{key[0]:7} {key[1]} {sees}")
    open_to = lambda who, moment: {name for name, value in table[who, moment].items() if value}  # noqa: E731 -- reads as a word
    assert open_to("Ola", "23:59:30") >= {"page", "pdf", "search", "sql", "count"}
    assert open_to("Ola", "00:00:30") == set()
    for who in ("Marte", "Silje", "Ingrid"):
        assert open_to(who, "23:59:30") == open_to(who, "00:00:30")
        assert open_to(who, "00:00:30") >= {"page", "pdf", "search", "sql", "count"}


def test_the_parent_loses_sight_and_the_young_person_keeps_it(family, world):
    mother = family.mother
    for at, seen in ((BEFORE, 1), (AFTER, 0)):
        with world.acting(world.actor(mother, at=at), family.person, at=at), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM people_person WHERE id = %s", [family.person.pk])
            assert cursor.fetchone()[0] == seen
    with world.acting(world.actor(family.person, at=AFTER), family.person, at=AFTER), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM plans_goal WHERE person_id = %s", [family.person.pk])
        assert cursor.fetchone()[0] == 2


def test_the_plan_is_paused_by_the_job_of_the_night_once_and_not_ended(family, world):
    from knutepunkt.access.moves import make_move
    from knutepunkt.plans.states import PLAN

    make_move(family.plan, PLAN, "activate", by=world.loader(), at=world.at)
    birthdays(BEFORE)
    world.system()
    assert IndividualPlan.objects.get(pk=family.plan.pk).state == "active"
    for _twice in range(2):
        birthdays(AFTER)
        world.system()
    assert IndividualPlan.objects.get(pk=family.plan.pk).state == "paused"
    assert PlanStep.objects.filter(plan=family.plan, name="pause").count() == 1


def test_all_are_told_in_good_time_once_each_and_no_name_is_sent(family, world):
    early = datetime(2026, 9, 1, 7, 0, tzinfo=OSLO)
    assert tell_birthdays(early) == 0
    told = [tell_birthdays(world.at + timedelta(days=day)) for day in (0, 1)]
    world.system()
    mail = OutboundMessage.objects.filter(kind__in=["sharing-pauses", "child-decides"])
    assert told == [mail.count(), 0]
    assert sorted(mail.values_list("kind", "recipient")) == [
        ("child-decides", "mor@example.org"), ("sharing-pauses", "marte@example.org"), ("sharing-pauses", "ola@example.org"),
    ]  # fmt: skip
    assert not any(word in each.subject + each.body for each in mail for word in (NAME, "Emil"))
    assert all("15.12.2026" in each.subject for each in mail)
