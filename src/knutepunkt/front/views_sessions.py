"""Where I am signed in, signing out elsewhere, staying signed in, and being one's other self. A session is one account's in one
organisation; whoever has more of either changes between them by a button, and never has two at a time in one browser.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knutepunkt.access.scope import acting_as
from knutepunkt.access.views import requires
from knutepunkt.audit.log import record
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.front.signing_in.service import leads_elsewhere
from knutepunkt.front.views import leave_browser, safe_next
from knutepunkt.identity.models import Account, AccountKind
from knutepunkt.identity.providers import method_label
from knutepunkt.identity.sessions import end_all, end_one, move_session, open_sessions
from knutepunkt.organisation.actors import staff_actor
from knutepunkt.organisation.workplaces import workplaces
from knutepunkt.people.actors import person_actor
from knutepunkt.ui.pages import page


class NowhereToGo(Refusal):
    """The other account has no place here (any more)."""

    message = gettext_lazy(
        "There are no pages for you there now. Ask the coordinating unit if you think this is wrong."
    )


@requires("signed-in", "GET")
def sessions(request: Any) -> HttpResponse:
    """Where the account is signed in now."""
    rows = [
        {"row": one, "how": method_label(one.method), "here": one.pk == request.signed_in.session_id}
        for one in open_sessions(request.actor.account_id, at=request.now)
    ]
    return page(request, "front/sessions.html", found=rows, twin=request.signed_in.twin_id is not None)


@requires("signed-in", "POST")
def end_session(request: Any, session_id: UUID) -> HttpResponse:
    """Sign out one browser."""
    if session_id == request.signed_in.session_id:
        end_one(request.actor.account_id, session_id, at=request.now)
        return leave_browser(request)
    if end_one(request.actor.account_id, session_id, at=request.now):
        messages.success(request, _("That browser is signed out."))
    else:
        messages.info(request, _("That browser was signed out already."))
    return redirect("front:sessions")


@requires("signed-in", "POST")
def end_everywhere(request: Any) -> HttpResponse:
    """Sign out of all browsers, this one too, and as one's other self."""
    end_all(request.actor.account_id, request.signed_in.twin_id, at=request.now)
    return leave_browser(request)


@requires("signed-in", "POST")
def stay(request: Any) -> HttpResponse:
    """Stay signed in: asking is enough, for it is use of the session. The answer's header tells for how long."""
    if request.headers.get("Accept", "").startswith("text/plain"):
        return HttpResponse(status=204)
    return redirect(safe_next(request))


@requires("signed-in", "POST")
def other_self(request: Any) -> HttpResponse:
    """From one's work to one's own pages, or back: the session ends and another begins, as the other account."""
    other = Account.objects.filter(pk=request.signed_in.twin_id, is_active=True).first()
    if not leads_elsewhere(request.signed_in.method):
        raise NowhereToGo
    where = _place_of(other, request) if other is not None else None
    if other is None or where is None:
        raise NowhereToGo
    _move(request, other, where, "session.to-other-self")
    return redirect("front:start")


def _move(request: Any, account: Account, organisation_id: UUID, what: str) -> None:
    """Go there, and write it in the log of the organisation that is left and, when it is another, of the one that is entered.

    Neither log says who the other self is: the account that acts, the session and the kind of account gone to are all.
    """
    before = request.actor
    session = move_session(request, account, organisation_id=organisation_id, at=request.now)
    record(what, session, by=before, at=request.now, to=account.kind, organisation=organisation_id)
    if organisation_id == before.organisation_id:
        return
    with acting_as(account.pk, purpose="sign-in", organisation_id=organisation_id, at=request.now):
        make = person_actor if account.kind == AccountKind.PERSON else staff_actor
        after = make(account.pk, organisation_id=organisation_id, at=request.now)
        if after is not None:
            record("session.came-from-elsewhere", session, by=after, at=request.now)


def _place_of(account: Account, request: Any) -> UUID | None:
    """Where the other account begins: in the present organisation when it has a place there, else in the first it has."""
    with acting_as(account.pk, purpose="sign-in", at=request.now):
        if account.kind == AccountKind.STAFF:
            found = [one.organisation_id for one in workplaces()]
        else:
            with connection.cursor() as cursor:
                cursor.execute("SELECT DISTINCT organisation_id FROM my_files() ORDER BY organisation_id")
                found = [row[0] for row in cursor.fetchall()]
    return request.actor.organisation_id if request.actor.organisation_id in found else next(iter(found), None)


@requires("signed-in", "GET", "POST")
def my_workplaces(request: Any) -> HttpResponse:
    """The organisations somebody works in, and going to another of them."""
    found = workplaces() if request.actor.kind == "staff" else []
    if not leads_elsewhere(request.signed_in.method):
        found = [one for one in found if one.organisation_id == request.actor.organisation_id]
    wanted = request.POST.get("organisation")
    if wanted:
        chosen = next((one for one in found if str(one.organisation_id) == wanted), None)
        if chosen is None:
            raise NowhereToGo
        account = Account.objects.get(pk=request.actor.account_id)
        _move(request, account, chosen.organisation_id, "session.to-workplace")
        return redirect("front:start")
    return page(request, "front/workplaces.html", found=found)
