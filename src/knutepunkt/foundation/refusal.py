"""A refusal: something asked for that cannot be done, with the reason in a sentence a person can act on."""

from django.utils.functional import Promise


class Refusal(Exception):  # noqa: N818 -- it is an answer, not an error
    """Base of every named refusal. The sentence says what is missing and where to mend it; never personal data."""

    message: str | Promise = ""

    def __init__(self, message: str | Promise | None = None, *, field: str | None = None) -> None:
        self.message = message or self.message
        self.field = field
        super().__init__(str(self.message))
