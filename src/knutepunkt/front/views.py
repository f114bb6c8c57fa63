"""Start pages, sign-in and out, search, overview, drafts, and the pages every public service has."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from knutepunkt import law
from knutepunkt.access.decide import allowed
from knutepunkt.access.permissions import Permission
from knutepunkt.access.views import has_no_file, requires
from knutepunkt.audit.log import record_view
from knutepunkt.foundation.clock import day as day_of
from knutepunkt.front import directory, work
from knutepunkt.front.presenting import FILTERS, item, next_item, pulse
from knutepunkt.front.signing_in.service import after_sign_out
from knutepunkt.identity.models import Account
from knutepunkt.identity.providers import PROVIDERS
from knutepunkt.identity.sessions import end_session
from knutepunkt.organisation.models import Organisation
from knutepunkt.people.queries import search as search_persons
from knutepunkt.ui import drafts
from knutepunkt.ui.forms import draft_saved_text
from knutepunkt.ui.pages import page

LANGUAGE_COOKIE = "kp_language"
YEAR = timedelta(days=365)
SOON = timedelta(days=14)


@requires("public", "GET")
def start(request: Any) -> HttpResponse:
    """The entrance: own day or own pages for those signed in, else what this is and how to sign in."""
    if request.actor is not None:
        return redirect("portal:home" if request.actor.kind == "person" else "front:day")
    if has_no_file(request):
        return redirect("portal:no-file")
    return page(request, "front/start.html", providers=list(PROVIDERS.values()))


@requires("public", "GET")
def sign_in(request: Any) -> HttpResponse:
    """The ways to sign in that this installation offers."""
    return page(request, "front/sign_in.html", providers=list(PROVIDERS.values()), next=safe_next(request))


@requires("signed-in", "POST")
def sign_out(request: Any) -> HttpResponse:
    """End the session here and in the database; the browser is told to drop what it holds."""
    return leave_browser(request)


def leave_browser(request: Any) -> HttpResponse:
    """Sign this browser out: the session, and all the browser keeps of it."""
    where = after_sign_out(request.signed_in.method)
    end_session(request, at=request.now)
    response = redirect(where)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def safe_next(request: HttpRequest, default: str = "/") -> str:
    """Where the reader wanted to go, when that is on this server."""
    wanted = request.POST.get("next") or request.GET.get("next") or default
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()) else default


@requires("public", "POST")
def language(request: Any) -> HttpResponse:
    """Keep the language for this browser, and for the account of those signed in."""
    wanted = request.POST.get("language", "")
    response = HttpResponseRedirect(safe_next(request))
    if wanted in dict(settings.LANGUAGES):
        response.set_cookie(
            LANGUAGE_COOKIE, wanted, max_age=YEAR, secure=request.is_secure(), httponly=True, samesite="Lax"
        )
        if request.actor is not None:
            Account.objects.filter(pk=request.actor.account_id).update(language=wanted)
    return response


@requires("signed-in", "GET")
def account(request: Any) -> HttpResponse:
    """Who I am signed in as, and with which roles."""
    local = settings.KNUTEPUNKT_LOCAL_SIGN_IN and request.actor.kind == "staff"
    return page(request, "front/account.html", local_sign_in=local)


@requires("signed-in", "POST")
def draft(request: Any, form_key: str) -> HttpResponse:
    """Keep what is typed into a form, for its writer only."""
    if len(form_key) > drafts.LONGEST_KEY:
        return HttpResponse(status=400)
    drafts.save(request.actor, form_key, request.POST, request.now)
    return HttpResponse(draft_saved_text(request.now), content_type="text/plain; charset=utf-8")


@requires(Permission.OVERVIEW_READ, "GET", door="front.day", kind="list")
def day(request: Any) -> HttpResponse:
    """My day: the most urgent thing first, then what is late, due today, and what comes."""
    today = day_of(request.now)
    days = law.on(today).deadline("coordinator-appointed").amount
    rows = work.my_work(request.actor, today=today, soon=today + SOON, coordinator_days=days)
    shown = [row.person_id for row in rows if row.person_id and row.name]
    if shown:
        record_view("my-day", shown, by=request.actor, at=request.now, basis="unit")
    items = [item(row, now=request.now, today=today) for row in rows]
    return page(
        request,
        "front/day.html",
        today=today,
        first=next_item(items),
        pulse=pulse(items),
        late=[i for i in items if i.late],
        due_today=[i for i in items if i.due_today and not i.late],
        coming=[i for i in items if not i.late and not i.due_today],
        may_write=allowed(request.actor, Permission.NOTICE_CREATE),
    )


@requires(Permission.PERSON_SEARCH, "GET", "POST", door="front.search", kind="search")
def search(request: Any) -> HttpResponse:
    """Persons by name or number, only those the searcher may see. Sent as a form, so that no name stands in an address."""
    text = request.POST.get("q", "").strip()
    rows = search_persons(request.actor, text) if text else []
    if rows:
        record_view("search", [row.id for row in rows], by=request.actor, at=request.now, basis="unit")
    return page(request, "front/search.html", text=text, rows_found=rows, section="overview")


@requires(Permission.OVERVIEW_READ, "GET", door="front.overview", kind="list")
def overview(request: Any) -> HttpResponse:
    """Who has a plan, a coordinator, neither; what is late."""
    today = day_of(request.now)
    everybody = work.standings(request.actor, today=today)
    chosen = request.GET.get("show", "")
    keep = FILTERS.get(chosen, FILTERS[""])
    rows = [row for row in everybody if keep.keeps(row, today)]
    if rows:
        record_view("overview", [row.person_id for row in rows], by=request.actor, at=request.now, basis="unit")
    counts = [(code, str(f.label), sum(f.keeps(row, today) for row in everybody)) for code, f in FILTERS.items()]
    return page(request, "front/overview.html", rows=rows, counts=counts, chosen=chosen, today=today)


@requires("public", "GET")
def units(request: Any) -> HttpResponse:
    """Find your coordinating unit, first step: which municipality or hospital."""
    return page(request, "front/units.html", organisations=directory.served())


@requires("public", "GET")
def units_of(request: Any, organisation: str) -> HttpResponse:
    """Second step: the coordinating units there, each with its public page. Nothing about anybody is read."""
    where = get_object_or_404(Organisation, slug=organisation, served=True)
    rows = directory.coordinating_units(where, at=request.now)
    return page(request, "front/units_of.html", organisation=where, rows_found=rows)


@requires("public", "GET")
def accessibility(request: Any) -> HttpResponse:
    """How far the pages meet the requirements, and how to tell when they do not."""
    return page(request, "front/accessibility.html")


@requires("public", "GET")
def privacy(request: Any) -> HttpResponse:
    """What is kept about whom, why, and who answers for it."""
    return page(request, "front/privacy.html", heading=_("Privacy"))
