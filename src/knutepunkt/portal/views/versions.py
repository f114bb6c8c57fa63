"""Earlier plans on the own pages: the list, each as a document, and what changed. What is kept from the reader is in none of them."""

from typing import Any

from django.http import Http404, HttpResponse

from knutepunkt.access.permissions import Permission
from knutepunkt.access.views import requires
from knutepunkt.foundation.clock import day
from knutepunkt.plans.difference import difference
from knutepunkt.plans.difference_words import change_words
from knutepunkt.plans.paper import plan_pdf
from knutepunkt.plans.revisions import KeptRevision, kept, kept_lines, read, statuses_of
from knutepunkt.portal.files import OwnFile, about
from knutepunkt.portal.queries import living_plan_id
from knutepunkt.ui.pages import page


@requires(Permission.OWN_READ, "GET", door="portal.versions")
@about("own-plan-versions")
def versions(request: Any, file: OwnFile) -> HttpResponse:
    """Every plan that was put into force, the newest first."""
    plan_id = living_plan_id(request.actor, file.person.pk)
    lines = kept_lines(plan_id) if plan_id else []
    return page(request, "portal/versions.html", section="own-plan", file=file, lines=lines, today=day(request.now))


@requires(Permission.OWN_READ, "GET", door="portal.version", kind="document")
@about("own-plan-version")
def version(request: Any, file: OwnFile, number: int) -> HttpResponse:
    """One of them as a document."""
    (found,) = _found(request, file, number)
    pdf = plan_pdf(
        read(found.content),
        statuses=statuses_of(found.content),
        revision=found.number,
        revised_on=day(found.made_at),
        printed_by=request.actor.name,
        at=request.now,
    )
    headers = {"Content-Disposition": 'inline; filename="plan.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@requires(Permission.OWN_READ, "GET", door="portal.changes")
@about("own-plan-changes")
def changes(request: Any, file: OwnFile, number: int) -> HttpResponse:
    """What changed from the plan before."""
    (newer,) = _found(request, file, number)
    older = _found(request, file, number - 1)[0] if number > 1 else newer
    said = change_words(difference(older.content, newer.content), older.content, newer.content)
    return page(request, "portal/changes.html", section="own-plan", file=file, number=number, changes=said)


def _found(request: Any, file: OwnFile, *numbers: int) -> list[KeptRevision]:
    plan_id = living_plan_id(request.actor, file.person.pk)
    by_number = {row.number: row for row in kept(plan_id)} if plan_id else {}
    if not all(number in by_number for number in numbers):
        raise Http404
    return [by_number[number] for number in numbers]
