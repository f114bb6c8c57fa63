"""Complete reads: the inbox, one notice with all that hangs on it, what a sender has sent, what enquiries were about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse

from knutepunkt.access.actor import Actor
from knutepunkt.coordination.models import FollowUp
from knutepunkt.foundation.clock import OSLO, day
from knutepunkt.intake.kinds import Basis, NoticeKind, Wish
from knutepunkt.intake.models import Admission, Notice, NoticeContent, NoticeStep, SentNotice
from knutepunkt.intake.rules import CLOSED_CONTENT
from knutepunkt.intake.states import OPEN, SEEN, NoticeState
from knutepunkt.organisation.kinds import OrganisationKind
from knutepunkt.organisation.models import Organisation, Staff, StaffRole, Unit
from knutepunkt.people.models import Person

PER_PAGE = 50
UNFINISHED = OPEN | {NoticeState.RESTING}


def end_of(on: date) -> datetime:
    """Midnight after a day in Norway."""
    return datetime.combine(on + timedelta(days=1), datetime.min.time(), OSLO)


def shows(actor: Actor, *, at: datetime) -> dict[str, Q]:
    """The chips of the inbox, each with the notices it shows."""
    return {
        "all": Q(state__in=UNFINISHED),
        "new": Q(state=NoticeState.RECEIVED),
        "mine": Q(state__in=UNFINISHED) & (Q(responsible_id=actor.staff_id) | Q(deputy_id=actor.staff_id)),
        "due-today": Q(state=NoticeState.RECEIVED, due_at__gte=at, due_at__lt=end_of(day(at))),
        "late": Q(state=NoticeState.RECEIVED, due_at__lt=at),
        "wish": Q(state__in=SEEN, contents__wish__in=["", Wish.LATER])
        & ~Q(kind=NoticeKind.ENQUIRY)
        & ~Q(contents__basis=Basis.OWN),
        "changed": Q(state__in=UNFINISHED, admissions__changed_at__gt=F("acknowledged_at")),
        "clarifying": Q(state__in=SEEN),
        "resting": Q(state=NoticeState.RESTING),
        "closed": ~Q(state__in=UNFINISHED),
    }


def notices_of_units(actor: Actor) -> QuerySet[Notice]:
    """The notices of the actor's own units, as envelopes."""
    return Notice.visible_to(actor).filter(unit_id__in=actor.unit_ids)


def counts(actor: Actor, *, at: datetime) -> dict[str, int]:
    """How many notices each chip shows, but the closed ones, in one statement."""
    wanted = {
        name.replace("-", "_"): Count("pk", filter=shown)
        for name, shown in shows(actor, at=at).items()
        if name != "closed"
    }
    return dict(notices_of_units(actor).filter(state__in=UNFINISHED).aggregate(**wanted))


def counts_of(request: Any) -> dict[str, int]:
    """The counts of this request, asked once."""
    if not hasattr(request, "inbox_counts"):
        request.inbox_counts = counts(request.actor, at=request.now)
    return dict(request.inbox_counts)


def new_count(request: Any) -> int:
    """How many wait to be acknowledged, for the menu."""
    return counts_of(request)["new"]


def pulse(actor: Actor, *, at: datetime) -> dict[str, int]:
    """New, due today and late, for the home page."""
    known = counts(actor, at=at)
    return {name: known[name] for name in ("new", "due_today", "late")}


