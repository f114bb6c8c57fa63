"""Work notes: all of them, a new one, signing, correcting."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from knutepunkt.access.decide import allowed
from knutepunkt.access.permissions import Permission as P
from knutepunkt.access.permissions import Topic
from knutepunkt.access.views import requires
from knutepunkt.coordination import forms, operations, queries, words
from knutepunkt.coordination.models import FollowUp, WorkNote
from knutepunkt.coordination.states import WorkNoteState
from knutepunkt.coordination.views.base import filled, form_page, opened
from knutepunkt.foundation.clock import day
from knutepunkt.ui.pages import page


@requires(P.WORK_NOTE_READ, "GET", door="coordination.notes")
def notes(request: Any, follow_up_id: UUID) -> HttpResponse:
    """The signed notes with their corrections, and my own drafts."""
    row = opened(request, follow_up_id, P.WORK_NOTE_READ, "notes")
    found = list(queries.notes_of(request.actor, row))
    return page(
        request,
        "coordination/notes.html",
        follow_up=row,
        notes=found,
        states=words.NOTE_STATES,
        may_write=allowed(request.actor, P.WORK_NOTE_WRITE, row),
        today=day(request.now),
    )


@requires(P.WORK_NOTE_WRITE, "GET", "POST", door="coordination.new-note")
def new(request: Any, follow_up_id: UUID) -> HttpResponse:
    """Write a note; it is read through and signed on the next page."""
    row = opened(request, follow_up_id, P.WORK_NOTE_WRITE, "new-note")
    key = f"note:{row.pk}"
    made: list[WorkNote] = []

    def act(form: Any) -> None:
        facts = form.cleaned_data | {"topic": form.cleaned_data["topic"] or Topic.WORK_NOTES}
        made.append(operations.write_note(follow_up=row, by=request.actor, at=request.now, **facts))

    home = reverse("coordination:notes", args=[row.pk])
    work = filled(
        request, forms.NewNoteForm, act, done_url=home, done=_("The note is written. Read it through and sign it."),
        initial={"happened_on": day(request.now)}, draft_key=key,
    )  # fmt: skip
    if made:
        return redirect("coordination:note", row.pk, made[0].pk)
    return form_page(
        request, work, title=_("Write a note"), heading=_("What was done?"), primary=_("Go on to signing"), back=home, draft_key=key,
        intro=_("A draft is seen by you only. When it is signed, those who see the file can read it, and the person as well."),
    )  # fmt: skip


def _note(request: Any, follow_up_id: UUID, note_id: UUID, permission: P, page_name: str) -> tuple[FollowUp, WorkNote]:
    row = opened(request, follow_up_id, permission, page_name, note_id)
    note: WorkNote = get_object_or_404(
        queries.notes_of(request.actor, row).select_related("follow_up", "replaces"), pk=note_id
    )
    return row, note


@requires(P.WORK_NOTE_READ, "GET", "POST", door="coordination.note")
def note(request: Any, follow_up_id: UUID, note_id: UUID) -> HttpResponse:
    """One note: to write on while it is my draft, to read when it is signed."""
    row, found = _note(request, follow_up_id, note_id, P.WORK_NOTE_READ, "note")
    may_write = allowed(request.actor, P.WORK_NOTE_WRITE, row)
    here = reverse("coordination:note", args=[row.pk, found.pk])
    if found.state == WorkNoteState.DRAFT:
        work = filled(
            request, forms.NoteForm,
            lambda form: operations.change_note(note=found, by=request.actor, at=request.now, **form.cleaned_data),
            done_url=here, done=_("The draft is saved."), initial={"text": found.text, "happened_on": found.happened_on},
        )  # fmt: skip
        if work.response:
            return work.response
        return page(
            request, "coordination/draft_note.html", status=422 if work.form.errors else 200, follow_up=row, note=found, form=work.form,
        )  # fmt: skip
    return page(
        request,
        "coordination/note.html",
        follow_up=row,
        note=found,
        newer=WorkNote.visible_to(request.actor).filter(replaces=found).exclude(state=WorkNoteState.DRAFT).first(),
        steps=list(found.steps.all()),
        states=words.NOTE_STATES,
        may_write=may_write,
        today=day(request.now),
    )


@requires(P.WORK_NOTE_WRITE, "POST", door="coordination.sign-note")
def sign(request: Any, follow_up_id: UUID, note_id: UUID) -> HttpResponse:
    """Sign my note."""
    row, found = _note(request, follow_up_id, note_id, P.WORK_NOTE_WRITE, "sign-note")
    operations.sign_note(note=found, by=request.actor, at=request.now)
    messages.success(request, _("The note is signed. It can be read by those who see the file."))
    return redirect("coordination:notes", row.pk)


@requires(P.WORK_NOTE_WRITE, "GET", "POST", door="coordination.correct-note")
def correct(request: Any, follow_up_id: UUID, note_id: UUID) -> HttpResponse:
    """Put the right text in the place of the wrong one; both stay readable."""
    row, found = _note(request, follow_up_id, note_id, P.WORK_NOTE_WRITE, "correct-note")
    home = reverse("coordination:notes", args=[row.pk])
    key = f"correct-note:{found.pk}"

    def act(form: Any) -> None:
        operations.correct_note(note=found, by=request.actor, at=request.now, **form.cleaned_data)

    work = filled(
        request,
        forms.CorrectionForm,
        act,
        done_url=home,
        done=_("The note is corrected."),
        initial={"text": found.text},
        draft_key=key,
    )
    return form_page(
        request, work, title=_("Correct a note"), heading=_("Correct the note"), primary=_("Sign the correction"), back=home, draft_key=key,
        intro=_("The first text stays readable behind the new one, with who corrected it and why."),
    )  # fmt: skip


@requires(P.WORK_NOTE_WRITE, "GET", "POST", door="coordination.note-in-error")
def in_error(request: Any, follow_up_id: UUID, note_id: UUID) -> HttpResponse:
    """Take out a note that should not have been written here."""
    row, found = _note(request, follow_up_id, note_id, P.WORK_NOTE_WRITE, "note-in-error")
    home = reverse("coordination:notes", args=[row.pk])

    def act(form: Any) -> None:
        operations.note_in_error(note=found, by=request.actor, at=request.now, **form.cleaned_data)

    work = filled(request, forms.ReasonForm, act, done_url=home, done=_("The note is marked as entered in error."))
    return form_page(
        request, work, title=_("Entered in error"), heading=_("Mark the note as entered in error"), primary=_("Mark as entered in error"),
        back=home, intro=_("Nobody reads the text from here after this. That there was a note, and who took it out, stays."), danger=True,
    )  # fmt: skip
