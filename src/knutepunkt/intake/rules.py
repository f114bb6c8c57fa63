"""Questions about a notice that several operations and pages ask."""

from knutepunkt.intake.kinds import Basis, NoticeKind, Wish
from knutepunkt.intake.models import Notice, NoticeContent
from knutepunkt.intake.refusals import ContentClosed, PersonNotKnown, WishNotAsked
from knutepunkt.intake.states import NoticeState
from knutepunkt.people.models import Person

DEADLINES = {NoticeKind.DISCHARGE.value: "acknowledge-discharge"}
CLOSED_CONTENT = frozenset({NoticeState.DECLINED_BY_PERSON, NoticeState.ENTERED_IN_ERROR, NoticeState.FORWARDED})


def deadline_key(kind: str) -> str:
    """Which deadline of the law data says when a person must have acknowledged it."""
    return DEADLINES.get(kind, "acknowledge-notice")


def wish_missing(notice: Notice, content: NoticeContent) -> bool:
    """Must the person's own wish be asked for before more is done? Not when the person is the one who tells."""
    return notice.kind != NoticeKind.ENQUIRY and content.basis != Basis.OWN and content.wish != Wish.YES


def name_is_shown(notice: Notice, content: NoticeContent | None) -> bool:
    """The minimum: the name comes when somebody has acknowledged; a discharge names at once, for the hospital waits.

    An enquiry is about nobody, and cannot be answered unread.
    """
    if content is None:
        return False
    return notice.kind in {NoticeKind.DISCHARGE, NoticeKind.ENQUIRY} or notice.state != NoticeState.RECEIVED


def required_content(content: NoticeContent | None) -> NoticeContent:
    """The content, or ContentClosed."""
    if content is None:
        raise ContentClosed
    return content


def require_wish(notice: Notice, content: NoticeContent) -> None:
    """Raise WishNotAsked unless the person has said yes or told of it in person."""
    if wish_missing(notice, content):
        raise WishNotAsked


def required_person(notice: Notice) -> Person:
    """The person the notice is about, or PersonNotKnown."""
    if notice.person_id is None:
        raise PersonNotKnown
    return Person.objects.get(organisation_id=notice.organisation_id, pk=notice.person_id)
