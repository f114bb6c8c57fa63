"""Imports side by side, killed and repeated: everything once. Real processes on a database of their own."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

import databases
from messages import make

EACH = 100
KILLED_AFTER = 15
PATIENCE = 240


def control(digits, weights):
    rest = sum(d * w for d, w in zip(digits, weights, strict=True)) % 11
    return 0 if rest == 0 else 11 - rest


def synthetic_numbers():
    """Valid numbers of nobody: the month is raised by 80."""
    for n in range(900):
        digits = [int(c) for c in f"{1 + n % 28:02}8155{n:03}"]
        first = control(digits, (3, 7, 6, 1, 8, 9, 4, 5, 2))
        second = control([*digits, first], (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) if first < 10 else 10
        if first < 10 and second < 10:
            yield "".join(map(str, [*digits, first, second])), date(1955, 1, 1 + n % 28)


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """Lyngvik under the addresses of the messages, on a copy of the empty database that other processes can see."""
    from django.db import connections, transaction

    from knutepunkt.command.postgres.roles import drop_database
    from knutepunkt.organisation.models import HerAddress
    from world import World

    with django_db_blocker.unblock():
        settings = connections["default"].settings_dict
        before = settings["NAME"]
        name = databases.worker_copy(databases.template_database(), f"import_{before[-12:]}")
        databases.use_database(name)
        with transaction.atomic():
            world = World(datetime.now(tz=ZoneInfo("Europe/Oslo")) - timedelta(days=1))
            for her in ("99387", "5078"):
                HerAddress.objects.create(organisation_id=world.lyngvik.id, her_id=her)
        yield {**settings, "NAME": name}, world
        databases.use_database(before)
        drop_database(databases.superuser(), name)


def start(settings, files, output):
    from psycopg.conninfo import make_conninfo

    parts = {"user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT", "dbname": "NAME"}
    url = make_conninfo("", **{key: settings[name] for key, name in parts.items() if settings[name]})
    environment = {**os.environ, "DATABASE_URL": url, "KNUTEPUNKT_DEMO": "1", "PYTHONUTF8": "1"}
    command = [sys.executable, "-P", "-m", "knutepunkt", "import", *map(str, files)]
    with output.open("ab") as words:
        return subprocess.Popen(command, env=environment, stdout=words, stderr=subprocess.STDOUT)


def test_two_imports_one_killed_and_repeated_take_everything_once(committed, tmp_path):
    settings, world = committed
    admitted, ready, log = [], [], tmp_path / "output.log"
    for n, (number, born) in zip(range(EACH), synthetic_numbers(), strict=False):
        patient = make.Person("Vinterlys", f"Hemmeligsen{n}", born, number)
        for kind, files in (("LOG_INNLAGT", admitted), ("LOG_UTSKRIVNINGSKLAR", ready)):
            path = tmp_path / f"{kind}-{n}.xml"
            path.write_bytes(make.message(kind, msg_id=f"{kind}-{n}", patient=patient))
            files.append(path)
    ready.reverse()

    first, second = start(settings, admitted, log), start(settings, ready, log)
    deadline = time.monotonic() + PATIENCE
    while len(list(tmp_path.glob("LOG_UTSK*.apprec.xml"))) < KILLED_AFTER:
        assert second.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.02)
    second.send_signal(signal.SIGKILL)
    second.wait(PATIENCE)
    assert len(list(tmp_path.glob("LOG_UTSK*.apprec.xml"))) < EACH, "it was killed in the middle"
    kept = {path: path.read_bytes() for path in tmp_path.glob("*.apprec.xml")}
    again = [start(settings, ready, log), start(settings, ready, log)]

    assert [process.wait(PATIENCE) for process in (first, *again)] == [0, 0, 0], log.read_text()
    everything_once(world, tmp_path, kept, log.read_text())


def everything_once(world, folder, kept, printed):
    from django.db import transaction

    from knutepunkt.exchange.models import Receipt, ReceivedMessage, Result
    from knutepunkt.intake.models import Admission, Notice
    from knutepunkt.people.models import Person

    with transaction.atomic():
        world.system()
        results = Counter(ReceivedMessage.objects.values_list("result", flat=True))
        receipts = {row.message.message_id: bytes(row.content) for row in Receipt.objects.select_related("message")}
        counts = [model.objects.count() for model in (ReceivedMessage, Receipt, Notice, Admission, Person)]
        whole = Admission.objects.filter(admitted_at__isnull=False, ready_at__isnull=False).count()
    written = {path.name: path.read_bytes() for path in folder.glob("*.apprec.xml")}
    assert counts == [2 * EACH, 2 * EACH, EACH, EACH, EACH]
    assert results == {Result.NOTICE_MADE: EACH, Result.JOINED: EACH}
    assert whole == EACH
    assert written == {f"{message_id}.xml.apprec.xml": content for message_id, content in receipts.items()}
    assert len(set(written.values())) == 2 * EACH
    assert all(written[path.name] == content for path, content in kept.items())
    assert not any(word in printed for word in ("Vinterlys", "Hemmeligsen", "8155", "Traceback"))
