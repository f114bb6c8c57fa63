"""What a reviewer may do with a look-up on the list."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import Denied, rule
from knutepunkt.access.moves import make_move
from knutepunkt.access.permissions import Permission
from knutepunkt.audit.models import ReviewItem
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.front.reviews.states import REVIEW

__all__ = ["NoWords", "find_breach", "find_in_order", "put_question"]


class NoWords(Refusal):
    """A question or a breach without words."""

    message = _("Write what you asked, or what is wrong. Do not write anything about the person's health.")


@rule(Permission.AUDIT_REVIEW)
def not_oneself(actor: Actor, thing: object) -> Denied | None:
    """Nobody reviews their own look-ups."""
    if getattr(thing, "account_id", None) == actor.account_id:
        return Denied(_("You cannot review what you have looked up yourself. Another leader does that."))
    return None


@transaction.atomic
def find_in_order(*, item: ReviewItem, by: Actor, at: datetime, words: str = "") -> None:
    """The look-up belonged to the work. Ends the review (pjl. § 22 a). Raises NotAllowed, CannotMove."""
    make_move(item, REVIEW, "find-in-order", by=by, at=at, reason=words)


@transaction.atomic
def put_question(*, item: ReviewItem, by: Actor, at: datetime, words: str) -> None:
    """The reviewer has asked the one who looked, outside the product; the review waits for the answer. Raises NoWords."""
    if not words.strip():
        raise NoWords(field="words")
    make_move(item, REVIEW, "ask", by=by, at=at, reason=words)


@transaction.atomic
def find_breach(*, item: ReviewItem, by: Actor, at: datetime, words: str) -> None:
    """The look-up was not allowed (hpl. § 21). What follows, also towards the person and the supervisory authority, is the
    organisation's breach routine. Raises NoWords.
    """
    if not words.strip():
        raise NoWords(field="words")
    make_move(item, REVIEW, "find-breach", by=by, at=at, reason=words)
