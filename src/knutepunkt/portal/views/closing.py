"""Closing what others can see: one of those who see, a block, and what a child keeps from the parents."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from knutepunkt.access.permissions import Permission, Topic
from knutepunkt.access.views import requires
from knutepunkt.consent import queries
from knutepunkt.consent.models import Block, KeptFrom, WithheldMatter
from knutepunkt.consent.operations import end_block, end_withholding, record_block, withdraw_recipient, withhold
from knutepunkt.foundation.clock import day
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.organisation.models import Staff
from knutepunkt.portal.asked_consents import topic_choices
from knutepunkt.portal.files import OwnFile, about
from knutepunkt.portal.forms import BlockForm, KeepForm, WithdrawForm, told
from knutepunkt.portal.looking import topic_names
from knutepunkt.portal.seers import Seer, Sight, sight
from knutepunkt.ui.pages import page

ALL = [str(topic) for topic in Topic]
EVERYBODY = "everybody"


@requires(Permission.OWN_CONSENT, "GET", "POST", door="portal.stop")
@about("own-who-sees", Permission.OWN_CONSENT)
def stop(request: Any, file: OwnFile, staff_id: UUID) -> HttpResponse:
    """One of those who can see sees nothing any more; first what follows."""
    seer = _seer(request, file, staff_id)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_recipient(
                person=file.person,
                by=request.actor,
                at=request.now,
                reason=form.cleaned_data["words"] or _("Stopped on the own pages."),
                staff=Staff.visible_to(request.actor).get(pk=seer.id),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("It is closed. They see nothing any more."))
            return redirect("portal:who-sees")
    return page(request, "portal/stop.html", section="own-who-sees", file=file, form=form, seer=seer)


def _seer(request: Any, file: OwnFile, staff_id: UUID) -> Seer:
    found = next((one for one in sight(request.actor, file).staff if one.id == staff_id and not one.by_unit), None)
    if found is None:
        raise Http404
    return found


@requires(Permission.OWN_READ, "GET", "POST", door="portal.blocks")
@about("own-blocks", Permission.OWN_WRITE)
def blocks(request: Any, file: OwnFile) -> HttpResponse:
    """Who must not see something, and closing for somebody more."""
    seen = sight(request.actor, file)
    form = BlockForm(request.POST or None, who=_who(seen), topics=topic_choices(ALL, file))
    if request.method == "POST" and form.is_valid() and _block(request, file, form):
        messages.success(request, _("It is closed from now."))
        return redirect("portal:blocks")
    rows = [block for block in queries.blocks(request.actor, file.person.pk) if block.ends_at is None]
    return page(
        request,
        "portal/blocks.html",
        section="own-who-sees",
        file=file,
        form=form,
        blocks=rows,
        may_change=file.may_consent,
        topic_names=topic_names,
        name="" if file.own else file.name,
        today=day(request.now),
    )


def _who(seen: Sight) -> list[tuple[str, str | Promise]]:
    """Each who sees, by name, and all health workers outside the unit. A unit is closed by the staff there who see."""
    staff: list[tuple[str, str | Promise]] = [
        (str(seer.id), ", ".join(part for part in (seer.name, seer.title, seer.unit_name) if part))
        for seer in seen.staff
    ]
    return [*staff, (EVERYBODY, _("All health workers outside the unit that follows up"))]


def _block(request: Any, file: OwnFile, form: BlockForm) -> bool:
    given = form.cleaned_data
    staff = None if given["who"] == EVERYBODY else Staff.visible_to(request.actor).get(pk=given["who"])
    try:
        record_block(
            person=file.person,
            by=request.actor,
            at=request.now,
            staff=staff,
            topics=given["topics"] or None,
            words=given["words"],
        )
    except Refusal as refusal:
        form.refuse(refusal)
    return not form.errors


@requires(Permission.OWN_CONSENT, "POST")
@about("own-blocks", Permission.OWN_CONSENT)
def open_again(request: Any, file: OwnFile, block_id: UUID) -> HttpResponse:
    """What was closed is open again."""
    block = get_object_or_404(Block.visible_to(request.actor), pk=block_id, person_id=file.person.pk)
    try:
        end_block(block=block, by=request.actor, at=request.now)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is open again."))
    return redirect("portal:blocks")


@requires(Permission.OWN_WRITE, "GET", "POST", door="portal.keep")
@about("own-home", Permission.OWN_WRITE)
def keep(request: Any, file: OwnFile) -> HttpResponse:
    """What a child keeps from the parents. Only the child has this page."""
    if not (file.own and file.years.withholds):
        raise Http404
    form = KeepForm(request.POST or None, topics=topic_choices(ALL, file))
    if request.method == "POST" and form.is_valid() and _keep(request, file, form):
        messages.success(request, _("It is yours. Your parents cannot read it from now."))
        return redirect("portal:keep")
    rows = queries.withheld(request.actor, file.person.pk)
    return page(
        request,
        "portal/keep.html",
        section="own-home",
        file=file,
        form=told(form, file),
        kept=[row for row in rows if row.ends_at is None and not row.by_law],
        topic_names=topic_names,
    )


def _keep(request: Any, file: OwnFile, form: KeepForm) -> bool:
    try:
        withhold(
            person=file.person,
            by=request.actor,
            at=request.now,
            kept_from=KeptFrom.PARENTS,
            topic=form.cleaned_data["topic"],
            reason=form.cleaned_data["words"],
        )
    except Refusal as refusal:
        form.refuse(refusal)
    return not form.errors


@requires(Permission.OWN_WRITE, "POST")
@about("own-home", Permission.OWN_WRITE)
def keep_no_longer(request: Any, file: OwnFile, matter_id: UUID) -> HttpResponse:
    """The parents may read it again."""
    rows = WithheldMatter.visible_to(request.actor).filter(
        person_id=file.person.pk, by_law=False, by_account_id=request.actor.account_id
    )
    end_withholding(matter=get_object_or_404(rows, pk=matter_id), by=request.actor, at=request.now)
    messages.success(request, _("Your parents can read it again."))
    return redirect("portal:keep")
