import pytest

from knutepunkt.access.decide import denied
from knutepunkt.access.grants import differences, refresh_person
from knutepunkt.access.permissions import Permission
from knutepunkt.people.models import Person


def test_nobody_sees_a_person_without_a_grant(world):
    person = world.person()

    with world.acting(world.actor(world.ingrid)):
        assert list(Person.objects.filter(pk=person.pk)) == []
    assert Person.objects.filter(pk=person.pk).exists()


def test_the_person_sees_the_own_file_and_nobody_elses(world):
    arne = world.person(account=True)
    world.person("Berit", "Solli")

    with world.acting(world.actor(arne)):
        assert [p.given_name for p in Person.objects.all()] == ["Arne"]


def test_grants_equal_their_sources(world):
    arne = world.person(account=True)

    assert differences(world.lyngvik.id, at=world.at) == []
    arne.account = None
    arne.save()
    assert len(differences(world.lyngvik.id, at=world.at)) == 1
    refresh_person(world.lyngvik.id, arne.id, at=world.at)
    assert differences(world.lyngvik.id, at=world.at) == []


@pytest.mark.parametrize(("who", "permission", "expected"), [
    ("ingrid", Permission.NOTICE_ACKNOWLEDGE, True),
    ("leif", Permission.NOTICE_ACKNOWLEDGE, False),
    ("leif", Permission.NOTICE_REASSIGN, True),
    ("silje", Permission.NOTICE_READ, False),
])  # fmt: skip
def test_a_role_in_a_unit_carries_its_permissions(world, who, permission, expected):
    actor = world.actor(getattr(world, who))

    assert (denied(actor, permission, world.office) is None) is expected
