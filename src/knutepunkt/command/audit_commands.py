"""Seal the logs, verify them, print the newest root, change the signing key."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from knutepunkt.command.errors import OperatorError
from knutepunkt.command.layout import DEMO_DATA, DataFolder

MOST_SHOWN = 50
"""Findings printed; the rest are counted."""


def configure(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(metavar="action", required=True, dest="action")
    sealing = actions.add_parser("seal", help="seal what is not sealed yet; the worker does so each minute")
    sealing.add_argument(
        "--after-restore", action="store_true", help="first write into the chain that the database is from a copy"
    )
    verifying = actions.add_parser("verify", help="hash every row again; exit code 1 when something is wrong")
    verifying.add_argument("--expect", action="append", default=[], metavar="ROOT", help="a root that was kept outside")
    verifying.add_argument(
        "--key", type=Path, metavar="FILE", help="trusted public keys, one a line; else the folder's"
    )
    actions.add_parser("root", help="print the newest root, to be kept outside")
    key = actions.add_parser("key", help="print the trusted public keys, or take a new signing key into use")
    key.add_argument("--new", action="store_true", help="take a new key into use; the old one signs that")
    key.add_argument("--lost", action="store_true", help="the old key is lost: take a new one into use without it")
    for action in actions.choices.values():
        action.add_argument("--data", type=Path, default=DEMO_DATA, help="data folder, without DATABASE_AUDIT_URL")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the log is and where its keys are."""

    audit: str
    owner: str
    folder: Path


def run(arguments: argparse.Namespace) -> int:
    import psycopg

    from knutepunkt.audit.seal.keys import KeyFileError
    from knutepunkt.audit.seal.sealing import SealingError

    actions = {"seal": _seal, "verify": _verify, "root": _root, "key": _key}
    with _place(arguments.data) as place:
        try:
            return actions[arguments.action](arguments, place)
        except (SealingError, KeyFileError) as error:
            raise OperatorError(str(error)) from None
        except psycopg.errors.UndefinedTable:
            raise OperatorError("This database has no seals yet: run `kp migrate` first.") from None
        except psycopg.OperationalError as error:
            raise OperatorError(f"The database does not answer: {str(error).splitlines()[0]}") from None


@contextmanager
def _place(data: Path) -> Iterator[Place]:
    from knutepunkt.config import env

    folder = env.SEAL_FOLDER.text()
    if env.DATABASE_AUDIT_URL.text():
        default = Path(env.DATA.text() or data) / "seal"
        yield Place(env.DATABASE_AUDIT_URL.text(), env.DATABASE_OWNER_URL.text(), Path(folder or default))
        return
    if env.DATABASE_URL.text():
        raise OperatorError("Set DATABASE_AUDIT_URL as well: the application's role may not read the seals.")
    from knutepunkt.command.postgres import server

    known = DataFolder.at(data)
    if not known.cluster.exists():
        raise OperatorError(f"There is no database in {known.root}.")
    with server.running(known, doing="audit") as running:
        yield Place(running.dsn("audit"), running.dsn("owner"), Path(folder or known.seal))


def _seal(arguments: argparse.Namespace, place: Place) -> int:
    import psycopg

    from knutepunkt.audit.seal.keys import SealFolder
    from knutepunkt.audit.seal.sealing import after_restore, seal

    folder, at = SealFolder(place.folder), datetime.now(UTC)
    with psycopg.connect(place.audit) as connection:
        if arguments.after_restore:
            if not place.owner:
                raise OperatorError("Set DATABASE_OWNER_URL as well: numbering the rows anew is the owner's.")
            with psycopg.connect(place.owner) as owner:
                after_restore(connection, owner, folder, at)
            print("The chain says now that the database was brought back from a copy.")
        sealed = seal(connection, folder, at)
    print(f"Sealed {sealed.rows} rows in {sealed.seals} seals.\nNewest root: {sealed.newest}")
    return 0


def _verify(arguments: argparse.Namespace, place: Place) -> int:
    from knutepunkt.audit.seal.chain import Root
    from knutepunkt.audit.seal.keys import SealFolder, read_public
    from knutepunkt.audit.seal.verifying import open_to_verify, verify

    folder = SealFolder(place.folder)
    trusted = read_public(arguments.key) if arguments.key else folder.trusted()
    try:
        expected = [Root.read(text) for text in arguments.expect]
    except ValueError as error:
        raise OperatorError(
            f"“{error}” is not a root: it is a number, a hyphen and 64 characters 0–9 and a–f."
        ) from None
    kept = folder.newest()
    outside = [*expected, *([kept] if kept else [])]
    with open_to_verify(place.audit) as connection:
        report = verify(connection, at=datetime.now(UTC), trusted=trusted, expected=outside)
    for finding in report.findings[:MOST_SHOWN]:
        print(finding.sentence)
    if len(report.findings) > MOST_SHOWN:
        print(f"… and {len(report.findings) - MOST_SHOWN} more.")
    if not trusted:
        print(f"No trusted key is in {place.folder} or given: whether somebody sealed it all anew was not looked at.")
    if not outside:
        print("No root is in the folder or given: whether the newest rows were removed was not looked at.")
    sealed = f"{report.rows} rows under {report.seals} seals; {report.unsealed} rows are newer than the newest seal."
    words = (
        "The logs are as they were sealed"
        if report.is_clean
        else f"The logs are not as they were sealed (findings: {len(report.findings)})"
    )
    print(f"{words}: {sealed}")
    if report.newest:
        print(f"Newest root: {report.newest}")
    return 0 if report.is_clean else 1


def _root(_arguments: argparse.Namespace, place: Place) -> int:
    import psycopg

    from knutepunkt.audit.seal import chain

    with psycopg.connect(place.audit) as connection:
        newest = chain.newest(connection)
    if newest is None:
        raise OperatorError("Nothing is sealed yet: run `kp audit seal`, or let the worker run.")
    print(newest.root)
    return 0


def _key(arguments: argparse.Namespace, place: Place) -> int:
    import psycopg

    from knutepunkt.audit.seal.keys import SealFolder
    from knutepunkt.audit.seal.sealing import new_key

    folder = SealFolder(place.folder)
    if arguments.new or arguments.lost:
        with psycopg.connect(place.audit) as connection:
            root = new_key(connection, folder, datetime.now(UTC), lost=arguments.lost)
        print(f"A new key signs from seal {root.number} on. Keep its public half, the last line here, outside as well.")
    for public in folder.trusted():
        print(public.hex())
    return 0
