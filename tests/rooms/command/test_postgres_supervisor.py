"""The embedded server lives exactly as long as the process that runs it, wherever its data lies."""

import os
import signal
import subprocess
import time
from pathlib import Path

import psycopg
import pytest

from knutepunkt.command.errors import OperatorError
from knutepunkt.command.layout import DataFolder
from knutepunkt.command.postgres import binaries, lock, postmaster, runner, server, socket_folder
from rooms.command.supervising import alive, descendants, until

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has an account to drop")
others_can_enter = pytest.mark.skipif(
    not any(runner._can_use(owner, Path("/"), binaries.installed()) for owner in runner._accounts()),
    reason="this checkout lies where no other account can reach the programs",
)


def answer(running: server.Server, statement: str, role: str = "superuser", database: str = "postgres"):
    with psycopg.connect(running.dsn(role, database)) as connection:
        return connection.execute(statement).fetchone()


def test_a_server_answers_and_is_gone_after_the_block(folder: Path) -> None:
    data = DataFolder.at(folder)

    with server.running(data, doing="test") as running:
        assert answer(running, "SHOW server_encoding") == ("UTF8",)
        assert answer(running, "SHOW data_checksums") == ("on",)
        assert answer(running, "SHOW fsync") == ("on",)
        assert answer(running, "SHOW listen_addresses") == ("",)
        assert answer(running, "SELECT datlocprovider, datlocale FROM pg_database WHERE datname = 'postgres'") == (
            "b",
            "C.UTF-8",
        )
        process = postmaster.living(data.cluster)
        assert process

    assert not alive(process.process)
    assert not lock.is_held(data)


def test_what_was_written_is_there_after_a_restart(folder: Path) -> None:
    data = DataFolder.at(folder)
    with server.running(data, doing="test") as running, psycopg.connect(running.dsn("superuser", "postgres")) as one:
        one.execute("CREATE TABLE kept AS SELECT 'æøå' AS word")
    passwords = data.secrets.read_text()

    with server.running(data, doing="test") as running:
        assert answer(running, "SELECT word FROM kept") == ("æøå",)
    assert data.secrets.read_text() == passwords
    assert data.secrets.stat().st_mode & 0o777 == 0o600


def test_a_path_of_120_characters_with_spaces_and_norwegian_letters(folder: Path) -> None:
    long = folder.parent / ("en mappe med blåbærsyltetøy og æøå" + " og mer" * 20)[:120].strip()
    assert len(long.name.encode()) > socket_folder.LONGEST

    with server.running(DataFolder.at(long), doing="test") as running:
        assert answer(running, "SELECT 1") == (1,)


@as_root
def test_below_a_folder_only_root_can_enter(folder: Path) -> None:
    closed = folder.parent / "closed"
    closed.mkdir(mode=0o700)

    with server.running(DataFolder.at(closed / "data"), doing="test") as running:
        assert answer(running, "SELECT 1") == (1,)
        process = postmaster.living(running.data.cluster)
        assert process
        inside = Path(f"/proc/{process.process}/uid_map").read_text().split()

    assert inside == [str(runner.INSIDE_ID), "0", "1"]


@as_root
def test_below_a_closed_folder_where_the_kernel_refuses_user_namespaces(folder: Path, monkeypatch) -> None:
    closed = folder.parent / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setattr(runner, "_works", lambda _: False)

    with server.running(DataFolder.at(closed / "data"), doing="test") as running:
        assert answer(running, "SELECT 1") == (1,)
        process = postmaster.living(running.data.cluster)
        assert process
        assert Path(f"/proc/{process.process}").stat().st_uid != 0


@as_root
@others_can_enter
def test_root_is_dropped_where_another_account_can_reach_the_data(folder: Path) -> None:
    with server.running(DataFolder.at(folder), doing="test") as running:
        process = postmaster.living(running.data.cluster)
        assert process
        owner = Path(f"/proc/{process.process}").stat().st_uid

    assert owner != 0
    assert folder.joinpath("postgres").stat().st_uid == owner


@as_root
@others_can_enter
def test_data_changes_hands_when_its_folder_is_closed_later(folder: Path) -> None:
    data = DataFolder.at(folder)
    with server.running(data, doing="test") as running:
        answer(running, "SELECT 1")
    assert data.cluster.stat().st_uid != 0

    folder.chmod(0o700)

    with server.running(data, doing="test") as running:
        assert answer(running, "SELECT 1") == (1,)
    assert data.cluster.stat().st_uid == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_the_server_in_good_order(folder: Path, supervise, number: int) -> None:
    supervisor = supervise(folder)
    assert supervisor.ready()
    below = descendants(supervisor.process.pid)
    assert len(below) > 3

    supervisor.end(number)

    assert not {process for process in below if alive(process)}
    assert not (supervisor.data.cluster / "postmaster.pid").exists()


