"""The table of the matrix, and what it says of one cell: an address asked by a kind of account."""

import tomllib
from pathlib import Path

from browser.pages import PAGES
from proofs import matrix
from proofs.cast import MIND, PLANTED, SENT

TABLE = tomllib.loads((Path(__file__).parent / "matrix.toml").read_text(encoding="utf-8"))
ROWS = [(row, name) for row in TABLE["rows"] for name in row["pages"]]
SECRET = frozenset({"Fjeld", PLANTED, MIND, SENT})
SHOWS = {name: word for word, names in TABLE["shows"].items() for name in names}
"""URL name -> what must stand on the page."""


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


def path_of(cast, name):
    """The address with real rows in it: as this table or the table of pages has it, else made from the names of its parts."""
    from django.urls import get_resolver

    known = TABLE["paths"].get(name) or (PAGES[name][1] if name in PAGES else None)
    if known:
        return known.format(**cast.ids)
    resolver = get_resolver()
    namespace, short = name.split(":")
    _, inner = resolver.namespace_dict[namespace]
    possibilities = inner.reverse_dict.getlist(short)
    template, parts = possibilities[0][0][0]
    values = {part: TABLE["parts"].get(f"{short}.{part}") or TABLE["parts"][part] for part in parts}
    filled = {part: cast.ids.get(value.removeprefix("$"), value) for part, value in values.items()}
    return "/" + resolver.namespace_dict[namespace][0] + template % filled


def secrets_in(body):
    return {word for word in SECRET if word in body}


def wanted_on(cast, name, kind):
    """The very word that must stand on an open page for a kind of account."""
    word = SHOWS[name]
    if word == "whose":
        return cast.child[kind].full_name if kind in cast.child else "Jonas"
    if word == "the message":
        return SENT
    return cast.ids[word[1:]] if word.startswith("$") else word


def is_planted(name):
    """Is it something of a person, or a document, and not only the page's own heading?"""
    return SHOWS.get(name, "") in {"Jonas", "whose", "the message", "$clarifying_name", "%PDF"}


def judge_get(row, kind, answer, body, wanted):
    """What is wrong with one cell that was read, or nothing."""
    if row.get("any"):
        return "shows what is not theirs" if answer != matrix.OPEN and secrets_in(body) else ""
    if kind not in kinds_of(row["open"]):
        if answer == matrix.OPEN:
            return "is open"
        return "shows what is not theirs" if secrets_in(body) else ""
    if answer != matrix.OPEN:
        return f"should be open, is {answer}"
    if not row.get("invented") and kind not in KNOW and secrets_in(body) - {wanted}:
        return "shows what is not theirs"
    return "" if wanted in body else f"does not show {wanted}"


def judge_post(row, kind, answer, body):
    """What is wrong with one cell that was written to, or nothing."""
    may = kind in kinds_of(row.get("writes", row["open"]))
    if may:
        return f"should be let in, is {answer}" if answer in {matrix.SIGN_IN, matrix.REFUSED} else ""
    if answer in {matrix.OPEN, matrix.LED_ON}:
        return "is let in"
    return "shows what is not theirs" if secrets_in(body) else ""
