"""People's text is data: it is printed as it stands, whatever it looks like."""

import dataclasses
import re
import unicodedata
from io import BytesIO

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knutepunkt import paper
from knutepunkt.paper.plaintext import BREAK_HERE, printable
from knutepunkt.paper.typeface import drawable
from rooms.paper import reading_order, samples
from rooms.paper.checkers import bare, own_findings, page_findings
from rooms.paper.tagged import TaggedPdf

LOOKS_LIKE_MARKUP = [
    '#import "plan.typ": *',
    '#read("/etc/passwd") #sys.inputs #panic("x") #{1 + 1}',
    "$x^2 + sum_(i=1)^n$ 5 $ og 6 $",
    "*fet* _skrå_ `kode` ```rust fn``` <merke> @merke",
    r"\ \n \u{1F600} \# tilbake\\skråstrek",
    "[innhold] ] [ { } ( )",
    "= Overskrift\n- punkt\n+ tall\n/ ord: forklaring",
    "// kommentar /* og */ https://eksempel.no/a?b=c#d",
    "\"rette\" 'tegn' -- --- ... -> => (c) ~ -?",
    "{n} {of} {number} {area} {reason} {name} {date} %s {0}",
    "<b>html</b> &amp; <script>alert(1)</script>",
    "fi ffl 1/2 2026-12-01 :) 👍 ❤️ 🎵",
]
SAMI = {
    "north": "Á á Č č Đ đ Ŋ ŋ Š š Ŧ ŧ Ž ž",
    "lule": "Á á Å å Ä ä Ń ń Ŋ ŋ Ö ö Ñ ñ",
    "south": "Ï ï Å å Ä ä Ö ö Æ æ Ø ø",
    "inari": "Â â Á á Č č Đ đ Ŋ ŋ Š š Ž ž Ä ä",
    "skolt": "Â â Č č Ʒ ʒ Ǯ ǯ Đ đ Ǧ ǧ Ǥ ǥ Ǩ ǩ Ŋ ŋ Õ õ Š š Ž ž Å å Ä ä ʹ ʼ ˈ",
    "ume and pite": "Á á Đ đ Ï ï Ŋ ŋ Ŧ ŧ Ü ü Å å Ä ä Ö ö Ẃ ẃ Ŕ ŕ Ḿ ḿ",
    "kven": "Đ đ Š š Ž ž Ä ä Ö ö",
}


