"""A listener between the product and PostgreSQL: counts what goes over the wire, message by message of the protocol."""

import socket
import threading
from contextlib import suppress
from pathlib import Path

SIMPLE_QUERY, EXECUTE = b"Q", b"E"


class Wire:
    """A Unix socket in `folder` that hands everything on to the server's. `statements` are those asked since the last `clear`.

    A simple query is one statement, however many settings it sets, as in PostgreSQL's own log (`log_statement`); in the
    extended protocol each Execute is one.
    """

    def __init__(self, folder: Path, target: str, port: str = "5432"):
        self.folder = folder
        self.target = f"{target}/.s.PGSQL.{port}"
        self.statements = []
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(folder / f".s.PGSQL.{port}"))
        self.listener.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()

    def clear(self):
        self.statements.clear()

    def close(self):
        self.listener.close()

    def _accept(self):
        with suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                far = socket.socket(socket.AF_UNIX)
                far.connect(self.target)
                threading.Thread(target=self._asking, args=(near, far), daemon=True).start()
                threading.Thread(target=self._hand_on, args=(far, near), daemon=True).start()

    @staticmethod
    def _hand_on(source, target):
        with suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
        target.close()

    def _asking(self, near, far):
        """From the product to the server: whole messages are read off as they pass. The first has no type."""
        waiting, started = b"", False
        with suppress(OSError):
            while data := near.recv(65536):
                waiting += data
                while True:
                    head = 1 if started else 0
                    if len(waiting) < head + 4:
                        break
                    length = head + int.from_bytes(waiting[head : head + 4], "big")
                    if len(waiting) < length:
                        break
                    if started and waiting[:1] in (SIMPLE_QUERY, EXECUTE):
                        self.statements.append(waiting[5 : length - 1].decode(errors="replace"))
                    waiting, started = waiting[length:], True
                far.sendall(data)
        far.close()
