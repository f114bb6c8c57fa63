"""What can be wrong with the law data, or with a question put to it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from knutepunkt.foundation.refusal import Refusal


class LawDataError(ValueError):
    """The law data cannot be used; `problems` names each fault with its file, table and key."""

    def __init__(self, problems: Sequence[str]) -> None:
        """Keep every problem, so that all can be mended at once."""
        self.problems = tuple(problems)
        super().__init__("The law data cannot be used:\n" + "\n".join(f"- {problem}" for problem in self.problems))


class NotInLaw(LookupError):  # noqa: N818 -- it is an answer, not an error
    """Nothing of that name is in force on the date asked about."""


class DeadlineFollowsFromLaw(Refusal):
    """An organisation tried to set a deadline that is not its own to set."""

    message = _("This deadline follows from law, so an organisation cannot set its own.")


class DeadlineOutOfBounds(Refusal):
    """An organisation tried to set a deadline longer than it may be, or below nothing."""

    message = _("This deadline is outside what an organisation may choose. Choose a shorter one.")