def every_text(value, change):
    """The document with `change` done to each text in it, language and tone left alone."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(every_text(item, change) for item in value)
    if dataclasses.is_dataclass(value):
        fields = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
        return dataclasses.replace(
            value,
            **{name: every_text(item, change) for name, item in fields.items() if name not in {"language", "tone"}},
        )
    return value


def heard(data):
    file = TaggedPdf(data)
    return bare(file.text(file.root))


@pytest.mark.parametrize("text", LOOKS_LIKE_MARKUP)
def test_text_that_looks_like_markup_is_printed_in_every_field(text):
    places = 0

    def add(old):
        nonlocal places
        places += 1
        return f"{text} {places}." if old else old

    plan = every_text(samples.long_plan(), add)
    data = paper.plan(plan)
    spoken = heard(data)
    wanted = unicodedata.normalize("NFC", bare(text))
    missing = [n for n in range(1, places + 1) if f"{wanted}{n}." not in spoken]
    assert missing == empty_places(samples.long_plan())
    assert page_findings(data) == own_findings(data, "nb-NO") == []
    assert wanted in heard(paper.letter(every_text(samples.decision_letter(), lambda old: text)))


def empty_places(document):
    found, places = [], 0

    def note(old):
        nonlocal places
        places += 1
        if not old:
            found.append(places)
        return old

    every_text(document, note)
    return found


@pytest.mark.parametrize("letters", SAMI.values(), ids=SAMI)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_all_letters_of_the_sami_languages_are_printed(letters, form):
    data = paper.plan(
        samples.short_plan(title=unicodedata.normalize(form, f"Plan {letters}"), person_name=letters, important=letters)
    )
    assert heard(data).count(bare(unicodedata.normalize("NFC", letters))) >= 4
    assert "[U+" not in heard(data)
    assert page_findings(data) == []


@pytest.mark.parametrize(
    "text",
    [
        "Żółć gęślą jaźń",
        "Nguyễn Thị Ánh",
        "Їжак і Щука",
        "Αθήνα",
        "Çağlayan Şükrü İğne",
        "محمد پارسا کُردی ٤٢",
        "Ṭāriq ʿAlī",
        "☀ ☎ ☑ ✓ → €",
    ],
)
def test_names_of_many_languages_are_printed(text):
    data = paper.letter(samples.decision_letter(paragraphs=(text,)))
    assert "[U+" not in heard(data)
    assert page_findings(data) == []


@pytest.mark.parametrize("unit", ["å", "ord og mellomrom "])
def test_long_text_is_whole_in_every_column(unit):
    text = (unit * 300)[:300].strip()
    activity = paper.Activity(what=text, how=text, extent=text, responsible=text, place=text, state=text)
    goal = paper.Goal(
        number="1",
        words=text,
        life_area="a",
        sub_goals=(paper.SubGoal(number="1.1", words=text),),
        activities=(activity,),
    )
    document = samples.short_plan(goals=(goal,), important=text, title=text)
    data = paper.plan(document)
    assert heard(data) == bare("".join(reading_order.of_plan(document)))
    assert page_findings(data) == own_findings(data, "nb-NO") == []


@pytest.mark.parametrize("unit", ["å", "ord og mellomrom "])
def test_twenty_thousand_characters_are_printed_over_many_pages(unit):
    text = (unit * 20_000)[:20_000].strip()
    goal = paper.Goal(number="1", words="Skrive", life_area="a", activities=(paper.Activity(what="Skrive", how=text),))
    document = samples.short_plan(goals=(goal,), important=text)
    data = paper.plan(document)
    assert heard(data) == bare("".join(reading_order.of_plan(document)))
    assert page_findings(data) == []


def test_an_endless_word_stays_within_the_page():
    goal = paper.Goal(number="1", words="y" * 200, activities=(paper.Activity(what="z" * 90, state="w" * 60),))
    data = paper.plan(samples.short_plan(important="x" * 500, goals=(goal,)))
    lines = [line for page in pypdf.PdfReader(BytesIO(data)).pages for line in page.extract_text().splitlines()]
    longest = {letter: max(len(run) for line in lines for run in re.findall(f"{letter}+", line)) for letter in "xyzw"}
    assert longest["x"] <= 96
    assert longest["y"] <= 72
    assert longest["z"] <= 20
    assert longest["w"] <= 10


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\tb", "a b"),
        ("a\x00\x07\x1b[31mb", "a[31mb"),
        ("navn\u202egnal", "navngnal"),
        ("\ufeffa\ufeffb", "ab"),
        ("e\u0301", "é"),
        ("\ud800", ""),
        ("ﬁnt Ａ", "fint A"),
        ("中", "[U+4E2D]"),
        ("\ue000", "[U+E000]"),
        ("  a  ", "a"),
    ],
)
def test_only_what_cannot_be_printed_is_changed(given_text, shown):
    assert printable(given_text) == shown


def test_a_long_word_gets_places_to_break_but_no_other_letter():
    word = "lang" * 20
    assert printable(word).replace(BREAK_HERE, "") == word
    assert max(map(len, printable(word).split(BREAK_HERE))) <= 10
    assert printable("vanlig norsk tekst") == "vanlig norsk tekst"


def test_the_fonts_draw_all_of_latin():
    codes = (*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x1E00, 0x1F00))
    latin = {code for code in codes if unicodedata.category(chr(code)) != "Cn"}
    assert latin - drawable() == {0x149, 0x1C4}  # ŉ, deprecated in Unicode, and the one-letter Ǆ, written DŽ


LEFT_TO_RIGHT = st.characters().filter(lambda char: unicodedata.bidirectional(char) not in {"R", "AL", "AN"})


def test_long_words_of_the_field_are_divided_in_narrow_columns_and_still_whole():
    who = paper.Participant(
        name="Rehabiliteringskoordinatoren", role="rehabiliteringskoordinator", service="spesialisthelsetjenesten"
    )
    document = samples.short_plan(participants=(who,))
    assert heard(paper.plan(document)) == bare("".join(reading_order.of_plan(document)))


@given(text=st.text())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_can_be_printed(text):
    data = paper.letter(samples.decision_letter(paragraphs=(text,), subject=f"Emne {text}", attachments=(text,)))
    assert page_findings(data) == []


@given(text=st.text(LEFT_TO_RIGHT, max_size=60))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_text_from_left_to_right_is_read_as_it_stands(text):
    data = paper.letter(samples.decision_letter(paragraphs=(text,), subject=f"Emne {text}", attachments=(text,)))
    assert bare(printable(text)) in heard(data)
    assert page_findings(data) == []
