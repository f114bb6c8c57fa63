"""Who can see what, and who has looked."""

from typing import Any

from django.http import HttpResponse

from knutepunkt.access.permissions import Permission
from knutepunkt.access.views import requires
from knutepunkt.foundation.clock import day
from knutepunkt.portal import looking, queries
from knutepunkt.portal.files import OwnFile, about
from knutepunkt.ui.pages import page

LOOKS_ON_A_PAGE = 25
LAST_PAGE = 10_000


@requires(Permission.OWN_READ, "GET", door="portal.who-sees")
@about("own-who-sees")
def who_sees(request: Any, file: OwnFile) -> HttpResponse:
    """Everybody who can read something now, what, and why."""
    seers = queries.who_sees(request.actor, file.person.pk)
    return page(
        request,
        "portal/who_sees.html",
        section="own-who-sees",
        file=file,
        whole=[seer for seer in seers if seer.everything],
        part=[seer for seer in seers if not seer.everything],
        reasons=looking.reasons,
        topic_names=looking.topic_names,
    )


@requires(Permission.OWN_READ, "GET", door="portal.looks")
@about("own-looks")
def looks(request: Any, file: OwnFile) -> HttpResponse:
    """Every reading by somebody else, newest first, a page at a time."""
    wanted = request.GET.get("page", "1")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and 0 < int(wanted) <= LAST_PAGE else 1
    first = (number - 1) * LOOKS_ON_A_PAGE
    rows = queries.looks(request.actor, file.person.pk, first=first, limit=LOOKS_ON_A_PAGE)
    return page(
        request,
        "portal/looks.html",
        section="own-looks",
        file=file,
        rows=rows[:LOOKS_ON_A_PAGE],
        number=number,
        has_more=len(rows) > LOOKS_ON_A_PAGE,
        today=day(request.now),
        what=looking.what,
        why=looking.why,
        role_name=looking.role_name,
    )
