"""Asking a provider over the network: short patience, small answers, no redirects, never all of the server's threads at once."""

import http.client
import json
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from typing import Any, NamedTuple

from knutepunkt.identity.oidc.reasons import Reason, SignInRefused

SECONDS = 5.0
LARGEST = 512 * 1024
AT_ONCE = 3
"""Questions under way in one process. A provider that hangs must not hold every database connection of the pool."""

_free = threading.BoundedSemaphore(AT_ONCE)


class Answer(NamedTuple):
    """What came back. Names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def ok(self) -> bool:
        """A status of success by the protocol."""
        return self.status in {200, 201}

    def fields(self) -> dict[str, Any]:
        """The answer as the JSON object it must be."""
        try:
            value = json.loads(self.body)
        except ValueError:
            raise SignInRefused(Reason.ANSWER) from None
        if not isinstance(value, dict):
            raise SignInRefused(Reason.ANSWER)
        return value

    def error(self) -> str:
        """The error code an OAuth endpoint gives, or nothing."""
        try:
            value = json.loads(self.body)
        except ValueError:
            return ""
        return str(value.get("error", "")) if isinstance(value, dict) else ""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirect)


def send(url: str, *, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None) -> Answer:
    """GET, or POST when there is a form. Raises SignInRefused when nobody answers in time; errors by status are returned."""
    data = urllib.parse.urlencode(form).encode() if form is not None else None
    asked = urllib.request.Request(url, data, {"Accept": "application/json", **(headers or {})})  # noqa: S310 -- configuration and discovery let https pass only
    if not _free.acquire(timeout=SECONDS):
        raise SignInRefused(Reason.TOO_MANY)
    try:
        with _opener.open(asked, timeout=SECONDS) as answer:
            return _read(answer, answer.status)
    except urllib.error.HTTPError as answer:
        with answer:
            return _read(answer, answer.code)
    except (OSError, http.client.HTTPException):
        raise SignInRefused(Reason.UNREACHABLE) from None
    finally:
        _free.release()


def _read(answer: Any, status: int) -> Answer:
    body = answer.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise SignInRefused(Reason.ANSWER)
    return Answer(status, {name.lower(): value for name, value in answer.headers.items()}, body)
