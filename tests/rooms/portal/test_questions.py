"""Questions about who may see what, on the pages of a grown-up, of parents and of a child."""

import pytest
from django.urls import reverse

from knutepunkt.access.models import Grant
from knutepunkt.audit.models import Event
from knutepunkt.consent.models import Consent, WithheldMatter
from knutepunkt.consent.operations import ask_consent
from knutepunkt.coordination import operations as coordination
from rooms.portal.family import child, kin, teacher


@pytest.fixture(autouse=True)
def _now(time_machine_at):
    """All in this room's tests happens on the world's morning."""


def english(world, somebody):
    return world.client(somebody, HTTP_ACCEPT_LANGUAGE="en")


def text(response):
    return response.content.decode()


def asked(world, person, marte, topics=("goals", "school")):
    ingrid = world.actor(world.ingrid)
    with world.acting(ingrid):
        return ask_consent(
            person=person, by=ingrid, at=world.at, subjects=["sharing"], recipient_staff=marte, topics=list(topics),
            uses="Emil skal få hjelp i friminuttet",
        )  # fmt: skip


@pytest.fixture
def emil(world):
    """Nine years old, followed up, with two parents who share the responsibility."""
    person = child(world, 9)
    world.follow_up = coordination.open_follow_up(
        person=person, unit_id=world.office.id, by=world.loader(), at=world.at
    )
    world.mother = kin(world, person, "Mona Hansen", "mor", parental_responsibility=True)
    world.father = kin(world, person, "Bjørn Hansen", "far", parental_responsibility=True)
    world.marte = teacher(world)
    world.question = asked(world, person, world.marte)
    return person


def answer(world, who, person, consent, says, **more):
    sent = {"about": str(person.id), "answer": says, "topics": ["goals", "school"], **more}
    return english(world, who).post(reverse("portal:question", args=[consent.id]), sent)


def test_a_grown_up_reads_who_what_and_why_and_says_yes_to_less(world, arne):
    marte = teacher(world)
    consent = asked(world, arne, marte)
    page = text(english(world, arne).get(reverse("portal:question", args=[consent.id])))
    for said in (
        "Can Marte Lien, kontaktlærer see something about you?",
        "friminuttet",
        "your goals",
        "Your help is the same",
    ):
        assert said in page, said
    sent = {"about": str(arne.id), "answer": "yes", "topics": ["goals"]}
    english(world, arne).post(reverse("portal:question", args=[consent.id]), sent)
    world.system()
    consent.refresh_from_db()
    assert (consent.state, consent.topics, consent.given_by_name) == ("given-signed", ["goals"], "Arne Solli")
    assert consent.information
    assert Event.objects.filter(what="consent.give-signed-own", account_id=arne.account_id).exists()


def test_nothing_begins_before_both_parents_have_said_yes_and_neither_sees_what_the_other_said(world, emil):
    heard = {"child_heard": "Marte er grei"}
    assert answer(world, world.mother, emil, world.question, "yes", **heard).status_code == 302
    seen_by_father = text(english(world, world.father).get(reverse("portal:question", args=[world.question.id])))
    assert "You have said" not in seen_by_father
    assert "Mona" not in seen_by_father.split('id="content"')[1]
    seen_by_mother = text(english(world, world.mother).get(reverse("portal:consents")))
    assert "Not agreed yet" in seen_by_mother
    world.system()
    world.question.refresh_from_db()
    assert world.question.state == "drafted"
    answer(world, world.father, emil, world.question, "yes", **heard)
    world.system()
    world.question.refresh_from_db()
    assert world.question.state == "given-signed"


def test_the_pages_of_a_parent_say_the_name_and_the_child_is_asked_about(world, emil):
    client = english(world, world.mother)
    page = text(client.get(reverse("portal:question", args=[world.question.id])))
    assert "see something about Emil?" in page
    assert "What does Emil say about this?" in page
    assert "Emil&#39;s goals" in text(client.get(reverse("portal:home"))) or "Emil's goals" in text(
        client.get(reverse("portal:home"))
    )


def test_a_child_has_a_page_of_its_own_and_says_what_it_thinks(world, emil):
    client = english(world, emil)
    home = text(client.get(reverse("portal:home")))
    for said in ("Hello, Emil", "Who helps me", "What is important to me", "Say what you think"):
        assert said in home, said
    assert "Keep something to myself" not in home
    url = reverse("portal:question", args=[world.question.id])
    page = text(client.get(url))
    assert 'value="yes"' not in page
    client.post(url, {"about": str(emil.id), "words": "Marte er grei"})
    world.system()
    world.question.refresh_from_db()
    assert (world.question.child_heard, world.question.state) == ("Marte er grei", "drafted")
    assert "Marte er grei" in text(english(world, world.mother).get(url))
    world.system()
    assert Event.objects.get(what="consent.child-heard").account_id == emil.account_id


def test_a_child_of_nine_cannot_answer_by_hand(world, emil):
    client = english(world, emil)
    client.post(reverse("portal:question", args=[world.question.id]), {"about": str(emil.id), "answer": "yes"})
    world.system()
    world.question.refresh_from_db()
    assert world.question.state == "drafted"
    assert client.get(reverse("portal:keep")).status_code == 404


