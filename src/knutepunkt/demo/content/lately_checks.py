"""What must hold in what was written lately: those who do things are there, codes are known, days are past and in order."""

from collections.abc import Iterable, Iterator

from knutepunkt.demo.content.lately import Lately
from knutepunkt.demo.content.people import Person
from knutepunkt.demo.content.reading import Content
from knutepunkt.demo.content.words import REQUESTS, WRITTEN_TO


def lately_problems(content: Content, told: Lately) -> Iterator[str]:
    """Every problem in what is told of one person, each as a sentence."""
    person = next((one for one in content.persons if one.key == told.person), None)
    if person is None:
        yield f"{told.person}: written about, but not a person here"
        return
    actors = _actors(content, person)
    yield from (f"{person.key}: {name or 'the person'} cannot do this" for name in _doers(told) if name not in actors)
    for conversation in told.conversations:
        if conversation.to not in WRITTEN_TO:
            yield f"{person.key}: {conversation.to} is not written to"
        yield from _in_order(person, [line.at for line in conversation.lines])
    for request in told.requests:
        if request.kind not in REQUESTS:
            yield f"{person.key}: {request.kind} is not known"
        yield from _in_order(person, [request.at, *([request.answered] if request.answered is not None else [])])
    for helper in told.from_elsewhere:
        yield from _in_order(person, [helper.asked, helper.since])


def _actors(content: Content, person: Person) -> set[str]:
    """Names of those who may do something in the file: the person and who is close with a login, and the staff of the place."""
    close = {kin.relation for kin in person.kin if kin.signs_in}
    staff = {one.key for one in content.staff if one.organisation == person.organisation}
    return close | staff | ({""} if person.signs_in else set())


def _doers(told: Lately) -> Iterator[str]:
    yield from (line.by for conversation in told.conversations for line in conversation.lines)
    yield from (request.by for request in told.requests)
    yield from (request.answered_by for request in told.requests if request.answered is not None)
    yield from (question.by for question in told.questions)
    yield from (name for block in told.blocks for name in (block.by, block.staff))
    yield from ("" for _kept in told.kept_back)
    yield from (name for helper in told.from_elsewhere for name in (helper.staff, helper.asked_by))


def _in_order(person: Person, days: Iterable[int]) -> Iterator[str]:
    known = list(days)
    if known != sorted(known) or known[-1] > 0:
        yield f"{person.key}: the days of what was written are out of order"
