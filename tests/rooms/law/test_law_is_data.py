"""A rule is changed in the data alone, and what is dated after the change follows it."""

from __future__ import annotations

from datetime import date
from threading import Thread

import pytest

from knutepunkt import law
from knutepunkt.law import LawDataError, Who, source

BEFORE, AFTER = date(2026, 12, 31), date(2027, 1, 1)
NAMED = {"nb": "Digital hverdag", "nn": "Digital kvardag", "en": "Digital life"}
ELEVENTH = """
[[content_point]]
key = "digital-life"
number = 11
label = "11"
valid_from = 2027-01-01
basis = [{ act = "ip-regulation", at = "§ 9 nr. 11" }]
name = { nb = "Digital hverdag", nn = "Digital kvardag", en = "Digital life" }
help = { nb = "Hjelp til å bruke digitale tjenester.", nn = "Hjelp til å bruke digitale tenester.", en = "Help." }
"""
POINT = {
    "key": "digital-life",
    "number": 11,
    "valid_from": "2027-01-01",
    "basis": [{"act": "ip-regulation"}],
    "name": NAMED,
    "help": NAMED,
}
AGE = {
    "key": "decides",
    "sector": "housing",
    "years": 15,
    "valid_from": "2027-01-01",
    "basis": [{"act": "pbrl"}],
    "name": NAMED,
}
THREE_WEEKS = {
    "key": "complaint-health",
    "amount": 3,
    "unit": "weeks",
    "valid_from": "2027-01-01",
    "moves_to_working_day": True,
    "basis": [{"act": "pbrl", "at": "§ 7-5"}],
    "name": NAMED,
    "counted_from": NAMED,
}


def points(day):
    return [point.key for point in law.on(day).content_points(child=False)]


def test_an_eleventh_content_point_from_2027(tmp_path):
    (tmp_path / "plan.toml").write_text(ELEVENTH, encoding="utf-8")
    unchanged = points(BEFORE)

    with law.overlay(tmp_path):
        assert points(BEFORE) == unchanged
        assert points(AFTER) == [*unchanged, "digital-life"]
        assert law.on(AFTER).content_point("digital-life").filled_by == "text"
    assert points(AFTER) == unchanged


def test_a_decision_age_of_fifteen_for_a_sector_from_2027():
    fifteen_then = date(2011, 6, 1)

    with law.overlay({"age": [AGE]}):
        assert law.on(BEFORE).decides(fifteen_then, sector="housing").who is Who.PARENTS
        assert law.on(AFTER).decides(fifteen_then, sector="housing").who is Who.PERSON
        assert law.on(AFTER).decides(fifteen_then, sector="health").who is Who.PARENTS
    assert law.on(AFTER).decides(fifteen_then, sector="housing").who is Who.PARENTS


def test_three_weeks_to_complain_from_2027():
    with law.overlay({"deadline": [THREE_WEEKS]}):
        assert law.on(BEFORE).complaint("health").deadline.length.nb == "4 uker"
        assert law.on(AFTER).complaint("health").deadline.length.nb == "3 uker"
        assert law.due_on(AFTER, law.on(AFTER).complaint("health").deadline) == date(2027, 1, 22)
    assert law.on(AFTER).complaint("health").deadline.length.nb == "4 uker"


def test_after_an_overlay_that_ends_the_old_rule_is_back():
    with law.overlay({"deadline": [{**THREE_WEEKS, "valid_to": "2027-12-31"}]}):
        assert law.on(date(2027, 12, 31)).deadline("complaint-health").amount == 3
        assert law.on(date(2028, 1, 1)).deadline("complaint-health").amount == 4


def test_a_repeal_takes_something_away_from_its_day():
    with law.overlay({"content_point": [{"key": "cooperation", "repeal": True, "valid_from": "2027-01-01"}]}):
        assert "cooperation" in points(BEFORE)
        assert "cooperation" not in points(AFTER)


def test_an_overlay_holds_for_other_threads_and_is_taken_off_after_an_error():
    seen = []

    def overlay_and_fail():
        with law.overlay({"content_point": [POINT]}):
            thread = Thread(target=lambda: seen.extend(points(AFTER)))
            thread.start()
            thread.join()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        overlay_and_fail()
    assert "digital-life" in seen
    assert "digital-life" not in points(AFTER)


