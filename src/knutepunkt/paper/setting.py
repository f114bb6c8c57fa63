"""From a document to PDF bytes: spell out dates, fill the labels, hand everything to typst as data."""

import dataclasses
import json
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import typst

from knutepunkt.paper.documents import FileDocument, Language, LetterDocument, Period, PlanDocument
from knutepunkt.paper.plaintext import printable
from knutepunkt.paper.typeface import FAMILIES, FONTS

_ROOM = Path(__file__).parent
_TEMPLATES = _ROOM / "templates"

Labels = dict[str, Any]


class PaperError(Exception):
    """A document could not be set. Its sentence holds nothing of the document."""


def plan(document: PlanDocument) -> bytes:
    """The individual plan as a tagged PDF/UA-1 file. The same document always gives the same bytes.

    Raises `PaperError` when the title is empty or the setting fails.
    """
    words = labels(document.language)
    revision = words["revision_value"].format(number=document.revision, date=spelled(document.revised_on, words))
    name = printable(document.person_name)
    yes = words["assent_missing"].format(name=name)
    if document.assent:
        yes = words["assent_given"].format(name=name, date=spelled(document.assent.given_on, words))
    how = (
        words["assent_how"].format(how=printable(document.assent.how))
        if document.assent and document.assent.how
        else ""
    )
    return _set("plan.typ", document.title, document, words, {"revision": revision, "yes": yes, "yes_how": how})


def letter(document: LetterDocument) -> bytes:
    """A letter as a tagged PDF/UA-1 file. The same letter always gives the same bytes.

    Raises `PaperError` when the subject is empty or the setting fails.
    """
    return _set("letter.typ", document.subject, document, labels(document.language), {})


def file(document: FileDocument) -> bytes:
    """A whole file as a tagged PDF/UA-1 document. The same content always gives the same bytes.

    Raises `PaperError` when the title is empty or the setting fails.
    """
    return _set("file.typ", document.title, document, labels(document.language), {})


@cache
def labels(language: Language) -> Labels:
    """The headings and labels of a language form, with its months and patterns."""
    forms: dict[str, Labels] = tomllib.loads((_ROOM / "labels.toml").read_text(encoding="utf-8"))
    return forms[language]


def spelled(day: date, words: Labels) -> str:
    """A date as it is read: "4. desember 2026", "4 December 2026"; the day and its month stay together."""
    text: str = words["date"].format(day=day.day, month=words["months"][day.month - 1], year=day.year)
    return text


def spelled_period(period: Period, words: Labels) -> str:
    """A period as it is read, open ends included; one day is that day; empty when nothing is known."""
    if period.start and period.start == period.end:
        return spelled(period.start, words)
    pattern = {
        (True, True): words["period"],
        (True, False): words["period_from"],
        (False, True): words["period_to"],
        (False, False): "",
    }[period.start is not None, period.end is not None]
    start = spelled(period.start, words) if period.start else ""
    end = spelled(period.end, words) if period.end else ""
    text: str = pattern.format(start=start, end=end)
    return text


def _data(value: object, words: Labels) -> Any:
    """The document as JSON can carry it: text made printable, dates and periods spelled out."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Period):
        return spelled_period(value, words)
    if isinstance(value, date):
        return spelled(value, words)
    if isinstance(value, tuple):
        return [_data(item, words) for item in value]
    if dataclasses.is_dataclass(value):
        return {field.name: _data(getattr(value, field.name), words) for field in dataclasses.fields(value)}
    return value


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def _set(template: str, title: str, document: object, words: Labels, filled: dict[str, str]) -> bytes:
    if not printable(title):
        raise PaperError("A document needs a title. Give it one and try again.")
    data = {"document": _data(document, words), "labels": words, "filled": filled, "fonts": FAMILIES}
    try:
        return typst.compile(
            _TEMPLATES / template,
            root=_TEMPLATES,
            font_paths=_fonts(),
            format="pdf",
            pdf_standards=["ua-1"],
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        )
    except typst.TypstError:
        # typst quotes what it could not set: the cause is left out so that no one's text ends in a log
        raise PaperError("The document could not be made. Its text holds something that cannot be printed.") from None
