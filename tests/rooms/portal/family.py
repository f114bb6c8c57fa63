"""Emil and those around him: his parents, a foster mother, a teacher who is asked in; each with a login."""

from datetime import date, timedelta

from knutepunkt.access.grants import refresh_person
from knutepunkt.people.models import NextOfKin


def kin(world, person, name, relation="mor", *, account=True, **more):
    """Somebody close to the person, with a login of their own."""
    login = world.account(f"kin:{name}", "person") if account else None
    if login:
        login.name = name
    row = NextOfKin.objects.create(
        organisation_id=world.lyngvik.id, person=person, account=login, name=name, relation=relation,
        valid_from=world.at - timedelta(days=400), **more,
    )  # fmt: skip
    refresh_person(world.lyngvik.id, person.id, at=world.at)
    return row


def child(world, years, *, months=0, account=True):
    """Emil, so many years and months old on the world's day."""
    day = world.at.date()
    month = day.month - months
    born = date(day.year - years - (1 if month < 1 else 0), (month - 1) % 12 + 1, min(day.day, 28))
    return world.person("Emil", "Hansen", birth_date=born, account=account)


def teacher(world):
    """Marte, who works at a school and is a guest here."""
    school = world.unit("lia", "Lia skole", kind="service")
    school.sector = "education"
    school.save()
    staff = world.staff("Marte Lien", "kontaktlærer", school, "employee")
    staff.sector = "education"
    staff.save()
    return staff
