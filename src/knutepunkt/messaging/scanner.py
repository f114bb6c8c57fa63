"""Asking a virus scanner (clamd) about a file, when the installation has one."""

import logging
import socket
import struct

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from knutepunkt.foundation.refusal import Refusal

log = logging.getLogger(__name__)
SECONDS = 20
CHUNK = 64 * 1024


class NotScanned(Refusal):
    """There is a scanner, but it did not answer: nothing is taken unseen."""

    message = _(
        "We could not check the file now. Your words are still here. Try again in a while, or send them without it."
    )


def scan(content: bytes) -> bool | None:
    """True: clean. False: something was found. None: this installation has no scanner. Raises NotScanned."""
    where: str = settings.KNUTEPUNKT_CLAMD
    if not where:
        return None
    try:
        answer = _ask(where, content)
    except OSError as error:
        log.warning("The virus scanner did not answer: %s", type(error).__name__)
        raise NotScanned(field="attachment") from None
    if answer.endswith(b"OK"):
        return True
    if answer.endswith(b"FOUND"):
        return False
    log.warning("The virus scanner gave an answer that is not known.")
    raise NotScanned(field="attachment")


def _ask(where: str, content: bytes) -> bytes:
    """One INSTREAM exchange: pieces led by their length, a piece of none at the end, then one line of answer."""
    with _connected(where) as link:
        link.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            piece = content[start : start + CHUNK]
            link.sendall(struct.pack("!L", len(piece)) + piece)
        link.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0"):
            more = link.recv(1024)
            if not more:
                break
            answer += more
    return answer.rstrip(b"\0\n")


def _connected(where: str) -> socket.socket:
    if where.startswith("/"):
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(SECONDS)
        link.connect(where)
        return link
    host, _colon, port = where.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)
