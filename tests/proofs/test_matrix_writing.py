"""Every address that can be written to is sent to by every kind of account, with the token a browser of theirs would send.

Whoever may not get a thing may not write to it either; whoever may is not stopped at the door. What a request writes is rolled back.
"""

import json
from collections import Counter

import pytest

from proofs import matrix
from proofs.matrix_table import ROWS, judge_post, path_of

pytestmark = pytest.mark.timeout(1200)  # ten thousand requests


def test_nobody_writes_where_the_table_does_not_let_them(cast, clients, methods, pytestconfig):
    wrong, answers = [], Counter()
    for row, name in ROWS:
        if "POST" not in methods[name] or row.get("any"):
            continue
        path = path_of(cast, name)
        for kind, client in clients.items():
            about = cast.child.get(kind, cast.jonas).pk  # what the forms of the own pages say they are about
            answer, body = matrix.ask(client, path, "post", data={"about": about})
            answers[answer] += 1
            if fault := judge_post(row, kind, answer, body):
                wrong.append((name, kind, fault))
    pytestconfig.get_terminal_writer().line(
        f"\nwritten to: {answers.total()} cells, {dict(answers)}; {len(wrong)} breaches"
    )

    assert wrong == [], json.dumps(wrong, indent=0, ensure_ascii=False)
