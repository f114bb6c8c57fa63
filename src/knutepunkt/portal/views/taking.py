"""Letters and papers, and taking the whole file along."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse

from knutepunkt.access.permissions import Permission
from knutepunkt.access.views import requires
from knutepunkt.foundation.clock import day
from knutepunkt.portal.files import OwnFile, about
from knutepunkt.portal.letters import papers
from knutepunkt.portal.operations import take_file
from knutepunkt.portal.reading import document_pdf
from knutepunkt.portal.taking import archive, take
from knutepunkt.ui.pages import page


@requires(Permission.OWN_READ, "GET", door="portal.papers", kind="list")
@about("own-papers")
def paper_list(request: Any, file: OwnFile) -> HttpResponse:
    """Every letter, decision and plan, each to be opened."""
    return page(
        request,
        "portal/papers.html",
        section="own-papers",
        file=file,
        papers=papers(request.actor, file, at=request.now),
        today=day(request.now),
    )


@requires(Permission.OWN_READ, "GET", door="portal.paper", kind="document")
@about("own-papers")
def paper(request: Any, file: OwnFile, kind: str, paper_id: UUID) -> HttpResponse:
    """One of them as a PDF."""
    found = next(
        (one for one in papers(request.actor, file, at=request.now) if (one.kind, one.key) == (kind, paper_id)), None
    )
    if found is None:
        raise Http404
    headers = {"Content-Disposition": f'inline; filename="{found.kind}.pdf"'}
    return HttpResponse(found.pdf(), content_type="application/pdf", headers=headers)


@requires(Permission.OWN_READ, "GET")
@about("own-take")
def take_page(request: Any, file: OwnFile) -> HttpResponse:
    """What can be taken along, and what is in it."""
    return page(request, "portal/take.html", section="own-papers", file=file)


@requires(Permission.OWN_READ, "POST", door="portal.take-document", kind="export")
@about("own-take")
def take_document(request: Any, file: OwnFile) -> HttpResponse:
    """Everything as one document to read."""
    taken = take(request.actor, file, at=request.now)
    take_file(person=file.person, by=request.actor, at=request.now, form="document")
    headers = {"Content-Disposition": 'attachment; filename="file.pdf"'}
    return HttpResponse(document_pdf(taken), content_type="application/pdf", headers=headers)


@requires(Permission.OWN_READ, "POST", door="portal.take-archive", kind="export")
@about("own-take")
def take_archive(request: Any, file: OwnFile) -> Any:
    """Everything as an archive: the document, the data with its schema, letters and files."""
    taken = take(request.actor, file, at=request.now)
    take_file(person=file.person, by=request.actor, at=request.now, form="archive")
    packed = archive(request.actor, taken, document_pdf(taken))
    return FileResponse(packed, as_attachment=True, filename="file.zip", content_type="application/zip")
