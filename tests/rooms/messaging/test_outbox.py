"""The outbox: queued in the transaction, sent once, tried again, stopped."""

from datetime import UTC, datetime, timedelta
from smtplib import SMTPServerDisconnected

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core import mail
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from knutepunkt.audit.models import Event, ViewRecord
from knutepunkt.messaging import jobs, operations
from knutepunkt.messaging.delivery import WAITS
from knutepunkt.messaging.models import OutboundMessage
from knutepunkt.ui import drafts


@pytest.fixture(autouse=True)
def _mail_server(settings):
    settings.KNUTEPUNKT_SENDS_EMAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def no_server(monkeypatch):
    def refuse(self, *args, **kwargs):
        raise SMTPServerDisconnected("arne@example.no: no such mailbox")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)


def queue(world, to="arne@example.no", **more):
    return operations.queue_email(
        by=world.loader(), at=world.at, organisation_id=world.lyngvik.id, to=to, kind="to-read", subject="Something to read",
        body="Sign in to read it.", **more,
    )  # fmt: skip


class TestSending:
    def test_what_is_queued_goes_once_and_the_log_has_no_address(self, world):
        message = queue(world)
        assert operations.send_due(world.at) == 1
        assert operations.send_due(world.at + timedelta(days=1)) == 0
        (sent,) = mail.outbox
        assert (sent.to, sent.subject, sent.body) == (["arne@example.no"], "Something to read", "Sign in to read it.")
        assert sent.extra_headers["Message-ID"] == f"<{message.pk}@knutepunkt>"
        message.refresh_from_db()
        assert (message.state, message.sent_at, message.attempts) == ("sent", world.at, 1)
        events = Event.objects.filter(subject_id=message.pk)
        assert set(events.values_list("what", flat=True)) == {"message.queued", "message.sent"}
        assert not [event for event in events if "arne" in str(event.facts)]

    def test_every_organisation_served_and_oldest_first(self, world):
        other, *_ = world.neighbour()
        queue(world, "b@example.no")
        OutboundMessage.objects.update(queued_at=world.at + timedelta(minutes=1))
        queue(world, "a@example.no")
        with world.inside(other):
            operations.queue_email(
                by=world.loader(other),
                at=world.at,
                organisation_id=other.id,
                to="c@example.no",
                kind="k",
                subject="s",
                body="b",
            )
        assert operations.send_due(world.at) == 3
        order = [m.to[0] for m in mail.outbox if m.to[0] != "c@example.no"]
        assert order == ["a@example.no", "b@example.no"]

    def test_without_a_mail_server_they_wait(self, world, settings):
        settings.KNUTEPUNKT_SENDS_EMAIL = False
        queue(world)
        assert operations.send_due(world.at) == 0
        assert OutboundMessage.objects.get().state == "queued"

    def test_a_letter_waits_until_somebody_has_posted_it(self, world):
        letter = operations.queue_letter(
            by=world.loader(),
            at=world.at,
            organisation_id=world.lyngvik.id,
            recipient="Arne Solli",
            kind="decision",
            subject="Decision",
        )
        assert operations.send_due(world.at) == 0
        operations.mark_sent(message=letter, by=world.loader(), at=world.at)
        with pytest.raises(operations.NotQueued):
            operations.mark_sent(message=letter, by=world.loader(), at=world.at)

    def test_no_address_is_refused(self, world):
        with pytest.raises(operations.NoAddress):
            queue(world, to="arne at example")


class TestFailing:
    def test_it_is_tried_again_later_each_time_then_given_up_and_tried_once_more_on_request(
        self, world, no_server, caplog
    ):
        message = queue(world)
        at = world.at
        for wait in WAITS:
            assert operations.send_due(at) == 0
            message.refresh_from_db()
            assert (message.state, message.next_attempt_at) == ("queued", at + wait)
            assert operations.send_due(at) == 0
            at += wait
        operations.send_due(at)
        message.refresh_from_db()
        assert (message.state, message.attempts, message.fault) == ("failed", len(WAITS) + 1, "SMTPServerDisconnected")
        assert "arne" not in caplog.text
        operations.retry(message=message, by=world.loader(), at=at)
        message.refresh_from_db()
        assert (message.state, message.attempts) == ("queued", 0)

    def test_one_that_fails_does_not_hold_up_the_others(self, world, monkeypatch):
        from django.core.mail.backends.locmem import EmailBackend

        send = EmailBackend.send_messages

        def refuse_arne(self, messages):
            if messages[0].to == ["arne@example.no"]:
                raise SMTPServerDisconnected
            return send(self, messages)

        monkeypatch.setattr(EmailBackend, "send_messages", refuse_arne)
        queue(world)
        queue(world, to="kari@example.no")
        assert operations.send_due(world.at) == 1
        assert [message.to for message in mail.outbox] == [["kari@example.no"]]


class TestStopping:
    def test_what_is_stopped_is_not_sent_until_restored(self, world):
        person = world.person()
        queue(world, person_id=person.pk)
        assert operations.stop_all(person.pk, organisation_id=world.lyngvik.id, at=world.at, because="death") == 1
        assert operations.send_due(world.at) == 0
        assert operations.restore(person.pk, organisation_id=world.lyngvik.id, at=world.at, because="block") == 0
        assert operations.restore(person.pk, organisation_id=world.lyngvik.id, at=world.at, because="death") == 1
        assert operations.send_due(world.at) == 1


