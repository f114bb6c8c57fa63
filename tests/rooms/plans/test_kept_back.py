"""What is kept back from somebody is gone from the plan, its texts, its versions and what differs, without a sign of it."""

import json
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection

from knutepunkt.access.models import Exclusion, Grant
from knutepunkt.access.permissions import Topic
from knutepunkt.coordination.models import WorkNote
from knutepunkt.coordination.operations import write_note
from knutepunkt.people.actors import person_actor
from knutepunkt.people.models import NextOfKin
from knutepunkt.plans import operations as op
from knutepunkt.plans.difference import difference
from knutepunkt.plans.models import Activity, Goal, PlanTexts, Revision
from knutepunkt.plans.operations import texts_of
from knutepunkt.plans.paper import plan_pdf
from knutepunkt.plans.queries import whole_plan
from knutepunkt.plans.revisions import draft_content, kept, kept_lines, read

SECRET = "Jeg vil slutte å være redd om natta."


@pytest.fixture
def family(making):
    """Arne's plan in force in two versions, with a goal in the middle that is about the mind; his mother has a login."""
    plan, goal, activity = making.filled()
    making.secret = making.goal(plan, SECRET, life_area="mind")
    making.hidden = making.activity(making.secret, what="Samtale med psykolog", contributor="Ole Dahl")
    making.sub = making.goal(plan, "Sove hele natta.", life_area="mind", parent=making.secret)
    making.last = making.goal(plan, "Jeg vil synge i kor igjen.", life_area="leisure")
    making.sung = making.activity(making.last, what="Kor hver tirsdag", contributor="Berit")
    agree(making, activity, making.hidden, making.sung)
    in_force(making, plan)
    with making.as_ingrid() as ingrid:
        op.change_goal(goal=making.secret, by=ingrid, at=making.at, words=SECRET + " Og våken om dagen.")
        op.change_goal(goal=goal, by=ingrid, at=making.at, words="Jeg vil tilbake på verkstedet til våren.")
        plan.refresh_from_db()
    in_force(making, plan)
    making.mother = making.world.account("person:mother", "person")
    making.grant(making.mother, "parent", None)
    making.plan = plan
    return making


def agree(making, *activities):
    silje = making.world.actor(making.world.silje)
    for activity in activities:
        if activity.unit_id:
            with making.world.acting(silje):
                op.agree_activity(activity=activity, by=silje, at=making.at)
        else:
            with making.as_ingrid() as ingrid:
                op.agree_activity(activity=activity, by=ingrid, at=making.at, answered_by="Berit")


def in_force(making, plan):
    with making.as_ingrid() as ingrid:
        plan.refresh_from_db()
        op.answer_plan(plan=plan, by=ingrid, at=making.at, says_yes=True, how="oral")
        op.activate(plan=plan, by=ingrid, at=making.at + timedelta(minutes=5))
        plan.refresh_from_db()


@pytest.fixture
def making(making):
    def grant(account, role, topics):
        making.world.system()
        Grant.objects.create(
            organisation_id=making.person.organisation_id, person_id=making.person.id, account_id=account.id, role=role,
            topics=topics, basis="test", source="test", source_id=account.id, starts=making.at - timedelta(days=1),
        )  # fmt: skip

    def keep(**what):
        making.world.system()
        Exclusion.objects.create(
            organisation_id=making.person.organisation_id, person_id=making.person.id, account_id=making.mother.id,
            kind="withheld", source="test", source_id=making.person.id, starts=making.at - timedelta(hours=1), **what,
        )  # fmt: skip

    making.grant, making.keep = grant, keep
    return making


@contextmanager
def seen_by(making, account):
    """A page of the one person's file, as the account."""
    organisation = making.person.organisation_id
    making.world.system()
    actor = person_actor(account.id, organisation_id=organisation, at=making.at) or making.ingrid
    with making.world.acting(type(actor)(**{**vars_of(actor), "account_id": account.id}), making.person) as reader:
        yield reader


def vars_of(actor):
    return {name: getattr(actor, name) for name in actor.__dataclass_fields__ if not name.startswith("_")}


def words(whole):
    return [(goal.number, goal.words) for goal in whole.goals]


KEPT = {"one topic": {"topics": ["mental-health"]}, "one goal": {"object_id": "goal"}}


