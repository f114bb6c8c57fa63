"""What was written lately in the demo: it holds together, says nothing twice, and stands on the pages of those who try the demo."""

import re
from collections import Counter
from dataclasses import replace

import pytest

from knutepunkt.access.permissions import Topic
from knutepunkt.command.demo_load import halves
from knutepunkt.coordination.asked import KINDS
from knutepunkt.demo.content import checks, load, words
from knutepunkt.messaging.models import ConversationKind
from rooms.demo.test_content import BOKMAAL_ONLY, NYNORSK_ONLY, voice

content = load()
lately = pytest.mark.parametrize("told", content.lately, ids=lambda told: told.person)


def person_of(told):
    return next(one for one in content.persons if one.key == told.person)


def with_changed(told):
    rest = tuple(one for one in content.lately if one.person != told.person)
    return "\n".join(checks.problems(replace(content, lately=(*rest, told))))


def test_something_of_every_kind_has_happened_lately():
    conversations = [one for told in content.lately for one in told.conversations]

    assert {one.to for one in conversations} >= {"coordinator", "unit", "concern"}
    assert any(line.file for one in conversations for line in one.lines)
    assert {request.kind for told in content.lately for request in told.requests} >= {"meeting", "evaluation"}
    assert any(request.answered is None for told in content.lately for request in told.requests)
    for part in ("questions", "blocks", "kept_back", "from_elsewhere"):
        assert any(getattr(told, part) for told in content.lately), part
    assert any(person_of(told).paper_only for told in content.lately)


def test_words_are_those_of_the_rooms():
    assert set(ConversationKind.values) == words.WRITTEN_TO
    assert set(KINDS) == words.REQUESTS
    topics = {topic for told in content.lately for one in told.questions for topic in one.topics}
    topics |= {one.topic for told in content.lately for one in told.kept_back}
    assert topics <= set(Topic)


@lately
def test_what_is_asked_are_questions_of_its_kind(told):
    for request in told.requests:
        assert set(request.answers) <= set(KINDS[request.kind].questions)
        assert bool(request.answer) == (request.answered is not None)


@lately
def test_texts_are_in_the_persons_language_form(told):
    foreign = BOKMAAL_ONLY if person_of(told).language == "nn" else NYNORSK_ONLY
    said = " ".join(voice((told.conversations, told.requests, told.questions, told.blocks, told.kept_back))).lower()

    assert set(re.findall(r"[a-zæøå]+", said)) & foreign == set()


def test_nothing_is_said_twice():
    said = Counter(sentence for told in content.lately for sentence in voice(told))

    assert [sentence for sentence, count in said.items() if count > 1] == []


def test_addresses_are_nobodys():
    given = [address for told in content.lately for address in (told.email, told.kin_email) if address]

    assert given
    assert all(address.endswith(".example") for address in given)
    assert len(set(given)) == len(given)


def test_problems_are_found_and_named():
    jonas = next(told for told in content.lately if told.person == "jonas-fjeld")
    first = jonas.conversations[0]
    stranger = replace(first, lines=(replace(first.lines[0], by="kristin-vold"),))
    turned = replace(first, lines=tuple(reversed(first.lines)))

    assert with_changed(jonas) == ""
    assert "not a person here" in with_changed(replace(jonas, person="nobody"))
    assert "kristin-vold cannot do this" in with_changed(replace(jonas, conversations=(stranger,)))
    assert "mother cannot do this" in with_changed(replace(jonas, requests=(replace(jonas.requests[0], by="mother"),)))
    assert "out of order" in with_changed(replace(jonas, conversations=(turned,)))
    assert "somewhere is not written to" in with_changed(
        replace(jonas, conversations=(replace(first, to="somewhere"),))
    )
    assert "wish is not known" in with_changed(replace(jonas, requests=(replace(jonas.requests[0], kind="wish"),)))


def test_the_halves_of_the_load_hold_all_of_it_between_them():
    left, right = halves(content)

    assert {told.person for half in (left, right) for told in half.lately} == {told.person for told in content.lately}
    for half in (left, right):
        assert {told.person for told in half.lately} <= {person.key for person in half.persons}


# -- on the pages ----------------------------------------------------------------------------------------------

PAGES = {
    "jonas-fjeld": (
        ("/my/messages/", "Klokka åtte på tirsdager"),
        ("/my/asked/", "møte"),
        ("/my/consents/", "Opplæringskontoret for byggfag"),
    ),
    "emil-haugen-mother": (
        ("/my/messages/", "Togturen med bestefar"),
        ("/my/consents/", "Fritidskontakten i Heimdal"),
    ),
    "ingrid-solbakken": (("/outbox/", "Ruth Nergård"), ("/persons/messages/", "Noe fungerer ikke")),
    "steinar-opdal": (("/overview/", "Håkon Rian"),),
    "jon-eide": (("/persons/messages/", "Klokka åtte på tirsdager"),),
}


@pytest.mark.parametrize("login", PAGES)
def test_somebody_who_tries_the_demo_meets_it(visit, login):
    visitor = visit(login)
    for path, said in PAGES[login]:
        assert visitor.open(path).status == 200, path
        visitor.sees(said)


def test_what_goes_with_a_message_can_be_kept(visit, live):
    found = live.rows("SELECT id FROM messaging_conversation WHERE subject = 'Klokka åtte på tirsdager'")
    jonas = visit("jonas-fjeld")
    jonas.open(f"/my/messages/{found[0][0]}/")
    jonas.sees("Uka på verkstedet.pdf", "Sunniva har hengt arket")
    with jonas.page.expect_download() as download:
        jonas.page.get_by_text("Uka på verkstedet.pdf").first.click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")


def test_the_coordinator_meets_nothing_of_what_is_said_about_him(visit):
    jon = visit("jon-eide")
    for path in ("/persons/messages/", "/day/"):
        assert jon.open(path).status == 200
        jon.does_not_see("sukkeret")
