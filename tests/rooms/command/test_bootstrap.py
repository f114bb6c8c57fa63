"""`./kp` before there is any Python of ours: what it says, and that it does nothing twice."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from knutepunkt.command.layout import CHECKOUT

NEEDED = ("sh", "dirname", "cat", "cksum", "mkdir", "rm", "sleep", "env", "readlink")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A clone with nothing but the bootstrap and its lock files, below a name that scripts trip over."""
    place = tmp_path / "en mappe med æøå og 'tegn'"
    place.mkdir()
    shutil.copy(CHECKOUT / "kp", place)
    for name in ("uv.lock", "requirements.txt", "requirements-dev.txt"):
        (place / name).write_text(f"{name} as it is\n")
    return place


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A PATH with the few programs any POSIX system has, and no Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in NEEDED:
        found = shutil.which(name)
        assert found
        (folder / name).symlink_to(found)
    return folder


def script(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def kp(checkout: Path, programs: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [checkout / "kp", *arguments],
        env={"PATH": os.fspath(programs), "HOME": os.fspath(programs)},
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )


def test_without_a_new_enough_python_it_says_so_in_a_sentence(checkout: Path, programs: Path) -> None:
    script(programs / "python3", "exit 1")  # as a Python that is too old answers

    done = kp(checkout, programs, "demo")

    assert done.returncode == 1
    assert "Knutepunkt needs Python 3.11 or newer: install it" in done.stderr.splitlines()[-1]
    assert not (checkout / ".kp" / "env.lock").exists()


def test_without_venv_it_says_so_in_a_sentence(checkout: Path, programs: Path) -> None:
    script(programs / "python3", 'case "$2" in *venv*) exit 1;; esac')

    done = kp(checkout, programs, "demo")

    assert done.returncode == 1
    assert "modules venv and pip are missing" in done.stderr.splitlines()[-1]


def uv_that_counts(checkout: Path, programs: Path) -> Path:
    """Stands for uv: writes down its arguments and makes an environment whose Python repeats its own."""
    log = programs.parent / "uv-calls"
    site = programs.parent / "site"
    site.mkdir()
    script(
        programs / "uv",
        f"""echo "$*" >> "{log}"
mkdir -p "$UV_PROJECT_ENVIRONMENT/bin"
cat > "$UV_PROJECT_ENVIRONMENT/bin/python" <<'END'
#!/bin/sh
case "$1" in -c) echo "{site}"; exit;; esac
echo "$*"
END
/bin/chmod +x "$UV_PROJECT_ENVIRONMENT/bin/python"
""",
    )
    return log


def test_uv_prepares_and_the_command_gets_all_arguments(checkout: Path, programs: Path) -> None:
    log = uv_that_counts(checkout, programs)

    done = kp(checkout, programs, "import", "en fil.xml")

    assert done.stdout == "-P -m knutepunkt import en fil.xml\n", done.stderr
    assert "--frozen" in log.read_text()
    assert "--no-dev" in log.read_text()
    assert (programs.parent / "site" / "knutepunkt.pth").read_text() == f"{checkout}/src\n"


def test_it_may_be_called_by_a_link(checkout: Path, programs: Path) -> None:
    uv_that_counts(checkout, programs)
    (programs / "knutepunkt").symlink_to(checkout / "kp")

    done = subprocess.run([programs / "knutepunkt", "check"], env={"PATH": os.fspath(programs)}, check=False)

    assert done.returncode == 0
    assert (checkout / ".kp" / "env").exists()


def test_a_second_start_prepares_nothing(checkout: Path, programs: Path) -> None:
    log = uv_that_counts(checkout, programs)
    kp(checkout, programs, "demo")

    done = kp(checkout, programs, "demo")

    assert len(log.read_text().splitlines()) == 1
    assert done.stderr == ""


def test_a_changed_lock_file_prepares_again(checkout: Path, programs: Path) -> None:
    log = uv_that_counts(checkout, programs)
    kp(checkout, programs, "demo")
    (checkout / "uv.lock").write_text("newer\n")

    kp(checkout, programs, "demo")

    assert len(log.read_text().splitlines()) == 2


def test_developers_tools_come_only_when_asked_for_and_then_suffice_for_all(checkout: Path, programs: Path) -> None:
    log = uv_that_counts(checkout, programs)
    kp(checkout, programs, "lint")
    assert "--group dev" in log.read_text()

    kp(checkout, programs, "demo")

    assert len(log.read_text().splitlines()) == 1


def test_a_killed_preparation_does_not_block_the_next(checkout: Path, programs: Path) -> None:
    uv_that_counts(checkout, programs)
    left = checkout / ".kp" / "env.lock"
    left.mkdir(parents=True)
    (left / "process").write_text("999999999\n")

    done = kp(checkout, programs, "check")

    assert done.returncode == 0, done.stderr
    assert not left.exists()
