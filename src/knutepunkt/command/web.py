"""Run the application server alone, on a database that is there already."""

import argparse

# Each request holds at most one connection, so a process needs no more of them than it has threads.
THREADS = 4


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=1, help="processes; each holds 65 MB and four connections")
    parser.add_argument("--bound", type=int, metavar="PROCESS", help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    """Serve until a signal; a process that dies is replaced. Nothing of a request is logged here."""
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    from knutepunkt.command import processes
    from knutepunkt.command.errors import OperatorError
    from knutepunkt.config.check import problems
    from knutepunkt.config.invented import mixed

    if found := problems() or mixed():
        raise OperatorError("\n".join(found))
    if arguments.bound:
        processes.watch_parent(arguments.bound)
    Server(
        "knutepunkt.command.web_app:application",
        address=arguments.host,
        port=arguments.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=arguments.workers,
        blocking_threads=THREADS,
        backpressure=128,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=10,
    ).serve()
    return 0
