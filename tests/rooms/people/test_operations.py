"""Registering, the number in its vault, death and its cancellation, and who may not."""

import threading
from datetime import date, datetime, timedelta

import pytest
from cryptography.fernet import Fernet
from django.db import connection, transaction

from knutepunkt.access import scope
from knutepunkt.access.actor import system_actor
from knutepunkt.access.decide import NotAllowed
from knutepunkt.access.models import Grant
from knutepunkt.access.scope import Scope
from knutepunkt.audit.models import Event
from knutepunkt.foundation.clock import OSLO
from knutepunkt.identity.system import DEMO_LOADER
from knutepunkt.messaging import operations as messaging
from knutepunkt.messaging.models import OutboundMessage
from knutepunkt.people import death, operations, queries, rules, vault
from knutepunkt.people.models import Person, Stay
from knutepunkt.people.numbers import NumberRefused, synthetic
from knutepunkt.tasks import operations as tasks
from knutepunkt.tasks.models import Task

NUMBER = synthetic(date(1971, 3, 9), 1)


def register(world, **facts):
    facts = {"given_name": "Arne", "family_name": "Solli"} | facts
    return operations.register_person(by=world.loader(), at=world.at, organisation_id=world.lyngvik.id, **facts)


class TestTheNumber:
    def test_it_is_stored_encrypted_found_exactly_and_shown_masked(self, world):
        person = Person.objects.get(pk=register(world, number=f"{NUMBER[:6]} {NUMBER[6:]}").pk)
        assert NUMBER.encode() not in bytes(person.number_encrypted)
        assert operations.number_of(person) == NUMBER
        assert operations.masked_number(person) == f"{NUMBER[:6]} *****"
        assert operations.find_by_number(world.lyngvik.id, NUMBER, at=world.at) == person
        assert operations.find_by_number(world.lyngvik.id, synthetic(date(1971, 3, 9), 2), at=world.at) is None

    def test_birth_date_and_sex_are_what_was_said_never_read_from_it(self, world):
        person = register(world, number=NUMBER)
        assert (person.birth_date, person.sex) == (None, "unknown")

    def test_a_second_file_with_it_is_refused_by_name_and_leaves_nothing(self, world):
        register(world, number=NUMBER)
        with pytest.raises(operations.NumberTaken) as refused:
            register(world, given_name="Kari", number=NUMBER)
        assert NUMBER not in str(refused.value)
        assert Person.objects.count() == 1

    def test_another_organisation_may_have_a_file_and_the_two_hashes_are_unlike(self, world):
        other, *_ = world.neighbour()
        mine = register(world, number=NUMBER)
        with world.inside(other):
            theirs = operations.register_person(
                by=world.loader(other), at=world.at, organisation_id=other.id, number=NUMBER
            )
        assert bytes(mine.number_hash) != bytes(theirs.number_hash)

    def test_a_number_that_is_none_is_refused(self, world):
        with pytest.raises(NumberRefused):
            register(world, number="12345678901")

    def test_only_a_test_installation_takes_made_up_numbers(self, world, settings):
        settings.KNUTEPUNKT_TEST_INSTALLATION = False
        with pytest.raises(NumberRefused):
            register(world, number=NUMBER)

    def test_keys_rotate_and_the_hash_stays(self, world, settings):
        settings.KNUTEPUNKT_HASH_KEY = ""
        person = register(world, number=NUMBER)
        old = settings.KNUTEPUNKT_FIELD_KEYS
        settings.KNUTEPUNKT_FIELD_KEYS = [Fernet.generate_key().decode(), *old]
        assert operations.reencrypt_numbers(organisation_id=world.lyngvik.id, at=world.at) == 1
        person.refresh_from_db()
        assert operations.find_by_number(world.lyngvik.id, NUMBER, at=world.at) == person
        settings.KNUTEPUNKT_FIELD_KEYS = settings.KNUTEPUNKT_FIELD_KEYS[:1]
        assert operations.number_of(person) == NUMBER

    def test_an_empty_hash_key_is_derived_and_a_given_one_is_used(self, world, settings):
        settings.KNUTEPUNKT_HASH_KEY = ""
        derived = vault.fingerprint(world.lyngvik.id, NUMBER)
        settings.KNUTEPUNKT_HASH_KEY = "k" * 40
        given = vault.fingerprint(world.lyngvik.id, NUMBER)
        assert derived != given
        assert {len(derived), len(given)} == {32}


