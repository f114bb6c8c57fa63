"""Sealing waits for every transaction of the server, so these tests have a server of their own: other tests hold theirs open."""

import os
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from sealed import SealedLog

from knutepunkt.audit.seal.keys import SealFolder
from knutepunkt.command.layout import DataFolder
from knutepunkt.command.postgres import roles, server

TEMPLATE = "kp_seal_template"
_NUMBERS = count()


@pytest.fixture(scope="session")
def seal_server(tmp_path_factory):
    """A server with a database that has the tables of the room audit, to be copied."""
    with server.running(DataFolder.at(tmp_path_factory.mktemp("seal-server")), doing="test") as running:
        roles.create_database(running.dsn("superuser", "postgres"), TEMPLATE)
        environment = {**os.environ, **server.connection_strings(running, TEMPLATE)}
        command = [sys.executable, "-P", "-m", "django", "migrate", "audit", "--database", "owner", "--verbosity", "0"]
        subprocess.run(command, env=environment, check=True)
        yield running


@pytest.fixture(scope="session")
def make_log(seal_server, tmp_path_factory):
    """Makes databases with empty logs."""
    made = []

    def make():
        name = f"kp_seal_{next(_NUMBERS)}"
        roles.copy_database(seal_server.dsn("superuser", "postgres"), TEMPLATE, name)
        made.append(SealedLog(seal_server.dsn("superuser", name), SealFolder(tmp_path_factory.mktemp("seal"))))
        return made[-1]

    yield make
    for log in made:
        log.close()


@pytest.fixture
def log(make_log):
    """Empty logs, no seal."""
    return make_log()