def test_overlays_lie_on_each_other():
    with law.overlay({"content_point": [POINT]}), law.overlay({"deadline": [THREE_WEEKS]}):
        assert "digital-life" in points(AFTER)
        assert law.on(AFTER).deadline("complaint-health").amount == 3


def test_the_environment_names_a_directory_laid_over_the_own_data(tmp_path, monkeypatch):
    (tmp_path / "plan.toml").write_text(ELEVENTH, encoding="utf-8")
    monkeypatch.setenv("KNUTEPUNKT_LAW", str(tmp_path))
    monkeypatch.setattr(source, "_in_use", source._InUse())

    assert "digital-life" in points(AFTER)


def test_a_book_can_be_loaded_without_being_taken_into_use(tmp_path):
    (tmp_path / "plan.toml").write_text(ELEVENTH, encoding="utf-8")

    book = law.load(tmp_path)

    assert book.on(AFTER).content_point("digital-life").name.en == "Digital life"
    assert date(2027, 1, 1) in book.change_points
    assert "digital-life" not in points(AFTER)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"paragraph": []}, "no table called paragraph"),
        ({"content_point": [{**POINT, "name": {"nb": "x", "en": "x"}}]}, "name lacks the language nn"),
        ({"content_point": [{**POINT, "name": {**NAMED, "nn": " "}}]}, "name lacks the language nn"),
        ({"content_point": [{**POINT, "name": {**NAMED, "de": "x"}}]}, "name has de"),
        ({"content_point": [{**POINT, "name": "x"}]}, "name must hold a text"),
        ({"content_point": [{**POINT, "colour": "red"}]}, "no field called colour"),
        ({"content_point": [{**POINT, "valid_from": "soon"}]}, "'soon' where a date belongs"),
        ({"content_point": [{**POINT, "valid_to": "2026-01-01"}]}, "valid_to is before valid_from"),
        ({"content_point": [{**POINT, "number": -1}]}, "number must be a whole number"),
        ({"content_point": [{**POINT, "never_omitted": "yes"}]}, "never_omitted must be true or false"),
        ({"content_point": [{**POINT, "basis": []}]}, "basis is missing"),
        ({"content_point": [{**POINT, "basis": [{"law": "pbrl"}]}]}, "basis must be a list"),
        ({"content_point": [{**POINT, "basis": [{"act": "no-act"}]}]}, "needs the citation no-act"),
        ({"content_point": [{**POINT, "number": 3}]}, "the number 3 is used 2 times"),
        ({"content_point": [POINT, POINT]}, "overlaps"),
        ({"content_point": [{"key": "x"}]}, "valid_from is missing"),
        ({"deadline": [{**THREE_WEEKS, "unit": "fortnights"}]}, "none of hours, working-days"),
        ({"deadline": [{"key": "complaint-health", "valid_from": "2027-01-01"}]}, "is missing"),
        ({"deadline": [{"key": "complaint-health", "repeal": True, "valid_from": "2027-01-01"}]}, "complaint_track"),
        ({"office_hours": [{"key": "x", "valid_from": "2027-01-01", "opens": "late"}]}, "time of day"),
    ],
)
def test_data_that_is_wrong_is_refused_in_a_sentence(data, sentence):
    with pytest.raises(LawDataError) as refused, law.overlay(data):
        pass
    assert sentence in str(refused.value)
    assert "digital-life" not in points(AFTER)


def test_files_that_cannot_be_read_are_named(tmp_path):
    (tmp_path / "broken.toml").write_text("[[content_point", encoding="utf-8")
    (tmp_path / "unknown.toml").write_text("[[paragraph]]\nkey = 'x'", encoding="utf-8")

    with pytest.raises(LawDataError) as refused:
        law.load(tmp_path)
    assert [problem.split(":")[0] for problem in refused.value.problems] == ["broken.toml", "unknown.toml"]


def test_a_directory_that_is_not_there_is_said(tmp_path):
    with pytest.raises(LawDataError, match="There is no directory"):
        law.load(tmp_path / "nowhere")
