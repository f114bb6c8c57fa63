"""PostgreSQL's data: made once, and the settings it is run with."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

from knutepunkt.command.errors import OperatorError
from knutepunkt.command.layout import DataFolder
from knutepunkt.command.postgres.runner import Runner
from knutepunkt.command.processes import before_exec

# For two cores and a laptop's memory. What is written to the log never holds a row: `terse` leaves out the
# DETAIL with its "Key (name)=(value)", statements and parameters are never added, and the roles of the
# application log nothing of their errors at all (roles.sql), since some messages quote the value itself.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "max_wal_size": "512MB",
    "max_wal_senders": "0",
    "wal_level": "minimal",
    "io_method": "sync",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "off",
    "log_min_messages": "warning",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "password_encryption": "scram-sha-256",
}
# For tests only: the data is thrown away after.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


def exists(data: DataFolder) -> bool:
    return (data.cluster / "PG_VERSION").exists()


def make(data: DataFolder, runner: Runner, password: str, scratch: Path) -> None:
    """Make the data directory. Interrupted, it leaves only a folder that the next start throws away.

    `scratch` is a private folder of the user that runs PostgreSQL, for handing over the password.
    """
    unfinished = data.unfinished_cluster
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    runner.give(unfinished, 0o700)
    password_file = scratch / "password"
    password_file.unlink(missing_ok=True)
    password_file.touch(mode=0o600)
    password_file.write_text(password, encoding="ascii")
    runner.give(password_file, 0o600)
    try:
        made = subprocess.run(
            [
                str(runner.programs / "initdb"),
                f"--pgdata={runner.data_argument(unfinished)}",
                "--username=postgres",
                f"--pwfile={password_file}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                "--data-checksums",
            ],
            cwd=unfinished if runner.by_working_folder else "/",
            env=program_environment(),
            capture_output=True,
            check=False,
            preexec_fn=before_exec(signal.SIGKILL, runner.become()),
        )
    finally:
        password_file.unlink()
    if made.returncode:
        reason = made.stderr.decode(errors="replace").strip().splitlines()
        raise OperatorError(f"PostgreSQL could not make its data in {data.root}: {reason[-1] if reason else 'no word'}")
    unfinished.rename(data.cluster)


def give_to_runner(data: DataFolder, runner: Runner) -> None:
    """Hand data made by another user of this machine (root dropped another way then) to the one of today."""
    if data.cluster.stat().st_uid == runner.uid:
        return
    if os.geteuid() != 0:
        raise OperatorError(f"{data.cluster} belongs to another user: start as that user, or choose another --data.")
    gid = runner.owner[1] if runner.owner else os.getegid()
    for folder, folders, files in os.walk(data.cluster):
        for name in (*folders, *files, "."):
            os.chown(Path(folder, name), runner.uid, gid, follow_symlinks=False)


def program_environment() -> dict[str, str]:
    """What PostgreSQL's programs get to see: no PG* variable of the operator's, messages in English."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