class TestWhoSees:
    def test_only_those_who_see_the_person_or_work_in_the_unit(self, world):
        person = world.person(account=True)
        queue(world, person_id=person.pk)
        queue(world, unit_id=world.office.pk)
        seen = {}
        for name, somebody in {"ingrid": world.ingrid, "silje": world.silje, "arne": person}.items():
            with world.acting(world.actor(somebody)):
                seen[name] = OutboundMessage.objects.count()
        assert seen == {"ingrid": 1, "silje": 0, "arne": 1}
        other, *_ = world.neighbour()
        with world.inside(other):
            assert OutboundMessage.objects.count() == 0


class TestTheWorker:
    def test_the_nudge_is_one_job_however_many_are_queued_and_only_after_the_transaction(
        self, world, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            queue(world)
            queue(world)
            assert not ProcrastinateJob.objects.exists()
        assert [(job.task_name, job.args) for job in ProcrastinateJob.objects.all()] == [("messaging.send", {})]

    def test_the_jobs_are_known_and_run_by_themselves(self):
        assert {name for name in app.tasks if name.startswith("messaging.")} == {
            "messaging.send", "messaging.send-each-minute", "messaging.log-months", "messaging.take-up-stalled", "messaging.clear-drafts",
            "messaging.clear-jobs",
        }  # fmt: skip
        periodic = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
        assert periodic["messaging.send-each-minute"] == "* * * * *"
        ours = {name for name in app.tasks if name.startswith("messaging.")}
        assert set(periodic) & ours == ours - {"messaging.send"}

    @time_machine.travel(datetime(2031, 5, 3, 9, 0, tzinfo=UTC), tick=False)
    def test_the_log_has_room_for_the_months_ahead(self, world, at):
        jobs.make_log_months()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_inherits WHERE inhparent IN ('audit_event'::regclass, 'audit_viewrecord'::regclass)"
            )
            assert cursor.fetchone()[0] >= 2 * jobs.PARTITIONS_AHEAD

    def test_drafts_nobody_touches_are_cleared_others_kept(self, world):
        ingrid = world.actor(world.ingrid)
        with world.acting(ingrid):
            drafts.save(ingrid, "old", {"text": "x"}, world.at - timedelta(days=91))
            drafts.save(ingrid, "new", {"text": "x"}, world.at - timedelta(days=89))
        assert jobs.clear_drafts(world.at) == 1
        with world.acting(ingrid):
            assert (drafts.load(ingrid, "old"), drafts.load(ingrid, "new")) == (None, {"text": "x"})

    def test_two_workers_never_send_the_same(self, world):
        with transaction.atomic():
            queue(world)
            due = OutboundMessage.objects.select_for_update(skip_locked=True)
            assert "SKIP LOCKED" in str(due.query)


class TestThePage:
    def client(self, world, somebody):
        return world.client(somebody, headers={"accept-language": "en"})

    def text(self, response):
        return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())

    def letter(self, world, **more):
        return operations.queue_letter(
            by=world.loader(), at=world.at, organisation_id=world.lyngvik.id, recipient="Arne Solli", kind="decision", subject="A decision",
            unit_id=world.office.pk, **more,
        )  # fmt: skip

    def test_a_letter_waits_is_posted_and_who_looked_is_written(self, world):
        person = world.person()
        letter = self.letter(world, person_id=person.pk)
        client = self.client(world, world.ingrid)
        assert "A decision Letter Arne Solli" in self.text(client.get("/outbox/"))
        assert client.post(f"/outbox/{letter.pk}/posting/").status_code == 302
        assert "Nothing here" in self.text(client.get("/outbox/"))
        assert "A decision Letter Arne Solli" in self.text(client.get("/outbox/?show=sent"))
        world.system()
        assert (
            list(ViewRecord.objects.values_list("person_id", "page", "by_name"))
            == [(person.pk, "outbox", "Ingrid Solbakken")] * 2
        )
        assert OutboundMessage.objects.get().state == "sent"

    def test_a_failed_e_mail_is_tried_again(self, world):
        message = queue(world, unit_id=world.office.pk)
        OutboundMessage.objects.update(state="failed", attempts=6, fault="SMTPServerDisconnected")
        client = self.client(world, world.ingrid)
        assert "Tried 6 times. SMTPServerDisconnected" in self.text(client.get("/outbox/?show=failed"))
        client.post(f"/outbox/{message.pk}/retrying/")
        world.system()
        assert OutboundMessage.objects.get().state == "queued"

    def test_the_text_of_an_e_mail_is_shown_in_the_demo_only(self, world, settings):
        queue(world, unit_id=world.office.pk)
        client = self.client(world, world.ingrid)
        settings.KNUTEPUNKT_DEMO = False
        assert "Sign in to read it." not in self.text(client.get("/outbox/"))
        settings.KNUTEPUNKT_DEMO = True
        assert "Sign in to read it." in self.text(client.get("/outbox/"))

    def test_who_may_not(self, world):
        letter = self.letter(world)
        person = world.person(account=True)
        _other, _unit, eva = world.neighbour()
        assert [self.client(world, who).get("/outbox/").status_code for who in (world.leif, world.silje)] == [403, 403]
        assert self.client(world, person).get("/outbox/").status_code in {302, 403}
        stranger = self.client(world, eva)
        assert "Arne Solli" not in self.text(stranger.get("/outbox/"))
        assert stranger.post(f"/outbox/{letter.pk}/posting/").status_code == 404

    @pytest.mark.parametrize("rows", [1, 3, 30])
    def test_the_statements_do_not_grow(self, world, rows, django_assert_num_queries):
        for number in range(rows):
            self.letter(world, person_id=world.person(f"Given {number}").pk)
        client = self.client(world, world.ingrid)
        with django_assert_num_queries(8):
            client.get("/outbox/")
