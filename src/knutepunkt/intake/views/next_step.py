"""The one thing to do now with a notice, by where it stands."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from knutepunkt.foundation.clock import OSLO, day
from knutepunkt.intake.kinds import NoticeKind
from knutepunkt.intake.rules import wish_missing
from knutepunkt.intake.states import SEEN, NoticeState
from knutepunkt.ui.filters import clock_time
from knutepunkt.ui.filters import day as day_text

if TYPE_CHECKING:
    from knutepunkt.intake.views.letter import Letter


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one thing to do now. `post`: a button that does it; else a link to its form."""

    heading: str
    reason: str
    label: str
    url: str
    post: bool = False
    other_url: str = ""
    other_label: str = ""


def next_step(letter: "Letter") -> NextStep | None:
    """By where the notice stands; None when it is over."""
    state = NoticeState(letter.notice.state)
    if letter.notice.kind == NoticeKind.ENQUIRY and state in SEEN | {NoticeState.RECEIVED}:
        return _step(
            letter,
            _("Answer the question"),
            _("The answer and the topic are kept. No file is made."),
            _("Answer"),
            "answer",
        )
    if state == NoticeState.RECEIVED:
        return _to_acknowledge(letter)
    if state == NoticeState.RESTING:
        reason = _("The notice rests with the person's consent.")
        return _step(letter, _("Ask how things are now"), reason, _("Take it up again"), "clarification", post=True)
    if state == NoticeState.WITHDRAWN_BY_SENDER:
        reason = _("Then it can be cleared up after all.")
        return _step(letter, _("Was it withdrawn by mistake?"), reason, _("Take it up again"), "restoration", post=True)
    return _to_clear_up(letter) if state in SEEN else None


def _step(
    letter: "Letter",
    heading: str,
    reason: str,
    label: str,
    slug: str,
    *,
    post: bool = False,
    other: tuple[str, str] = ("", ""),
) -> NextStep:
    return NextStep(heading, reason, label, reverse(f"intake:{slug}", args=[letter.notice.pk]), post, *other)


def _to_acknowledge(letter: "Letter") -> NextStep:
    due = letter.notice.due_at.astimezone(OSLO)
    reason = _(
        "The deadline is %(day)s at %(time)s. The sender sees at once that a person has read it. Then the person is asked about an assessment."
    )
    words = {"day": day_text(due, day(letter.now)), "time": clock_time(due)}
    heading = _("Confirm that the notice has been read")
    return _step(
        letter, heading, reason % words, _("Acknowledge"), "acknowledgement", post=True, other=_not_ours(letter)
    )


def _not_ours(letter: "Letter") -> tuple[str, str]:
    return reverse("intake:forwarding", args=[letter.notice.pk]), _("Not for us")


def _to_clear_up(letter: "Letter") -> NextStep | None:
    """First the wish, then who it is, then the follow-up."""
    content = letter.opened.content
    if content is None:
        return None
    if wish_missing(letter.notice, content):
        reason = _(
            "Somebody else has told us. Before anything more is done, and before anybody outside the unit reads this, the person is asked."
        )
        return _step(
            letter, _("Ask for the person's own wish"), reason, _("Record the wish"), "wish", other=_not_ours(letter)
        )
    if letter.notice.person_id is None:
        reason = _("There is no file yet. With a name and a date of birth there can be one.")
        return _step(letter, _("Fill in who it is about"), reason, _("Fill in"), "person")
    reason = _("The person wants to be assessed. A follow-up begins with what is important to the person.")
    others = ("#outcomes", _("Other outcomes"))
    return _step(letter, _("Begin follow-up"), reason, _("Begin follow-up"), "acceptance", other=others)
