"""What the small subcommands promise, as far as they do without the application."""

import json
import os
from pathlib import Path

import psycopg
import pytest

from knutepunkt.command import chromium, docs, environment, installation, migrate, secret_file, test_all, translations
from knutepunkt.command.errors import OperatorError
from knutepunkt.command.layout import DataFolder
from knutepunkt.command.main import SUBCOMMANDS, build_parser, main
from knutepunkt.command.postgres import lock, roles, server


def test_every_subcommand_has_one_sentence_of_help() -> None:
    shown = " ".join(build_parser().format_help().split())

    for name in SUBCOMMANDS:
        assert f" {name} " in shown


def test_an_operators_error_is_one_sentence_and_exit_code_1(tmp_path: Path, capsys) -> None:
    code = main(["db", "url", "--data", str(tmp_path)])

    assert code == 1
    assert capsys.readouterr().err.startswith(f"No database runs on {tmp_path}: start it with")


def test_an_unknown_argument_is_refused_except_where_pytest_gets_it(capsys) -> None:
    with pytest.raises(SystemExit):
        main(["check", "--colour"])
    assert "unknown: --colour" in capsys.readouterr().err


@pytest.mark.parametrize("role", secret_file.ROLES)
def test_db_url_gives_what_psql_takes_for_each_role(folder: Path, supervise, capsys, role: str) -> None:
    assert supervise(folder).ready()

    assert main(["db", "url", "--role", role, "--data", str(folder)]) == 0

    with psycopg.connect(capsys.readouterr().out.strip()) as connection:
        assert connection.execute("SELECT current_user, current_database()").fetchone() == (
            roles.user(role),
            "knutepunkt",
        )


def test_db_prepare_makes_roles_and_database_once_on_another_postgresql(folder: Path, capsys) -> None:
    with server.running(DataFolder.at(folder), doing="test") as running:
        superuser = running.dsn("superuser", "postgres")

        assert main(["db", "prepare", superuser]) == 0
        told = dict(line.split() for line in capsys.readouterr().out.splitlines()[1:])
        with psycopg.connect(roles.dsn("app", told["knutepunkt_app"], running.sockets)) as connection:
            assert connection.execute("SELECT current_user").fetchone() == ("knutepunkt_app",)

        assert main(["db", "prepare", superuser]) == 1
        assert "nothing was changed" in capsys.readouterr().err


def test_a_new_database_that_fails_half_way_is_begun_again(folder: Path, monkeypatch) -> None:
    data = DataFolder.at(folder)
    steps: list[str] = []

    def work(_data, running, database, *arguments, demo) -> None:
        steps.append(arguments[0])
        with psycopg.connect(running.dsn("owner", database)) as connection:
            connection.execute(f"CREATE TABLE {arguments[0].replace('-', '_')} ()")
        if len(steps) == 2:
            raise OperatorError("The load broke off.")

    monkeypatch.setattr(installation, "_run", work)
    with server.running(data, doing="test") as running:
        with pytest.raises(OperatorError):
            installation.prepare_database(data, running, demo=True, tell=str)
        assert not roles.database_exists(running.dsn("superuser", "postgres"))

        installation.prepare_database(data, running, demo=True, tell=str)
        assert roles.database_exists(running.dsn("superuser", "postgres"))
        installation.prepare_database(data, running, demo=True, tell=str)

        assert steps == ["migrate", "demo-load"] * 2
        monkeypatch.setattr(migrate, "fingerprint", lambda: "tomorrow's")
        with pytest.raises(psycopg.errors.DuplicateTable):  # the stand-in for `migrate` runs on the real name now
            installation.prepare_database(data, running, demo=True, tell=str)


