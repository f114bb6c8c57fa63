"""One way to ask, keep a draft, save, refuse and meet somebody else's text, for every form of the room."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from knutepunkt.access.files import open_file, whose
from knutepunkt.access.permissions import Permission
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.plans.models import IndividualPlan
from knutepunkt.plans.operations import ChangedMeanwhile, stamp
from knutepunkt.ui import drafts
from knutepunkt.ui.filters import day
from knutepunkt.ui.forms import Form, wants_draft
from knutepunkt.ui.pages import page

Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class FormPage:
    """The words round a form. `key` names its draft; `seen` the fields whose stamp the form carries."""

    heading: Words
    button: Words
    done: Words
    key: str
    back: str
    back_label: Words
    intro: Words = ""
    quote: str = ""
    seen: tuple[str, ...] = ()
    danger: bool = False
    draft: bool = True
    others: tuple[tuple[Words, str], ...] = field(default=())
    """Links to what else can be done here."""
    template: str = "plans/form.html"
    shown: Mapping[str, Any] = field(default_factory=dict)
    """What the template shows besides the form."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """The same field in two versions."""

    label: str
    mine: str
    theirs: str


def opened_plan(request: Any, plan_id: UUID, permission: Permission, part: str) -> IndividualPlan:
    """The plan, with the file opened: focus, permission, view record. 404 when it is not visible."""
    plan: IndividualPlan = get_object_or_404(
        IndividualPlan.visible_to(request.actor).select_related("person"), pk=plan_id
    )
    open_file(request, plan, permission, part, objects=[plan.pk])
    return plan


def plan_url(plan_id: UUID, anchor: str = "") -> str:
    """The plan's page."""
    return reverse("plans:plan", args=[plan_id]) + anchor


def answer(
    request: Any,
    words: FormPage,
    form_class: type[Form],
    initial: Mapping[str, Any],
    save: Callable[..., Any],
    **options: Any,
) -> HttpResponse:
    """Show the form, or save what it brings: `save(**cleaned_data)` is one operation. Goes back when it is done."""
    make = partial(form_class, **options)
    saved = drafts.load(request.actor, words.key) if words.draft else None
    if request.method == "POST":
        if "discard" in request.GET:
            drafts.discard(request.actor, words.key)
            return redirect(request.path)
        if words.draft and wants_draft(request):
            drafts.save(request.actor, words.key, request.POST, request.now)
            messages.success(request, _("The draft is saved. Only you see it."))
            return redirect(f"{request.path}?draft=1")
        form, conflicts, who = make(request.POST), [], ""
        if form.is_valid():
            try:
                with transaction.atomic():
                    save(**form.cleaned_data)
            except ChangedMeanwhile as refusal:
                conflicts, who = _conflicts(form, refusal), refusal.who
                form = _carry_on(form, refusal, words, make)
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                if saved is not None:
                    drafts.discard(request.actor, words.key)
                messages.success(request, str(words.done))
                return redirect(words.back)
        return _shown(request, words, form, status=409 if conflicts else 422, conflicts=conflicts, who=who)
    if saved is not None and "draft" in request.GET:
        return _shown(request, words, form_class.resume(saved, **options), resumed=True)
    return _shown(request, words, make(initial=dict(initial)), offer=saved is not None)


def _shown(
    request: Any,
    words: FormPage,
    form: Form,
    *,
    status: int = 200,
    conflicts: Any = (),
    who: str = "",
    offer: bool = False,
    resumed: bool = False,
) -> HttpResponse:
    return page(
        request,
        words.template,
        block="main",
        status=status,
        words=words,
        whose=whose(request),
        form=form,
        conflicts=conflicts,
        who=who,
        offer=offer,
        resumed=resumed,
        draft_url=reverse("front:draft", args=[words.key]) if words.draft else None,
        **words.shown,
    )


def _conflicts(form: Form, refusal: ChangedMeanwhile) -> list[Conflict]:
    """The fields where what was written is not what stands now."""
    found = []
    for name, mine in form.cleaned_data.items():
        if not hasattr(refusal.theirs, name) or name in {"version", "seen"}:
            continue
        theirs = getattr(refusal.theirs, name)
        if _text(mine) != _text(theirs):
            found.append(
                Conflict(str(form.fields[name].label), _shown_text(form, name, mine), _shown_text(form, name, theirs))
            )
    return found


def _text(value: Any) -> str:
    return "" if value is None else str(getattr(value, "pk", value)).strip()


def _shown_text(form: Form, name: str, value: Any) -> str:
    choices = dict(getattr(form.fields[name], "choices", ()))
    if isinstance(value, date):
        return day(value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(choices.get(_text(value), _text(value)))


def _carry_on(form: Form, refusal: ChangedMeanwhile, words: FormPage, make: Callable[..., Form]) -> Form:
    """The same texts again, now over the other's version: saving once more means they have been read."""
    data = dict(form.data.items())
    if words.seen:
        data["seen"] = stamp(refusal.theirs, words.seen)
    else:
        data["version"] = str(refusal.theirs.version)
    again = make(data)
    again.is_valid()
    again.refuse(refusal)
    return again
