"""The Norwegian texts: whole, true to their placeholders, plain, and each in its own language."""

import re
import tomllib
from pathlib import Path

import pytest

from knutepunkt.command import texts

SRC = Path(__file__).resolve().parents[2] / "src" / "knutepunkt"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")
WORD = re.compile(r"[^\W\d_]+")
LEAST_SHARE_THAT_DIFFERS = 0.55
HARDEST_LIX_FOR_PERSONS = 35

# Forms that one of the two written languages has and the other has not. Forms both have ("begge", "blitt", "skjer") are left out.
ONLY_BOKMAL = frozenset(
    WORD.findall("""
    ikke jeg hva hvem hvor hvorfor hvordan hvilken hvilket hvilke hver hvert hverandre noen noe bare fra også være vært
    gjøre gjør gjøres hvis dere deres dem ham hennes selv samme sammen flere flest mye mer fortsatt ennå uten innen senere
    senest tidligere sier sies se ses åpne åpner åpnet åpen åpent åpnes navn navnet fornavn etternavn sykehus sykehuset
    måned måneder enhet enheten enheter enhetene tjeneste tjenesten tjenester tjenestene skole skolen hjem hjemme ansatt
    ansatte lederen saksbehandler saksbehandleren saksbehandlere mottaker mottakeren avsender avsenderen personer personene
    personens barnets meldingen meldinger meldingene oppfølgingen avgjørelse avgjørelsen begrunnelse veiledning rettigheter
    rettighetene opplysninger opplysningene fristene dager dagene uken timer timene mennesker egen eget egne annen annet
    endret lagret skrevet velg velger valg verge vergen høyere høyeste lavere laveste trenger vet kommer tar sted stedet
    steder oppholder opphold frem penger ble trekker trekkes brukes vises tas settes lages sendes regnes oppgave oppgaven
    oppgaver klagen planer planene organisasjoner koordinatorer regler reglene notater notatene derfor gikk fikk ga
    """)
)  # fmt: skip
ONLY_NYNORSK = frozenset(
    WORD.findall("""
    ikkje eg kva kven kvar kvifor korleis kvart kvarandre nokon noko nokre nokor berre frå vere vore gjere gjer dykk eit ein
    eitt éi éin saman same fleire mykje meir meire framleis enno utan innan seinare seinast tidlegare seier seie sjå sjåast
    opne opnar opna ope namn namnet førenamn etternamn sjukehus sjukehuset månad månader eining eininga einingar teneste tenesta
    tenester tenestene skule skulen heim heime tilsett tilsette leiar leiaren saksbehandlar saksbehandlaren mottakar
    mottakaren avsendar avsendaren personar meldingar oppfølginga avgjerd avgjerda grunngiving rettleiing rettar rettane
    opplysningar fristar fristane dagar dagane veka timar eigen eiga eige eigne annan endrar lagrar skriven veit kjem
    tek teke teken stad staden stader opphald pengar vart vorte dei desse ho hennar sjølv sjølve gjeld høyrer
    kvile kviler velje verje verja høgare høgaste lågare lågaste treng trong difor gjekk fekk gav hende hendt oppgåve oppgåva
    oppgåver planar planane organisasjonar koordinatorar reglar reglane notata
    """)
)  # fmt: skip
NEVER = {
    "nb": ("vellyk", "dessverre", "vennligst", "suksess"),
    "nn": ("vellukk", "vellyk", "diverre", "dessverre", "ver venleg", "vennlegst", "suksess"),
    "en": ("successful", "please", "sorry", "unfortunately"),
}


@pytest.fixture(scope="session")
def template():
    return texts.extracted()


@pytest.fixture(scope="session")
def catalogs(template):
    return {language: texts.stored(language) for language in texts.LANGUAGES}


@pytest.fixture(scope="session")
def pairs(template, catalogs):
    """English, bokmål and nynorsk of every form of every text."""
    found = []
    for message in template:
        if message.id:
            stored = [catalogs[language].get(_first(message.id), message.context) for language in ("nb", "nn")]
            forms = [_forms(each.string if each else "") for each in stored]
            found += list(zip(_forms(message.id), *forms, strict=True))
    return found


@pytest.fixture(scope="session")
def data_texts():
    """What the rules of law, the paper and the messages say, in bokmål and nynorsk."""
    found = []
    for path in sorted((SRC / "law" / "data").glob("*.toml")):
        found += _pairs_within(tomllib.loads(path.read_text()))
    labels = tomllib.loads((SRC / "paper" / "labels.toml").read_text())
    found += [(labels["nb"][key], labels["nn"][key]) for key in labels["nb"] if isinstance(labels["nb"][key], str)]
    elements = tomllib.loads((SRC / "exchange" / "kith" / "data" / "elements.toml").read_text())
    found += [(row[0], row[1]) for table in elements.values() for row in table.values()]
    return found


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_text_is_translated(template, catalogs, language):
    stored = catalogs[language]
    lacking = [
        message.id
        for message in template
        if message.id and not texts.translated(getattr(stored.get(_first(message.id), message.context), "string", None))
    ]

    assert lacking == []


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_the_file_is_what_a_fresh_gathering_of_texts_writes(template, catalogs, language, tmp_path, monkeypatch):
    kept = texts.path_of(language).read_text()
    fresh = texts.updated(language, template)

    monkeypatch.setattr(texts, "LOCALE", tmp_path)
    texts.save(fresh, language)

    assert "\n#~" not in kept
    assert [m.id for m in catalogs[language] if m.fuzzy and m.id] == []
    assert texts.path_of(language).read_text() == kept, "run: kp texts"


