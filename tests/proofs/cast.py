"""Every kind of account there is, round one file of the demo (Jonas in Trondheim) and round children of every age.

Each is made by facts of the product (a role, an appointment, a membership, a consent, custody, a block …); the grants follow from
them. `Cast.accounts[kind]` is (account, organisation id); `Cast.child[kind]` is the child somebody acts for.
"""

from contextlib import contextmanager
from datetime import date, timedelta

from django.db import transaction
from django.test import Client

from messages import make
from world import session_cookies

UNIT = "tr-ostbyen-voksen"
CHILDREN = "tr-ostbyen-barn"
PLANTED = "Grønn-hane-7741"
MIND = "Lilla-ugle-9032"
"""Words that stand in the plan: the first in a goal about leisure, the second in one about mental health."""
SENT = "Rosa-elg-1187"
"""A word in a message that came to the unit's inbox, with a file of the same word."""


class Cast:
    """The accounts and the files, in a database that is a copy of the demo and may be written in."""

    def __init__(self, at):
        from knutepunkt.organisation.models import Organisation, Unit

        self.at, self.accounts, self.child = at, {}, {}
        self.trondheim = Organisation.objects.get(slug="trondheim")
        with self.inside() as loader:
            self.by = {"by": loader, "at": at}
            self.unit, self.children_unit = Unit.objects.get(slug=UNIT), Unit.objects.get(slug=CHILDREN)
            self.known()
            self.families()
            self.staff()
            self.close()
            self.rows = self.to_decide()

    @contextmanager
    def inside(self):
        from knutepunkt.access import scope
        from knutepunkt.access.actor import system_actor
        from knutepunkt.identity.system import DEMO_LOADER

        try:
            with transaction.atomic():
                scope.enter(scope.Scope(self.trondheim.pk, DEMO_LOADER, None, "test", self.at))
                yield system_actor(DEMO_LOADER, organisation_id=self.trondheim.pk, at=self.at)
        finally:
            scope.leave()

    # those of the demo

    def known(self):
        from knutepunkt.coordination.models import FollowUp
        from knutepunkt.organisation.models import Staff
        from knutepunkt.people.models import Person

        self.jonas = Person.objects.get(given_name="Jonas", family_name="Fjeld")
        self.follow_up = FollowUp.objects.get(person=self.jonas)
        self.accounts["person"] = self.jonas.account
        for kind, name in {
            "caseworker": "Ingrid Solbakken", "caseworker of two units": "Øyvind Berge", "caseworker of another unit": "Tore Nygård", "leader": "Torgeir Wist",
            "coordinator": "Jon Eide", "member": "Guro Lien", "member of another sector": "Hanne Lund",
        }.items():  # fmt: skip
            self.accounts[kind] = Staff.objects.get(organisation_id=self.trondheim.pk, name=name).account

    def account(self, kind, sort="person"):
        from knutepunkt.identity.models import Account

        made = Account.objects.create(subject=f"cast-{len(self.accounts)}", kind=sort, password="!")
        self.accounts[kind] = made
        return made

    # staff

    def employee(self, kind, *, unit=None, role="employee", sector="health", employer=None):
        from knutepunkt.access.grants import refresh_units
        from knutepunkt.organisation.models import Staff, StaffRole, Unit

        unit = unit or Unit.objects.get(slug="tr-ergo")
        staff = Staff.objects.create(
            organisation_id=self.trondheim.pk, account=self.account(kind, "staff"), name=f"Ansatt {kind}", title="rådgiver",
            unit=unit, sector=sector, employer=employer,
        )  # fmt: skip
        since = self.at - timedelta(days=400)
        StaffRole.objects.create(organisation_id=self.trondheim.pk, staff=staff, unit=unit, role=role, valid_from=since)
        refresh_units(self.trondheim.pk, at=self.at)
        return staff

    def also(self, staff, role):
        from knutepunkt.access.grants import refresh_units
        from knutepunkt.organisation.models import StaffRole

        since = self.at - timedelta(days=400)
        StaffRole.objects.create(
            organisation_id=self.trondheim.pk, staff=staff, unit=self.unit, role=role, valid_from=since
        )
        refresh_units(self.trondheim.pk, at=self.at)

    def staff(self):
        from knutepunkt.coordination.operations import end_appointment, remove_care_team_member
        from knutepunkt.organisation.models import Organisation, Unit

        self.employee("administrator", unit=Unit.objects.get(slug="tr-helse-velferd"), role="administrator")
        self.employee("employee who has nothing to do with it")
        self.employee("new caseworker", unit=self.unit, role="caseworker")
        leads = self.employee("leader who is caseworker too", unit=self.unit, role="caseworker")
        self.also(leads, "leader")
        self.also(
            self.employee("caseworker who is administrator too", unit=self.unit, role="caseworker"), "administrator"
        )
        self.appointed(self.employee("coordinator beside the main one"))
        self.appointed(self.employee("caseworker who coordinates too", unit=self.unit, role="caseworker"))
        ended = self.appointed(self.employee("coordinator whose time has ended"))
        end_appointment(appointment=ended, **self.by)
        self.appointed(self.employee("coordinator of another sector", sector="education"))
        elsewhere = Organisation.objects.filter(kind="hospital-trust").order_by("name").first()
        self.appointed(self.employee("coordinator from another organisation", employer=elsewhere))
        guest = self.employee("guest from another organisation", employer=elsewhere)
        self.member(guest, named=("leisure", "work"))
        removed = self.member(self.employee("member who was taken out", sector="work"), named=("leisure",))
        remove_care_team_member(member=removed, **self.by)
        self.member(self.employee("member without sight", sector="work"), sees=False)
        self.member(self.employee("member who waits for consent", sector="work"))
        withdrawn = self.member(self.employee("member whose consent was withdrawn", sector="work"), named=("leisure",))
        self.withdraw(withdrawn)
        self.block(self.member_account("member who is blocked"))
        self.conflict(self.employee("caseworker with a conflict", unit=self.unit, role="caseworker"))
        self.emergency(self.employee("employee with emergency access"))
        self.emergency(self.employee("employee whose emergency access has ended"), minutes=-5)

    def appointed(self, staff):
        from knutepunkt.coordination.operations import accept_appointment, appoint, ask_service, name_coordinator

        row = ask_service(
            follow_up=self.follow_up, service_unit=staff.unit, answer_by=date(2030, 1, 1), wish="", kind="coordinator", **self.by
        )  # fmt: skip
        name_coordinator(appointment=row, coordinator=staff, **self.by)
        accept_appointment(appointment=row, **self.by)
        appoint(appointment=row, main=False, **self.by)
        return row

    def member(self, staff, *, sees=True, named=None, follow_up=None):
        from knutepunkt.coordination.operations import add_care_team_member

        member = add_care_team_member(
            follow_up=follow_up or self.follow_up, staff=staff, sees_plan=sees, topics=named, **self.by
        )
        if named:
            self.consent(member.person, recipient_staff=staff, topics=named)
        return member

    def member_account(self, kind):
        staff = self.employee(kind)
        self.member(staff)
        return staff

    def consent(self, person, subjects=("sharing",), **more):
        from knutepunkt.consent.operations import record_consent

        told = {"information": "Hva det gjelder.", "informed_on": self.at.date(), "information_language": "nb"}
        return record_consent(person=person, subjects=subjects, answer="signed", **told, **more, **self.by)

    def withdraw(self, member):
        from knutepunkt.consent.models import Consent
        from knutepunkt.consent.operations import withdraw_consent

        consent = Consent.objects.get(person_id=member.person_id, recipient_staff=member.staff, state="given-signed")
        withdraw_consent(consent=consent, reason="Sa det på telefonen.", **self.by)

    def block(self, staff):
        from knutepunkt.access.grants import refresh_person
        from knutepunkt.consent.models import Block

        Block.objects.create(
            organisation_id=self.trondheim.pk, person=self.jonas, staff=staff, said_by="Jonas", recorded_by="Ingrid",
            starts_at=self.at - timedelta(hours=1),
        )  # fmt: skip
        refresh_person(self.trondheim.pk, self.jonas.pk, at=self.at)

    def conflict(self, staff):
        from knutepunkt.access.grants import refresh_person
        from knutepunkt.people.models import ConflictOfInterest

        ConflictOfInterest.objects.create(
            organisation_id=self.trondheim.pk, person=self.jonas, staff=staff, declared_by=staff.name,
            starts_at=self.at - timedelta(hours=1),
        )  # fmt: skip
        refresh_person(self.trondheim.pk, self.jonas.pk, at=self.at)

    def emergency(self, staff, minutes=60):
        from knutepunkt.access.grants import refresh_person
        from knutepunkt.people.models import EmergencyAccess

        EmergencyAccess.objects.create(
            organisation_id=self.trondheim.pk, person=self.jonas, staff=staff, reason="Falt om på gata.",
            starts_at=self.at - timedelta(minutes=60), ends_at=self.at + timedelta(minutes=minutes),
        )  # fmt: skip
        refresh_person(self.trondheim.pk, self.jonas.pk, at=self.at)

    # those close to Jonas

    def kin(self, kind, person, **facts):
        from knutepunkt.access.grants import refresh_person
        from knutepunkt.people.models import NextOfKin

        row = NextOfKin.objects.create(
            organisation_id=self.trondheim.pk, person=person, account=self.account(kind), name=f"Nær {kind}",
            relation=facts.pop("relation", "other"), valid_from=self.at - timedelta(days=300), **facts,
        )  # fmt: skip
        refresh_person(self.trondheim.pk, person.pk, at=self.at)
        return row

    def close(self):
        self.kin("brother without consent", self.jonas)
        sister = self.kin("sister with consent", self.jonas)
        self.consent(self.jonas, recipient_kin=sister, topics=("goals", "leisure"))
        self.kin(
            "guardian with a narrow mandate",
            self.jonas,
            mandate="Økonomi",
            mandate_kind="guardian",
            mandate_topics=["work"],
        )
        self.kin("guardian", self.jonas, mandate="Alt", mandate_kind="guardian")
        self.kin("guardian whose mandate has ended", self.jonas, mandate="Alt", mandate_kind="guardian",
                 valid_to=self.at - timedelta(days=1))  # fmt: skip

    # children

    def families(self):
        for age in (5, 13, 15, 17):
            child = self.a_child(age)
            self.kin(f"parent of a child of {age}", child, relation="mother", parental_responsibility=True)
            self.child[f"parent of a child of {age}"] = child
            if age in {5, 15}:
                self.kin(f"parent of {age} without responsibility", child, relation="father")
                self.child[f"parent of {age} without responsibility"] = child
        self.withheld(self.child["parent of a child of 13"])
        child = self.a_child(9, "Omsorg")
        self.kin("parent who lost custody", child, relation="mother", parental_responsibility=True)
        self.kin("foster parent", child, relation="foster-mother", foster_parent=True)
        for kind in ("parent who lost custody", "foster parent"):
            self.child[kind] = child
        self.custody(child)
        youth = self.a_child(17, "Uten")
        self.kin("parent of 17 without competence", youth, relation="mother", parental_responsibility=True)
        self.child["parent of 17 without competence"] = youth
        self.competence(youth, ["leisure", "goals"])

    def a_child(self, age, family="Barn"):
        from knutepunkt.access.grants import refresh_person
        from knutepunkt.consent.models import Consent
        from knutepunkt.coordination.operations import open_follow_up
        from knutepunkt.people.models import Person
        from knutepunkt.plans.operations import add_goal, draft_plan

        born = self.at.date().replace(year=self.at.year - age) - timedelta(days=40)
        kind = f"{family.lower()} of {age}"
        child = Person.objects.create(
            organisation_id=self.trondheim.pk, given_name="Ola", family_name=f"{family} {age}", birth_date=born,
            created_at=self.at - timedelta(days=300), account=self.account(kind) if age >= 5 else None,
        )  # fmt: skip
        self.child[kind] = child
        refresh_person(self.trondheim.pk, child.pk, at=self.at)
        follow_up = open_follow_up(person=child, unit_id=self.children_unit.pk, **self.by)
        Consent.objects.create(
            organisation_id=self.trondheim.pk, person=child, subjects=["plan"], state="given-signed", given_by="parent",
            answered_at=self.at, created_at=self.at, recorded_by="Silje",
        )  # fmt: skip
        plan = draft_plan(follow_up=follow_up, **self.by)
        for words, area in ((PLANTED, "leisure"), (MIND, "mind")):
            add_goal(plan=plan, words=words, expressed_by=child.full_name, life_area=area, **self.by)
        return child

    def withheld(self, child):
        from knutepunkt.access.grants import refresh_person
        from knutepunkt.consent.models import WithheldMatter

        WithheldMatter.objects.create(
            organisation_id=self.trondheim.pk, person=child, kept_from="parents", topic="mental-health", reason="Vil ha det for seg selv.",
            decided_by=child.full_name, by_account_id=child.account_id, starts_at=self.at - timedelta(days=1),
        )  # fmt: skip
        refresh_person(self.trondheim.pk, child.pk, at=self.at)

    def custody(self, child):
        from knutepunkt.access.grants import refresh_person
        from knutepunkt.people.models import Custody

        staff = self.employee("child welfare with custody", sector="child-welfare")
        self.child["child welfare with custody"] = child
        Custody.objects.create(
            organisation_id=self.trondheim.pk, person=child, unit=staff.unit, staff=staff, decided_by="Barneverns- og helsenemnda",
            starts_at=self.at - timedelta(days=2), recorded_by="Silje",
        )  # fmt: skip
        refresh_person(self.trondheim.pk, child.pk, at=self.at)

    def competence(self, youth, topics):
        from knutepunkt.access.grants import refresh_person
        from knutepunkt.people.models import CompetenceDecision

        CompetenceDecision.objects.create(
            organisation_id=self.trondheim.pk, person=youth, topics=topics, reason="Forstår ikke hva det gjelder.", decided_by="lege",
            decided_on=self.at.date() - timedelta(days=9), presented_to="Ola og mor", presented_on=self.at.date() - timedelta(days=9),
            starts_at=self.at - timedelta(days=9),
        )  # fmt: skip
        refresh_person(self.trondheim.pk, youth.pk, at=self.at)

    # what lies in an inbox or on a list, by the names used in addresses

    def to_decide(self):
        """A message from the hospital with a file, and a look-up that the leader reviews."""
        from knutepunkt.audit.models import ReviewItem
        from knutepunkt.exchange.models import ReceivedMessage
        from knutepunkt.exchange.operations import receive
        from knutepunkt.organisation.models import HerAddress, Staff

        number = HerAddress.objects.filter(unit=self.unit).first().her_id
        to_unit = (("Trondheim kommune", 99001), (self.unit.name, int(number)))
        sent = make.message(
            "DIALOG_NOTAT", msg_id="cast-1", receiver=to_unit, text=f"Se til {SENT}.",
            attachment=("fil.txt", "text/plain", SENT.encode()),
        )  # fmt: skip
        receive(sent, source="test", **self.by)
        item = ReviewItem.objects.create(
            organisation_id=self.trondheim.pk, kind="sample", day=self.at.date(), account_id=self.accounts["member"].pk, by_name="Guro Lien",
            role="employee", person_id=self.jonas.pk, count=2, first_at=self.at, last_at=self.at, pages=["plan", "notes"],
            reviewer_id=self.accounts["leader"].pk, unit_id=self.unit.pk, listed_at=self.at,
        )  # fmt: skip
        message = ReceivedMessage.objects.get(organisation_id=self.trondheim.pk, message_id="cast-1")
        staff = Staff.objects.get(account=self.accounts["member"])
        return {"sent": str(message.pk), "reviewed": str(item.pk), "helper": str(staff.pk)}

    # in front of the browser

    def client(self, kind, organisation_id=None):
        client = Client(raise_request_exception=False, HTTP_ACCEPT_LANGUAGE="nb")
        if kind != "anonymous":
            cookies = session_cookies(self.accounts[kind], organisation_id or self.trondheim.pk)
            client.cookies.load(cookies)
        return client
