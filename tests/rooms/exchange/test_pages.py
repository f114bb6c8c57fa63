"""The pages: what is shown, to whom, with how many statements, and what the log says."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from knutepunkt.audit.models import Event, ViewRecord
from knutepunkt.exchange.models import ReceivedMessage, Result
from knutepunkt.intake.models import Notice
from knutepunkt.people.models import Person
from messages import make


@pytest.fixture
def now(exchange):
    """The pages tell the time by the clock, so the messages come by it too."""
    from django.utils import timezone

    exchange.at = timezone.now()
    return exchange


def get(exchange, who, name, *arguments, **more):
    response = exchange.world.client(who).get(reverse(f"exchange:{name}", args=arguments), **more)
    exchange.world.system()
    return response


def post(exchange, who, name, *arguments, **data):
    response = exchange.world.client(who).post(
        reverse(f"exchange:{name}", args=arguments), data, HTTP_ACCEPT_LANGUAGE="en"
    )
    exchange.world.system()
    return response


@pytest.mark.parametrize("message_type", make.TYPES)
def test_everything_of_a_message_is_shown_under_headings(now, message_type):
    now.send(message_type, text="Går med rullator <script>alert(1)</script>.")

    shown = get(now, now.world.ingrid, "message", now.row().pk).content.decode()

    assert "Marit" in shown
    assert "St. Olavs hospital HF" in shown
    assert "<script>alert(1)" not in shown
    if message_type in {"HELSEOPPL_SOKNAD", "DIALOG_NOTAT", "DIALOG_FORESPORSEL"}:
        assert "Går med rullator" in shown


def test_looking_is_logged(now):
    now.send("LOG_INNLAGT")
    row = now.row()
    get(now, now.world.ingrid, "list")
    get(now, now.world.ingrid, "message", row.pk)
    get(now, now.world.ingrid, "original", row.pk)

    records = ViewRecord.objects.filter(person_id=row.person_id).order_by("id")
    assert [record.page for record in records] == ["messages", "message", "message-original"]
    assert {record.by_name for record in records} == {"Ingrid Solbakken"}
    assert records[1].objects_seen == [row.pk]


def test_looking_at_a_message_about_somebody_without_a_file_is_logged_too(now):
    now.send("DIALOG_NOTAT")
    get(now, now.world.ingrid, "message", now.row().pk)

    event = Event.objects.get(what="message.read")
    assert (event.by_name, event.subject_id, event.facts) == ("Ingrid Solbakken", now.row().pk, {"page": "message"})


@pytest.mark.parametrize("page", ["message", "original", "receipt"])
def test_who_may_not_see_a_message(now, page):
    _other, _unit, eva = now.world.neighbour()
    now.world.system()
    now.send("LOG_INNLAGT")
    row = now.row()

    assert get(now, now.world.ingrid, page, row.pk).status_code == 200
    for somebody in (now.world.leif, now.world.silje, eva):
        assert get(now, somebody, page, row.pk).status_code in {403, 404}, somebody.name


def test_after_a_no_the_message_is_closed_with_the_notice(now):
    from knutepunkt.intake.operations import acknowledge, record_wish

    now.send("LOG_INNLAGT")
    row, (notice,) = now.row(), now.notices()
    ingrid = now.world.actor(now.world.ingrid, at=now.at)
    with now.world.acting(ingrid, at=now.at):
        acknowledge(notice=notice, by=ingrid, at=now.at)
        record_wish(notice=notice, by=ingrid, at=now.at, wish="no")

    assert get(now, now.world.ingrid, "message", row.pk).status_code == 404
    with now.world.acting(ingrid, at=now.at):
        assert ReceivedMessage.objects.count() == 0


def test_the_original_is_a_text_to_keep_never_a_page(now):
    data = make.message("LOG_INNLAGT", msg_id="m1")
    now.take(data)

    response = get(now, now.world.ingrid, "original", now.row().pk)

    assert response.content == data
    assert response.headers["Content-Type"].startswith("text/plain")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_the_receipt_and_attachments_can_be_fetched(now):
    answer = now.send("DIALOG_NOTAT", attachment=("Kart.pdf", "application/pdf", b"%PDF-1.4 invented"))
    row = now.row()

    assert get(now, now.world.ingrid, "receipt", row.pk).content == answer.receipt
    fetched = get(now, now.world.ingrid, "attachment", row.pk, 1)
    assert (fetched.content, fetched.headers["Content-Type"]) == (b"%PDF-1.4 invented", "application/octet-stream")
    assert get(now, now.world.ingrid, "attachment", row.pk, 2).status_code == 404


def test_one_click_makes_a_note_a_notice_of_a_kind(now):
    now.send("DIALOG_NOTAT", text="Kan dere vurdere behov for koordinator?")
    row = now.row()
    assert "plan-or-coordinator" in get(now, now.world.ingrid, "message", row.pk).content.decode()

    response = post(now, now.world.ingrid, "notice", row.pk, kind="plan-or-coordinator")

    notice = Notice.objects.get()
    assert response.headers["Location"] == reverse("intake:notice", args=[notice.pk])
    assert (notice.kind, notice.channel) == ("plan-or-coordinator", "kith")
    row = now.row()
    assert (row.result, row.notice_id, row.person_id) == (Result.NOTICE_MADE, notice.pk, notice.person_id)
    assert row.decided_by == "Ingrid Solbakken"
    event = Event.objects.get(what="message.decided")
    assert (event.by_name, event.facts["result"]) == ("Ingrid Solbakken", "notice-made")


def test_a_message_is_decided_once(now):
    now.send("DIALOG_NOTAT")
    row = now.row()
    post(now, now.world.ingrid, "notice", row.pk, kind="possible-need")

    post(now, now.world.ingrid, "notice", row.pk, kind="possible-need")

    assert Notice.objects.count() == 1


def test_a_note_is_put_on_the_file_or_set_aside(now):
    marit = now.marit()
    now.send("DIALOG_NOTAT", "m1")
    now.send("DIALOG_NOTAT", "m2")
    post(now, now.world.ingrid, "file", now.row("m1").pk)
    post(now, now.world.ingrid, "aside", now.row("m2").pk)

    assert (now.row("m1").result, now.row("m1").person_id) == (Result.INFORMATION, marit.pk)
    assert now.row("m2").result == Result.SET_ASIDE


def test_nobody_without_the_right_decides(now):
    _other, _unit, eva = now.world.neighbour()
    now.world.system()
    now.send("DIALOG_NOTAT")
    row = now.row()

    for somebody in (now.world.leif, now.world.silje, eva):
        assert post(now, somebody, "aside", row.pk).status_code in {403, 404}
    assert now.row().result == Result.FOR_A_PERSON


def test_a_conversation_is_shown_as_a_thread(now):
    now.send("DIALOG_FORESPORSEL", "m1", text="Har hun fått time?")
    now.send("DIALOG_SVAR", "m2", parent="m1", text="Ja, på torsdag.", generated_at="2026-11-20T10:00:00")

    shown = get(now, now.world.ingrid, "message", now.row("m1").pk).content.decode()

    assert shown.index("Har hun fått time?") < shown.index("Ja, på torsdag.")


def test_those_for_a_person_to_decide_stand_first_and_results_are_filtered(now):
    now.send("DIALOG_NOTAT", "m1")
    now.send("LOG_INNLAGT", "m2")
    first, second = str(now.row("m1").pk), str(now.row("m2").pk)

    shown = get(now, now.world.ingrid, "list").content.decode()
    only = now.world.client(now.world.ingrid).get(reverse("exchange:list"), {"result": "notice-made"}).content.decode()
    now.world.system()

    assert shown.index(first) < shown.index(second)
    assert second in only
    assert first not in only


def upload(exchange, *files, who=None):
    sent = [SimpleUploadedFile(name, data, "text/xml") for name, data in files]
    client = exchange.world.client(who or exchange.world.ingrid)
    response = client.post(reverse("exchange:upload"), {"message_files": sent}, HTTP_ACCEPT_LANGUAGE="en")
    exchange.world.system()
    return response.content.decode()


def test_several_files_are_uploaded_and_answered_one_by_one(now):
    shown = upload(
        now, ("a.xml", make.message("LOG_INNLAGT", msg_id="m1")), ("b.xml", b"not xml at all"), ("c.xml", b""),
        ("d.xml", make.message("LOG_UTSKREVET", msg_id="m2")),
    )  # fmt: skip

    assert [now.row(m).result for m in ("m1", "m2")] == [Result.NOTICE_MADE, Result.JOINED]
    assert shown.count("AppRec xmlns") == 2
    assert reverse("exchange:message", args=[now.row("m1").pk]) in shown
    assert (
        Event.objects.filter(what="message.received", facts__uploaded_by=str(now.world.ingrid.account_id)).count() == 2
    )


def test_a_file_of_almost_20_megabytes_is_taken_and_a_larger_one_refused_in_a_sentence(now):
    whole = make.message(
        "DIALOG_NOTAT", msg_id="m1", version="1.0", attachment=("a.bin", "image/png", b"x" * (14 * 1024 * 1024))
    )
    assert 18 * 1024 * 1024 < len(whole) < 20 * 1024 * 1024
    shown = upload(now, ("big.xml", whole), ("bigger.xml", b"<a>" + b"x" * (25 * 1024 * 1024) + b"</a>"))

    assert now.row("m1").result == Result.FOR_A_PERSON
    assert "20 MB" in shown
    assert ReceivedMessage.objects.count() == 1


def test_one_uploads_to_the_own_organisation_only(now):
    _other, _unit, eva = now.world.neighbour()
    now.world.system()

    upload(now, ("a.xml", make.message("LOG_INNLAGT", msg_id="m1")), who=eva)

    assert ReceivedMessage.objects.count() == 0


def test_the_quarantine_shows_the_operator_envelopes_and_nobody_else_anything(now):
    from knutepunkt.access.grants import refresh_units
    from knutepunkt.exchange.operations import operator_organisation
    from knutepunkt.organisation.models import Staff, StaffRole

    now.send("LOG_INNLAGT", receiver=make.NOT_SERVED)
    operator = operator_organisation(at=now.at)
    with now.world.inside(operator):
        account = now.world.account("operator:odd")
        odd = Staff.objects.create(organisation_id=operator.id, account=account, name="Odd Vik", title="drift")
        StaffRole.objects.create(organisation_id=operator.id, staff=odd, role="operator", valid_from=now.world.at)
        StaffRole.objects.filter(staff=odd).update(valid_from=now.at.replace(year=2020))
        refresh_units(operator.id, at=now.at)

    response = now.world.client(odd, organisation=operator).get(reverse("exchange:quarantine"))
    shown = response.content.decode()
    now.world.system()

    assert "St. Olavs hospital HF" in shown
    assert "91096" in shown
    assert not any(word in shown for word in ("Marit", "Bråten", make.MARIT.number))
    assert get(now, now.world.ingrid, "quarantine").status_code == 403


def test_the_notice_page_shows_the_message_as_it_came(now):
    now.send("LOG_INNLAGT")
    (notice,) = now.notices()

    from knutepunkt.exchange.panels import message_as_it_came

    ingrid = now.world.actor(now.world.ingrid, at=now.at)
    request = type("R", (), {"actor": ingrid, "LANGUAGE_CODE": "nb", "META": {}, "COOKIES": {}, "headers": {}})()
    with now.world.acting(ingrid, at=now.at):
        shown = message_as_it_came(request, notice)

    assert "Ortopedisk kirurgi" in shown
    assert str(now.row().pk) in shown


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_as_many_statements_for_many_as_for_one(now, rows, django_assert_num_queries):
    for n in range(rows):
        now.send("LOG_INNLAGT", f"m{n}", patient=[make.MARIT, make.OLE, make.LIV][n])
    client = now.world.client(now.world.ingrid)

    with django_assert_num_queries(LIST_STATEMENTS):
        client.get(reverse("exchange:list"))
    now.world.system()
    assert Person.objects.count() == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_a_message_takes_as_many_statements_in_a_long_thread(now, rows, django_assert_num_queries):
    now.send("LOG_INNLAGT", "m0")
    for n in range(1, rows + 1):
        now.send("DIALOG_NOTAT", f"m{n}", parent="m0", conversation="m0")
    client = now.world.client(now.world.ingrid)
    row = now.row("m1")

    with django_assert_num_queries(MESSAGE_STATEMENTS):
        client.get(reverse("exchange:message", args=[row.pk]))
    now.world.system()


def test_a_message_of_a_notice_is_within_the_budget(now, django_assert_num_queries):
    now.send("LOG_INNLAGT", "m1")
    now.send("LOG_UTSKRIVNINGSKLAR", "m2")
    client = now.world.client(now.world.ingrid)
    row = now.row("m1")

    with django_assert_num_queries(NOTICE_MESSAGE_STATEMENTS):
        client.get(reverse("exchange:message", args=[row.pk]))
    now.world.system()


LIST_STATEMENTS = 10
MESSAGE_STATEMENTS = 12
NOTICE_MESSAGE_STATEMENTS = 14
