"""Every address as every kind of account, by the table in matrix.toml: who gets it and which planted words stand there; nobody else.

GET of every page; POST, with the token a browser of theirs would send, of everything that can be written to. Whatever a request
writes is rolled back. An address or a kind that the table does not know fails.
"""

import os
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from browser.pages import PAGES, rows_for_pages
from proofs import matrix
from proofs.cast import MIND, PLANTED, Cast

pytestmark = pytest.mark.skipif(
    not os.environ.get("KNUTEPUNKT_MATRIX"), reason="15,000 requests take minutes: asked for with KNUTEPUNKT_MATRIX=1"
)
TABLE = tomllib.loads((Path(__file__).parent / "matrix.toml").read_text(encoding="utf-8"))
NAMED = {"Jonas": ("Jonas", "Fjeld"), "planted": (PLANTED,), "mind": (MIND,)}
SECRET = ("Fjeld", PLANTED, MIND)


def kinds_of(words):
    """Kinds from a list of names; @group stands for its members, "-name" takes one out again."""
    found = set()
    for word in words:
        if word.startswith("@"):
            found |= kinds_of(TABLE["groups"][word[1:]])
        elif word.startswith("-"):
            found -= kinds_of([word[1:]])
        else:
            found.add(word)
    return found


KNOW = kinds_of(["@the plan", "@own pages"])
"""Those to whom some page may say something of Jonas or of the children; all others must never meet the words."""


@pytest.fixture(scope="module")
def cast(demo_copy):
    from databases import use_database
    from knutepunkt.foundation.clock import now

    ids = rows_for_pages(demo_copy)
    use_database(demo_copy.database)
    found = Cast(now())
    found.ids = ids
    return found


@pytest.fixture(scope="module")
def clients(cast):
    return {kind: cast.client(kind) for kind in ["anonymous", *cast.accounts]}


@pytest.fixture(scope="module")
def methods():
    from knutepunkt.command.routes import routes

    return {route["name"]: route["methods"] for route in routes()}


ROWS = [(row, name) for row in TABLE["rows"] for name in row["pages"]]


def test_the_table_knows_every_address_and_every_kind(cast):
    from knutepunkt.command.routes import routes

    named = {name for _, name in ROWS}
    known = {"anonymous", *cast.accounts}

    assert {route["name"] for route in routes()} - {"", None} == named
    assert len(ROWS) == len(named)
    assert set().union(*(kinds_of(words) for words in TABLE["groups"].values())) <= known
    assert set().union(*(kinds_of(row["open"]) for row, _ in ROWS)) <= known
    assert kinds_of(["@everybody"]) == known


def path_of(cast, name):
    """The address with real rows in it: as the table of pages has it, else made from the names of its parts."""
    from django.urls import get_resolver

    if name in PAGES:
        return PAGES[name][1].format(**cast.ids)
    resolver = get_resolver()
    namespace, short = name.split(":")
    _, inner = resolver.namespace_dict[namespace]
    possibilities = inner.reverse_dict.getlist(short)
    template, parts = possibilities[0][0][0]
    values = {part: TABLE["parts"].get(f"{short}.{part}") or TABLE["parts"][part] for part in parts}
    filled = {part: cast.ids.get(value.removeprefix("$"), value) for part, value in values.items()}
    return "/" + resolver.namespace_dict[namespace][0] + template % filled


def judge(row, kind, answer, body):
    """What is wrong with one cell, or nothing."""
    if row.get("any"):
        return "shows what is not theirs" if answer != matrix.OPEN and any(word in body for word in SECRET) else ""
    if kind in kinds_of(row["open"]):
        if answer != matrix.OPEN:
            return f"should be open, is {answer}"
        if not row.get("invented") and kind not in KNOW and any(word in body for word in SECRET):
            return "shows what is not theirs"
        wanted = row.get("shows", "")
        return f"does not show {wanted}" if wanted and not any(word in body for word in NAMED[wanted]) else ""
    if answer == matrix.OPEN:
        return "is open"
    return "shows what is not theirs" if any(word in body for word in SECRET) else ""


def test_get(cast, clients, methods):
    wrong, cells, allowed, shown = [], 0, 0, 0
    for row, name in ROWS:
        if "GET" not in methods[name]:
            continue
        path = path_of(cast, name)
        for kind, client in clients.items():
            answer, body = matrix.ask(client, path)
            fault = judge(row, kind, answer, body)
            cells += not row.get("any", False)
            allowed += kind in kinds_of(row["open"])
            shown += kind in kinds_of(row["open"]) and any(word in body for word in (*SECRET, "Jonas"))
            if fault:
                wrong.append((name, kind, fault))
    print(f"GET: {cells} cells, {allowed / cells:.0%} open, {shown} show planted words, {len(wrong)} breaches")  # noqa: T201 -- the figures of the proof

    assert wrong == []
    assert allowed >= cells / 4


def test_post(cast, clients, methods):
    """Whoever may not get a thing may not write to it either; whoever may is not stopped at the door."""
    wrong, cells, answers = [], 0, Counter()
    for row, name in ROWS:
        if "POST" not in methods[name] or row.get("any"):
            continue
        path, may = path_of(cast, name), kinds_of(row.get("writes", row["open"]))
        for kind, client in clients.items():
            answer, body = matrix.ask(client, path, "post", data={})
            cells += 1
            answers[answer] += 1
            fault = "shows what is not theirs" if kind not in may and any(word in body for word in SECRET) else ""
            if kind in may and answer in {matrix.SIGN_IN, matrix.REFUSED}:
                fault = f"should be let in, is {answer}"
            if kind not in may and answer in {matrix.OPEN, matrix.LED_ON}:
                fault = "is let in"
            if fault:
                wrong.append((name, kind, fault))
    print(f"POST: {cells} cells, {dict(answers)}, {len(wrong)} breaches")  # noqa: T201 -- the figures of the proof

    assert wrong == []


def test_what_is_kept_back_stands_on_the_plan_of_those_only_it_is_not_kept_from(cast, clients):
    """The goal about mental health: the child of 13 keeps it from the parent, foster parents see daily life, and so on."""
    seen = {kind for kind, client in clients.items() if MIND in matrix.ask(client, "/my/plan/")[1]}
    whole = {kind for kind, client in clients.items() if PLANTED in matrix.ask(client, "/my/plan/")[1]}

    assert seen == kinds_of(TABLE["kept"]["mind"])
    assert whole == kinds_of(TABLE["kept"]["planted"])
