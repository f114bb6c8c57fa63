"""The worker seals by itself and sends the root outside."""

import logging

import pytest
from procrastinate.contrib.django import app

from knutepunkt.messaging import seal_jobs
from knutepunkt.messaging.models import OutboundMessage


@pytest.fixture
def sealed(log, settings):
    settings.KNUTEPUNKT_AUDIT_URL = log.dsn
    settings.KNUTEPUNKT_SEAL_FOLDER = log.folder.root
    settings.KNUTEPUNKT_SEAL_RECEIVER = "revisor@example.no"
    return log


def test_the_worker_knows_the_jobs():
    assert {"audit.seal", "audit.tell-root"} <= set(app.tasks)


def test_a_seal_each_minute(sealed):
    sealed.write()

    seal_jobs.each_minute(0)

    assert sealed.folder.newest().number == 2


def test_what_stands_in_the_way_is_an_error_in_the_log(sealed, caplog):
    sealed.write()
    seal_jobs.each_minute(0)
    (sealed.folder.root / "key").unlink()
    sealed.write()

    with caplog.at_level(logging.ERROR):
        seal_jobs.each_minute(0)

    assert "The logs are not sealed. The signing key" in caplog.text


def test_without_the_sealing_role_it_is_said(sealed, settings, caplog):
    settings.KNUTEPUNKT_AUDIT_URL = ""

    seal_jobs.each_minute(0)

    assert "DATABASE_AUDIT_URL is not set" in caplog.text
    assert seal_jobs.tell_root(None) is None


def test_the_root_goes_outside_with_what_the_night_found(world, sealed):
    sealed.write()
    sealed.seal(world.at)

    seal_jobs.tell_root(world.at)

    message = OutboundMessage.objects.get(kind="seal-root")
    assert (message.recipient, message.person_id) == ("revisor@example.no", None)
    assert str(sealed.folder.newest()) in message.body
    assert "nothing has been changed or removed" in message.body


def test_a_finding_is_told_without_naming_a_row(world, sealed, caplog):
    events, _views = sealed.write()
    sealed.seal(world.at)
    sealed.connection.execute("SET session_replication_role = replica")
    sealed.connection.execute("DELETE FROM audit_event WHERE id = %s", [events[0]])
    sealed.connection.commit()

    report = seal_jobs.tell_root(world.at)

    body = OutboundMessage.objects.get(kind="seal-root").body
    assert [one.row for one in report.findings] == [events[0]]
    assert "not as they were sealed (findings: 1)" in body
    assert not any(row in body + caplog.text for row in events)
    assert "not as they were sealed (findings: 1)" in caplog.text


def test_without_a_receiver_nothing_is_sent(world, sealed, settings):
    settings.KNUTEPUNKT_SEAL_RECEIVER = ""
    sealed.seal(world.at)

    assert seal_jobs.tell_root(world.at).findings == []
    assert not OutboundMessage.objects.filter(kind="seal-root").exists()
