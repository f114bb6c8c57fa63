"""The one error a command may end with: a sentence for the operator."""


class OperatorError(Exception):
    """Something an operator can mend. The text is whole sentences and is all that is printed."""
