"""S18 On the wrong person; a message about a death, and that it was wrong."""

import pytest

from stories.backstage import Invented, can_sign_in, in_days, today
from stories.ostbyen import OstbyenStory
from stories.telling import step

ABOUT_ANOTHER = "Gjelder egentlig naboen: fall i hjemmet og uro om natten."
TRONDHEIM = (("Trondheim kommune", 8151000), ("Helse- og velferd Østbyen", 8151011))


class Gerd(OstbyenStory):
    """Somebody else's notice stands on her file."""

    @step
    def given_a_notice_about_another_stands_on_her_file(self):
        self.gerd = Invented("Gerd", 70)
        self.notice, self.person = self.tell_of(self.gerd, f"{ABOUT_ANOTHER} {self.gerd.family}")
        self.acknowledge_and_ask(self.notice)
        self.ingrid.open(f"/notices/{self.notice}/").reads(ABOUT_ANOTHER)
        self.own = self.stage.enter("gerd", can_sign_in(self.live, self.person))
        self.own.open(f"/my/notices/{self.notice}/").reads(ABOUT_ANOTHER)

    @step
    def when_it_is_taken_out_as_entered_in_error(self):
        self.ingrid.open(f"/notices/{self.notice}/error/").send()

    @step
    def then_nobody_reads_it_from_there(self):
        assert self.state_of(self.notice) == "entered-in-error"
        assert self.one("SELECT unit_id, person_id FROM intake_noticecontent WHERE notice_id = %s", self.notice) == (
            None,
            None,
        )
        for caseworker in ("ingrid-solbakken", "oyvind-berge"):
            self.stage.enter(caseworker).open(f"/notices/{self.notice}/").does_not_read(ABOUT_ANOTHER)
        assert self.own.status_of(f"/my/notices/{self.notice}/") == 404
        self.own.open("/my/").does_not_read(ABOUT_ANOTHER)

    @step
    def then_those_who_saw_it_are_known_and_she_is_told(self):
        self.ingrid.open(f"/notices/{self.notice}/")
        seen = self.ingrid.page.locator("section", has=self.ingrid.page.locator("#seen"))
        assert "Ingrid Solbakken" in seen.inner_text()
        assert self.gerd.name in seen.inner_text()
        letter = self.one(
            "SELECT recipient, channel, state, body FROM messaging_outboundmessage WHERE source_id = %s", self.notice
        )
        assert letter[:3] == (self.gerd.name, "letter", "queued")
        assert "Ingrid Solbakken" in letter[3]
        assert ABOUT_ANOTHER not in letter[3]
        self.ingrid.open("/outbox/").reads(self.gerd.name)

    @step
    def then_the_log_tells_it(self):
        assert "notice.correct" in self.log(self.person)
        readers = {name for (name,) in self.rows(
            "SELECT DISTINCT by_name FROM audit_viewrecord WHERE person_id = %s AND %s = ANY(objects_seen)", self.person, self.notice
        )}  # fmt: skip
        assert readers >= {"Ingrid Solbakken", self.gerd.name}