def test_two_registering_the_same_number_at_once_make_one_file(committed_organisation, at):
    ready = threading.Barrier(2)
    outcomes = []

    def attempt():
        by = system_actor(DEMO_LOADER, organisation_id=committed_organisation.id, at=at)
        try:
            with transaction.atomic():
                scope.enter(Scope(committed_organisation.id, DEMO_LOADER, None, "test", at))
                ready.wait(20)
                operations.register_person(
                    by=by, at=at, organisation_id=committed_organisation.id, given_name="Arne", number=NUMBER
                )
            outcomes.append("made")
        except operations.NumberTaken:
            outcomes.append("taken")
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["made", "taken"]


class TestRegisteringAndChanging:
    def test_a_first_name_and_a_telephone_number_will_do_and_the_log_has_no_name(self, world):
        person = register(world, given_name="Rune", family_name="", phone="400 00 000")
        event = Event.objects.get(what="person.registered", subject_id=person.pk)
        assert (event.person_id, event.facts) == (person.pk, {"number_kind": "none"})

    def test_nobody_sees_the_file_before_something_gives_sight_of_it(self, world):
        person = register(world)
        with world.acting(world.actor(world.ingrid)) as ingrid:
            assert not Person.visible_to(ingrid).filter(pk=person.pk).exists()

    def test_a_leader_may_not_register_and_nobody_without_a_grant_may_change(self, world):
        person = world.person()
        with world.acting(world.actor(world.leif)) as leif, pytest.raises(NotAllowed):
            operations.register_person(by=leif, at=world.at, organisation_id=world.lyngvik.id, given_name="Kari")
        with world.acting(world.actor(world.ingrid)) as ingrid, pytest.raises(NotAllowed):
            operations.update_person(person=person, by=ingrid, at=world.at, phone="1")

    def test_only_the_fields_named_are_written(self, world):
        person = world.person()
        stale = Person.objects.get(pk=person.pk)
        operations.update_person(person=person, by=world.loader(), at=world.at, phone="400 00 000")
        operations.update_person(person=stale, by=world.loader(), at=world.at, language="nn")
        person.refresh_from_db()
        assert (person.phone, person.language) == ("400 00 000", "nn")
        assert [e.facts for e in Event.objects.filter(what="person.changed").order_by("id")] == [
            {"fields": ["phone"]},
            {"fields": ["language"]},
        ]

    def test_a_number_can_be_given_later_and_changed(self, world):
        person = register(world)
        other = synthetic(date(1971, 3, 9), 3)
        operations.update_person(person=person, by=world.loader(), at=world.at, number=NUMBER)
        operations.update_person(person=person, by=world.loader(), at=world.at, number=other)
        assert operations.find_by_number(world.lyngvik.id, NUMBER, at=world.at) is None
        assert operations.find_by_number(world.lyngvik.id, other, at=world.at) == person

    def test_a_sign_in_opens_the_own_file_and_belongs_to_one_file(self, world):
        person, other = register(world), register(world, given_name="Kari")
        account = world.account("person:arne", "person")
        operations.connect_account(person=person, account=account, by=world.loader(), at=world.at)
        assert Grant.objects.get(person_id=person.pk).account_id == account.pk
        with pytest.raises(operations.AlreadyConnected):
            operations.connect_account(person=other, account=account, by=world.loader(), at=world.at)

    def test_a_parent_sees_the_file_until_the_responsibility_ends(self, world):
        child = world.person("Iver", "Lie", birth_date=date(2018, 5, 2))
        account = world.account("person:mari", "person")
        kin = operations.add_next_of_kin(
            person=child, by=world.loader(), at=world.at - timedelta(days=9), name="Mari Lie", relation="mother",
            parental_responsibility=True, account=account,
        )  # fmt: skip
        sixteen = datetime(2034, 5, 2, tzinfo=OSLO)
        assert list(Grant.objects.values_list("role", "ends")) == [("parent", sixteen)]
        operations.end_next_of_kin(kin=kin, by=world.loader(), at=world.at)
        assert list(Grant.objects.values_list("role", "ends")) == [("parent", world.at)]

    def test_a_friend_without_mandate_sees_nothing(self, world):
        person = world.person()
        operations.add_next_of_kin(
            person=person,
            by=world.loader(),
            at=world.at,
            name="Odd",
            relation="friend",
            account=world.account("odd", "person"),
        )
        assert Grant.objects.count() == 0

    def test_a_new_stay_ends_the_one_before(self, world):
        person = world.person()
        day = world.at.date()
        operations.begin_stay(
            person=person, by=world.loader(), at=world.at, kind="hospital", starts_on=day - timedelta(days=20)
        )
        operations.begin_stay(person=person, by=world.loader(), at=world.at, kind="home", starts_on=day)
        assert list(Stay.objects.values_list("kind", "ends_on")) == [("home", None), ("hospital", day)]
        with pytest.raises(operations.StayEndsBeforeItStarts):
            operations.begin_stay(
                person=person,
                by=world.loader(),
                at=world.at,
                kind="home",
                starts_on=day,
                ends_on=day - timedelta(days=1),
            )


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(2008, 11, 24), date(2026, 11, 23), 17),
        (date(2008, 11, 24), date(2026, 11, 24), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (None, date(2026, 3, 1), None),
    ],
)
def test_age_in_whole_years(born, on, age):
    assert rules.age_on(born, on) == age


