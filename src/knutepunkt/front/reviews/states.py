"""The life of a review."""

from knutepunkt.access.permissions import Permission
from knutepunkt.audit.models import ReviewState as S
from knutepunkt.foundation.lifecycle import Lifecycle, Move

REVIEW: Lifecycle[S] = Lifecycle(
    name="review",
    states=S,
    initial=S.OPEN,
    moves=(
        Move("find-in-order", frozenset({S.OPEN, S.ASKED}), S.IN_ORDER, Permission.AUDIT_REVIEW),
        Move("ask", frozenset({S.OPEN}), S.ASKED, Permission.AUDIT_REVIEW),
        Move("find-breach", frozenset({S.OPEN, S.ASKED}), S.BREACH, Permission.AUDIT_REVIEW),
    ),
)
WAITING = (S.OPEN, S.ASKED)
"""States in which somebody has to look into it."""
