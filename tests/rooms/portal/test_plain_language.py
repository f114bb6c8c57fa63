"""The person's own pages are in the plainest words: LIX at most 35, page by page, and none of the words people stumble over.

Every text that the own pages can show is walked: templates and words of the room, and what rooms below say to persons.
"""

import re
import tomllib
from pathlib import Path

import pytest

from knutepunkt.command import texts

ROOM = texts.PACKAGE / "portal"
SAID_BELOW = (
    "coordination/questions.py", "coordination/models/request.py", "coordination/operations/asking.py", "messaging/files.py",
    "messaging/scanner.py", "messaging/conversations.py",
)  # fmt: skip
"""What other rooms say on the own pages: questions, refusals, names of what can be asked."""
HARDEST = 35
WORDS_FOR_A_MEASURE = 60
HARD = tomllib.loads((Path(__file__).parent / "hard_words.toml").read_text())
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")
WORD = re.compile(r"[^\W\d_]+")


def shown_to_persons(place):
    return place.startswith("portal/") or place in SAID_BELOW


@pytest.fixture(scope="module")
def own():
    """Every text of the own pages as (places, English forms)."""
    found = []
    for message in texts.extracted():
        places = {place for place, _ in message.locations if shown_to_persons(place)}
        if message.id and places:
            found.append((places, message.context, forms(message.id)))
    return found


@pytest.fixture(scope="module")
def said(own):
    """Language -> [(places, form)] of all that is translated; English is the source itself."""
    catalogs = {language: texts.stored(language) for language in texts.LANGUAGES}
    found = {"en": [(places, form) for places, _, english in own for form in english], "nb": [], "nn": []}
    for places, context, english in own:
        for language, catalog in catalogs.items():
            message = catalog.get(english[0], context)
            if message is not None and texts.translated(message.string):
                found[language] += [(places, form) for form in forms(message.string)]
    return found


def forms(text):
    return [text] if isinstance(text, str) else list(text)


def lix(passages):
    """Björnsson's index: words a sentence, and the share in percent of words of more than six letters."""
    words = [word for text in passages for word in WORD.findall(PLACEHOLDER.sub("navn", text))]
    sentences = sum(max(1, len(re.findall(r"[.?!:](?:\s|$)", text))) for text in passages)
    return len(words) / sentences + 100 * sum(len(word) > 6 for word in words) / len(words)


def prose(pairs):
    """Whole sentences; names of buttons and of rows have no reading ease of their own."""
    return [form for _, form in pairs if form.endswith((".", "?", "!"))]


def test_every_template_of_the_room_is_walked(own):
    walked = set().union(*(places for places, _, _ in own))
    marked = re.compile(r"\{%-?\s*trans\b|\b_\(\"|gettext")
    wanted = {
        path.relative_to(texts.PACKAGE).as_posix()
        for path in [*ROOM.rglob("*.html"), *ROOM.rglob("*.py"), *(texts.PACKAGE / place for place in SAID_BELOW)]
        if marked.search(path.read_text())
    }
    assert wanted - walked == set()
    assert len(own) > 500


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_the_own_pages_as_a_whole_are_easy(said, language):
    found = prose(said[language])
    assert len(found) > 100
    assert lix(found) <= HARDEST


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_each_page_is_easy(said, language):
    pages = {}
    for places, form in said[language]:
        for place in places:
            pages.setdefault(place, []).append((places, form))
    hard = {}
    for place, pairs in pages.items():
        found = prose(pairs)
        if sum(len(WORD.findall(form)) for form in found) >= WORDS_FOR_A_MEASURE and lix(found) > HARDEST:
            hard[place] = round(lix(found), 1)
    assert hard == {}


@pytest.mark.parametrize("language", HARD)
def test_no_word_people_stumble_over(said, language):
    hard = HARD[language]["hard"]
    found = [
        (word, form)
        for _, form in said[language]
        for word in hard
        if re.search(rf"(?<![^\W\d_]){re.escape(word)}", form.lower())
    ]
    assert found == []


def test_the_measure_counts_words_sentences_and_long_words():
    # 6 words, 2 sentences, 1 word of more than six letters: 6 / 2 + 100 * 1 / 6.
    assert lix(["Du kan si ja. Spør koordinatoren."]) == pytest.approx(3 + 100 / 6)