@pytest.mark.parametrize("what", KEPT)
def test_a_parent_reads_all_versions_as_if_what_is_kept_were_never_there(family, what):
    keep = dict(KEPT[what])
    if "object_id" in keep:
        keep["object_id"] = family.secret.pk
    with seen_by(family, family.mother):
        assert [SECRET in json.dumps(each.content, ensure_ascii=False) for each in kept(family.plan.pk)] == [True, True]
    family.keep(**keep)

    with seen_by(family, family.mother) as mother:
        whole = whole_plan(mother, family.plan.pk, at=family.at)
        versions = kept(family.plan.pk)
        lines = kept_lines(family.plan.pk)
        raw = list(Revision.objects.all())
        page = json.dumps([whole.document, [each.content for each in versions]], ensure_ascii=False, default=str)
        pdf = plan_pdf(whole, statuses=(), revision=2, revised_on=family.at.date(), printed_by="Mor", at=family.at)

    assert words(whole) == [(1, "Jeg vil tilbake på verkstedet til våren."), (2, "Jeg vil synge i kor igjen.")]
    assert [activity.number for activity in whole.activities] == [1, 2]
    assert [each.number for each in versions] == [2, 1]
    assert [line.number for line in lines] == [2, 1]
    assert words(read(versions[1].content)) == [
        (1, "Jeg vil tilbake på verkstedet."),
        (2, "Jeg vil synge i kor igjen."),
    ]
    for planted in ("redd om natta", "Sove hele", "psykolog", "Ole Dahl", "mental-health", str(family.secret.pk)):
        assert planted not in page
    assert raw == []
    assert b"%PDF" in pdf[:8]
    assert (whole.sees_all, whole.needs != "") == (True, True)


@pytest.mark.parametrize("what", KEPT)
def test_what_differs_is_what_the_reader_sees_differ(family, what):
    keep = {"object_id": family.secret.pk} if what == "one goal" else KEPT[what]
    family.keep(**keep)
    with seen_by(family, family.mother) as mother:
        second, first = (each.content for each in kept(family.plan.pk))
        stands = draft_content(whole_plan(mother, family.plan.pk, at=family.at))

    assert [(change.kind, change.op, [f.name for f in change.fields]) for change in difference(first, second)] == [
        ("goal", "changed", ["words"])
    ]
    assert difference(second, stands) == ()


def test_versions_with_and_without_the_secret_have_the_same_bytes(family):
    """A version of a plan that never had the goal, but for names and moments, is what a parent from whom it is kept reads."""
    family.keep(topics=["mental-health"])
    with seen_by(family, family.mother):
        (content,) = (each.content for each in kept(family.plan.pk, number=1))
    never = {name: value for name, value in content.items() if name in {"goals", "activities", "comments", "points"}}

    assert [row["topic"] for row in never["goals"]] == ["work", "leisure"]
    assert [row["goal_id"] for row in never["activities"]] == [row["id"] for row in never["goals"]]
    assert never["comments"] == []
    assert all(point["reason"] == "" for point in never["points"] if point["state"] == "ok")


def test_the_other_parts_of_a_version_follow_their_topics(family):
    family.keep(topics=["goals", "assessment"])
    with seen_by(family, family.mother):
        content = kept(family.plan.pk, number=2)[0].content

    assert content["answer"] is None
    assert (content["plan"]["important"], content["plan"]["resources"]) == (
        "",
        "Arne er utholdende, og Berit og naboen stiller opp.",
    )


def test_who_is_limited_to_topics_sees_neither_texts_nor_versions(family):
    nav = family.world.account("staff:nav")
    family.grant(nav, "member", ["work"])
    with seen_by(family, nav) as reader:
        whole = whole_plan(reader, family.plan.pk, at=family.at)
        rows = list(PlanTexts.objects.all()), kept(family.plan.pk), list(Revision.objects.all()), texts_of(family.plan)
        document = json.dumps(whole.document, ensure_ascii=False, default=str)

    assert rows == ([], [], [], None)
    assert (whole.sees_all, whole.revisions, words(whole)) == (
        False,
        (),
        [(1, "Jeg vil tilbake på verkstedet til våren.")],
    )
    assert "Trening hver dag" not in document