def queue(world, person, kind):
    return messaging.queue_email(
        by=world.loader(),
        at=world.at,
        organisation_id=world.lyngvik.id,
        to="a@example.no",
        kind=kind,
        subject="s",
        body="b",
        person_id=person.pk,
    )


def task(world, person, kind):
    return tasks.create_task(
        by=world.loader(), at=world.at, organisation_id=world.lyngvik.id, unit_id=world.office.pk, kind=kind, due_on=world.at.date(),
        source_type="people.person", source_id=person.pk, person_id=person.pk,
    )  # fmt: skip


@pytest.mark.story("S18.2")
class TestDeath:
    def test_it_stops_what_waits_and_its_cancellation_restores_exactly_that(self, world):
        person, other = world.person(), world.person("Kari", "Lie")
        by = world.loader()
        queue(world, person, "queued")
        queue(world, other, "others")
        gone = queue(world, person, "gone")
        messaging.mark_sent(message=gone, by=by, at=world.at)
        stopped_before = queue(world, person, "stopped-before")
        OutboundMessage.objects.filter(pk=stopped_before.pk).update(state="stopped", stopped_because="block")
        begun, done = task(world, person, "begun"), task(world, person, "done")
        tasks.begin(task=begun, by=by, at=world.at)
        tasks.finish(task=done, by=by, at=world.at)
        before = (
            dict(OutboundMessage.objects.values_list("kind", "state")),
            dict(Task.objects.values_list("kind", "state")),
        )

        operations.report_death(
            person=person, by=by, at=world.at, died_on=world.at.date(), reported_by="St. Olavs hospital"
        )

        assert dict(OutboundMessage.objects.values_list("kind", "state")) == {
            "queued": "stopped", "others": "queued", "gone": "sent", "stopped-before": "stopped"
        }  # fmt: skip
        assert set(Task.objects.filter(stopped_at__isnull=False).values_list("kind", flat=True)) == {"begun"}
        with pytest.raises(tasks.TaskStopped):
            tasks.finish(task=Task.objects.get(kind="begun"), by=by, at=world.at)
        person.refresh_from_db()
        assert (person.death_on, person.death_reported_by, person.death_reported_at) == (
            world.at.date(),
            "St. Olavs hospital",
            world.at,
        )
        assert Event.objects.get(what="person.death-reported").facts == {"messages": 1, "tasks": 1}

        operations.cancel_death(person=person, by=by, at=world.at + timedelta(hours=1))

        after = (
            dict(OutboundMessage.objects.values_list("kind", "state")),
            dict(Task.objects.values_list("kind", "state")),
        )
        assert after == before
        assert not Task.objects.filter(stopped_at__isnull=False).exists()
        person.refresh_from_db()
        assert (person.death_on, person.death_reported_by, person.death_reported_at) == (None, "", None)
        assert Event.objects.filter(what="person.death-cancelled").count() == 1

    def test_refusals_are_named(self, world):
        person, by, today = world.person(), world.loader(), world.at.date()
        with pytest.raises(death.NoDeathReported):
            operations.cancel_death(person=person, by=by, at=world.at)
        with pytest.raises(death.ReporterMissing):
            operations.report_death(person=person, by=by, at=world.at, died_on=today, reported_by=" ")
        with pytest.raises(death.DeathInTheFuture):
            operations.report_death(
                person=person, by=by, at=world.at, died_on=today + timedelta(days=1), reported_by="x"
            )
        operations.report_death(person=person, by=by, at=world.at, died_on=None, reported_by="x")
        with pytest.raises(death.DeathAlreadyReported):
            operations.report_death(person=person, by=by, at=world.at, died_on=today, reported_by="y")

    def test_who_may_not_see_the_file_may_not_report_it(self, world):
        person = world.person()
        with world.acting(world.actor(world.ingrid)) as ingrid, pytest.raises(NotAllowed):
            operations.report_death(person=person, by=ingrid, at=world.at, died_on=None, reported_by="x")


