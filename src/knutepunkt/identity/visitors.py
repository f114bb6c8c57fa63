"""Where a request comes from, for counting attempts only."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The visitor's address: the connection's, or behind our own proxies what the outermost of them wrote. Others' words do not count."""
    said = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    proxies = settings.KNUTEPUNKT_PROXIES
    if proxies and len(said) >= proxies:
        return said[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))
