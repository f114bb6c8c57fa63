"""Which user PostgreSQL runs as. It refuses root, so root needs another way for every kind of place.

Tried in this order:

1. not root: as ourselves;
2. the account `postgres` or `nobody`, where it can reach the programs and the data;
3. a user namespace in which root is an ordinary user: reaches all that root owns, also below a 0700 folder;
4. `postgres` or `nobody` with a copy of the programs, and the data as its working folder, which
   needs no way in from above.
"""

import os
import pwd
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from knutepunkt.command.errors import OperatorError
from knutepunkt.command.postgres import binaries
from knutepunkt.command.processes import LIBC, ON_LINUX

CLONE_NEWUSER = 0x10000000
INSIDE_ID = 1000
WORKING_FOLDER = "/proc/self/cwd"


@dataclass(frozen=True, slots=True)
class Runner:
    """How to start PostgreSQL's programs."""

    programs: Path
    owner: tuple[int, int] | None = None  # uid and gid to become; None: stay who we are
    in_namespace: bool = False
    by_working_folder: bool = False

    @property
    def uid(self) -> int:
        """Who owns the data, as seen from outside."""
        return self.owner[0] if self.owner else os.geteuid()

    def data_argument(self, cluster: Path) -> str:
        """How the data directory is named to PostgreSQL; programs are always started in it."""
        return WORKING_FOLDER if self.by_working_folder else str(cluster)

    def become(self) -> Callable[[], None]:
        """Make the function that turns a forked child into the user that runs PostgreSQL."""
        if self.in_namespace:
            return _enter_namespace(os.geteuid(), os.getegid())
        owner = self.owner

        def drop() -> None:
            if owner:
                os.setgroups([])
                os.setgid(owner[1])
                os.setuid(owner[0])

        return drop

    def give(self, path: Path, mode: int) -> None:
        """Let the user that runs PostgreSQL own `path`."""
        path.chmod(mode)
        if self.owner:
            os.chown(path, *self.owner)


def choose(root: Path) -> Runner:
    """Find a way to run PostgreSQL on data below `root`, which exists."""
    programs = binaries.installed()
    if os.geteuid() != 0:
        return Runner(programs)
    accounts = _accounts()
    for owner in accounts:
        if _can_use(owner, root, programs):
            return Runner(programs, owner=owner)
    in_namespace = Runner(programs, in_namespace=True)
    if ON_LINUX and _works(in_namespace):
        return in_namespace
    copy = binaries.copy_to_cache(programs) if ON_LINUX else None
    for owner in accounts:
        if copy and _can_use(owner, Path("/"), copy):
            return Runner(copy, owner=owner, by_working_folder=True)
    raise OperatorError(
        f"PostgreSQL does not run as root, and no other account can reach {root}. "
        "Start as an ordinary user, or choose a folder that others can enter with --data."
    )


def _accounts() -> list[tuple[int, int]]:
    found = []
    for name in ("postgres", "nobody"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        found.append((account.pw_uid, account.pw_gid))
    return found


def _can_use(owner: tuple[int, int], root: Path, programs: Path) -> bool:
    """Ask by trying: permission bits alone do not tell about access lists and mounts."""
    attempt = subprocess.run(
        ["/bin/sh", "-c", 'cd "$1" && exec "$2" --version', "sh", str(root), str(programs / "postgres")],
        cwd="/",
        preexec_fn=Runner(programs, owner=owner).become(),
        capture_output=True,
        check=False,
    )
    return attempt.returncode == 0


def _works(runner: Runner) -> bool:
    try:
        attempt = subprocess.run(
            [runner.programs / "postgres", "--version"],
            cwd="/",
            preexec_fn=runner.become(),
            capture_output=True,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return attempt.returncode == 0


def _enter_namespace(uid: int, gid: int) -> Callable[[], None]:
    def enter() -> None:
        if LIBC.unshare(CLONE_NEWUSER) != 0:
            raise PermissionError("The kernel refuses user namespaces.")
        for name, text in (
            ("setgroups", "deny"),
            ("uid_map", f"{INSIDE_ID} {uid} 1"),
            ("gid_map", f"{INSIDE_ID} {gid} 1"),
        ):
            with open(f"/proc/self/{name}", "w", encoding="ascii") as file:  # noqa: PTH123 -- nothing more than needed between fork and exec
                file.write(text)

    return enter
