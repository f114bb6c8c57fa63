"""The public page and form: nothing is told of whether anybody is known, the mail holds a link and nothing else."""

import re
from datetime import timedelta

import pytest
import time_machine
from cryptography.fernet import Fernet
from django.db import connection
from django.test import Client
from procrastinate.contrib.django import app

from knutepunkt.audit.models import Event
from knutepunkt.intake import jobs
from knutepunkt.intake.models import Notice, PendingNotice, ReportAttempt
from knutepunkt.messaging.models import OutboundMessage

PAGE = "/notices/public/lyngvik/kontoret/"
SAID = {
    "relation": "me", "name": "Berit Aas", "phone": "90012345", "text": "I need help after my stroke.", "email": "berit@example.no", "birth_date": "",
    "basis": "not-stated",
}  # fmt: skip


@pytest.fixture
def visitor():
    return Client(HTTP_ACCEPT_LANGUAGE="en")


def report(client, at, **more):
    with time_machine.travel(at, tick=False):
        return client.post(f"{PAGE}report/", SAID | more)


def confirm_url(world):
    world.system()
    return re.search(r"/notices/public/\S+", OutboundMessage.objects.latest("queued_at").body)[0]


def without_token(response):
    """The page but for the token that is new each time."""
    return re.sub(rb'(name="csrfmiddlewaretoken" value=")[^"]+', rb"\1", response.content)


def test_the_page_of_the_unit_is_open_to_all(world, visitor):
    page = visitor.get(PAGE)
    assert page.status_code == 200
    assert "Koordinerende enhet" in page.content.decode()
    assert visitor.get("/notices/public/lyngvik/nowhere/").status_code == 404
    assert visitor.get("/notices/public/nowhere/kontoret/").status_code == 404


def test_a_report_becomes_a_notice_only_when_the_link_is_confirmed(world, visitor):
    answer = report(visitor, world.at)
    assert answer.url == f"{PAGE}report/sent/"
    url = confirm_url(world)
    mail = OutboundMessage.objects.get()
    assert (mail.channel, mail.recipient) == ("email", "berit@example.no")
    assert re.fullmatch(r"https?://\S+", mail.body)
    assert not any(word in f"{mail.subject} {mail.body}" for word in ("Berit", "stroke", "Aas"))
    assert Notice.objects.count() == 0

    with time_machine.travel(world.at + timedelta(hours=1), tick=False):
        assert "Confirm and send" in visitor.get(url).content.decode()
        world.system()
        assert Notice.objects.count() == 0
        assert "Thank you" in visitor.post(url).content.decode()
        assert visitor.post(url).status_code == 410
    world.system()
    notice = Notice.objects.get()
    assert (notice.channel, notice.kind, notice.unit, notice.received_at) == (
        "public-form", "own-request", world.office, world.at + timedelta(hours=1),
    )  # fmt: skip
    assert notice.contents.get().sender_email == "berit@example.no"
    assert PendingNotice.objects.count() == 0
    assert Event.objects.get(what="notice.received").by_name == "public-form"


def test_somebody_elses_need_is_asked_about_first(world, visitor):
    report(visitor, world.at, relation="other", basis="consent", sender_name="Teacher", sender_role="Teacher")
    with time_machine.travel(world.at, tick=False):
        visitor.post(confirm_url(world))
    world.system()
    content = Notice.objects.get().contents.get()
    assert (content.notice.kind, content.basis, content.wish) == ("possible-need", "consent", "")


def test_a_link_is_too_old_after_a_day(world, visitor):
    report(visitor, world.at)
    with time_machine.travel(world.at + timedelta(hours=25), tick=False):
        assert visitor.post(confirm_url(world)).status_code == 410
    world.system()
    assert Notice.objects.count() == 0


def test_the_answer_is_the_same_bytes_whether_the_person_is_known_or_not(world, visitor):
    unknown = without_token(visitor.get(report(visitor, world.at).url))
    world.system()
    world.person("Berit", "Aas", phone="90012345", email="berit@example.no")
    known = without_token(visitor.get(report(visitor, world.at).url))
    assert known == unknown