def test_placeholders_are_the_same_in_all_languages(template, catalogs):
    wrong = []
    for message in template:
        for language in texts.LANGUAGES:
            translation = catalogs[language].get(_first(message.id), message.context)
            forms = _forms(translation.string if translation else "")
            # A singular form may leave the number out, as "one day" does; the last form has them all.
            wanted = _placeholders(_forms(message.id)[-1])
            extra = [form for form in forms if not set(_placeholders(form)) <= set(wanted)]
            if message.id and (_placeholders(forms[-1]) != wanted or extra):
                wrong.append((language, message.id))

    assert wrong == []


def test_spaces_and_breaks_at_the_ends_are_kept(pairs):
    wrong = [
        (source, text)
        for source, *translations in pairs
        for text in translations
        if (_ends(source) != _ends(text) and text)
    ]

    assert wrong == []


def test_nynorsk_is_written_for_itself(pairs):
    long_enough = [(nb, nn) for _, nb, nn in pairs if len(WORD.findall(nb)) > 3]
    differing = sum(nb != nn for nb, nn in long_enough)

    assert differing / len(long_enough) >= LEAST_SHARE_THAT_DIFFERS


def test_the_lists_of_forms_are_long_and_apart():
    assert len(ONLY_BOKMAL) >= 80
    assert len(ONLY_NYNORSK) >= 80
    assert ONLY_BOKMAL.isdisjoint(ONLY_NYNORSK)


def test_nynorsk_has_no_forms_of_bokmal_only(pairs):
    assert _foreign((nn for _, _, nn in pairs), ONLY_BOKMAL) == []


def test_bokmal_has_no_forms_of_nynorsk_only(pairs):
    assert _foreign((nb for _, nb, _ in pairs), ONLY_NYNORSK) == []


def test_no_text_praises_the_machine_or_begs_pardon(pairs):
    wrong = []
    for source, nb, nn in pairs:
        for language, text in (("en", source), ("nb", nb), ("nn", nn)):
            # Placeholders have names of their own and are not read by anybody.
            words = PLACEHOLDER.sub(" ", text).lower()
            wrong += [(language, text) for word in NEVER[language] if re.search(rf"\b{word}", words)]

    assert wrong == []


def test_the_texts_kept_as_data_are_in_their_languages(data_texts):
    assert len(data_texts) > 300
    assert _foreign((nb for nb, _ in data_texts), ONLY_NYNORSK) == []
    # "også" is nynorsk as well; the pages write "òg".
    assert _foreign((nn for _, nn in data_texts), ONLY_BOKMAL - {"også"}) == []
    assert [nb for nb, nn in data_texts if _placeholders(nb) != _placeholders(nn)] == []
    assert [nb for nb, _ in data_texts if any(word in nb.lower() for word in NEVER["nb"])] == []


def test_the_persons_own_pages_are_easy_to_read(template, catalogs):
    prose = [
        form
        for message in template
        if message.id and any(place.startswith("portal/") for place, _ in message.locations)
        for form in _forms(catalogs["nb"].get(_first(message.id), message.context).string)
        if form.endswith((".", "?"))
    ]

    assert len(prose) > 50
    assert lix(prose) <= HARDEST_LIX_FOR_PERSONS


def test_lix_counts_words_sentences_and_long_words():
    # 6 words, 2 sentences, 1 word of more than six letters: 6 / 2 + 100 * 1 / 6.
    assert lix(["Du kan si ja. Spør koordinatoren."]) == pytest.approx(3 + 100 / 6)


def lix(passages):
    """Björnsson's readability index: words a sentence, and the share of words of more than six letters in percent."""
    words = [word for passage in passages for word in WORD.findall(PLACEHOLDER.sub("navn", passage))]
    sentences = sum(max(1, len(re.findall(r"[.?!:](?:\s|$)", passage))) for passage in passages)
    return len(words) / sentences + 100 * sum(len(word) > 6 for word in words) / len(words)


def _first(message_id):
    return message_id if isinstance(message_id, str) else message_id[0]


def _forms(text):
    return [text] if isinstance(text, str) else list(text)


def _placeholders(text):
    return sorted(PLACEHOLDER.findall(text))


def _ends(text):
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _foreign(passages, forms):
    """Passages with a word of the other language, each with the words found."""
    found = []
    for passage in passages:
        wrong = forms & {word.lower() for word in WORD.findall(PLACEHOLDER.sub(" ", passage))}
        if wrong:
            found.append((sorted(wrong), passage))
    return found


def _pairs_within(data):
    if isinstance(data, list):
        return [pair for each in data for pair in _pairs_within(each)]
    if not isinstance(data, dict):
        return []
    own = [(data["nb"], data["nn"])] if isinstance(data.get("nb"), str) and isinstance(data.get("nn"), str) else []
    return own + [pair for each in data.values() for pair in _pairs_within(each)]
