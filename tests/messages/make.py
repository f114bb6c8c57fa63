"""Makes invented KITH messages: one function per thing that is sent, valid by the national schemas.

Nobody in here exists: names are invented and the identity numbers synthetic (month + 80).
The files beside this module are made by `files`.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape, quoteattr

OID = "2.16.578.1.12.4.1.1."
Unit = tuple[tuple[str, int], ...]
"""Name and HER-id of each level, outer first."""

ALVDAL: Unit = (("Alvdal kommune", 99387), ("Sykepleietjenesten", 5078))
ST_OLAVS: Unit = (("St. Olavs hospital HF", 59), ("Ortopedisk kirurgi", 90998))
ST_OLAVS_HEART: Unit = (("St. Olavs hospital HF", 59), ("Hjertemedisin", 91090))
TEST_ORGANISATION: Unit = (("Testorganisasjonen", 8142987), ("Saksbehandling", 8143060))
NOT_SERVED: Unit = (("Kattskinnet legesenter", 91096),)


@dataclass(frozen=True)
class Person:
    given: str
    family: str
    born: date
    number: str
    sex: str = "2"
    number_kind: str = "FNR"
    street: str = "Aukrustvegen 4"


MARIT = Person("Marit", "Bråten Ødegård", date(1948, 3, 12), "12834800398")
OLE = Person("Ole", "Nyeggen", date(1990, 5, 17), "17859020100", "1")
LIV = Person("Liv Áile", "Somby", date(2015, 6, 1), "01861570017")

_PO = "http://www.kith.no/xmlstds/po/"
_YEAR = {"1.5": "2009-06-30", "1.6": "2012-04-01"}
_FOLDERS = {
    ("Konsultasjon", "1.6"): "HelseopplysningerTilLege",
    ("OverforingMedisinskeOpplysninger", "1.6"): "MedisinskeOpplysninger",
}
_NAMES = {
    "HELSEOPPL_SOKNAD": "Helseopplysninger",
    "LOG_INNLAGT": "Melding om innlagt pasient",
    "LOG_UTSKRIVNINGSKLAR": "Melding om utskrivningsklar pasient",
    "LOG_AVMELDING": "Avmelding av utskrivningsklar pasient",
    "LOG_UTSKREVET": "Melding om utskrevet pasient",
    "LOG_DOD": "Orientering om dødsfall",
    "UTSKRIVNINGSRAPPORT": "Utskrivningsrapport",
    "DIALOG_FORESPORSEL": "Forespørsel",
    "DIALOG_NOTAT": "Notat",
    "DIALOG_SVAR": "Svar på forespørsel",
    "DIALOG_AVVIK": "Tilbakemelding om feil i mottatt melding",
    "MEDISINSKE_OPPLYSNINGER": "Medisinske opplysninger",
    "HELSEOPPLYSNINGER_LEGE": "Helseopplysninger til lege",
    "INNLEGGELSESRAPPORT": "Innleggelsesrapport",
    "ORIENTERING_TJENESTETILBUD": "Orientering om tjenestetilbud",
}
TYPES = tuple(_NAMES)
_ROOTS = {
    "HELSEOPPL_SOKNAD": "HelseopplysningerVedSoknad",
    "UTSKRIVNINGSRAPPORT": "TverrfagligEpikrise",
    "MEDISINSKE_OPPLYSNINGER": "OverforingMedisinskeOpplysninger",
    "HELSEOPPLYSNINGER_LEGE": "Konsultasjon",
    "INNLEGGELSESRAPPORT": "Innleggelsesrapport",
    "ORIENTERING_TJENESTETILBUD": "OrienteringOmTjenestetilbud",
}
_PARTS = {
    "LOG_INNLAGT": "MeldingInnlagtPasient",
    "LOG_UTSKRIVNINGSKLAR": "MeldingUtskrivningsklarPasient",
    "LOG_AVMELDING": "AvmeldingUtskrivningsklarPasient",
    "LOG_UTSKREVET": "MeldingOmUtskrevetPasient",
    "LOG_DOD": "OrienteringOmDod",
}
_STATUSES = {"N": "Ny", "M": "Endring", "C": "Kansellering", "O": "Oppdatert", "A": "Tillegg", "H": "Historikk"}
_EVENTS = {
    "1": "Pasient innlagt",
    "2": "Pasient utskrevet",
    "3": "Pasient utskrivningsklar",
    "4": "Avmelding av utskrivningsklar pasient",
    "13": "Pasienten er død",
}


def message(
    type: str,  # noqa: A002 -- the standard's own word
    *,
    msg_id: str,
    patient: Person | None = MARIT,
    status: str = "N",
    sender: Unit = ST_OLAVS,
    receiver: Unit = ALVDAL,
    parent: str | None = None,
    conversation: str | None = None,
    generated_at: str = "2026-11-19T10:15:00",
    version: str = "1.6",
    admitted: str = "2026-11-18T14:20:00",
    ready: str = "2026-11-24",
    text: str = "Falt på badet. Trenger hjelp til å komme seg opp og fram med rullator.",
    attachment: tuple[str, str, bytes] | None = None,
    extra: str = "",
    encoding: str = "UTF-8",
) -> bytes:
    """A message of a type. `version` is that of care messages, or "1.1" for the newer dialog message.

    `admitted` and `ready` are the events' dates or times; `extra` is put last in the content as it stands.
    """
    is_dialog = type.startswith("DIALOG_")
    content = _dialog(type, version, text) if is_dialog else _care(type, version, status, admitted, ready, text, extra)
    documents = _document(content, generated_at) + (_attached(*attachment) if attachment else "")
    references = f"<ConversationRef>{_el('RefToParent', parent)}{_el('RefToConversation', conversation or parent)}</ConversationRef>"
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>\n'
        '<MsgHead xmlns="http://www.kith.no/xmlstds/msghead/2006-05-24"><MsgInfo>'
        f"{_code('Type', type, _NAMES.get(type, type))}<MIGversion>v1.2 2006-05-24</MIGversion>"
        f"{_el('GenDate', generated_at)}{_el('MsgId', msg_id)}{references if parent else ''}"
        f"<Sender>{_organisation(sender)}</Sender><Receiver>{_organisation(receiver)}</Receiver>"
        f"{_patient(patient) if patient else ''}</MsgInfo>{documents}</MsgHead>\n"
    ).encode(encoding)


def apprec(
    *,
    msg_id: str,
    original_id: str,
    original_type: str = "DIALOG_SVAR",
    status: tuple[str, str] = ("1", "OK"),
    error: tuple[str, str] | None = None,
    sender: Unit = ST_OLAVS,
    receiver: Unit = ALVDAL,
    version: str = "1.0",
    generated_at: str = "2026-11-19T10:16:00",
) -> bytes:
    """A receipt from `sender` for a message that `receiver` sent."""
    namespace, mig = {
        "1.0": ("2004-11-21", "1.0 2004-11-21"),
        "1.1": ("2012-02-15", "v1.1 2012-02-15"),
    }[version]
    errors = _code("Error", *error, oid="8221") if error else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<AppRec xmlns="http://www.kith.no/xmlstds/apprec/{namespace}">'
        f"{_code('MsgType', 'APPREC', 'Applikasjonskvittering')}{_el('MIGversion', mig)}"
        f"{_el('GenDate', generated_at)}{_el('Id', msg_id)}"
        f"<Sender>{_care_party(sender)}</Sender><Receiver>{_care_party(receiver)}</Receiver>"
        f"{_code('Status', *status)}{errors}<OriginalMsgId>"
        f"{_code('MsgType', original_type, _NAMES.get(original_type, ''))}<IssueDate>2026-11-19T10:15:00</IssueDate>"
        f"{_el('Id', original_id)}</OriginalMsgId></AppRec>\n"
    ).encode()


def _el(name: str, text: str | None) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else ""


def _code(name: str, value: str, words: str, oid: str = "") -> str:
    system = f' S="{OID}{oid}"' if oid else ""
    return f"<{name} V={quoteattr(value)}{system} DN={quoteattr(words)}/>"


def _organisation(levels: Unit) -> str:
    (name, her), *inner = levels
    ident = f"<Ident><Id>{her}</Id>{_code('TypeId', 'HER', 'HER-id', '9051')}</Ident>"
    below = _organisation(tuple(inner)) if inner else ""
    return f"<Organisation>{_el('OrganisationName', name)}{ident}{below}</Organisation>"


def _care_party(levels: Unit) -> str:
    (name, her), *inner = levels

    def named(name: str, her: int) -> str:
        return f"{_el('Name', name)}<Id>{her}</Id>{_code('TypeId', 'HER', 'HER-id')}"

    departments = "".join(f"<Dept>{named(*level)}</Dept>" for level in inner)
    return f"<HCP><Inst>{named(name, her)}{departments}</Inst></HCP>"


def _patient(person: Person) -> str:
    ident = f"<Ident>{_el('Id', person.number)}{_code('TypeId', person.number_kind, 'Fødselsnummer', '8116')}</Ident>"
    return (
        f"<Patient>{_el('FamilyName', person.family)}{_el('GivenName', person.given)}"
        f"<DateOfBirth>{person.born}</DateOfBirth>{_code('Sex', person.sex, 'Kvinne' if person.sex == '2' else 'Mann')}"
        f"{ident if person.number else ''}<Address>{_code('Type', 'H', 'Bostedsadresse')}"
        f"{_el('StreetAdr', person.street)}<PostalCode>2560</PostalCode><City>Alvdal</City></Address>"
        f'<TeleCom>{_code("TypeTelecom", "MC", "Mobiltelefon")}<TeleAddress V="tel:+4799900111"/></TeleCom></Patient>'
    )


def _document(content: str, issued: str) -> str:
    return (
        f'<Document><RefDoc><IssueDate V="{issued}"/>{_code("MsgType", "XML", "XML-instans")}'
        f"<Content>{content}</Content></RefDoc></Document>"
    )


def _attached(name: str, mime: str, content: bytes) -> str:
    return (
        f"<Document><RefDoc>{_code('MsgType', 'A', 'Vedlegg')}{_el('MimeType', mime)}{_el('Description', name)}<Content>"
        '<Base64Container xmlns="http://www.kith.no/xmlstds/base64container">'
        f"{base64.b64encode(content).decode()}</Base64Container></Content></RefDoc></Document>"
    )


def _dialog(type_code: str, version: str, text: str) -> str:
    newer = version == "1.1"
    namespace = "2013-01-23" if newer else "2006-10-11"
    subject = "<EmneSporsmal>Samarbeid om oppfølging</EmneSporsmal>" if newer else ""
    if type_code == "DIALOG_FORESPORSEL":
        body = (
            f"<Foresporsel>{_code('TypeForesp', '99', 'Annen henvendelse', '9152')}{subject}{_el('Sporsmal', text)}"
            f"<FraDato>2026-11-20</FraDato></Foresporsel>"
        )
    else:
        topic = ("1", "Feil adressat", "8117") if type_code == "DIALOG_AVVIK" else ("5", "Svar på forespørsel", "9069")
        body = (
            f"<Notat>{_code('TemaKodet', *topic)}{_el('TekstNotatInnhold', text)}"
            "<DatoNotat>2026-11-19</DatoNotat></Notat>"
        )
    return f'<Dialogmelding xmlns="http://www.kith.no/xmlstds/dialog/{namespace}">{body}</Dialogmelding>'


def _care(type_code: str, version: str, status: str, admitted: str, ready: str, text: str, extra: str) -> str:  # noqa: PLR0917 -- as they come
    root = _ROOTS.get(type_code, "Pasientlogistikk")
    folder = root if version == "1.5" else _FOLDERS.get((root, version), root)
    year = _YEAR[version]
    frame = (
        "<InformasjonOmForsendelsen>"
        f"{_code('Forsendelsesstatus', status, _STATUSES.get(status, ''))}</InformasjonOmForsendelsen>"
        "<KontaktpersonHelsepersonell><Kontaktperson>"
        f"{_code('f:TypeHealthcareProfessional', 'SP', 'Sykepleier')}"
        "<f:FamilyName>Tronsmo</f:FamilyName><f:GivenName>Gunn</f:GivenName>"
        f"<f:Ident><f:Id>9876543</f:Id>{_code('f:TypeId', 'HPR', 'HPR-nummer', '8116')}</f:Ident>"
        '<f:TeleCom><f:TeleAddress V="tel:73555555"/></f:TeleCom></Kontaktperson></KontaktpersonHelsepersonell>'
    )
    if part := _PARTS.get(type_code):
        body = f"<p:{part}>{_stay(type_code, admitted, ready, text)}</p:{part}>"
    else:
        body = _body(type_code, version, admitted, ready, text)
    return (
        f'<p:{root} xmlns:p="{_PO}{folder}/{year}" xmlns="{_PO}poKomponent/{year}"'
        ' xmlns:f="http://www.kith.no/xmlstds/felleskomponent1" xmlns:e="http://www.kith.no/xmlstds/epj/epj2/2008-02-20"'
        ' xmlns:m="http://www.kith.no/xmlstds/epj/meta/2008-02-20">'
        f"{frame}{body}{extra}</p:{root}>"
    )


def _event(code: str, when: str, *, estimated: bool = False, note: str = "") -> str:
    return (
        f"<TidsfestetHendelse>{_code('Hendelsekode', code, _EVENTS[code], '9121')}"
        f'<TidspunktForHendelse V="{when}"/><Anslag>{str(estimated).lower()}</Anslag>{_el("Merknad", note)}'
        "</TidsfestetHendelse>"
    )


def _note(heading: str, oid: str, words: str, text: str) -> str:
    return (
        '<MedisinskfagligeOpplysninger><e:GenereltJournalnotat m:basiskomponenttype="EPJ dokument"'
        ' m:komponenttype="2.16.578.1.12.4.1.6.13.11009.0" m:informasjonskategori="Andre notater" komponentID="k1">'
        f"<e:Journaltekst>{_code('e:Overskriftskode', heading, words, oid)}<e:Notat>{escape(text)}</e:Notat>"
        "</e:Journaltekst></e:GenereltJournalnotat></MedisinskfagligeOpplysninger>"
    )


def _kind(value: str, words: str, oid: str) -> str:
    return f"<TypeInnholdIMelding>{_code('TypeInnhold', value, words, oid)}</TypeInnholdIMelding>"


def _body(type_code: str, version: str, admitted: str, ready: str, text: str) -> str:
    application = "<OpplysningerTilSoknad><EgensoknadSendt>true</EgensoknadSendt></OpplysningerTilSoknad>"
    note = _note("1", "9145", "Pasientens status", text)
    if type_code == "HELSEOPPL_SOKNAD" and version == "1.5":
        written = f"{text}\nPasient forventet utskrivningsklar {ready[8:10]}.{ready[5:7]}.{ready[:4]}"
        return application + _note("1", "9145", "Pasientens status", written)
    if type_code == "HELSEOPPL_SOKNAD":
        events = _event("1", admitted), _event("3", ready, estimated=True)
        stay = "".join(f"<OpplysningOpphold>{event}</OpplysningOpphold>" for event in events)
        return _kind("1", "Varsel om innlagt pasient", "9140") + stay + application + note
    if type_code == "UTSKRIVNINGSRAPPORT":
        stay = f"<OpplysningOpphold>{_event('2', ready)}</OpplysningOpphold>"
        return _kind("11", "Utskrivningsrapport", "9139") + stay + note
    if type_code == "MEDISINSKE_OPPLYSNINGER":
        return _kind("5", "Opplysninger til søknad", "9138") + application + note
    if type_code == "ORIENTERING_TJENESTETILBUD":
        return (
            f"<EksisterendeTjeneste>{_code('IPLOStjenestetype', '15', 'Helsetjenester i hjemmet', '9151')}"
            f"<BetegnelseTjeneste>Hjemmesykepleie</BetegnelseTjeneste><PrivatTjeneste>false</PrivatTjeneste>"
            f"{_el('OpplysningerOmTjenesten', text)}<AntallEnheter>2.5</AntallEnheter><Enhet>timer i uken</Enhet>"
            "<Startdato>2026-09-01</Startdato></EksisterendeTjeneste>"
        )
    return note


def _stay(type_code: str, admitted: str, ready: str, text: str) -> str:
    if type_code == "LOG_INNLAGT":
        return _event("1", admitted, note=text)
    if type_code == "LOG_UTSKRIVNINGSKLAR":
        return _event("1", admitted) + _event("3", ready, note=text)
    if type_code == "LOG_AVMELDING":
        return _event("1", admitted) + _event("3", ready, estimated=True) + _event("4", ready, note=text)
    if type_code == "LOG_UTSKREVET":
        to = f"<UtskrevetTil>{_code('UtTil', '1', 'Bosted/arbeidssted', '8408')}</UtskrevetTil>"
        return to + _event("2", ready, note=text)
    return _event("13", ready, note=text)
