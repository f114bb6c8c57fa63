"""Every address read as every kind of account, by the table in matrix.toml: who gets it, and which planted words stand there.

An address or a kind that the table does not know fails. test_matrix_writing.py sends to them.
"""

import json

import pytest

from proofs import matrix
from proofs.cast import MIND, PLANTED
from proofs.matrix_table import ROWS, SHOWS, TABLE, is_planted, judge_get, kinds_of, path_of, wanted_on

pytestmark = pytest.mark.timeout(1200)  # ten thousand requests


def test_the_table_knows_every_address_and_every_kind(cast):
    from knutepunkt.command.routes import routes

    named = {name for _, name in ROWS}
    known = {"anonymous", *cast.accounts}

    assert {route["name"] for route in routes()} - {"", None} == named
    assert len(ROWS) == len(named)
    assert set().union(*(kinds_of(words) for words in TABLE["groups"].values())) <= known
    assert set().union(*(kinds_of(row["open"]) for row, _ in ROWS)) <= known
    assert kinds_of(["@everybody"]) == known
    assert set(SHOWS) <= named


def test_nobody_reads_what_the_table_does_not_give_them(cast, clients, methods, pytestconfig):
    wrong, cells, allowed, shown = [], 0, 0, 0
    for row, name in ROWS:
        if "GET" not in methods[name]:
            continue
        path, gets = path_of(cast, name), kinds_of(row["open"])
        for kind, client in clients.items():
            answer, body = matrix.ask(client, path)
            cells += not row.get("any", False)
            allowed += kind in gets
            shown += kind in gets and is_planted(name)
            if fault := judge_get(row, kind, answer, body, wanted_on(cast, name, kind) if kind in gets else ""):
                wrong.append((name, kind, fault))
    pytestconfig.get_terminal_writer().line(
        f"\nread: {cells} cells, {allowed} of them ({allowed / cells:.1%}) open and show what they must, {shown} of these something of a person; {len(wrong)} breaches"
    )

    assert wrong == [], json.dumps(wrong, indent=0, ensure_ascii=False)
    assert allowed >= cells / 4


def test_what_is_kept_back_stands_on_the_plan_of_those_only_it_is_not_kept_from(cast, clients):
    """The goal about mental health: the child of 13 keeps it from the parent, foster parents see daily life, and so on."""
    plans = {kind: matrix.ask(client, "/my/plan/")[1] for kind, client in clients.items()}

    assert {kind for kind, body in plans.items() if MIND in body} == kinds_of(TABLE["kept"]["mind"])
    assert {kind for kind, body in plans.items() if PLANTED in body} == kinds_of(TABLE["kept"]["planted"])