def inbox(actor: Actor, *, at: datetime, chosen: Mapping[str, str], words: str = "", page: int = 1) -> QuerySet[Notice]:
    """The notices of the actor's units that the filters show, oldest first, with what the list needs of the content."""
    found = notices_of_units(actor).filter(shows(actor, at=at)[chosen.get("show") or "all"])
    exact = {field: chosen[field] for field in ("kind", "state", "channel") if chosen.get(field)}
    if chosen.get("unit"):
        exact["unit_id"] = chosen["unit"]
    found = found.filter(**exact)
    if words:
        found = found.filter(_matches(actor, words))
    found = found.select_related("unit", "responsible").annotate(
        content_name=F("contents__name"),
        content_birth_date=F("contents__birth_date"),
        content_id=F("contents__id"),
        expected_on=F("admissions__expected_on"),
        ready_at=F("admissions__ready_at"),
        readiness_withdrawn_at=F("admissions__readiness_withdrawn_at"),
        discharged_at=F("admissions__discharged_at"),
        changed_at=F("admissions__changed_at"),
    )
    start = (page - 1) * PER_PAGE
    return found.order_by("received_at", "id")[start : start + PER_PAGE + 1]


def _matches(actor: Actor, words: str) -> Q:
    """By sender, or by a name where the name is shown: what is hidden cannot be found out by searching either."""
    shown = Q(kind=NoticeKind.DISCHARGE) | ~Q(state=NoticeState.RECEIVED)
    persons = Person.visible_to(actor)
    for word in words.split():
        persons = persons.filter(Q(given_name__icontains=word) | Q(family_name__icontains=word))
    return Q(sender_organisation__icontains=words) | (
        shown & (Q(contents__name__icontains=words) | Q(person_id__in=persons.values("pk")))
    )


def persons_of(actor: Actor, ids: set[UUID]) -> dict[UUID, Person]:
    """The persons the actor sees, by id."""
    return {person.pk: person for person in Person.visible_to(actor).filter(pk__in=ids)} if ids else {}


@dataclass(frozen=True, slots=True)
class Step:
    """One move in the notice's life."""

    name: str
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """One notice with what the reader sees of it; `content` and `admission` are None when closed, not theirs, or not there."""

    notice: Notice
    content: NoticeContent | None
    admission: Admission | None
    steps: tuple[Step, ...]


def opened(actor: Actor, notice_id: UUID) -> Opened | None:
    """The notice with content, admission and steps in one statement; None when the actor does not see it."""
    inside = {"organisation_id": actor.organisation_id, "notice": OuterRef("pk")}
    steps = (
        NoticeStep.objects.filter(**inside)
        .order_by("at", "id")
        .values(row=JSONObject(name="name", by_name="by_name", at="at"))
    )
    notice = (
        Notice.visible_to(actor)
        .filter(pk=notice_id)
        .select_related("unit", "responsible", "deputy")
        .annotate(
            step_rows=ArraySubquery(steps),
            content_row=Subquery(_whole(NoticeContent).filter(**inside).values("row")[:1]),
            admission_row=Subquery(_whole(Admission).filter(**inside).values("row")[:1]),
        )
        .first()
    )
    if notice is None:
        return None
    moved = tuple(Step(row["name"], row["by_name"], datetime.fromisoformat(row["at"])) for row in notice.step_rows)
    return Opened(notice, _read(NoticeContent, notice.content_row), _read(Admission, notice.admission_row), moved)


def _whole(model: type[Model]) -> QuerySet[Any]:
    rows: QuerySet[Any] = model._default_manager.annotate(
        row=JSONObject(**{field.attname: field.attname for field in model._meta.concrete_fields})
    )
    return rows


def _read(model: type[Any], row: dict[str, Any] | None) -> Any:
    """A row as JSON back into its model."""
    if row is None:
        return None
    values = [
        None if row[field.attname] is None else field.to_python(row[field.attname])
        for field in model._meta.concrete_fields
    ]
    return model.from_db("default", [field.attname for field in model._meta.concrete_fields], values)


def sent_by(actor: Actor) -> QuerySet[SentNotice]:
    """What the actor, or somebody of the actor's units, has sent; newest first."""
    return SentNotice.visible_to(actor).select_related("to_organisation")[:PER_PAGE]


