import os
import sys
from itertools import count
from pathlib import Path

import pytest

from databases import superuser, template_database

sys.path.insert(0, str(Path(__file__).parent))

from sealed import SealedLog

from knutepunkt.audit.seal.keys import SealFolder
from knutepunkt.command.postgres.roles import copy_database, drop_database

_NUMBERS = count()


@pytest.fixture(scope="session")
def seal_template(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return template_database()


@pytest.fixture(scope="session")
def make_log(seal_template, tmp_path_factory):
    """Makes databases with empty logs; removed when the tests end."""
    made = []

    def make():
        name = f"kp_seal_{os.getpid()}_{next(_NUMBERS)}"
        copy_database(superuser(), seal_template, name)
        made.append(SealedLog(name, SealFolder(tmp_path_factory.mktemp("seal"))))
        return made[-1]

    yield make
    for log in made:
        log.close()
        drop_database(superuser(), log.database)


@pytest.fixture
def log(make_log):
    """Empty logs, no seal."""
    return make_log()