def test_rows_that_hang_on_a_kept_goal_are_kept_too(family):
    family.keep(object_id=family.secret.pk)
    with seen_by(family, family.mother):
        goals = set(Goal.objects.values_list("pk", flat=True))
        activities = set(Activity.objects.values_list("pk", flat=True))

    assert family.sub.pk not in goals
    assert family.hidden.pk not in activities
    assert {family.last.pk, family.sung.pk} <= goals | activities


def test_the_versions_function_answers_nobody_from_elsewhere(family):
    other, _unit, eva = family.world.neighbour()
    for somebody in (family.world.silje, family.world.leif):
        with seen_by(family, somebody.account):
            assert kept(family.plan.pk) == []
    with family.world.inside(other):
        assert kept(family.plan.pk) == []
        assert eva.organisation_id == other.id


def test_a_version_holds_what_the_one_who_made_it_does_not_see(family):
    teacher = family.world.staff(
        "Tone Moe", "lærer", family.world.unit("skole", "Skolen", kind="service", sector="school"), "employee"
    )
    family.grant(teacher.account, "coordinator", ["goals", "work", "work-notes", "file"])
    tone = family.world.actor(teacher)
    with family.world.acting(tone, family.person):
        op.add_goal(plan=family.plan, by=tone, at=family.at, words="Gå ut av tiende.", life_area="work")
        assert [goal.words for goal in whole_plan(tone, family.plan.pk).goals] == [
            "Jeg vil tilbake på verkstedet til våren.",
            "Gå ut av tiende.",
        ]
        op.answer_plan(plan=family.plan, by=tone, at=family.at, says_yes=True, how="oral")
        revision = op.activate(plan=family.plan, by=tone, at=family.at + timedelta(minutes=9))
        seen = [goal.words for goal in read(kept(family.plan.pk, number=revision.number)[0].content).goals]

    family.world.system()
    assert SECRET + " Og våken om dagen." in [
        row["words"] for row in Revision.objects.get(pk=revision.pk).content["goals"]
    ]
    assert len(seen) == 2


def test_a_draft_of_a_note_is_its_authors_in_the_database(making):
    making.consent()
    with making.as_ingrid() as ingrid:
        note = write_note(
            follow_up=making.follow_up, text="Utkast", happened_on=making.at.date(), by=ingrid, at=making.at
        )
        assert list(WorkNote.objects.values_list("pk", flat=True)) == [note.pk]
    kollega = making.world.staff("Kari Vik", "sykepleier", making.world.office, "caseworker")
    kari = making.world.actor(kollega)
    with making.world.acting(kari, making.person):
        assert list(WorkNote.objects.all()) == []
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM coordination_worknotestep")
            assert cursor.fetchone() == (0,)
    assert str(Topic.WORK_NOTES) == note.topic


def test_a_parents_own_pages_show_earlier_plans_without_what_is_kept(family, now, django_assert_max_num_queries):
    import re
    from types import SimpleNamespace

    family.keep(topics=["mental-health"])
    NextOfKin.objects.create(
        organisation_id=family.person.organisation_id, person=family.person, name="Mor Solli", relation="mor",
        account=family.mother, valid_from=family.at - timedelta(days=1),
    )  # fmt: skip
    mother = SimpleNamespace(account=family.mother, organisation_id=family.person.organisation_id)
    client = family.world.client(mother)
    pages = {}
    for address in ("/my/plan/", "/my/plan/versions/", "/my/plan/versions/2/changes/"):
        with django_assert_max_num_queries(15):
            answered = client.get(address)
        assert answered.status_code == 200, (address, answered.headers)
        pages[address] = answered.content.decode()
    paper = client.get("/my/plan/versions/1/")

    assert "verkstedet" in pages["/my/plan/"]
    assert re.findall(r"/my/plan/versions/(\d)/\"", pages["/my/plan/versions/"]) == ["2", "1"]
    assert "til våren" in pages["/my/plan/versions/2/changes/"]
    for page in pages.values():
        for planted in ("redd om natta", "Sove hele", "psykolog", "Ole Dahl", str(family.secret.pk)):
            assert planted not in page
    assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")
    assert client.get("/my/plan/versions/3/").status_code == 404
    family.world.system()
    from knutepunkt.audit.models import ViewRecord

    looked = ViewRecord.objects.filter(account_id=family.mother.id).values_list("page", flat=True)
    assert {"own-plan-versions", "own-plan-changes", "own-plan-version"} <= set(looked)
