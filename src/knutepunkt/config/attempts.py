"""Answers that say "not found" to staff: was it a file they must keep away from?"""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from knutepunkt.people.attempts import record_attempt

NOT_FOUND = 404


class ConflictAttemptsRecorded:
    """Stands inside the request's transaction, outside the views. The answer is made already, and is not touched."""

    def __init__(self, get_response: Callable[[Any], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == NOT_FOUND and request.actor is not None and request.actor.kind == "staff":
            record_attempt(request.actor, request.path)
        return response
