"""Sivert, eight years old, his mother and father, and Marte, his teacher, who takes part in nothing yet: made anew for each telling."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from stories.backstage import FAMILY, NUMBERS, inside
from stories.emil import EXPLAINED, born

SCHOOL, SLEEP = "Jeg vil være keeper i storefri", "Jeg vil sove uten å våkne"


@dataclass
class Household:
    """Ids, and the names that sign each in."""

    live: object
    number: int
    person: str
    follow_up: str
    plan: str
    goal: str
    teacher: str
    parents: tuple

    def login(self, who):
        return f"{who}-{self.number}"

    @contextmanager
    def work(self):
        """In the live database, as the demo's loader: person, staff and parents, and who and when."""
        from knutepunkt.coordination.models import FollowUp
        from knutepunkt.organisation.models import Staff
        from knutepunkt.people.models import NextOfKin

        with inside(self.live, "trondheim") as (by, at):
            row = FollowUp.objects.select_related("person").get(pk=self.follow_up)
            kin = [NextOfKin.objects.get(pk=key) for key in self.parents]
            yield row, Staff.objects.get(pk=self.teacher), kin, {"by": by, "at": at}


def informed(at):
    from knutepunkt.foundation.clock import day

    return {
        "information": EXPLAINED,
        "information_language": "norsk",
        "informed_on": day(at),
        "child_heard": "Det er greit",
    }


def household(live, years=8):
    """A child with two parents who share the responsibility and have said yes to a plan; nothing is shared."""
    from knutepunkt.access.grants import refresh_person
    from knutepunkt.consent.operations import record_consent
    from knutepunkt.coordination import operations as coordination
    from knutepunkt.identity.models import Account
    from knutepunkt.organisation.models import Staff, Unit
    from knutepunkt.people.models import NextOfKin, Person
    from knutepunkt.plans import operations as plans

    number = next(NUMBERS)
    name = FAMILY[number % len(FAMILY)] + "bakk"
    with inside(live, "trondheim") as (by, at):
        organisation, since = by.organisation_id, at - timedelta(days=1)

        def account(login, kind="person"):
            return Account.objects.create(subject=f"demo:{login}-{number}", kind=kind, password="!", language="nb")

        child = Person.objects.create(
            organisation_id=organisation,
            given_name="Sivert",
            family_name=name,
            birth_date=born(years),
            created_at=since,
        )
        parents = [
            NextOfKin.objects.create(
                organisation_id=organisation, person=child, account=account(who), name=f"{who.title()} {name}", relation=who,
                parental_responsibility=True, valid_from=since,
            )
            for who in ("mor", "far")
        ]  # fmt: skip
        unit = Unit.objects.get(slug="tr-ppt")
        teacher = Staff.objects.create(
            organisation_id=organisation, account=account("teacher", "staff"), name=f"Marte {name}", title="kontaktlærer", unit=unit,
            sector="education",
        )  # fmt: skip
        refresh_person(organisation, child.pk, at=at, actor=by)
        office = Unit.objects.get(slug="tr-ostbyen-voksen")
        earlier = {"by": by, "at": since}
        row = coordination.open_follow_up(person=child, unit_id=office.pk, **earlier)
        record_consent(
            person=child, subjects=["assessment", "plan", "coordinator"], answer="signed", given_by="parent", parents=parents,
            **informed(since), **earlier,
        )  # fmt: skip
        plan = plans.draft_plan(follow_up=row, **earlier)
        goals = [
            plans.add_goal(plan=plan, words=words, life_area=area, expressed_by="Sivert", **earlier)
            for words, area in ((SCHOOL, "school"), (SLEEP, "mind"))
        ]
        keys = (child.pk, row.pk, plan.pk, goals[0].pk, teacher.pk)
        return Household(live, number, *map(str, keys), tuple(str(kin.pk) for kin in parents))