class Harald(OstbyenStory):
    """A message says that he is dead; it was another."""

    @step
    def given_something_waits_for_harald(self):
        self.harald = Invented("Harald", 83)
        error, self.person = self.tell_of(self.harald, f"Feil person. {self.harald.family}")
        self.acknowledge_and_ask(error)
        self.ingrid.open(f"/notices/{error}/error/").send()
        notice, _person = self.tell_of(self.harald, f"Klarer seg nokså bra nå. {self.harald.family}")
        self.acknowledge_and_ask(notice)
        self.ingrid.open(f"/notices/{notice}/rest/").send(until=in_days(30), consented=True)
        third, _person = self.tell_of(self.harald, f"Trenger oppfølging likevel. {self.harald.family}")
        self.acknowledge_and_ask(third)
        self.follow_up = self.follow_up_of(third, self.person)
        self.before = self.waiting()
        assert [state for state, *_rest in self.before[0]] == ["queued"]
        assert [stopped for _state, stopped, *_rest in self.before[1]] == [None]

    def waiting(self):
        """What is queued to or about him, and the open tasks."""
        letters = self.rows(
            "SELECT state, stopped_because, kind FROM messaging_outboundmessage WHERE person_id = %s ORDER BY id",
            self.person,
        )
        tasks = self.rows(
            "SELECT state, stopped_at, stopped_because, kind FROM tasks_task WHERE person_id = %s AND state IN ('open', 'in-progress') ORDER BY id",
            self.person,
        )
        return letters, tasks

    def upload(self, msg_id, **more):
        """Ingrid takes the hospital's message in through the page."""
        from messages import make

        patient = make.Person(self.harald.given, self.harald.family, self.harald.born, self.harald.number, "1")
        data = make.message(
            "LOG_DOD",
            msg_id=msg_id,
            patient=patient,
            receiver=TRONDHEIM,
            ready=f"{today()}",
            generated_at=f"{today()}T00:15:00",
            **more,
        )
        file = {"name": f"{msg_id}.xml", "mimeType": "application/xml", "buffer": data}
        self.ingrid.open("/messages/upload/").send(message_files=file)
        return self.one("SELECT id, result, person_id FROM exchange_receivedmessage WHERE message_id = %s", msg_id)

    @step
    def when_a_message_about_his_death_comes(self):
        self.dead = f"dead-{self.person}"
        self.message, result, person = self.upload(self.dead)
        assert (result, person) == ("applied", self.person)

    @step
    def then_everything_queued_is_stopped(self):
        letters, tasks = self.waiting()
        assert [(state, because) for state, because, _kind in letters] == [("stopped", "death")]
        assert [(stopped is not None, because) for _state, stopped, because, _kind in tasks] == [(True, "death")]
        assert self.one("SELECT count(*) FROM exchange_receipt WHERE message_id = %s", self.message) == 1

    @step
    def then_it_shows_who_reported_it_and_when(self):
        on, by, at = self.one(
            "SELECT death_on, death_reported_by, death_reported_at FROM people_person WHERE id = %s", self.person
        )
        assert on == today()
        assert "St. Olavs" in by
        assert at is not None
        self.ingrid.open(f"/persons/{self.follow_up}/").reads(self.harald.name)
        assert by in self.ingrid.page.locator(".ds-alert").inner_text()

    @step
    def when_the_message_is_cancelled(self):
        _message, result, _person = self.upload(
            f"alive-{self.person}", status="C", parent=self.dead, text="Meldingen gjaldt en annen."
        )
        assert result == "applied"

    @step
    def then_everything_is_as_it_was(self):
        assert self.waiting() == self.before
        assert self.one(
            "SELECT death_on, death_reported_by, death_reported_at FROM people_person WHERE id = %s", self.person
        ) == (None, "", None)
        assert self.ingrid.open(f"/persons/{self.follow_up}/").page.locator(".ds-alert").count() == 0

    @step
    def then_the_log_tells_it(self):
        log = self.log(self.person)
        assert log.index("person.death-reported") < log.index("person.death-cancelled")
        by = self.one(
            "SELECT by_name FROM audit_event WHERE person_id = %s AND what = 'person.death-reported'", self.person
        )
        assert by


@pytest.mark.story("S18.1")
def test_what_stands_on_the_wrong_person_is_taken_out_and_she_is_told(stage):
    gerd = Gerd(stage)
    gerd.given_a_notice_about_another_stands_on_her_file()
    gerd.when_it_is_taken_out_as_entered_in_error()
    gerd.then_nobody_reads_it_from_there()
    gerd.then_those_who_saw_it_are_known_and_she_is_told()
    gerd.then_the_log_tells_it()


@pytest.mark.story("S18.2")
def test_a_death_stops_what_is_queued_and_its_cancellation_restores_it(stage):
    harald = Harald(stage)
    harald.given_something_waits_for_harald()
    harald.when_a_message_about_his_death_comes()
    harald.then_everything_queued_is_stopped()
    harald.then_it_shows_who_reported_it_and_when()
    harald.when_the_message_is_cancelled()
    harald.then_everything_is_as_it_was()
    harald.then_the_log_tells_it()
