"""Answers to staff that give nothing: was it a file they must keep away from?"""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from knutepunkt.people.attempts import record_attempt, record_sought

NOT_FOUND = 404


class ConflictAttemptsRecorded:
    """Stands outside the request's transaction, so that an attempt is written also when that is rolled back, as for a refusal.

    The answer is made already, and is not touched. When the attempt cannot be written, the answer is not given.
    """

    def __init__(self, get_response: Callable[[Any], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        response = self.get_response(request)
        actor = getattr(request, "actor", None)
        if actor is not None and actor.kind == "staff":
            if response.status_code == NOT_FOUND:
                record_attempt(actor, request.path)
            record_sought(actor)
        return response
