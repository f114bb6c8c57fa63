"""The inbox and one notice beside it."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from knutepunkt.access.decide import allowed, require
from knutepunkt.access.files import open_file
from knutepunkt.access.permissions import Permission
from knutepunkt.access.views import requires
from knutepunkt.audit.log import record_view
from knutepunkt.intake import queries
from knutepunkt.intake.forms import FilterForm
from knutepunkt.intake.kinds import Channel
from knutepunkt.intake.present import STATES, row
from knutepunkt.intake.states import NoticeState
from knutepunkt.intake.views.letter import letter_of
from knutepunkt.people.models import Person
from knutepunkt.ui.pages import page

LONGEST_SEARCH = 100


@requires(Permission.NOTICE_READ, "GET", "POST", door="intake.inbox", kind="list")
def inbox(request: Any) -> HttpResponse:
    """The notices of one's units. Searching is a POST, so that no name stands in an address; it changes nothing."""
    require(request.actor, Permission.NOTICE_READ)
    return _split(request, None)


@requires(Permission.NOTICE_READ, "GET", door="intake.notice")
def notice(request: Any, notice_id: UUID) -> HttpResponse:
    """One notice as a letter, beside the list."""
    found = queries.opened(request.actor, notice_id)
    if found is None:
        raise Http404
    return _split(request, found)


def _split(request: Any, found: queries.Opened | None) -> HttpResponse:
    words = request.POST.get("q", "").strip()[:LONGEST_SEARCH]
    chosen = _chosen(request)
    number = max(1, int(chosen.pop("page", "1")))
    listed = list(queries.inbox(request.actor, at=request.now, chosen=chosen, words=words, page=number))
    counts = queries.counts_of(request)
    ids = {item.person_id for item in listed if item.person_id}
    if found and found.notice.person_id:
        ids.add(found.notice.person_id)
    persons = queries.persons_of(request.actor, ids)
    query = f"?{urlencode(chosen)}" if chosen else ""
    rows = [row(item, persons, now=request.now, query=query) for item in listed[: queries.PER_PAGE]]
    record_view(
        "inbox", [item.person_id for item in rows if item.person_id], by=request.actor, at=request.now, basis="unit"
    )
    return page(
        request,
        "intake/inbox.html",
        block="list" if found is None else None,
        section="inbox",
        rows=rows,
        chips=_chips(counts, chosen, found),
        form=_filters(request, chosen),
        filtered=any(chosen.get(name) for name in ("kind", "state", "channel", "unit")),
        words=words,
        more=_page_url(chosen, number + 1) if len(listed) > queries.PER_PAGE else None,
        fewer=_page_url(chosen, number - 1) if number > 1 else None,
        is_open=found is not None,
        open_id=found.notice.pk if found else None,
        letter=_letter(request, found, persons) if found else None,
        may_create=allowed(request.actor, Permission.NOTICE_CREATE),
    )


def _letter(request: Any, found: queries.Opened, persons: dict[UUID, Person]) -> Any:
    """What the letter shows; the read is logged when it names a person."""
    letter = letter_of(request.actor, found, persons, now=request.now)
    if letter.person is not None:
        open_file(request, found.notice, Permission.NOTICE_READ, "notice", objects=[found.notice.pk])
    else:
        require(request.actor, Permission.NOTICE_READ, found.notice)
    letter.complete(request)
    return letter


def _chosen(request: Any) -> dict[str, str]:
    """The filters in the address that have a value we know."""
    form = FilterForm(request.GET, choices=_options(request))
    form.is_valid()
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    if chosen.get("show") not in queries.shows(request.actor, at=request.now):
        chosen.pop("show", None)
    if request.GET.get("page", "").isdecimal():
        chosen["page"] = request.GET["page"][:4]
    return chosen


def _options(request: Any) -> dict[str, Any]:
    return {
        "state": [(state.value, STATES[state]) for state in NoticeState],
        "channel": Channel.choices,
        "unit": [(str(unit), str(unit)) for unit in request.actor.unit_ids],
    }


def _filters(request: Any, chosen: dict[str, str]) -> FilterForm:
    """The form as it is shown, with the units' names when there is more than one to choose from."""
    options = _options(request)
    units = request.actor.unit_ids
    options["unit"] = queries.unit_names(request.actor) if len(units) > 1 else []
    return FilterForm(initial=chosen, choices=options)


def _chips(counts: dict[str, int], chosen: dict[str, str], found: queries.Opened | None) -> list[dict[str, Any]]:
    """The chips; those that would show nothing are left out, but the first two."""
    labels = {
        "all": _("All"),
        "new": _("To be acknowledged"),
        "mine": _("Mine"),
        "due-today": _("Due today"),
        "late": _("Late"),
        "wish": _("Waits for the person's wish"),
        "changed": _("News from the hospital"),
        "clarifying": _("Being cleared up"),
        "resting": _("Resting"),
        "closed": _("Closed"),
    }
    present = chosen.get("show", "all")
    rest = {name: value for name, value in chosen.items() if name != "show"}
    chips = []
    for name, label in labels.items():
        count = counts.get(name.replace("-", "_"))
        if count or name in {"all", "new", "closed", present}:
            query = urlencode({**({"show": name} if name != "all" else {}), **rest})
            chips.append(
                {
                    "label": label,
                    "url": queries.inbox_url(query),
                    "count": count,
                    "current": name == present and found is None,
                }
            )
    return chips


def _page_url(chosen: dict[str, str], number: int) -> str:
    return queries.inbox_url(urlencode({**chosen, "page": number}))
