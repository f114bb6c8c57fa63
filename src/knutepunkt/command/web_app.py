"""What each process of the application server loads: the application, bound to the life of the server.

The server starts its processes itself; without the bond they would outlive a server that was killed.
"""

from knutepunkt.command.processes import watch_parent

watch_parent()

from knutepunkt.config.wsgi import application  # noqa: E402 -- bound first: loading takes a while

__all__ = ["application"]