def test_only_hashes_are_kept_of_the_key_and_of_who_asked(world, visitor):
    report(visitor, world.at)
    key = confirm_url(world).rstrip("/").rsplit("/", 1)[1]
    attempt = ReportAttempt.objects.get()
    assert key.encode() not in bytes(PendingNotice.objects.get().key_hash)
    assert len(bytes(attempt.address_hash)) == len(bytes(attempt.email_hash)) == 32


def test_too_many_from_one_place_or_to_one_address_are_refused_for_an_hour(world, visitor):
    codes = [report(visitor, world.at, email="one@example.no").status_code for _ in range(4)]
    assert codes == [302, 302, 302, 429]
    others = [report(visitor, world.at, email=f"{n}@example.no").status_code for n in range(3)]
    assert others == [302, 302, 429]
    elsewhere = Client(REMOTE_ADDR="10.0.0.9")
    assert report(elsewhere, world.at, email="two@example.no").status_code == 302
    assert report(visitor, world.at + timedelta(minutes=61), email="one@example.no").status_code == 302
    world.system()
    assert OutboundMessage.objects.count() == 7


def counted(client, at, said, email):
    """The status of a report that comes with words about where it comes from."""
    with time_machine.travel(at, tick=False):
        return client.post(f"{PAGE}report/", SAID | {"email": email}, headers={"x-forwarded-for": said}).status_code


def test_words_about_another_address_do_not_get_round_the_limit(world, visitor, settings):
    assert settings.KNUTEPUNKT_PROXIES == 0
    codes = [counted(visitor, world.at, f"203.0.113.{n}", f"{n}@example.no") for n in range(6)]
    assert codes == [302] * 5 + [429]


def test_behind_our_proxy_each_sender_is_counted_by_what_the_proxy_wrote(world, visitor, settings):
    settings.KNUTEPUNKT_PROXIES = 1
    codes = [counted(visitor, world.at, f"6.6.6.{n}, 198.51.100.7", f"{n}@example.no") for n in range(6)]
    assert codes == [302] * 5 + [429], "what the sender wrote before it does not count"
    assert counted(visitor, world.at, "6.6.6.1, 198.51.100.8", "other@example.no") == 302, "nor do they share one limit"


def test_what_waits_lies_sealed_in_the_database(world, visitor):
    report(visitor, world.at, text="My number is 090371 12345, I had a stroke.")
    world.system()
    waiting = PendingNotice.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT p::text FROM intake_pendingnotice p")
        row = cursor.fetchone()[0]
    for said in ("Berit", "stroke", "090371", "12345", "90012345", "berit@example.no"):
        assert said not in row
        assert said.encode() not in bytes(waiting.sealed)
    with time_machine.travel(world.at, tick=False):
        visitor.post(confirm_url(world))
    world.system()
    content = Notice.objects.get().contents.get()
    assert (content.name, content.text) == ("Berit Aas", "My number is 090371 12345, I had a stroke.")


def test_what_was_sealed_with_a_key_that_is_gone_is_too_old(world, visitor, settings):
    report(visitor, world.at)
    settings.KNUTEPUNKT_FIELD_KEYS = [Fernet.generate_key().decode()]
    with time_machine.travel(world.at, tick=False):
        assert visitor.post(confirm_url(world)).status_code == 410
    world.system()
    assert Notice.objects.count() == 0


def test_what_nobody_confirmed_is_removed_after_a_day_by_the_job(world, visitor):
    report(visitor, world.at)
    report(visitor, world.at + timedelta(hours=2), email="later@example.no")
    kept = [jobs.forget(world.at + timedelta(hours=hours)) for hours in (23, 25, 25)]
    assert kept == [0, 1, 0]
    world.system()
    assert (PendingNotice.objects.count(), ReportAttempt.objects.count()) == (1, 1)
    assert "intake.forget-reports" in app.tasks


def test_a_closed_unit_has_no_page(world, visitor):
    world.office.closed_on = (world.at - timedelta(days=1)).date()
    world.office.save()
    with time_machine.travel(world.at, tick=False):
        assert visitor.get(PAGE).status_code == 404