class TestSearch:
    @pytest.fixture
    def found(self, world):
        for given, family in [
            ("Kari Anne", "Aas"), ("Ola", "Øye"), ("Anne-Lise", "Berg Hansen"), ("Per", "Zahl"), ("Áilu", "Eira"), ("Arne", "Ås"),
        ]:  # fmt: skip
            register(world, given_name=given, family_name=family)
        return lambda words: [row.full_name for row in queries.search(world.loader(), words)]

    @pytest.mark.parametrize(
        ("words", "names"),
        [
            ("Aas", ["Arne Ås", "Kari Anne Aas"]),
            ("ås", ["Arne Ås", "Kari Anne Aas"]),
            ("øye", ["Ola Øye"]),
            ("ØYE, Ola", ["Ola Øye"]),
            ("kari", ["Kari Anne Aas"]),
            ("anne", ["Anne-Lise Berg Hansen", "Kari Anne Aas"]),
            ("anne lise", ["Anne-Lise Berg Hansen"]),
            ("Anne-Lise B", ["Anne-Lise Berg Hansen"]),
            ("hansen", ["Anne-Lise Berg Hansen"]),
            ("lise", ["Anne-Lise Berg Hansen"]),
            ("ailu", ["Áilu Eira"]),
            ("nobody", []),
            ("", []),
            ("%", []),
            ("' OR 1=1", []),
            ("123", []),
            ("a", []),
        ],
    )
    def test_by_name(self, found, words, names):
        assert found(words) == names

    def test_in_norwegian_order(self, world):
        for family in ("Ås", "Øye", "Ærlig", "Zahl", "Aas", "Berg"):
            register(world, given_name="Test", family_name=family)
        names = [row.family_name for row in queries.search(world.loader(), "Test")]
        assert names[:4] == ["Berg", "Zahl", "Ærlig", "Øye"]
        assert set(names[4:]) == {"Aas", "Ås"}

    def test_by_the_exact_number_only(self, found, world):
        register(world, given_name="Nils", number=NUMBER)
        assert found(f"{NUMBER[:6]} {NUMBER[6:]}") == ["Nils Solli"]
        assert found(NUMBER[:8]) == []

    def test_only_those_the_one_who_seeks_may_see_and_at_most_25(self, world, django_assert_num_queries):
        for count in range(27):
            register(world, family_name=f"Solli {count}")
        with world.acting(world.actor(world.ingrid)) as ingrid:
            assert queries.search(ingrid, "Arne") == []
        assert len(queries.search(world.loader(), "Arne")) == 25
        person = world.person("Arne", "Seen", account=True)
        with world.acting(world.actor(person)) as himself, django_assert_num_queries(1):
            assert [row.id for row in queries.search(himself, "Arne")] == [person.pk]

    @pytest.mark.parametrize("column", ["name_order", "first_order", "second_order", "third_order", "fourth_order"])
    def test_an_index_serves_it_under_row_level_security(self, world, column):
        """A policy lets only leakproof operators near an index; `^@` is one, and its index must order text byte by byte."""
        assert f"p.{column} ^@ norwegian_order(" in queries.BY_NAME
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT proleakproof FROM pg_operator o JOIN pg_proc p ON p.oid = o.oprcode WHERE oprname = '^@'"
            )
            assert cursor.fetchall() == [(True,)]
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [f"person_{column}"])
            assert f"(organisation_id, {column} text_pattern_ops" in cursor.fetchone()[0]
