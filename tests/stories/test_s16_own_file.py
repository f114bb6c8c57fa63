"""S16 Her own file, on a telephone: who has looked, all of it taken along, a correction, a guardian's sight, a protected address."""

import io
import json
import zipfile

import pytest

from stories.backstage import Invented, can_sign_in, inside
from stories.ostbyen import OstbyenStory
from stories.telling import step

PHONE = {"width": 390, "height": 844}
STREET = "Hemmelig vei 7"


class OwnFile(OstbyenStory):
    """Gerd reads, takes along and corrects what stands about her."""

    def visit(self, login, url=None):
        walker = self.stage.enter(login, url or self.live.url + f"/demo/trondheim/{login}/")
        walker.page.set_viewport_size(PHONE)
        return walker

    def take(self, walker, person):
        token = walker.open("/my/take/").page.locator("[name=csrfmiddlewaretoken]").first.input_value()
        form = {"csrfmiddlewaretoken": token, "about": person}
        taken = walker.page.context.request.post(
            self.live.url + "/my/take/archive/", form=form, headers={"Referer": self.live.url + "/"}
        )
        assert taken.status == 200
        return zipfile.ZipFile(io.BytesIO(taken.body()))

    @step
    def given_gerd_is_followed_up_and_signs_in(self):
        self.invented = Invented("Gerd", 44)
        notice, self.person = self.tell_of(self.invented, f"Trenger hjelp hjemme. {self.invented.family}")
        self.acknowledge_and_ask(notice)
        self.follow_up = self.follow_up_of(notice, self.person)
        self.ingrid.open(f"/persons/{self.follow_up}/").reads(self.invented.name)
        url = can_sign_in(self.live, self.person)
        self.gerd = self.visit("gerd-16", self.live.url + url)

    @step
    def then_she_reads_who_has_looked_in_sentences(self):
        self.gerd.open("/my/looks/").reads("Ingrid Solbakken", "Trondheim kommune")
        account = self.one("SELECT account_id FROM organisation_staff WHERE name = 'Ingrid Solbakken'")
        self.gerd.open(f"/my/looks/?who={account}").reads("Ingrid Solbakken").does_not_read("Morten Lian,")
        assert (self.invented.name, "own-looks") in self.readers(self.person)
        role, organisation, basis = self.one(
            "SELECT role, by_organisation, basis FROM audit_viewrecord WHERE person_id = %s AND page = 'follow-up' LIMIT 1",
            self.person,
        )
        assert role
        assert organisation
        assert basis in {"follow-up", "notice"}

    @step
    def then_she_takes_all_of_it_along_to_read_and_as_data(self):
        packed = self.take(self.gerd, self.person)
        assert packed.read("file.pdf").startswith(b"%PDF")
        data = json.loads(packed.read("bundle.json"))
        assert data["version"] == 1
        assert [row["given_name"] for row in data["parts"]["person"]] == ["Gerd"]
        assert any(row["by_name"] == "Ingrid Solbakken" for row in data["parts"]["views"])
        assert "file.taken" in self.log(self.person)
        assert (self.invented.name, "own-take") in self.readers(self.person)

    @step
    def when_she_asks_for_a_correction_it_is_answered(self):
        self.gerd.open("/my/asked/new/correction/").send(
            wrong="Det står at jeg bor alene", right="Jeg bor med søsteren min"
        )
        self.asked = self.one("SELECT id FROM coordination_personrequest WHERE about_id = %s", self.person)
        self.gerd.open(f"/my/asked/{self.asked}/").reads("søsteren")
        assert self.one("SELECT due_on IS NOT NULL FROM coordination_personrequest WHERE id = %s", self.asked)
        self.ingrid.open(f"/persons/of/{self.person}/asked/{self.asked}/").send(
            move="carry-out", answer="Det er rettet: du bor med søsteren din."
        )
        self.gerd.open(f"/my/asked/{self.asked}/").reads("Det er rettet")
        assert any("request" in what for what in self.log(self.person)), self.log(self.person)

    @step
    def then_a_guardian_sees_what_the_mandate_covers(self):
        from knutepunkt.access.grants import refresh_person
        from knutepunkt.coordination.operations import say_what_is_important
        from knutepunkt.identity.models import Account
        from knutepunkt.people.models import NextOfKin, Person

        with inside(self.live, "trondheim") as (by, at):
            gerd = Person.objects.get(pk=self.person)
            say_what_is_important(person=gerd, words="Hagen min", by=by, at=at, said_by=gerd.full_name)
            NextOfKin.objects.create(
                organisation_id=gerd.organisation_id, person=gerd, name="Vegard Verge", relation="verge", mandate="Økonomi og arbeid",
                mandate_kind="guardian", mandate_topics=["work"], valid_from=at,
                account=Account.objects.create(subject="demo:vegard-16", kind="person", password="!", language="nb"),
            )  # fmt: skip
            refresh_person(gerd.organisation_id, gerd.pk, at=at, actor=by)
        guardian = self.visit("vegard-16")
        guardian.open("/my/").reads("Gerd").does_not_read("Hagen min")
        data = json.loads(self.take(guardian, self.person).read("bundle.json"))
        assert data["role"] == "guardian"
        assert (data["parts"]["important"], data["parts"]["consents"]) == ([], [])
        assert ("Vegard Verge", "own-home") in self.readers(self.person)

    @step
    def then_a_protected_address_is_hers_alone(self):
        from knutepunkt.people.models import Person
        from knutepunkt.people.operations import update_person

        with inside(self.live, "trondheim") as (by, at):
            update_person(person=Person.objects.get(pk=self.person), by=by, at=at, protection="6", address=STREET)
        self.gerd.open("/my/contact/")
        assert self.gerd.page.locator('[name="address"]').input_value() == STREET
        assert json.loads(self.take(self.gerd, self.person).read("bundle.json"))["contact"]["address"] == STREET
        guardian = self.visit("vegard-16").open("/my/contact/")
        guardian.does_not_read(STREET)
        assert STREET not in self.take(guardian, self.person).read("bundle.json").decode()
        self.ingrid.open(f"/persons/{self.follow_up}/").does_not_read(STREET)
        self.ingrid.open(f"/persons/of/{self.person}/").does_not_read(STREET)
        assert STREET not in str(self.rows("SELECT facts FROM audit_event WHERE person_id = %s", self.person))


@pytest.fixture(scope="module")
def gerd(stage):
    return OwnFile(stage)


@pytest.mark.story("S16.1")
def test_every_look_is_told_in_plain_words(gerd):
    gerd.then_she_reads_who_has_looked_in_sentences()


@pytest.mark.story("S16.2")
def test_the_whole_file_is_taken_along(gerd):
    gerd.then_she_takes_all_of_it_along_to_read_and_as_data()


@pytest.mark.story("S16.3")
def test_a_correction_is_asked_for_and_answered(gerd):
    gerd.when_she_asks_for_a_correction_it_is_answered()


@pytest.mark.story("S16.4")
def test_a_guardian_sees_what_the_mandate_covers(gerd):
    gerd.then_a_guardian_sees_what_the_mandate_covers()


@pytest.mark.story("S16.5")
def test_a_protected_address_is_hidden_from_all_others(gerd):
    gerd.then_a_protected_address_is_hers_alone()
