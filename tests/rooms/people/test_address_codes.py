"""Codes 6 and 7: what tells where somebody is stands sealed, apart, and only the person is told it."""

from datetime import timedelta

import pytest
from cryptography.fernet import Fernet

from knutepunkt.access.grants import refresh_person
from knutepunkt.audit.models import Event
from knutepunkt.coordination.letters import recipient_of
from knutepunkt.coordination.models import FollowUp
from knutepunkt.intake import operations as intake
from knutepunkt.intake.models import NoticeContent
from knutepunkt.people import contact, operations, rules
from knutepunkt.people.models import Person, ProtectedContact

PLACE = {
    "address": "Fjordgata 3", "postcode": "7010", "city": "Lyngvik", "district": "Midtbyen", "phone": "400 11 222", "email": "a@example.no",
}  # fmt: skip
BOTH = pytest.mark.parametrize("code", ["6", "7"])


def register(world, **facts):
    facts = {"given_name": "Arne", "family_name": "Solli"} | PLACE | facts
    return operations.register_person(by=world.loader(), at=world.at, organisation_id=world.lyngvik.id, **facts)


def on_the_row(person):
    return Person.objects.filter(pk=person.pk).values(*PLACE).get()


def held_by_the_office(world, person):
    FollowUp.objects.create(
        organisation_id=world.lyngvik.id, person=person, unit=world.office, opened_at=world.at - timedelta(days=1)
    )
    refresh_person(world.lyngvik.id, person.pk, at=world.at)


@BOTH
@pytest.mark.story("S16.5")
def test_the_row_and_the_log_hold_nothing_and_the_sealed_text_cannot_be_read(world, code):
    person = register(world, protection=code)
    assert set(on_the_row(person).values()) == {""}
    assert rules.shown_contact(person) == rules.Contact()
    assert rules.place_for_routing(person) == ("", "")
    sealed = bytes(ProtectedContact.objects.get(person=person).encrypted)
    logged = str(list(Event.objects.filter(person_id=person.pk).values_list("what", "facts")))
    for value in PLACE.values():
        assert value.encode() not in sealed
        assert value not in logged


@BOTH
@pytest.mark.story("S16.5")
def test_the_person_is_told_and_nobody_else_not_even_the_parent_or_the_caseworker(world, code):
    person = register(world, protection=code)
    login, parents = world.account("person:arne", "person"), world.account("person:mor", "person")
    operations.connect_account(person=person, account=login, by=world.loader(), at=world.at)
    kin = operations.add_next_of_kin(
        person=person, by=world.loader(), at=world.at, name="Mor", relation="mor", parental_responsibility=True, account=parents,
    )  # fmt: skip
    held_by_the_office(world, person)
    person.refresh_from_db()
    with world.acting(world.actor(person)) as himself:
        assert contact.own_contact(himself, person) == rules.Contact(**PLACE)
    for other in (world.actor(kin), world.actor(world.ingrid), world.actor(world.leif)):
        with world.acting(other):
            assert contact.own_contact(other, person) == rules.Contact()
            assert not ProtectedContact.objects.exists()


def test_a_protection_set_later_moves_what_stood_there_and_one_lifted_moves_it_back(world):
    person, by = register(world), world.loader()
    operations.update_person(person=person, by=by, at=world.at, protection="7")
    assert set(on_the_row(person).values()) == {""}
    operations.update_person(person=person, by=by, at=world.at, phone="400 33 444")
    operations.update_person(person=person, by=by, at=world.at, protection="6")
    assert set(on_the_row(person).values()) == {""}
    operations.update_person(person=person, by=by, at=world.at, protection="", city="Storvik")
    assert on_the_row(person) == PLACE | {"phone": "400 33 444", "city": "Storvik"}
    assert not ProtectedContact.objects.exists()
    fields = [e.facts["fields"] for e in Event.objects.filter(what="person.changed").order_by("id")]
    assert fields[1] == ["phone"]


def test_a_stale_copy_of_the_person_cannot_write_an_address_beside_the_protection(world):
    person = register(world)
    stale = Person.objects.get(pk=person.pk)
    operations.update_person(person=person, by=world.loader(), at=world.at, protection="6")
    operations.update_person(person=stale, by=world.loader(), at=world.at, address="Nygata 1")
    assert on_the_row(person)["address"] == ""
    assert contact.carried(person, at=world.at)["address"] == "Nygata 1"
    stale.protection = ""
    operations.update_person(person=stale, by=world.loader(), at=world.at, protection="")
    assert on_the_row(person)["address"] == "Nygata 1"


def test_two_codes_two_rules_for_letters_and_neither_has_an_address(world):
    open_, strict, confidential = register(world), register(world, protection="6"), register(world, protection="7")
    assert recipient_of(open_).lines == ("Fjordgata 3", "7010 Lyngvik")
    lines = [recipient_of(person).lines for person in (strict, confidential)]
    assert lines[0] != lines[1]
    assert all(len(line) == 1 and not any(value in line[0] for value in PLACE.values()) for line in lines)


def test_forwarding_takes_it_along_sealed_and_a_notice_keeps_no_telephone(world):
    other, *_ = world.neighbour()
    person = register(world, protection="6", phone="")
    notice = intake.receive_notice(
        organisation_id=world.lyngvik.id, kind="possible-need", channel="phone", by=world.loader(), at=world.at, person=person, name="Arne",
        phone="400 55 666", text="Trenger hjelp",
    )  # fmt: skip
    assert NoticeContent.objects.get(notice=notice).phone == ""
    assert contact.carried(person, at=world.at)["phone"] == "400 55 666"
    intake.acknowledge(notice=notice, by=world.loader(), at=world.at)
    intake.forward(notice=notice, ground="lives-elsewhere", by=world.loader(), at=world.at, to_organisation=other)
    with world.inside(other):
        there = Person.objects.get()
        assert set(on_the_row(there).values()) == {""}
        assert contact.carried(there, at=world.at) == PLACE | {"phone": "400 55 666"}


def test_the_sealed_contact_follows_when_keys_rotate(world, settings):
    person = register(world, protection="7")
    settings.KNUTEPUNKT_HASH_KEY = "k" * 40
    settings.KNUTEPUNKT_FIELD_KEYS = [Fernet.generate_key().decode(), *settings.KNUTEPUNKT_FIELD_KEYS]
    operations.reencrypt_numbers(organisation_id=world.lyngvik.id, at=world.at)
    settings.KNUTEPUNKT_FIELD_KEYS = settings.KNUTEPUNKT_FIELD_KEYS[:1]
    assert contact.carried(person, at=world.at) == PLACE
