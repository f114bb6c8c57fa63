"""Pages about who acts for a person, who keeps away, and emergencies: what they show, do and cost, and who may not."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from knutepunkt.access.grants import refresh_person
from knutepunkt.audit.models import Event, ViewRecord
from knutepunkt.coordination import operations as ops
from knutepunkt.organisation.kinds import Sector
from knutepunkt.people import conflicts, deciding, emergency
from knutepunkt.people.models import CompetenceDecision, ConflictOfInterest, Custody, EmergencyAccess, NextOfKin
from knutepunkt.people.numbers import synthetic
from knutepunkt.people.operations import add_next_of_kin, update_person

NUMBER, NOBODYS = synthetic(date(2016, 5, 2), 1), synthetic(date(2016, 5, 2), 2)
REASON = "Unconscious in the waiting room, needs the list"


@pytest.fixture(autouse=True)
def now(monkeypatch, at):
    monkeypatch.setattr("knutepunkt.config.middleware.now", lambda: at + timedelta(hours=1))


@pytest.fixture
def child(world):
    """Iver, ten, followed up by the office."""
    person = world.person("Iver", "Lie", birth_date=date(2016, 5, 2))
    update_person(person=person, by=world.loader(), at=world.at, number=NUMBER)
    ops.open_follow_up(person=person, unit_id=world.office.id, by=world.loader(), at=world.at)
    refresh_person(world.lyngvik.id, person.pk, at=world.at)
    return person


@pytest.fixture
def welfare(world):
    unit = world.unit("barnevernet", "Barnevernet", kind="service", sector=Sector.CHILD_WELFARE)
    world.staff("Turid Moe", "barnevernspedagog", unit, "employee")
    return unit


def browser(world, somebody):
    return world.client(somebody, headers={"accept-language": "en"})


def mother(world, child, name="Mari Lie", **more):
    account = more.pop("account", None) or world.account(f"kin:{name}", "person")
    facts = {"parental_responsibility": True} | more
    return add_next_of_kin(
        person=child, by=world.loader(), at=world.at, name=name, relation="mor", account=account, **facts
    )


def logged(world, what):
    world.system()
    return Event.objects.filter(what=what).count()


class TestWhoActs:
    def url(self, child, name="acting", *more):
        return reverse(f"coordination:{name}", args=[child.pk, *more])

    @pytest.mark.story("S10.1")
    def test_it_says_who_decides_now_until_when_and_what_changes_by_itself(self, world, child):
        mother(world, child)
        text = browser(world, world.ingrid).get(self.url(child)).content.decode()
        for words in (
            "The parents, after hearing the child: Mari Lie",
            "until 02.05.2028",
            "Has parental responsibility",
            "02.02.2032",
            "Decides alone",
        ):
            assert words in text, words
        world.system()
        assert ViewRecord.objects.get(page="acting").person_id == child.pk

    def test_without_a_birth_date_it_says_what_is_missing(self, world, child):
        update_person(person=child, by=world.loader(), at=world.at, birth_date=None)
        assert "Record the birth date first" in browser(world, world.ingrid).get(self.url(child)).content.decode()

    @pytest.mark.parametrize("rows", [1, 3])
    def test_it_costs_the_same_for_one_and_for_many(self, world, child, welfare, rows, django_assert_num_queries):
        for number in range(rows):
            mother(world, child, f"Mari {number}")
            deciding.decide_competence(
                person=child,
                by=world.loader(),
                at=world.at,
                topics=["work"],
                reason="Does not understand it",
                decided_by="Dr Dahl",
            )
            custody = deciding.take_over_custody(
                person=child, by=world.loader(), at=world.at, unit=welfare, decided_by="nemnda"
            )
            deciding.end_custody(custody=custody, by=world.loader(), at=world.at)
        client = browser(world, world.ingrid)
        with django_assert_num_queries(14):
            assert client.get(self.url(child)).status_code == 200

    def test_who_has_no_file_open_gets_not_found_and_writes_nothing(self, world, child):
        kin = mother(world, child)
        names = [
            ("acting", ()),
            ("new-kin", ()),
            ("kin", (kin.pk,)),
            ("take-custody", ()),
            ("decide-competence", ()),
            ("keep-away", ()),
        ]
        _other, _unit, eva = world.neighbour()
        world.system()
        for who, answers in ((world.leif, {403, 404}), (world.silje, {403, 404}), (eva, {404}), (kin, {403})):
            client = browser(world, who)
            for name, more in names:
                url = self.url(child, name, *more)
                assert client.get(url).status_code in answers, (who, name)
                assert client.post(url, {"name": "x"}).status_code in {403, 404, 405}, (who, name)
        world.system()
        assert NextOfKin.objects.count() == 1

    @pytest.mark.story("S10.5")
    def test_a_guardian_with_kind_parts_and_dates_is_written_changed_and_ended(self, world, child):
        client = browser(world, world.ingrid)
        filled = {
            "name": "Odd Berg", "relation": "guardian", "mandate_kind": "guardian", "mandate": "Economy", "mandate_topics": ["work", "file"],
            "valid_from": "01.12.2026", "last_day": "31.12.2027",
        }  # fmt: skip
        assert client.post(self.url(child, "new-kin"), filled | {"mandate": ""}).status_code == 422
        assert client.post(self.url(child, "new-kin"), filled).status_code == 302
        world.system()
        row = NextOfKin.objects.get(name="Odd Berg")
        assert (row.mandate_kind, row.mandate_topics) == ("guardian", ["work", "file"])
        assert [moment.isoformat() for moment in (row.valid_from, row.valid_to)] == [
            "2026-11-30T23:00:00+00:00", "2027-12-31T23:00:00+00:00",
        ]  # fmt: skip
        assert client.post(self.url(child, "kin", row.pk), filled | {"mandate_topics": ["housing"]}).status_code == 302
        world.system()
        changed = NextOfKin.objects.get(pk=row.pk)
        assert (changed.mandate_topics, changed.valid_from, changed.valid_to) == (
            ["housing"],
            row.valid_from,
            row.valid_to,
        )
        text = client.get(self.url(child)).content.decode()
        assert "Covers: Housing." in text
        assert client.post(self.url(child, "end-kin", row.pk)).status_code == 302
        assert logged(world, "next-of-kin.ended") == 1

    @pytest.mark.story("S10.3")
    def test_custody_is_taken_over_and_ended(self, world, child, welfare):
        kin = mother(world, child)
        client = browser(world, world.ingrid)
        there = welfare.staff.get()
        filled = {"unit": str(welfare.pk), "staff": str(there.pk), "decided_by": "nemnda"}
        assert client.get(self.url(child, "take-custody")).status_code == 200
        assert client.post(self.url(child, "take-custody"), filled).status_code == 302
        assert client.post(self.url(child, "take-custody"), filled).status_code == 422
        world.system()
        custody = Custody.objects.get()
        assert (custody.staff, custody.recorded_by) == (there, "Ingrid Solbakken")
        text = client.get(self.url(child)).content.decode()
        assert "Child welfare: Turid Moe" in text
        assert "Foster parents see: What is important to me, and goals" in text
        assert kin.name in text
        assert client.post(self.url(child, "end-custody", custody.pk), {"ends_on": "24.11.2026"}).status_code == 302
        assert logged(world, "custody.ended") == 1

    def test_a_decision_on_what_somebody_cannot_decide_is_written_presented_and_ended(self, world, child):
        client = browser(world, world.ingrid)
        filled = {
            "topics": ["work"],
            "reason": "Does not understand money",
            "decided_by": "Dr Dahl",
            "decided_on": "24.11.2026",
        }
        assert client.post(self.url(child, "decide-competence"), filled | {"topics": []}).status_code == 422
        assert client.post(self.url(child, "decide-competence"), filled).status_code == 302
        world.system()
        row = CompetenceDecision.objects.get()
        assert "does not count: not presented" in client.get(self.url(child)).content.decode()
        shown = {"presented_to": "Iver and Mari Lie", "on": "24.11.2026"}
        assert client.post(self.url(child, "present-competence", row.pk), shown).status_code == 302
        assert "counts now" in client.get(self.url(child)).content.decode()
        assert (
            client.post(self.url(child, "end-competence", row.pk), {"because": "Understands it now"}).status_code == 302
        )
        world.system()
        assert CompetenceDecision.objects.get().ended_because == "Understands it now"

    def test_rows_of_another_person_are_not_reached_through_this_one(self, world, child):
        other = world.person("Kari", "Moe", birth_date=date(2017, 5, 2))
        ops.open_follow_up(person=other, unit_id=world.office.id, by=world.loader(), at=world.at)
        kin = mother(world, other)
        client = browser(world, world.ingrid)
        assert client.get(self.url(child, "kin", kin.pk)).status_code == 404
        assert client.post(self.url(child, "end-kin", kin.pk)).status_code == 404


class TestEmergency:
    URL = "/persons/emergency/"

    @pytest.mark.story("S19.2")
    def test_a_number_and_a_reason_open_the_file_for_an_hour_and_it_can_be_closed(self, world, child, monkeypatch):
        client = browser(world, world.silje)
        person = reverse("coordination:person", args=[child.pk])
        assert client.get(person).status_code == 404
        assert "for 1 hour" in client.get(self.URL).content.decode()
        answer = client.post(self.URL, {"number": NUMBER, "reason": REASON})
        assert (answer.status_code, answer.headers["Location"]) == (302, person)
        assert client.get(person, follow=True).status_code == 200
        text = client.get(self.URL).content.decode()
        assert "Iver Lie" in text
        world.system()
        row = EmergencyAccess.objects.get()
        views = ViewRecord.objects.filter(account_id=world.silje.account_id, basis="emergency")
        assert set(views.values_list("page", flat=True)) >= {"person", "emergency"}
        monkeypatch.setattr("knutepunkt.config.middleware.now", lambda: world.at + timedelta(hours=1, minutes=5))
        assert client.post(reverse("coordination:close-emergency", args=[row.pk])).status_code == 302
        assert client.get(person).status_code == 404
        assert logged(world, "emergency.closed") == 1

    def test_a_missing_and_a_closed_file_look_alike_and_nothing_of_it_stands_in_the_address(self, world, child):
        client = browser(world, world.silje)
        with world.acting(world.actor(world.silje)) as silje:
            conflicts.declare_conflict(staff=world.silje, number=NUMBER, by=silje, at=world.at)
        sizes = []
        for number in (NUMBER, NOBODYS):
            answer = client.post(self.URL, {"number": number, "reason": REASON})
            assert answer.status_code == 422
            assert "No file can be opened with this number" in answer.content.decode()
            sizes.append(len(answer.content))
        assert sizes[0] == sizes[1]
        assert "emergency" in client.post("/search/", {"q": "Nobody Here"}).content.decode()

    def test_it_costs_little(self, world, child, django_assert_num_queries):
        client = browser(world, world.silje)
        with django_assert_num_queries(6):
            client.get(self.URL)

    @pytest.mark.parametrize("rows", [1, 3])
    def test_the_leader_sees_who_and_why_never_whose_and_writes_what_was_found(
        self, world, child, rows, django_assert_num_queries
    ):
        for number in range(rows):
            with world.acting(world.actor(world.ingrid)) as ingrid:
                at = world.at - timedelta(hours=2 * number)
                ingrid.at = at
                access = emergency.open_emergency_access(number=NUMBER, reason=REASON, by=ingrid, at=at)
        client = browser(world, world.leif)
        with django_assert_num_queries(12):
            text = client.get("/persons/emergency/used/").content.decode()
        assert REASON in text
        assert "Iver" not in text
        assert NUMBER not in text
        url = reverse("coordination:review-emergency", args=[access.pk])
        assert client.get(url).status_code == 200
        assert client.post(url, {"finding": "Right to open it"}).status_code == 302
        assert "Leif Aune found" in client.get("/persons/emergency/used/").content.decode()
        assert logged(world, "emergency.reviewed") == 1

    def test_who_may_not(self, world, child):
        assert browser(world, world.leif).get(self.URL).status_code == 403
        assert browser(world, world.silje).get("/persons/emergency/used/").status_code == 403
        mother_of = mother(world, child)
        assert browser(world, mother_of).get(self.URL).status_code == 403
        with world.acting(world.actor(world.silje)) as silje:
            access = emergency.open_emergency_access(number=NUMBER, reason=REASON, by=silje, at=world.at)
        leads = browser(world, world.leif)
        assert "Silje" not in leads.get("/persons/emergency/used/").content.decode()
        assert leads.get(reverse("coordination:review-emergency", args=[access.pk])).status_code == 404


class TestKeepingAway:
    URL = "/persons/conflicts/"

    def test_the_answer_is_the_same_whether_there_is_a_file(self, world, child):
        client = browser(world, world.ingrid)
        person = reverse("coordination:person", args=[child.pk])
        assert client.get(person, follow=True).status_code == 200
        answers = [
            client.post(self.URL, {"staff": str(world.ingrid.pk), "number": number, "note": "neighbour"}, follow=True).content
            for number in (NUMBER, NOBODYS)
        ]  # fmt: skip
        assert len(answers[0]) == len(answers[1])
        assert b"If there is a file with this number here, it is closed" in answers[0]
        assert client.get(person).status_code == 404
        assert logged(world, "conflict.attempted") == 1

    def test_nobody_declares_for_a_colleague_and_the_leader_does_and_ends_it(self, world, child):
        filled = {"staff": str(world.ingrid.pk), "number": NUMBER}
        assert browser(world, world.silje).post(self.URL, filled).status_code == 422
        client = browser(world, world.leif)
        assert client.post(self.URL, filled).status_code == 302
        world.system()
        row = ConflictOfInterest.objects.get()
        url = reverse("coordination:end-conflict", args=[row.pk])
        assert browser(world, world.ingrid).post(url).status_code == 404
        text = client.get(self.URL).content.decode()
        assert "Ingrid Solbakken" in text
        assert "Iver" not in text
        assert client.post(url).status_code == 302
        assert logged(world, "conflict.ended") == 1

    def test_somebody_with_the_file_open_closes_it_to_themselves(self, world, child):
        client = browser(world, world.ingrid)
        url = reverse("coordination:keep-away", args=[child.pk])
        assert client.get(url).status_code == 200
        assert client.post(url, {"note": "cousin"}).status_code == 302
        assert client.get(url).status_code == 404
