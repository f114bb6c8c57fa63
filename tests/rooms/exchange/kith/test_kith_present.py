import re

import pytest

from knutepunkt.exchange.kith import Item, Section, present, read
from knutepunkt.exchange.kith.elements import BOOLEANS, DATES, LANGUAGES, is_known, label
from knutepunkt.exchange.kith.nodes import Node, parse
from knutepunkt.exchange.kith.shown import moment_text
from knutepunkt.exchange.kith.vocabulary import BASE64_NAMESPACE
from messages import make
from messages.samples import GOOD, NATIONAL, TODAY, name_of

NORMAL = re.compile(r"\s+")
TECHNICAL_LEAVES = {"Base64Container"}


def read_here(data: bytes):
    return read(data, on=TODAY, test_installation=True)


def flat(sections: tuple[Section, ...]) -> list[Section]:
    return [found for section in sections for found in (section, *flat(section.subsections))]


def everything(sections: tuple[Section, ...]) -> str:
    found = flat(sections)
    items = [item for section in found for item in section.items]
    texts = [text for section in found for text in (section.heading, section.code)]
    texts += [text for item in items for text in (item.label, item.value, item.code)]
    return NORMAL.sub(" ", " | ".join(texts))


def expected(node: Node) -> list[str]:
    """What must be found on screen for this element, dates and answers as they are written there."""
    if any(node.children()) or node.name in TECHNICAL_LEAVES or node.namespace == BASE64_NAMESPACE:
        return []
    given = [node.attributes.get(name, "").strip() for name in ("V", "DN", "OT")] + [node.text()]
    return [as_shown(node, text) for text in given if text]


def as_shown(node: Node, text: str) -> str:
    if node.name in DATES:
        return moment_text(text, "nb")
    if node.name in BOOLEANS:
        return {"true": "Ja", "1": "Ja", "false": "Nei", "0": "Nei"}[text]
    if "U" in node.attributes:
        return text.replace(".", ",")
    if node.name in {"AntallEnheter", "Pleietyngde"}:
        return text.replace(".", ",")
    if node.name == "TeleAddress":
        return text.partition(":")[2]
    return NORMAL.sub(" ", text)


@pytest.mark.parametrize("path", GOOD, ids=name_of)
def test_nothing_of_a_message_is_lost(path):
    data = path.read_bytes()
    shown = everything(present(read_here(data)))

    missing = [(node.name, text) for node in parse(data).walk() for text in expected(node) if text not in shown]
    assert missing == []


@pytest.mark.parametrize("path", GOOD, ids=name_of)
def test_nothing_is_empty_and_no_raw_date_or_truth_value_is_left(path):
    sections = flat(present(read_here(path.read_bytes())))

    assert all(section.heading and (section.items or section.subsections) for section in sections)
    items = [item for section in sections for item in section.items]
    assert all(item.label and item.value for item in items)
    assert [i.label for i in items if re.fullmatch(r"\d{4}-\d\d-\d\d(T.*)?|true|false", i.value)] == []


@pytest.mark.parametrize("path", GOOD, ids=name_of)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_shows_the_same_values(path, language):
    message = read_here(path.read_bytes())

    def shape(sections):
        return [(len(section.items), len(section.subsections)) for section in flat(sections)]

    assert shape(present(message, language=language)) == shape(present(message))


def test_values_are_norwegian():
    items = items_of(make.message("ORIENTERING_TJENESTETILBUD", msg_id="kp-1"))

    assert items["Fra"] == "01.09.2026"
    assert items["Laget"] == "19.11.2026 kl. 10.15"
    assert items["Antall"] == "2,5"
    assert items["Privat tjeneste"] == "Nei"
    assert items["Mobiltelefon"] == "+4799900111"
    assert items["Fødselsnummer"] == make.MARIT.number


def items_of(data: bytes) -> dict[str, str]:
    return {item.label: item.value for section in flat(present(read_here(data))) for item in section.items}


def test_code_without_text_is_shown_with_its_official_words():
    data = make.message("LOG_INNLAGT", msg_id="kp-1").replace(b' DN="Pasient innlagt"', b"").replace(b' DN="Ny"', b"")
    sections = flat(present(read_here(data)))

    assert ("Pasient innlagt", "1") in {(section.heading, section.code) for section in sections}
    assert Item("Forsendelsesstatus", "Ny", "N") in [item for section in sections for item in section.items]


def test_unknown_element_is_shown_under_its_own_name():
    data = make.message("LOG_INNLAGT", msg_id="kp-1", extra="<NyttFraNesteVersjon>Står her</NyttFraNesteVersjon>")

    assert items_of(data)["Nytt fra neste versjon"] == "Står her"


def test_marked_up_text_and_text_between_elements_is_kept():
    text = '<TekstNotatInnhold><p xmlns="http://www.w3.org/1999/xhtml">Først <b>dette</b>.</p></TekstNotatInnhold>'
    data = make.message("DIALOG_NOTAT", msg_id="kp-1", text="HER")
    data = data.replace(b"<TekstNotatInnhold>HER</TekstNotatInnhold>", b"Imellom" + text.encode())

    assert items_of(data)["Innhold"] == "Først dette."
    assert items_of(data)["Merknad"] == "Imellom"


def test_signature_is_said_not_spelled_out():
    signature = (
        b'<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignatureValue>QUJD</SignatureValue></Signature>'
    )
    data = make.message("LOG_INNLAGT", msg_id="kp-1").replace(b"</MsgHead>", signature + b"</MsgHead>")

    assert items_of(data)["Meldingen er signert"] == "Ja"
    assert "QUJD" not in items_of(data).values()


@pytest.mark.skipif(not (NATIONAL / "xsd").is_dir(), reason="the national schemas are not beside the checkout")
def test_every_element_of_the_standards_has_a_label():
    frames = {"MsgHead", "Node", "NUM", "DENOM", "REF"}
    other = re.compile("xmldsig|xml|driver|samtykke|reservasjon|tilgangs|personvern")
    files = [path for path in (NATIONAL / "xsd").glob("*.xsd") if not other.match(path.name)]
    names = {name for path in files for name in re.findall(r'element name="([^"]+)"', path.read_text("utf-8"))}

    assert len(names) > 300
    assert {name for name in names - frames if not is_known(name)} == set()


def test_labels_are_written_in_all_languages():
    from knutepunkt.exchange.kith.elements import _LABELS, _WORDS

    rows = {**_LABELS, **_WORDS}
    assert [name for name, row in rows.items() if len(row) != len(LANGUAGES) or not all(row)] == []
    assert label("BorAlene", language="nn") == "Bur åleine"