def test_what_a_child_of_thirteen_keeps_is_gone_for_the_parents_and_they_are_not_told(world):
    person = child(world, 13)
    mother = kin(world, person, "Mona Hansen", "mor", parental_responsibility=True)
    client = english(world, person)
    assert "Keep something to myself" in text(client.get(reverse("portal:home")))
    client.post(reverse("portal:keep"), {"about": str(person.id), "topic": "mental-health", "words": "Det er mitt"})
    assert "Det er mitt" in text(client.get(reverse("portal:keep")))
    world.system()
    matter = WithheldMatter.objects.get(person=person)
    assert (matter.topic, matter.kept_from, matter.by_law) == ("mental-health", "parents", False)
    theirs = english(world, mother)
    for name in ("home", "who-sees", "looks", "consents", "blocks", "represents"):
        response = theirs.get(reverse(f"portal:{name}"))
        assert response.status_code == 200, name
        page = text(response)
        assert "Det er mitt" not in page, name
        assert "Keep something" not in page, name
        assert "mental health</li>" not in page or name == "blocks", name
    assert theirs.get(reverse("portal:keep")).status_code == 404
    client.post(reverse("portal:end-keeping", args=[matter.id]), {"about": str(person.id)})
    world.system()
    matter.refresh_from_db()
    assert matter.ends_at is not None


def test_before_the_birthday_each_who_would_stop_seeing_is_asked_about_by_name(world):
    person = child(world, 15, months=10)
    kin(world, person, "Mona Hansen", "mor", parental_responsibility=True)
    marte = teacher(world)
    world.follow_up = coordination.open_follow_up(
        person=person, unit_id=world.office.id, by=world.loader(), at=world.at
    )
    ingrid = world.actor(world.ingrid)
    mother = person.next_of_kin.get()
    with world.acting(ingrid):
        from knutepunkt.consent.operations import record_consent
        from rooms.portal.conftest import told

        record_consent(
            person=person, by=ingrid, at=world.at, subjects=["sharing"], answer="signed", given_by="parent", parents=[mother],
            recipient_staff=marte, topics=["goals", "school", "leisure"], child_heard="Greit", **told(world),
        )  # fmt: skip
        coordination.add_care_team_member(
            follow_up=world.follow_up,
            by=ingrid,
            at=world.at,
            name=marte.name,
            role="lærer",
            staff=marte,
            sees_plan=True,
        )
    client = english(world, person)
    page = text(client.get(reverse("portal:consents")))
    assert "From your birthday you decide" in page
    assert "Marte Lien" in page
    sent = {"about": str(person.id), "answer": "yes", "topics": ["school"]}
    assert client.post(reverse("portal:pausing", args=[marte.id]), sent).status_code == 302
    assert "You have said yes" in text(client.get(reverse("portal:consents")))
    world.system()
    mine = Consent.objects.get(person=person, given_by="person")
    assert mine.topics == ["school"]
    birthday = mine.answered_at.astimezone(world.at.tzinfo).date()
    assert birthday.year - person.birth_date.year == 16
    rows = Grant.objects.filter(person_id=person.id, account_id=marte.account_id)
    before = rows.filter(starts__lt=mine.answered_at).exclude(ends__lt=mine.answered_at)
    after = [row for row in rows if row.ends is None or row.ends > mine.answered_at]
    assert {topic for row in before for topic in row.topics} == {"goals", "school", "leisure"}
    assert {topic for row in after for topic in row.topics} == {"goals", "school"}


def test_a_block_closes_at_once_and_is_lifted(world, arne):
    client = english(world, arne)
    marte = teacher(world)
    consent = asked(world, arne, marte)
    client.post(
        reverse("portal:question", args=[consent.id]),
        {"about": str(arne.id), "answer": "yes", "topics": ["goals", "school"]},
    )
    ingrid = world.actor(world.ingrid)
    with world.acting(ingrid):
        coordination.add_care_team_member(
            follow_up=world.follow_up,
            by=ingrid,
            at=world.at,
            name=marte.name,
            role="lærer",
            staff=marte,
            sees_plan=True,
        )
    assert "Marte Lien" in text(client.get(reverse("portal:who-sees")))
    sent = {"about": str(arne.id), "who": str(marte.id), "words": "Ikke henne"}
    assert client.post(reverse("portal:blocks"), sent).status_code == 302
    assert "Marte Lien" not in text(client.get(reverse("portal:who-sees")))
    page = text(client.get(reverse("portal:blocks")))
    assert "Marte Lien" in page
    key = page.split("/my/who-sees/closed/")[1].split("/")[0]
    client.post(reverse("portal:end-block", args=[key]), {"about": str(arne.id)})
    assert "Marte Lien" in text(client.get(reverse("portal:who-sees")))
    stop = reverse("portal:stop", args=[marte.id])
    assert "They can read nothing here" in text(client.get(stop))
    client.post(stop, {"about": str(arne.id), "words": ""})
    assert "Marte Lien" not in text(client.get(reverse("portal:who-sees")))
    assert client.get(stop).status_code == 404


def test_who_decides_and_how_to_reach_me(world, arne):
    client = english(world, arne)
    assert "You decide yourself." in text(client.get(reverse("portal:represents")))
    sent = {
        "about": str(arne.id),
        "phone": "00 11 22 33",
        "language": "nn",
        "communication": "God tid",
        "paper_only": "on",
    }
    assert client.post(reverse("portal:contact"), sent).status_code == 302
    world.system()
    arne.refresh_from_db()
    assert (arne.phone, arne.language, arne.communication, arne.paper_only) == ("00112233", "nn", "God tid", True)
    event = Event.objects.filter(what="person.changed").latest("at")
    assert event.account_id == arne.account_id
    assert "00 11" not in str(event.facts)
