"""What each process of the application server loads: the application, bound to the life of the server.

The server starts its processes itself; without the bond they would outlive a server that was killed.
"""

import logging
import multiprocessing
from typing import TYPE_CHECKING

from knutepunkt.command.processes import watch_parent

server = multiprocessing.parent_process()
if server and server.pid:
    watch_parent(server.pid)

from knutepunkt.config.wsgi import application as pages  # noqa: E402 -- bound first: loading takes a while

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

logger = logging.getLogger(__name__)


def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
    """Answer a request. What even the error page could not catch is told by our logging, which knows what
    not to tell; the server's own would print the error with all its words.
    """
    try:
        return pages(environ, start_response)
    except Exception:
        logger.exception("A request broke off.")
        start_response("500 Internal Server Error", [("Content-Type", "text/plain; charset=utf-8")])
        return ["Noe gikk galt hos oss. Prøv igjen om litt.\n".encode()]
