"""Who sees what now; whom the person opposes; what is kept back by law. The last is shown to those who work with the person alone."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from knutepunkt.access.decide import allowed
from knutepunkt.access.permissions import Permission as P
from knutepunkt.access.views import requires
from knutepunkt.consent import queries
from knutepunkt.consent.models import Block, WithheldMatter
from knutepunkt.consent.operations import (
    end_block,
    end_withholding,
    record_block,
    review_withholding,
    withhold,
)
from knutepunkt.coordination import words
from knutepunkt.coordination.forms.consent import BlockForm, ReviewForm, WithholdForm
from knutepunkt.coordination.sees import who_sees
from knutepunkt.coordination.views.base import filled, form_page, opened
from knutepunkt.foundation.clock import day
from knutepunkt.organisation.models import Staff, Unit
from knutepunkt.people.models import NextOfKin
from knutepunkt.ui.pages import page

TOPIC_WORDS = {str(topic): label for topic, label in words.TOPICS.items()}


@requires(P.FOLLOW_UP_READ, "GET", door="coordination.who-sees")
def sees(request: Any, follow_up_id: UUID) -> HttpResponse:
    """Everybody who sees something of the file at this moment, which parts, and why."""
    row = opened(request, follow_up_id, P.FOLLOW_UP_READ, "who-sees")
    blocks = queries.blocks(request.actor, row.person_id)
    return page(
        request,
        "coordination/who_sees.html",
        follow_up=row,
        rows=who_sees(
            row.organisation_id, row.person_id, person_name=row.person.full_name, blocks=blocks, at=request.now
        ),
        topics=TOPIC_WORDS,
        today=day(request.now),
    )


@requires(P.FOLLOW_UP_READ, "GET", door="coordination.blocks")
def blocks(request: Any, follow_up_id: UUID) -> HttpResponse:
    """Whom the person opposes that something is shared with, now and before; and what is kept back by law."""
    row = opened(request, follow_up_id, P.FOLLOW_UP_READ, "blocks")
    return page(
        request,
        "coordination/blocks.html",
        follow_up=row,
        blocks=queries.blocks(request.actor, row.person_id),
        matters=queries.withheld(request.actor, row.person_id),
        topics=TOPIC_WORDS,
        may_record=allowed(request.actor, P.CONSENT_RECORD, row),
        today=day(request.now),
        at=request.now,
    )


@requires(P.CONSENT_RECORD, "GET", "POST", door="coordination.new-block")
def new_block(request: Any, follow_up_id: UUID) -> HttpResponse:
    """The person opposes that somebody sees something."""
    row = opened(request, follow_up_id, P.CONSENT_RECORD, "new-block")
    home = reverse("coordination:blocks", args=[row.pk])
    staff = {f"staff:{s.pk}": s for s in Staff.visible_to(request.actor).order_by("name", "id")}
    units = {f"unit:{u.pk}": u for u in Unit.visible_to(request.actor).exclude(pk=row.unit_id).order_by("name", "id")}

    def act(form: Any) -> None:
        data = dict(form.cleaned_data)
        whom = data.pop("whom")
        record_block(
            person=row.person, by=request.actor, at=request.now, staff=staff.get(whom), unit=units.get(whom), **data
        )

    choices = [(key, f"{s.name}, {s.title}") for key, s in staff.items()] + [(k, u.name) for k, u in units.items()]
    work = filled(
        request, BlockForm, act, done_url=home, done=_("The block is recorded. It counts from now, everywhere."), whom=choices,
        initial={"said_by": row.person.full_name},
    )  # fmt: skip
    return form_page(
        request, work, title=_("Block"), heading=_("Who must not see it?"), primary=_("Block"), back=home,
        intro=_("A block wins over every consent and every cooperation. It can be ended when the person says so."), danger=True,
    )  # fmt: skip


@requires(P.CONSENT_RECORD, "POST", door="coordination.end-block")
def stop_block(request: Any, follow_up_id: UUID, block_id: UUID) -> HttpResponse:
    """The person does not oppose it any more."""
    row = opened(request, follow_up_id, P.CONSENT_RECORD, "end-block", block_id)
    found = get_object_or_404(Block.visible_to(request.actor), pk=block_id, person_id=row.person_id)
    end_block(block=found, by=request.actor, at=request.now)
    messages.success(request, _("The block is ended."))
    return redirect("coordination:blocks", row.pk)


@requires(P.CONSENT_RECORD, "GET", "POST", door="coordination.new-withheld")
def new_withheld(request: Any, follow_up_id: UUID) -> HttpResponse:
    """Keep something back by law, with who decided and when it is looked at again."""
    row = opened(request, follow_up_id, P.CONSENT_RECORD, "blocks")
    home = reverse("coordination:blocks", args=[row.pk])
    close = {str(k.pk): k for k in NextOfKin.visible_to(request.actor).filter(person=row.person, valid_to=None)}

    def act(form: Any) -> None:
        data = dict(form.cleaned_data)
        kin = close.get(data.pop("kin"))
        withhold(person=row.person, by=request.actor, at=request.now, by_law=True, kin=kin, **data)

    work = filled(
        request, WithholdForm, act, done_url=home, done=_("It is kept back from now."), kin=[(k, v.name) for k, v in close.items()]
    )  # fmt: skip
    return form_page(
        request, work, title=_("Keep back"), heading=_("What is kept back by law?"), primary=_("Keep it back"), back=home, danger=True,
        intro=_("Those it is kept from see nothing of it and are not told that it is there. It is looked at again on the day you choose."),
    )  # fmt: skip


# The person reads who has looked at which page: pages about what is kept back stand there as the page of what is closed.


def _matter(request: Any, person_id: UUID, matter_id: UUID) -> WithheldMatter:
    found: WithheldMatter = get_object_or_404(
        WithheldMatter.visible_to(request.actor), pk=matter_id, person_id=person_id
    )
    return found


@requires(P.CONSENT_RECORD, "GET", "POST", door="coordination.review-withheld")
def review(request: Any, follow_up_id: UUID, matter_id: UUID) -> HttpResponse:
    """It has been looked at again and must still be kept back."""
    row = opened(request, follow_up_id, P.CONSENT_RECORD, "blocks")
    matter = _matter(request, row.person_id, matter_id)
    home = reverse("coordination:blocks", args=[row.pk])

    def act(form: Any) -> None:
        review_withholding(matter=matter, by=request.actor, at=request.now, **form.cleaned_data)

    work = filled(request, ReviewForm, act, done_url=home, done=_("It stays kept back."))
    return form_page(
        request, work, title=_("Look at it again"), heading=_("Must it still be kept back?"), primary=_("Keep it back"), back=home,
        intro=_("If not, go back and end it."),
    )  # fmt: skip


@requires(P.CONSENT_RECORD, "POST", door="coordination.end-withheld")
def stop_withheld(request: Any, follow_up_id: UUID, matter_id: UUID) -> HttpResponse:
    """It is kept back no longer."""
    row = opened(request, follow_up_id, P.CONSENT_RECORD, "blocks")
    end_withholding(matter=_matter(request, row.person_id, matter_id), by=request.actor, at=request.now)
    messages.success(request, _("It is not kept back any more."))
    return redirect("coordination:blocks", row.pk)
