"""Who can see what, and who has looked."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse

from knutepunkt.access.permissions import Permission
from knutepunkt.access.views import requires
from knutepunkt.foundation.clock import day
from knutepunkt.portal import looking, queries
from knutepunkt.portal.files import OwnFile, about
from knutepunkt.portal.forms import LooksForm
from knutepunkt.portal.queries import Looked
from knutepunkt.portal.seers import ACT_FOR, sight
from knutepunkt.ui.pages import page

LOOKS_ON_A_PAGE = 25
LAST_PAGE = 10_000


@requires(Permission.OWN_READ, "GET", door="portal.who-sees")
@about("own-who-sees")
def who_sees(request: Any, file: OwnFile) -> HttpResponse:
    """Everybody who can read something now, what, and why."""
    return page(
        request,
        "portal/who_sees.html",
        section="own-who-sees",
        file=file,
        sight=sight(request.actor, file),
        told=file.role in ACT_FOR,
        reasons=looking.reasons,
        topic_names=looking.topic_names,
        name="" if file.own else file.name,
        today=day(request.now),
    )


@requires(Permission.OWN_READ, "GET", door="portal.looks")
@about("own-looks")
def looks(request: Any, file: OwnFile) -> HttpResponse:
    """Every reading by somebody else, newest first, a page at a time; of one reader and in some days when that is asked.

    Before them, each time the file was opened in an emergency, with the reason as it was written.
    """
    wanted = request.GET.get("page", "1")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and 0 < int(wanted) <= LAST_PAGE else 1
    first = (number - 1) * LOOKS_ON_A_PAGE
    form = LooksForm(request.GET, readers=queries.readers(request.actor, file))
    asked = _asked(form) if form.is_valid() else Looked()
    rows = queries.looks(request.actor, file, asked, first=first, limit=LOOKS_ON_A_PAGE)
    opened = queries.opened_in_emergency(request.actor, file) if number == 1 else []
    kept = {name: request.GET[name] for name in ("who", "since", "until") if request.GET.get(name)}
    return page(
        request,
        "portal/looks.html",
        section="own-looks",
        file=file,
        form=form,
        rows=rows[:LOOKS_ON_A_PAGE],
        opened=opened,
        number=number,
        has_more=len(rows) > LOOKS_ON_A_PAGE,
        kept=urlencode(kept),
        today=day(request.now),
        in_one=looking.in_one,
        why=looking.why,
        who=looking.who,
        place=request.actor.organisation_name,
        now=request.now,
        name="" if file.own else file.name,
    )


def _asked(form: LooksForm) -> Looked:
    given = form.cleaned_data
    since: date | None = given["since"]
    return Looked(UUID(given["who"]) if given["who"] else None, since, given["until"])
