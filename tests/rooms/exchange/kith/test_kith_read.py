from datetime import UTC, date, datetime

import pytest

from knutepunkt.exchange.kith import Level, Message, MessageType, Status, Unreadable, fingerprint, read
from messages import make
from messages.files import written
from messages.samples import GOOD, INVENTED, TODAY, name_of


def read_here(data: bytes) -> Message:
    return read(data, on=TODAY, test_installation=True)


def test_files_are_what_the_maker_makes():
    assert {path.stem: path.read_bytes() for path in INVENTED} == written()


def test_there_is_an_invented_message_of_every_type():
    assert {read_here(path.read_bytes()).type for path in INVENTED} == set(MessageType)


@pytest.mark.parametrize("path", GOOD, ids=name_of)
def test_good_message_is_read(path):
    message = read_here(path.read_bytes())

    assert message.message_id
    assert message.generated_at is not None
    assert message.generated_at.tzinfo is not None
    assert message.header.sender_her or message.header.sender[0].ident("ENH")
    assert (message.patient is None) == (message.type is MessageType.APPREC)
    assert (message.receipt is None) == (message.type is not MessageType.APPREC)


@pytest.mark.parametrize("version", ["1.5", "1.6"])
def test_header_of_an_admission(version):
    message = read_here(make.message("LOG_INNLAGT", msg_id="kp-1", version=version))

    assert message.type is MessageType.LOG_INNLAGT
    assert message.status is Status.NEW
    assert message.payload_version == version
    assert message.header.sender_her == (59, 90998)
    assert message.header.receiver_her == (99387, 5078)
    assert [party.level for party in message.header.receiver] == [Level.ORGANISATION] * 2
    assert message.generated_at == datetime(2026, 11, 19, 9, 15, tzinfo=UTC)
    assert message.patient is not None
    assert message.patient.full_name == "Marit Bråten Ødegård"
    assert message.patient.birth_date == date(1948, 3, 12)
    assert message.patient.number == make.MARIT.number
    assert message.patient.phones[0].value == "+4799900111"
    assert message.discharge.admitted is not None
    assert message.discharge.admitted.at == datetime(2026, 11, 18, 13, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("type_code", "version", "fact", "on"),
    [
        ("HELSEOPPL_SOKNAD", "1.5", "expected", date(2026, 11, 24)),
        ("HELSEOPPL_SOKNAD", "1.6", "expected", date(2026, 11, 24)),
        ("LOG_UTSKRIVNINGSKLAR", "1.6", "ready", date(2026, 11, 24)),
        ("LOG_AVMELDING", "1.6", "readiness_withdrawn", date(2026, 11, 24)),
        ("LOG_UTSKREVET", "1.5", "discharged", date(2026, 11, 24)),
        ("UTSKRIVNINGSRAPPORT", "1.6", "discharged", date(2026, 11, 24)),
        ("LOG_DOD", "1.6", "dead", date(2026, 11, 24)),
    ],
)
def test_facts_of_a_stay(type_code, version, fact, on):
    discharge = read_here(make.message(type_code, msg_id="kp-1", version=version)).discharge
    facts = ("expected", "ready", "readiness_withdrawn", "discharged", "dead")

    assert {name for name in facts if getattr(discharge, name)} == {fact}
    assert getattr(discharge, fact).on == on
    assert getattr(discharge, fact).at is None


def test_discharge_says_where_to():
    discharge = read_here(make.message("LOG_UTSKREVET", msg_id="kp-1")).discharge

    assert discharge.discharged_to is not None
    assert discharge.discharged_to.label == "Bosted/arbeidssted"


@pytest.mark.parametrize(("status", "is_change", "is_cancellation"), [("M", True, False), ("C", False, True)])
def test_change_and_cancellation_name_their_original(status, is_change, is_cancellation):
    message = read_here(make.message("LOG_DOD", msg_id="kp-2", status=status, parent="kp-1", conversation="kp-0"))

    assert (message.is_change, message.is_cancellation) == (is_change, is_cancellation)
    assert (message.parent_id, message.conversation_id) == ("kp-1", "kp-0")


def test_question_and_answer():
    question = read_here(make.message("DIALOG_FORESPORSEL", msg_id="kp-1", version="1.1", text="Når kan vi møtes?"))
    answer = read_here(make.message("DIALOG_SVAR", msg_id="kp-2", parent="kp-1", text="På torsdag."))

    assert [(part.kind, part.subject, part.text) for part in question.dialog] == [
        ("question", "Samarbeid om oppfølging", "Når kan vi møtes?")
    ]
    assert [(part.kind, part.text) for part in answer.dialog] == [("note", "På torsdag.")]
    assert answer.parent_id == "kp-1"


def test_answer_without_a_question_is_taken_with_a_remark():
    message = read_here(make.message("DIALOG_SVAR", msg_id="kp-2"))

    assert [remark.code for remark in message.remarks] == ["conversation-absent"]


def test_person_without_a_number_is_taken_with_a_remark():
    unborn = make.Person("Ukjent", "Jente", date(2026, 11, 18), "")
    message = read_here(make.message("LOG_INNLAGT", msg_id="kp-1", patient=unborn))

    assert message.patient is not None
    assert message.patient.number == ""
    assert [remark.code for remark in message.remarks] == ["number-absent"]


def test_attachment_is_there_byte_by_byte():
    content = bytes(range(256)) * 40
    message = read_here(make.message("DIALOG_NOTAT", msg_id="kp-1", attachment=("Alt.bin", "application/pdf", content)))

    (attachment,) = message.attachments
    assert (attachment.name, attachment.mime_type, attachment.size) == ("Alt.bin", "application/pdf", 10240)
    assert attachment.content == content


