"""Something behind every kind of place in one person's file: what is written, asked, decided, kept back and sent, each a real row of it."""

from datetime import timedelta

from knutepunkt.audit.models import ReviewItem
from knutepunkt.consent.operations import record_block, withhold
from knutepunkt.coordination.operations.asking import answer_request, receive_request
from knutepunkt.coordination.operations.conversations import write_to
from knutepunkt.coordination.posting import letter_to_post
from knutepunkt.foundation.ids import new_id
from knutepunkt.intake.operations import receive_notice
from knutepunkt.messaging.files import checked_file
from knutepunkt.messaging.models import Attachment
from knutepunkt.people.deciding import decide_competence
from knutepunkt.people.models import Custody, EmergencyAccess
from knutepunkt.plans.models import PlanQuestion, ReceivedPlanQuestion
from knutepunkt.plans.operations import raise_disagreement


class WholeFile:
    """`rows`: the id for each place in an address; `within`: another one for addresses that begin so. All of it holds the planted words.

    The person writes and asks by the own account; the rest is done by the loader, as the unit would.
    """

    def __init__(self, world, making, plan, consent, *, planted):
        self.world, self.person, self.at, self.planted = world, making.person, world.at, planted
        self.follow_up, self.plan, self.consent = making.follow_up, plan, consent
        self.by = {"by": world.loader(), "at": world.at}
        self.rows, self.within = {}, {}
        self.written()
        self.asked()
        self.between_services()
        self.decided()
        self.sent()

    def written(self):
        """To the coordinator and to all who take part, each with a file."""
        for to, beginning in (("coordinator", "persons/"), ("team", "my/")):
            file = checked_file("dagbok.txt", f"Om {self.planted}".encode())
            conversation = self.as_the_person(
                write_to, to=to, subject=f"Om {self.planted}", words=f"Kan vi snakke om {self.planted}?", files=[file]
            )
            assert conversation.kind == to
            self.within[beginning, "conversation_id"] = conversation.pk
            self.within[beginning, "file_id"] = Attachment.objects.get(message__conversation=conversation).pk

    def asked(self):
        """A meeting, which waits, and how it goes, which has its answer."""
        waits, answered = (
            self.as_the_person(receive_request, kind=kind, answers={field: self.planted})
            for kind, field in (("meeting", "topic"), ("evaluation", "works"))
        )
        answer_request(request=answered, move="carry-out", answer=f"Godt med {self.planted}.", **self.by)
        self.rows["request_id"] = waits.pk
        self.within["persons/of/<uuid:person_id>/asked/<uuid:request_id>/letter", "request_id"] = answered.pk

    def between_services(self):
        """They do not agree, one is asked and one asks whether there is a plan."""
        raised = raise_disagreement(
            plan=self.plan, units=[self.world.office, self.world.speech], words=self.planted, **self.by
        )
        other = self.world.organisation("storvik", "municipality", "Storvik kommune")
        here = {"organisation_id": self.person.organisation_id, "person_id": self.person.pk, "unit": self.world.office}
        question = {"question_id": new_id(), "asked_by": "Eva Berg", **here}
        asked = PlanQuestion.objects.create(to_organisation=other, consent=self.consent, asked_at=self.at, **question)
        received = ReceivedPlanQuestion.objects.create(
            from_organisation=other, from_unit="Kontoret", name=self.person.full_name, received_at=self.at, **question
        )
        self.rows["disagreement_id"] = raised.pk
        self.within["plans/questions/", "question_id"] = asked.pk
        self.within["plans/received/", "question_id"] = received.pk

    def decided(self):
        """What others must not see, what is kept back, what the person cannot decide, custody, an emergency and a look into it."""
        here = {"organisation_id": self.person.organisation_id, "person": self.person}
        said = {"person": self.person, **self.by}
        leif = self.world.leif
        self.rows["block_id"] = record_block(
            staff=leif, topics=["leisure"], words=self.planted, said_by="Arne", **said
        ).pk
        self.rows["matter_id"] = withhold(
            kept_from="person", topic="child-welfare", by_law=True, reason=self.planted, decided_by="Lege Lund",
            review_on=self.at.date() + timedelta(days=30), **said,
        ).pk  # fmt: skip
        unable = decide_competence(
            topics=["housing"], reason=f"Forstår ikke {self.planted} nå", decided_by="Lege Lund", **said
        )
        self.within["persons/of/<uuid:person_id>/competence/", "decision_id"] = unable.pk
        self.rows["custody_id"] = Custody.objects.create(
            unit=self.world.office, decided_by=self.planted, starts_at=self.at, recorded_by="Ingrid Solbakken", **here
        ).pk
        self.rows["access_id"] = EmergencyAccess.objects.create(
            staff=leif, reason=self.planted, starts_at=self.at, ends_at=self.at + timedelta(hours=1), **here
        ).pk
        self.rows["item_id"] = ReviewItem.objects.create(
            kind="sample", day=self.at.date(), account_id=self.world.ingrid.account_id, by_name="Ingrid Solbakken", role="ergoterapeut",
            count=2, first_at=self.at, last_at=self.at, pages=["plan"], reviewer_id=leif.account_id, unit_id=self.world.office.pk,
            listed_at=self.at, organisation_id=self.person.organisation_id, person_id=self.person.pk,
        ).pk  # fmt: skip

    def sent(self):
        """The notice it began with, a letter that waits to be posted, and the plan among the person's papers."""
        self.rows["notice_id"] = receive_notice(
            organisation_id=self.person.organisation_id, kind="possible-need", channel="oral", person=self.person,
            text=f"Sliter med {self.planted}", unit_id=self.world.office.pk, **self.by,
        ).pk  # fmt: skip
        letter = letter_to_post(
            person=self.person, unit_id=self.world.office.pk, kind="something-to-read", subject="Brev", body="Noe å lese.",
            source_id=self.rows["request_id"], **self.by,
        )  # fmt: skip
        self.within["persons/letters/", "message_id"] = letter.pk
        self.within["my/papers/", "paper_id"] = self.plan.pk
        self.within["my/papers/", "kind"] = "plan"
        self.within["persons/of/<uuid:person_id>/asked/new/", "kind"] = "correction"
        self.within["my/asked/new/", "kind"] = "correction"

    def as_the_person(self, operation, **facts):
        """The person does it on the own pages."""
        with self.world.acting(self.world.actor(self.person), self.person) as arne:
            return operation(person=self.person, by=arne, at=self.at, **facts)

    def at_place(self, route, place):
        """The row behind a place in an address; None when the file has none."""
        found = [key for key in self.within if key[1] == place and route.startswith(key[0])]
        return self.within[max(found, key=lambda key: len(key[0]))] if found else self.rows.get(place)