def enquiry_topics(actor: Actor, *, since: datetime) -> list[tuple[str, int]]:
    """What the enquiries of the actor's units were about, and how many, most asked first."""
    rows = (
        NoticeContent.objects.filter(
            organisation_id=actor.organisation_id,
            notice__kind=NoticeKind.ENQUIRY,
            notice__unit_id__in=actor.unit_ids,
            notice__received_at__gte=since,
        )
        .exclude(topic_of_enquiry="")
        .values_list("topic_of_enquiry")
        .annotate(number=Count("pk"))
        .order_by("-number", "topic_of_enquiry")
    )
    return [(topic, number) for topic, number in rows]


def unit_names(actor: Actor) -> list[tuple[str, str]]:
    """The actor's units to choose from."""
    units = Unit.visible_to(actor).filter(pk__in=actor.unit_ids)
    return [(str(pk), name) for pk, name in units.values_list("pk", "name")]


def inbox_url(query: str) -> str:
    """The address of the inbox with filters."""
    return f"{reverse('intake:inbox')}?{query}" if query else reverse("intake:inbox")


def receivers(actor: Actor) -> list[tuple[str, str]]:
    """The organisations a notice can be sent to, the actor's own first."""
    rows = Organisation.objects.filter(served=True).exclude(kind=OrganisationKind.OPERATOR).values_list("pk", "name")
    return [(str(pk), name) for pk, name in sorted(rows, key=lambda row: (row[0] != actor.organisation_id, row[1]))]


def forward_receivers(actor: Actor, notice: Notice, *, on: date) -> list[tuple[str, str]]:
    """Other units here, then other organisations; the value says which it is."""
    units = (
        Unit.visible_to(actor).filter(Q(closed_on=None) | Q(closed_on__gt=on), partner=None).exclude(pk=notice.unit_id)
    )
    here = [(f"unit:{pk}", name) for pk, name in units.values_list("pk", "name")]
    there = [(f"organisation:{pk}", name) for pk, name in receivers(actor) if pk != str(actor.organisation_id)]
    return here + there


def caseworkers(notice: Notice, *, at: datetime) -> list[tuple[UUID, str]]:
    """The staff who work with notices in the notice's unit, by name."""
    roles = StaffRole.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=at),
        organisation_id=notice.organisation_id,
        unit_id=notice.unit_id,
        role="caseworker",
        valid_from__lte=at,
    )
    return list(roles.order_by("staff__name").values_list("staff_id", "staff__name").distinct())


def staff_by_id(notice: Notice, ids: list[UUID]) -> QuerySet[Staff]:
    """Members of staff of the notice's organisation."""
    return Staff.objects.filter(organisation_id=notice.organisation_id, pk__in=ids)


def unit_of(notice: Notice, pk: str) -> Unit:
    """A unit of the notice's organisation."""
    return Unit.objects.get(organisation_id=notice.organisation_id, pk=pk)


def receiver(pk: str) -> Organisation:
    """An organisation that can receive notices here."""
    return Organisation.objects.get(pk=pk, served=True)


def served_organisation(slug: str) -> Organisation | None:
    """For the public pages: the organisation with this name in the address."""
    return Organisation.objects.filter(slug=slug, served=True).first()


def open_unit(organisation_id: UUID, slug: str, *, on: date) -> Unit | None:
    """For the public pages: a unit of the organisation's own that is open that day."""
    open_then = Q(closed_on=None) | Q(closed_on__gt=on)
    return Unit.objects.filter(open_then, organisation_id=organisation_id, slug=slug, partner=None).first()


def latest_follow_up(actor: Actor, person_id: UUID) -> UUID | None:
    """The follow-up a notice led to, for the link to it."""
    return (
        FollowUp.visible_to(actor)
        .filter(person_id=person_id)
        .order_by("-opened_at")
        .values_list("pk", flat=True)
        .first()
    )


def notices_about(actor: Actor, person_id: UUID) -> QuerySet[Notice]:
    """The notices about a person that still belong here, oldest first."""
    return (
        Notice.visible_to(actor)
        .filter(person_id=person_id)
        .exclude(state__in=CLOSED_CONTENT)
        .order_by("received_at", "id")
    )
