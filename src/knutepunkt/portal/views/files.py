"""Choosing whom the own pages are about."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from knutepunkt.access.permissions import Permission
from knutepunkt.access.views import requires
from knutepunkt.audit.log import record_view
from knutepunkt.portal.files import OwnFile, chosen, files_elsewhere, files_here
from knutepunkt.portal.refusals import NotYourFile
from knutepunkt.portal.words import role_words
from knutepunkt.ui.pages import page


@requires(Permission.OWN_READ, "GET", "POST", door="portal.files", kind="list")
def files(request: Any) -> HttpResponse:
    """The files the account acts for: by name here, by organisation elsewhere. Choosing one is a POST."""
    if request.method == "POST":
        if choose(request):
            return redirect("portal:home")
        messages.error(request, str(NotYourFile.message))
        return redirect("portal:files")
    here = files_here(request.actor)
    present = chosen(request)
    for basis in dict.fromkeys(_basis(file) for file in here):
        shown = [file.person.pk for file in here if _basis(file) == basis]
        record_view("own-files", shown, by=request.actor, at=request.now, basis=basis)
    return page(
        request,
        "portal/files.html",
        section="own-files",
        as_what=role_words,
        here=here,
        elsewhere=files_elsewhere(request.actor),
        present=present.person.pk if present else None,
    )


def _basis(file: OwnFile) -> str:
    return "own-file" if file.own else file.role


def choose(request: Any) -> bool:
    """Keep the choice in the session, when it is one of the account's own. In another organisation the choice starts anew."""
    organisation, person = _id(request.POST.get("organisation")), _id(request.POST.get("person"))
    if person and any(file.person.pk == person for file in files_here(request.actor)):
        request.session["person"] = str(person)
        return True
    if organisation and any(other.organisation_id == organisation for other in files_elsewhere(request.actor)):
        request.session["organisation"] = str(organisation)
        request.session.pop("person", None)
        return True
    return False


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
