"""Which port to serve on."""

import errno
import socket

from knutepunkt.command.errors import OperatorError

USUAL = 8000
LAST_USUAL = 8099


def choose(wanted: int | None, host: str = "127.0.0.1") -> int:
    """Give the wanted port, or a free one from 8000 on. Raises OperatorError when the wanted one is taken."""
    if wanted is not None:
        if not is_free(wanted, host):
            raise OperatorError(f"Port {wanted} is in use: stop what uses it, or choose another with --port.")
        return wanted
    for port in range(USUAL, LAST_USUAL + 1):
        if is_free(port, host):
            return port
    with socket.create_server((host, 0)) as found:
        return int(found.getsockname()[1])


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    try:
        socket.create_server((host, port)).close()
    except PermissionError:
        raise OperatorError(f"Port {port} needs more rights: choose one above 1023 with --port.") from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return False
        raise OperatorError(f"Port {port} on {host} cannot be used: {error.strerror}.") from None
    return True