def test_kill_9_leaves_no_process_and_the_next_start_works(folder: Path, supervise) -> None:
    supervisor = supervise(folder)
    assert supervisor.ready()
    below = descendants(supervisor.process.pid)
    assert len(below) > 3

    supervisor.end(signal.SIGKILL)

    assert until(lambda: not any(alive(process) for process in below), seconds=30)
    again = supervise(folder)
    assert again.ready(), again.words()


@pytest.mark.parametrize("seconds", [0.2, 0.5, 0.8, 1.2])
def test_killed_at_any_moment_of_the_first_start_the_next_one_works(folder: Path, supervise, seconds: float) -> None:
    supervisor = supervise(folder)
    time.sleep(seconds)
    below = descendants(supervisor.process.pid)

    supervisor.end(signal.SIGKILL)

    assert until(lambda: not any(alive(process) for process in below), seconds=30)
    again = supervise(folder)
    assert again.ready(), again.words()


def test_kill_9_of_the_server_too_leaves_a_note_that_stops_nobody(folder: Path, supervise) -> None:
    supervisor = supervise(folder)
    assert supervisor.ready()
    note = supervisor.data.cluster / "postmaster.pid"
    os.kill(supervisor.postmaster(), signal.SIGKILL)
    supervisor.process.wait(60)
    # Its number has meanwhile been given to another living process: this one.
    lines = note.read_text().splitlines()
    note.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")

    again = supervise(folder)

    assert again.ready(), again.words()
    assert again.postmaster() in descendants(again.process.pid)


def test_an_orphan_is_stopped_and_replaced_never_reported_as_ours(folder: Path, supervise) -> None:
    supervisor = supervise(folder)
    assert supervisor.ready()
    supervisor.end()
    data = supervisor.data
    way = runner.choose(data.root)
    orphan = subprocess.Popen(
        [way.programs / "postgres", "-D", data.cluster, "-h", "", "-k", socket_folder.prepare(data.cluster, way)],
        preexec_fn=way.become(),  # noqa: PLW1509 -- the tests start children from one thread
        stderr=subprocess.DEVNULL,
        cwd="/",
    )
    assert until(lambda: bool((found := postmaster.living(data.cluster)) and found.ready))

    again = supervise(folder)

    assert again.ready(), again.words()
    assert orphan.wait(60) == 0
    assert again.postmaster() != orphan.pid
    assert again.postmaster() in descendants(again.process.pid)


def test_a_second_start_on_the_same_data_refuses_in_a_sentence(folder: Path, supervise) -> None:
    first = supervise(folder)
    assert first.ready()

    second = supervise(folder)

    assert second.process.wait(60) == 1
    words = second.words()
    assert words.startswith(f"Knutepunkt already runs on {folder}")
    assert len(words.strip().splitlines()) == 1
    assert alive(first.postmaster())


def test_a_command_on_running_data_uses_the_server_that_is_there(folder: Path, supervise) -> None:
    supervisor = supervise(folder)
    assert supervisor.ready()
    process = supervisor.postmaster()

    with server.running(supervisor.data, doing="test") as running:
        assert running.process is None
        assert answer(running, "SELECT 1", role="app", database="knutepunkt") == (1,)

    assert supervisor.postmaster() == process


def test_an_interrupted_first_start_is_begun_again(folder: Path) -> None:
    data = DataFolder.at(folder)
    data.unfinished_cluster.mkdir(parents=True)
    (data.unfinished_cluster / "PG_VERSION").write_text("18")

    with server.running(data, doing="test") as running:
        assert answer(running, "SELECT 1") == (1,)
    assert not data.unfinished_cluster.exists()


def test_data_of_another_version_is_refused_with_the_servers_own_reason(folder: Path) -> None:
    data = DataFolder.at(folder)
    with server.running(data, doing="test"):
        pass
    (data.cluster / "PG_VERSION").write_text("9\n")

    with pytest.raises(OperatorError, match=r"did not start.*FATAL"), server.running(data, doing="test"):
        pass
    assert not lock.is_held(data)


def test_secrets_of_another_folder_are_refused_in_a_sentence(folder: Path) -> None:
    data = DataFolder.at(folder)
    with server.running(data, doing="test"):
        pass
    data.secrets.unlink()

    with pytest.raises(OperatorError, match="put back the file that belongs to it"), server.running(data, doing="test"):
        pass


def test_a_socket_folder_of_somebody_else_is_not_used(folder: Path, monkeypatch) -> None:
    folder.mkdir()
    way = runner.choose(folder)
    first = socket_folder.prepare(folder, way)
    first.rmdir()
    first.symlink_to(folder)

    second = socket_folder.prepare(folder, way)

    assert second != first
    first.unlink()
    second.rmdir()
