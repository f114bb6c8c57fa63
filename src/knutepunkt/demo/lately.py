"""What has been written, asked and kept to themselves lately in the demo, each thing done by the one who does such things."""

from dataclasses import replace
from datetime import datetime

from knutepunkt import paper
from knutepunkt.access.actor import Actor
from knutepunkt.consent.models import Subject
from knutepunkt.consent.operations import ask_consent, record_block, withhold
from knutepunkt.coordination import operations as coordination
from knutepunkt.coordination.models import FollowUp
from knutepunkt.coordination.operations.asking import answer_request, receive_request
from knutepunkt.coordination.operations.conversations import answer_in, write_to
from knutepunkt.coordination.states import RUNNING
from knutepunkt.demo.cast import Cast, called
from knutepunkt.demo.content import lately as content
from knutepunkt.foundation.clock import day
from knutepunkt.messaging.files import CheckedFile, checked_file
from knutepunkt.people.actors import person_actor
from knutepunkt.people.kin import change_next_of_kin
from knutepunkt.people.models import NextOfKin, Person
from knutepunkt.people.operations import update_person


def play_lately(cast: Cast, told: content.Lately) -> None:
    """Everything about one person, in the scope of the organisation that keeps the file."""
    organisation = next(one.organisation for one in cast.content.persons if one.key == told.person)
    with cast.inside(organisation, cast.now):
        Played(cast, organisation, cast.persons[told.person]).play(told)


class Played:
    """One person, and who does what in the file."""

    def __init__(self, cast: Cast, organisation: str, person: Person) -> None:
        self.cast, self.organisation, self.person = cast, organisation, person

    def play(self, told: content.Lately) -> None:
        """In an order in which each thing finds what it needs."""
        self._addresses(told)
        for helper in told.from_elsewhere:
            self._from_elsewhere(helper)
        for conversation in told.conversations:
            self._conversation(conversation)
        for request in told.requests:
            self._request(request)
        for question in told.questions:
            self._question(question)
        for block in told.blocks:
            at = self.cast.moment(block.at)
            staff = self.cast.staff[self.organisation, block.staff]
            record_block(person=self.person, by=self._actor(block.by, at), at=at, staff=staff, words=block.words)
        for kept in told.kept_back:
            at = self.cast.moment(kept.at)
            withhold(
                person=self.person, by=self._actor("", at), at=at, kept_from="parents", topic=kept.topic, reason=kept.reason
            )  # fmt: skip

    def _actor(self, key: str, at: datetime) -> Actor:
        """The person (empty), somebody close by the relation, or one of the staff."""
        if (self.organisation, key) in self.cast.staff:
            return self.cast.actor(self.organisation, key, at)
        account_id = self._kin(key).account_id if key else self.person.account_id
        assert account_id is not None
        actor = person_actor(account_id, organisation_id=self.person.organisation_id, at=at)
        assert actor is not None
        return replace(actor, at=at)

    def _kin(self, relation: str) -> NextOfKin:
        rows = NextOfKin.objects.filter(organisation_id=self.person.organisation_id, person=self.person)
        return rows.get(relation=called(relation, self.person.language))

    def _addresses(self, told: content.Lately) -> None:
        at = self.cast.now
        loader = self.cast.loader(self.organisation, at)
        if told.email:
            update_person(person=self.person, by=loader, at=at, email=told.email)
        if told.kin_email:
            kin = NextOfKin.objects.get(
                organisation_id=self.person.organisation_id, person=self.person, account__isnull=False
            )
            change_next_of_kin(kin=kin, by=loader, at=at, email=told.kin_email)

    def _conversation(self, told: content.Conversation) -> None:
        first, *rest = told.lines
        at = self.cast.moment(first.at, first.hour)
        conversation = write_to(
            person=self.person, to=told.to, subject=told.subject, words=first.words, by=self._actor(first.by, at), at=at,
            files=self._files(first, at),
        )  # fmt: skip
        for line in rest:
            at = self.cast.moment(line.at, line.hour)
            answer_in(
                conversation=conversation, words=line.words, by=self._actor(line.by, at), at=at, files=self._files(line, at)
            )  # fmt: skip

    def _files(self, line: content.Line, at: datetime) -> list[CheckedFile]:
        """The PDF that goes with a message, set here."""
        if not line.file:
            return []
        made = paper.letter(
            paper.LetterDocument(
                language=self.person.language,  # type: ignore[arg-type]  # nb or nn by the content
                sender=paper.Sender(organisation=self.cast.organisations[self.organisation].name),
                recipient=paper.Address(name=self.person.full_name),
                sent_on=day(at),
                reference="",
                subject=line.file,
                paragraphs=line.file_text,
            )
        )
        return [checked_file(f"{line.file}.pdf", made)]

    def _request(self, told: content.Request) -> None:
        at = self.cast.moment(told.at, 12)
        request = receive_request(
            person=self.person, kind=told.kind, answers=told.answers, by=self._actor(told.by, at), at=at
        )
        if told.answered is not None:
            then = self.cast.moment(told.answered, 13)
            answer_request(
                request=request, move=told.move, answer=told.answer, by=self._actor(told.answered_by, then), at=then
            )

    def _question(self, told: content.Question) -> None:
        at = self.cast.moment(told.at, 12)
        ask_consent(
            person=self.person, by=self._actor(told.by, at), at=at, subjects=[Subject.SHARING], recipients=told.recipients,
            topics=told.topics, uses=told.uses, not_shared=told.not_shared,
        )  # fmt: skip

    def _from_elsewhere(self, told: content.FromElsewhere) -> None:
        """Asked of a service, which names its guest; appointed beside the one with the main responsibility."""
        key, asked, since = self.organisation, self.cast.moment(told.asked, 12), self.cast.moment(told.since, 13)
        follow_up = FollowUp.objects.get(
            organisation_id=self.person.organisation_id, person=self.person, state__in=sorted(RUNNING)
        )
        unit, coordinator = self.cast.unit(key, told.service), self.cast.staff[key, told.staff]
        row = coordination.ask_service(
            follow_up=follow_up, service_unit=unit, answer_by=self.cast.date(told.since), wish=told.wish,
            kind="coordinator", by=self._actor(told.asked_by, asked), at=asked,
        )  # fmt: skip
        coordination.name_coordinator(
            appointment=row, coordinator=coordinator, by=self.cast.loader(key, since), at=since
        )
        coordination.accept_appointment(appointment=row, by=self._actor(told.staff, since), at=since)
        coordination.appoint(
            appointment=row, by=self._actor(told.asked_by, since), at=since, starts_at=since, main=False
        )
        if told.note:
            then = self.cast.moment(told.since + 2, 14)
            by = self._actor(told.staff, then)
            note = coordination.write_note(
                follow_up=follow_up, text=told.note, happened_on=self.cast.date(told.since + 2), by=by, at=then
            )
            coordination.sign_note(note=note, by=by, at=then)
