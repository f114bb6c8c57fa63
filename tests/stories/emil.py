"""Emil, his mother Mona and his teacher Marte in the live database: a family each telling makes anew."""

from dataclasses import dataclass
from datetime import date, timedelta

from stories.backstage import FAMILY, NUMBERS, inside

EXPLAINED = "Hva det er, hvem som ser det, og at det kan tas tilbake."


@dataclass
class Family:
    """Ids, and the addresses that sign each in."""

    name: str
    person: str
    follow_up: str
    mother: str
    teacher: str
    teacher_name: str
    child_login: str
    mother_login: str
    question: str = ""

    def url(self, login):
        return f"/demo/trondheim/{login}/"


def born(years, months=0):
    """The birth date of somebody so old today, give or take some days."""
    today = date.today()
    month = today.month - months
    return date(today.year - years - (1 if month < 1 else 0), (month - 1) % 12 + 1, min(today.day, 28))


def family(live, years, months=0, *, shared=False, asked=True):
    """A child followed up in Østbyen, with a mother who decides. `shared`: she has said yes to the teacher; `asked`: a question waits."""
    from knutepunkt.access.grants import refresh_person
    from knutepunkt.consent.operations import ask_consent, record_consent
    from knutepunkt.coordination import operations as coordination
    from knutepunkt.foundation.clock import day
    from knutepunkt.identity.models import Account
    from knutepunkt.organisation.models import Staff, Unit
    from knutepunkt.people.models import NextOfKin, Person
    from knutepunkt.plans import operations as plans

    number = next(NUMBERS)
    family_name = FAMILY[number % len(FAMILY)] + "ås"
    with inside(live, "trondheim") as (by, at):
        organisation = by.organisation_id

        def account(login, kind="person"):
            return Account.objects.create(subject=f"demo:{login}", kind=kind, password="!", language="nb")

        emil = Person.objects.create(
            organisation_id=organisation, given_name="Emil", family_name=family_name, birth_date=born(years, months), created_at=at,
            account=account(f"emil-{number}"),
        )  # fmt: skip
        mother = NextOfKin.objects.create(
            organisation_id=organisation, person=emil, account=account(f"mona-{number}"), name=f"Mona {family_name}", relation="mor",
            parental_responsibility=True, valid_from=at - timedelta(days=900),
        )  # fmt: skip
        school = Unit.objects.get(slug="tr-ppt")
        marte = Staff.objects.create(
            organisation_id=organisation, account=account(f"marte-{number}", "staff"), name=f"Marte {family_name}", title="kontaktlærer",
            unit=school, sector="education",
        )  # fmt: skip
        refresh_person(organisation, emil.pk, at=at, actor=by)
        unit = Unit.objects.get(slug="tr-ostbyen-voksen")
        row = coordination.open_follow_up(person=emil, unit_id=unit.pk, by=by, at=at)
        common = {"person": emil, "by": by, "at": at}
        told = {"information": EXPLAINED, "information_language": "norsk", "informed_on": day(at)}
        given = {"given_by": "parent", "parents": [mother], "child_heard": "Det er greit", **told}
        record_consent(subjects=["assessment", "plan"], answer="signed", **common, **given)
        plan = plans.draft_plan(follow_up=row, by=by, at=at)
        for words, area in (("Jeg vil være med i friminuttet", "school"), ("Jeg vil sove bedre", "mind")):
            plans.add_goal(plan=plan, words=words, life_area=area, expressed_by="Emil", by=by, at=at)
        sharing = {"subjects": ["sharing"], "recipient_staff": marte, "topics": ["goals", "school", "leisure"]}
        if shared:
            record_consent(answer="signed", **sharing, **common, **given)
        coordination.add_care_team_member(
            follow_up=row, by=by, at=at, name=marte.name, role="kontaktlærer", staff=marte, sees_plan=True
        )
        question = None
        if asked:
            question = ask_consent(
                subjects=["sharing"],
                recipients="PP-tjenesten",
                topics=["goals", "school"],
                uses="Hjelp i friminuttet",
                **common,
            )
        return Family(
            emil.full_name, str(emil.pk), str(row.pk), str(mother.pk), str(marte.pk), marte.name, f"emil-{number}", f"mona-{number}",
            str(question.pk) if question else "",
        )  # fmt: skip
