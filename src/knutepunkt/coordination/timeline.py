"""What has happened, newest first, from everything the file holds; each thing in the words of the one who did it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from knutepunkt.consent.states import ConsentState
from knutepunkt.coordination import words
from knutepunkt.coordination.models import DecisionKind
from knutepunkt.coordination.panels import Happening
from knutepunkt.coordination.progress import Standing
from knutepunkt.foundation.clock import OSLO
from knutepunkt.ui.filters import day as day_words

SHORT = 160


def events(s: Standing, more: Sequence[Happening]) -> list[Happening]:
    """All events, newest first."""
    found = [
        *more,
        *_consents(s),
        *_important(s),
        *_appointments(s),
        *_decisions(s),
        *_notes(s),
        *_steps(s),
        *_members(s),
    ]
    return sorted(found, key=lambda event: event.at, reverse=True)


def _consents(s: Standing) -> Iterator[Happening]:
    url = reverse("coordination:consents", args=[s.follow_up.pk])
    for c in s.file.consents:
        who = c.given_by_name or s.name
        about = {"who": who, "what": words.subjects(c.subjects)}
        if c.state == ConsentState.ENTERED_IN_ERROR or c.answered_at is None:
            continue
        if c.state == ConsentState.REFUSED:
            yield Happening(at=c.answered_at, text=_("%(who)s said no to %(what)s") % about, url=url)
            continue
        meta = _("In writing") if c.state == ConsentState.GIVEN_SIGNED else _("Orally")
        yield Happening(at=c.answered_at, text=_("%(who)s said yes to %(what)s") % about, meta=meta, url=url)
        if c.state == ConsentState.WITHDRAWN and c.ended_at:
            yield Happening(at=c.ended_at, text=_("%(who)s took back the yes to %(what)s") % about, url=url)


def _important(s: Standing) -> Iterator[Happening]:
    for i in s.file.important:
        text = _("%(who)s said: «%(words)s»") % {"who": i.said_by, "words": shortened(i.words)}
        meta = _("Helped by %(name)s") % {"name": i.helped_by} if i.helped_by else ""
        yield Happening(at=i.said_at, text=text, meta=meta, tone="voice")
    if s.file.assessment:
        a = s.file.assessment
        url = reverse("coordination:assessment", args=[s.follow_up.pk])
        yield Happening(at=a.changed_at, text=_("The assessment was written"), meta=a.changed_by, url=url)


def _appointments(s: Standing) -> Iterator[Happening]:
    url = reverse("coordination:coordinator", args=[s.follow_up.pk])
    for a in s.file.appointments:
        meta = _("Wish: %(wish)s") % {"wish": a.wish} if a.wish else ""
        asked = _("%(service)s was asked for a coordinator") % {"service": a.unit_name}
        yield Happening(at=a.created_at, text=asked, meta=meta, url=url)
        for step in a.steps:
            yield from _appointment_step(a, step, url)


def _appointment_step(a: Any, step: Any, url: str) -> Iterator[Happening]:
    known = {"name": a.name or a.unit_name, "service": a.unit_name}
    texts = {
        "propose": _("%(service)s named %(name)s") % known,
        "decline": _("%(service)s said no") % known,
        "note-no-answer": _("%(service)s had not answered") % known,
        "appoint": _("%(name)s became coordinator") % known,
        "end": _("%(name)s ended as coordinator") % known,
    }
    if step.name in texts:
        not_followed = (
            _("The wish was not followed: %(reason)s") % {"reason": a.wish_not_followed} if a.wish_not_followed else ""
        )
        meta = not_followed if step.name == "appoint" else step.reason
        tone = "late" if step.name == "note-no-answer" else "done"
        yield Happening(at=step.at, text=texts[step.name], meta=meta, url=url, tone=tone)


def _decisions(s: Standing) -> Iterator[Happening]:
    for d in s.file.decisions:
        if d.made_at is None:
            continue
        url = reverse("coordination:decision", args=[d.id])
        told = _("Told %(date)s") % {"date": day_words(d.told_on, s.today)} if d.told_on else _("Not told yet")
        yield Happening(
            at=d.made_at, text=_("Decision: %(what)s") % {"what": DecisionKind(d.kind).label}, meta=told, url=url
        )


def _notes(s: Standing) -> Iterator[Happening]:
    for n in s.file.notes:
        if n.state != "signed":
            continue
        at = datetime.combine(n.happened_on, time(12), tzinfo=OSLO)
        who = (
            _("Note by %(name)s, %(title)s") % {"name": n.author_name, "title": n.author_title}
            if n.author_title
            else n.author_name
        )
        yield Happening(
            at=at, text=shortened(n.text), meta=who, url=reverse("coordination:note", args=[s.follow_up.pk, n.id])
        )


def _steps(s: Standing) -> Iterator[Happening]:
    texts = {
        "activate-plan": _("The plan came into force"),
        "go-on-without-plan": _("Goes on with a coordinator and without a plan"),
        "go-on-without-plan-own": _("Goes on with a coordinator and without a plan"),
        "begin-closing": _("The follow-up is being closed"),
        "close": _("The follow-up was closed"),
        "reopen": _("The follow-up was opened again"),
        "correct": _("The follow-up was entered in error"),
    }
    yield Happening(at=s.follow_up.opened_at, text=_("The follow-up was opened"))
    for step in s.file.steps:
        if step.name in texts:
            yield Happening(at=step.at, text=texts[step.name], meta=step.reason or step.by_name)


def _members(s: Standing) -> Iterator[Happening]:
    url = reverse("coordination:team", args=[s.follow_up.pk])
    for m in s.file.members:
        yield Happening(
            at=m.starts_at, text=_("%(name)s takes part, as %(role)s") % {"name": m.name, "role": m.role}, url=url
        )
        if m.ends_at and m.ends_at <= s.at:
            yield Happening(at=m.ends_at, text=_("%(name)s takes part no longer") % {"name": m.name}, url=url)


def shortened(text: str) -> str:
    """The beginning of a long text, cut between words."""
    if len(text) <= SHORT:
        return text
    return text[:SHORT].rsplit(" ", 1)[0] + " …"