def test_own_application_and_reservation():
    extra = (
        "<InfoReservasjon><ReservasjonOnske><Gjelder>Skolen skal ikke få vite om innleggelsen</Gjelder>"
        "<FramsattAv><f:FamilyName>Ødegård</f:FamilyName></FramsattAv><FramsattDato>2026-11-18</FramsattDato>"
        "</ReservasjonOnske></InfoReservasjon>"
    )
    message = read_here(make.message("MEDISINSKE_OPPLYSNINGER", msg_id="kp-1", extra=extra))

    assert message.individual_plan.own_application_sent is True
    assert message.individual_plan.plan_exists is None
    assert [(r.concerns, r.made_on, r.withdrawn_on) for r in message.reservations] == [
        ("Skolen skal ikke få vite om innleggelsen", date(2026, 11, 18), None)
    ]


def test_newest_care_message_tells_of_plan_and_coordinator():
    care = (
        b'<s:Sammenfatning xmlns:s="http://ehelse.no/xmlstds/po/Sammenfatning/2016-05-30"'
        b' xmlns="http://ehelse.no/xmlstds/po/poKomponent/2017-11-30"><FellesAdministrativeOpplysninger>'
        b'<InformasjonOmForsendelsen><Forsendelsesstatus V="N"/></InformasjonOmForsendelsen>'
        b"</FellesAdministrativeOpplysninger><OpplysningerOmIndividuellPlan>"
        b"<IndividuellPlanForeligger>true</IndividuellPlanForeligger><KoordinatorOppnevnt>0</KoordinatorOppnevnt>"
        b"</OpplysningerOmIndividuellPlan></s:Sammenfatning>"
    )
    older = make.message("UTSKRIVNINGSRAPPORT", msg_id="kp-1")
    start, end = older.index(b"<p:TverrfagligEpikrise"), older.index(b"</Content>")
    message = read_here(older[:start] + care + older[end:])

    assert message.payload_version == "2.0"
    assert message.individual_plan.plan_exists is True
    assert message.individual_plan.coordinator_appointed is False


def test_receipt_tells_what_was_refused_and_why():
    error = ("E35", "Pasienten finnes ikke i mottakersystemet")
    data = make.apprec(msg_id="kp-9", original_id="kp-sent", status=("2", "Avvist"), error=error)
    message = read_here(data)

    assert message.receipt is not None
    assert message.receipt.status == "2"
    assert message.receipt.original_id == "kp-sent"
    assert [(e.code, e.text) for e in message.receipt.errors] == [error]
    assert message.header.sender_her == (59, 90998)
    assert not message.header.can_be_answered


PLAIN = make.message("LOG_INNLAGT", msg_id="kp-1", text="Falt på is. Blåmerker, ømhet.")
UNDECLARED = PLAIN.decode().removeprefix('<?xml version="1.0" encoding="UTF-8"?>\n')


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\xef\xbb\xbf" + PLAIN, id="utf-8 with mark"),
        pytest.param(UNDECLARED.encode(), id="no declaration"),
        pytest.param(PLAIN.replace(b"UTF-8", b"UTF-16", 1).decode().encode("UTF-16"), id="utf-16 with mark"),
        pytest.param(b"\xfe\xff" + PLAIN.decode().encode("UTF-16-BE"), id="utf-16 big-endian, declared utf-8"),
        pytest.param(PLAIN.replace(b"UTF-8", b"UTF-16", 1).decode().encode("UTF-16-LE"), id="utf-16 without mark"),
        pytest.param(PLAIN.decode().replace("UTF-8", "ISO-8859-1", 1).encode("ISO-8859-1"), id="latin-1"),
        pytest.param(PLAIN.decode().replace("UTF-8", "windows-1252", 1).encode("windows-1252"), id="windows-1252"),
        pytest.param(b"\xef\xbb\xbf" + PLAIN.replace(b"UTF-8", b"ISO-8859-1", 1), id="mark outweighs declaration"),
    ],
)
def test_every_good_form_of_xml_says_the_same(data):
    message = read_here(data)

    assert message.events[0].note == "Falt på is. Blåmerker, ømhet."
    assert message.patient is not None
    assert message.patient.family_name == "Bråten Ødegård"


def test_prefixes_do_not_matter():
    prefixed = PLAIN.decode().replace(
        'xmlns="http://www.kith.no/xmlstds/msghead', 'xmlns:h="http://www.kith.no/xmlstds/msghead'
    )
    head, start, rest = prefixed.partition("<p:Pasientlogistikk")
    payload, end, tail = rest.partition("</p:Pasientlogistikk>")
    data = (with_prefix(head) + start + payload + end + with_prefix(tail)).encode()

    assert b"<h:MsgInfo>" in data
    assert read_here(data).events == () or read_here(data).events[0].on == date(2026, 11, 18)
    assert read_here(data).message_id == "kp-1"


def with_prefix(text: str) -> str:
    return text.replace("</", "\0").replace("<?", "\1").replace("<", "<h:").replace("\0", "</h:").replace("\1", "<?")


def test_nothing_of_the_person_shows_in_a_log():
    message = read_here(PLAIN)

    shown = repr(message) + repr(message.header) + repr(message.patient) + repr(message.events) + repr(message.root)
    assert "Ødegård" not in shown
    assert make.MARIT.number not in shown


def test_fingerprint_tells_repeats_from_others():
    assert fingerprint(PLAIN) == fingerprint(bytes(PLAIN))
    assert fingerprint(PLAIN) != fingerprint(PLAIN + b"\n")


def test_production_refuses_synthetic_numbers():
    with pytest.raises(Unreadable) as refused:
        read(PLAIN, on=TODAY, test_installation=False)

    assert [finding.code for finding in refused.value.findings] == ["number-invalid"]
    assert [finding.apprec.code for finding in refused.value.findings] == ["E31"]
