"""The documents about the log and about data protection name things that exist."""

import re
from pathlib import Path

import pytest

from knutepunkt import law
from knutepunkt.audit import review
from knutepunkt.command.main import build_parser

ROOT = Path(__file__).resolve().parents[3]
DOCUMENTS = ["docs/explanation/data-protection.md", "docs/explanation/the-log.md", "docs/how-to/verify-the-log.md"]
DATA_PROTECTION = (ROOT / DOCUMENTS[0]).read_text()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_file_that_is_named_is_there(name):
    text = (ROOT / name).read_text()
    named = re.findall(r"`((?:tests|src|docs)/[\w./-]+)`", text)
    linked = [str((ROOT / name).parent / path) for path in re.findall(r"\]\(([\w./-]+?)(?:#[\w-]+)?\)", text)]

    assert [path for path in named if not (ROOT / path).exists()] == []
    assert [path for path in linked if not Path(path).resolve().exists()] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_command_that_is_named_is_one(name):
    parser = build_parser()
    for line in re.findall(r"kp (audit \w+|bench [\w-]+)(?: (--[\w-]+))?", (ROOT / name).read_text()):
        words = [
            *line[0].split(),
            *([line[1]] if line[1] else []),
            *(["1-0"] if line[1] in {"--expect", "--key"} else []),
        ]
        parser.parse_args(words)


def test_every_measure_a_risk_rests_on_is_proved_by_a_test():
    measures = dict(re.findall(r"^\| (M\d+) \|.*\| (.+) \|$", DATA_PROTECTION, re.MULTILINE))
    used = set(re.findall(r"\bM\d+\b", DATA_PROTECTION.split("### 3. Risks")[1]))

    assert len(measures) >= 16
    assert used <= set(measures)
    assert [nr for nr, proof in measures.items() if "tests/" not in proof] == []


def test_the_breach_deadline_is_the_laws(at):
    deadline = law.on(at.date()).deadline("breach")

    assert f"**{deadline.amount} hours**" in DATA_PROTECTION


def test_addresses_of_own_pages_are_addresses():
    from django.urls import resolve

    for path in ("/privacy/", "/my/looks/", "/my/take/"):
        assert f"`{path}`" in DATA_PROTECTION
        assert resolve(path)


def test_the_days_things_are_kept_are_the_codes():
    from knutepunkt.intake.operations import public
    from knutepunkt.messaging import jobs

    for text, kept in (("90 days", jobs.DRAFTS_KEPT.days), ("7 days", jobs.JOBS_KEPT.days)):
        assert text.split()[0] == str(kept)
        assert f"| {text} |" in DATA_PROTECTION
    assert f"| {public.VALID.total_seconds() / 3600:.0f} hours, then" in DATA_PROTECTION


def test_every_kind_of_look_up_to_review_is_told():
    text = " ".join((ROOT / DOCUMENTS[1]).read_text().lower().split())
    words = {
        "sample": "picked at random", "many": "many look-ups", "colleague": "a colleague's file", "family": "own or declared family",
        "conflict": "own or declared family", "same-address": "the same address", "after-role": "after the last role ended",
        "emergency": "emergency access",
    }  # fmt: skip

    assert set(review.KINDS) == set(words)
    assert [word for word in words.values() if word not in text] == []
