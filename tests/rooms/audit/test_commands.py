"""`kp audit`: what an operator reads, and exit codes."""

import re
import shutil
import subprocess
import sys

import psycopg
import pytest

from knutepunkt.command.main import main
from knutepunkt.command.postgres import roles, server


@pytest.fixture
def installed(seal_server, make_log):
    """The database of a data folder, with rows; `audit` with the folder gives exit code and words."""
    log = make_log()
    superuser = seal_server.dsn("superuser", "postgres")
    log.close()
    roles.copy_database(superuser, "kp_seal_template", "knutepunkt")
    log.dsn = seal_server.dsn("superuser")
    log.connection = log.connect()
    yield log
    log.close()
    roles.drop_database(superuser, "knutepunkt")
    shutil.rmtree(seal_server.data.seal, ignore_errors=True)


@pytest.fixture
def audit(seal_server, capsys, monkeypatch):
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_AUDIT_URL", "KNUTEPUNKT_SEAL_FOLDER"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments):
        code = main(["audit", *arguments, "--data", str(seal_server.data.root)])
        told = capsys.readouterr()
        return code, told.out + told.err

    return run


def test_from_the_first_seal_to_a_finding(installed, audit):
    assert audit("root") == (1, "Nothing is sealed yet: run `kp audit seal`, or let the worker run.\n")
    installed.write()
    assert audit("seal")[0] == 0
    code, root = audit("root")
    assert (code, root.count("-"), len(root)) == (0, 1, 67)

    words = "The logs are as they were sealed: 4 rows under 2 seals; 0 rows are newer than the newest seal.\n"
    assert audit("verify", "--expect", root) == (0, f"{words}Newest root: {root}")

    with psycopg.connect(installed.dsn) as connection:
        connection.execute("SET session_replication_role = replica")
        changed = connection.execute("UPDATE audit_event SET role = 'x' RETURNING id").fetchall()
    code, told = audit("verify")

    assert code == 1
    for (row,) in changed:
        assert f"Row {row} of the log of changes (audit_event, 2026_11) has been changed" in told
    assert "(findings: 2)" in told


def test_a_key_and_a_root_from_outside(installed, audit, tmp_path):
    audit("seal")
    code, told = audit("key", "--new")
    (tmp_path / "keys").write_text(told.splitlines()[-1])
    (tmp_path / "other").write_text("ab" * 32)

    assert code == 0
    assert "with another key" not in audit("verify", "--key", str(tmp_path / "keys"))[1]
    assert "with another key" in audit("verify", "--key", str(tmp_path / "other"))[1]
    assert audit("verify", "--key", str(tmp_path / "none"))[0] == 1
    assert "is not a root" in audit("verify", "--expect", "12")[1]
    code, told = audit("verify", "--expect", f"99-{'0' * 64}")
    assert code == 1
    assert "Seal 99, whose root was kept outside, is not here" in told


def test_what_was_not_looked_at_is_said(installed, audit, monkeypatch, tmp_path):
    monkeypatch.setenv("KNUTEPUNKT_SEAL_FOLDER", str(tmp_path / "empty"))
    _code, told = audit("verify")

    assert "whether somebody sealed it all anew was not looked at" in told
    assert "whether the newest rows were removed was not looked at" in told


def test_the_applications_address_is_not_enough(audit, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://knutepunkt_app@/knutepunkt")

    assert audit("verify") == (1, "Set DATABASE_AUDIT_URL as well: the application's role may not read the seals.\n")


def test_an_empty_folder_has_no_log(audit, tmp_path, capsys):
    assert main(["audit", "verify", "--data", str(tmp_path)]) == 1
    assert "There is no database in" in capsys.readouterr().err


def test_the_worker_alone_is_told_how_to_seal(seal_server):
    assert "DATABASE_AUDIT_URL" not in server.connection_strings(seal_server)
    with psycopg.connect(server.sealing_strings(seal_server, "kp_seal_template")["DATABASE_AUDIT_URL"]) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("knutepunkt_audit",)


def test_the_bench_of_verifying_measures_a_clean_log():
    command = [sys.executable, "-P", "-m", "knutepunkt", "bench", "audit-verify", "--rows", "400"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert re.search(r"verify 400 rows: [0-9.]+ s; processor", done.stdout)
    assert "400 rows under 4 seals, 0 findings" in done.stdout