def test_the_operators_own_keys_win_over_those_of_the_folder(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("KNUTEPUNKT_FIELD_KEY", "mine")
    strings = {"DATABASE_URL": "new", "KNUTEPUNKT_FIELD_KEY": "made", "KNUTEPUNKT_DATA": str(tmp_path)}

    found = environment.for_server(strings, demo=True)

    assert found["KNUTEPUNKT_FIELD_KEY"] == "mine"
    assert found["DATABASE_URL"] == "new"
    assert found["KNUTEPUNKT_DEMO"] == "1"


def test_secrets_are_made_once_private_and_completed_when_one_is_new(tmp_path: Path) -> None:
    data = DataFolder.at(tmp_path)
    first = secret_file.ensure(data)
    assert data.secrets.stat().st_mode & 0o777 == 0o600
    assert len(set(first.values())) == len(secret_file.ROLES) + len(secret_file.KEYS)
    lines = data.secrets.read_text().splitlines()
    data.secrets.write_text("\n".join(lines[1:]) + "\n")

    again = secret_file.ensure(data)

    assert set(again) == set(first)
    assert sum(again[name] != first[name] for name in first) == 1


def test_the_refusal_of_a_second_start_names_the_first(tmp_path: Path) -> None:
    data = DataFolder.at(tmp_path)
    with lock.DataLock(data, "demo") as held:
        held.tell("http://127.0.0.1:8000")
        with pytest.raises(lock.Busy) as caught, lock.DataLock(data, "demo"):
            pass

    assert f"http://127.0.0.1:8000 (process {os.getpid()}, demo)" in str(caught.value)


def test_fresh_throws_away_what_the_demo_made_and_nothing_else(tmp_path: Path) -> None:
    from knutepunkt.command.demo import throw_away

    data = DataFolder.at(tmp_path)
    secret_file.ensure(data)
    data.cluster.mkdir()
    (tmp_path / "my letters.txt").write_text("dear")

    throw_away(data)

    assert [path.name for path in tmp_path.iterdir()] == ["my letters.txt"]


def test_the_demo_does_not_touch_data_that_no_demo_made(tmp_path: Path, capsys, monkeypatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr("knutepunkt.command.group.end_on_signals", lambda: None)
    (tmp_path / "postgres").mkdir()

    assert main(["demo", "--fresh", "--data", str(tmp_path)]) == 1

    assert "holds data that no demo made" in capsys.readouterr().err
    assert (tmp_path / "postgres").exists()


def test_the_demo_keeps_off_an_operators_database(tmp_path: Path, capsys, monkeypatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///real")
    monkeypatch.setattr("knutepunkt.command.group.end_on_signals", lambda: None)

    assert main(["demo", "--data", str(tmp_path)]) == 1

    assert "unset DATABASE_URL" in capsys.readouterr().err


def test_the_demo_is_divided_by_organisation_and_nobody_is_left_out() -> None:
    from knutepunkt.command.demo_load import halves
    from knutepunkt.demo.content import load

    content = load()

    left, right = halves(content)

    assert set(left.persons) | set(right.persons) == set(content.persons)
    assert len(left.persons) + len(right.persons) == len(content.persons)
    assert set(left.enquiries) | set(right.enquiries) == set(content.enquiries)
    assert not {one.organisation for one in left.persons} & {one.organisation for one in right.persons}
    assert len(left.persons) >= len(content.persons) / 3


PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: nn\\n"

msgid "Good morning"
msgstr "God morgon"
"""


def test_translations_are_compiled_when_newer_and_only_then(tmp_path: Path) -> None:
    source = tmp_path / "nn" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(PO)

    assert translations.compile_translations(tmp_path) == ["nn"]
    assert translations.compile_translations(tmp_path) == []

    from gettext import GNUTranslations

    with source.with_suffix(".mo").open("rb") as file:
        assert GNUTranslations(file).gettext("Good morning") == "God morgon"


def test_generated_pages_are_written_compared_and_the_orphans_named(tmp_path: Path) -> None:
    wanted = docs.pages([lambda: {"a.md": "one"}, lambda: {"deep/b.md": "two\n"}])
    docs.write(tmp_path, wanted)
    assert docs.differences(tmp_path, wanted) == []
    (tmp_path / "old.md").write_text("from a generator that is gone")
    (tmp_path / "a.md").write_text("changed by hand")

    assert docs.differences(tmp_path, wanted) == ["a.md", "old.md"]
    docs.write(tmp_path, wanted)
    assert docs.differences(tmp_path, wanted) == []
    with pytest.raises(ValueError, match=r"Two generators write a\.md"):
        docs.pages([lambda: {"a.md": ""}, lambda: {"a.md": ""}])


def test_results_of_pytest_are_counted_with_errors_as_failures(tmp_path: Path) -> None:
    results = tmp_path / "pytest.xml"
    results.write_text('<testsuites><testsuite tests="9" failures="1" errors="2" skipped="3"/></testsuites>')

    assert test_all._counts(results) == (3, 3, 3)
    assert test_all._counts(tmp_path / "none.xml") == (0, 0, 0)


def test_a_named_chromium_wins_and_playwrights_own_is_found(tmp_path: Path, monkeypatch) -> None:
    browser = tmp_path / "chromium-1200" / "chrome-linux64" / "chrome"
    browser.parent.mkdir(parents=True)
    browser.touch(mode=0o755)
    monkeypatch.delenv("KNUTEPUNKT_CHROMIUM", raising=False)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert chromium.find() == browser

    monkeypatch.setenv("KNUTEPUNKT_CHROMIUM", "/mine")

    assert chromium.find() == Path("/mine")


def test_the_lock_tells_who_holds_it_as_json(tmp_path: Path) -> None:
    data = DataFolder.at(tmp_path)
    with lock.DataLock(data, "demo"):
        assert json.loads(data.lock.read_text()) == {"process": os.getpid(), "doing": "demo", "url": ""}
        assert lock.is_held(data)
    assert not lock.is_held(data)
