"""The file as a document to read: every part that has words for its fields, in plain order, codes and ids said as words."""

from datetime import date, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from knutepunkt import paper
from knutepunkt.coordination.words import TOPICS
from knutepunkt.foundation import bundle
from knutepunkt.organisation.models import Staff, Unit
from knutepunkt.paper.documents import Chapter, Entry, FileDocument
from knutepunkt.portal import looking
from knutepunkt.portal.taking import Taken
from knutepunkt.ui.filters import day, moment

FIRST = ("person", "important", "plans", "plan-texts", "goals", "activities", "care-team", "appointments")
LOOKS_SHOWN = 300
LANGUAGES = {"nb", "nn", "en"}


def document_pdf(taken: Taken) -> bytes:
    """The document in the reader's language, tagged for those who listen (PDF/UA-1)."""
    return paper.file(document(taken))


def document(taken: Taken) -> FileDocument:
    """What is printed. Parts without rows are left out."""
    code = (get_language() or "nb")[:2]
    parts = {part.key: part for part in bundle.in_order() if part.labels and taken.parts[part.key]}
    ordered = [*(key for key in FIRST if key in parts), *(key for key in parts if key not in FIRST)]
    chapters = [_contact(taken), *(_chapter(parts[key], taken) for key in ordered), _looks(taken)]
    return FileDocument(
        language=code if code in LANGUAGES else "nb",  # type: ignore[arg-type]  # one of the three
        title=_title(taken),
        owner=taken.organisation,
        introduction=_introduction(taken),
        chapters=tuple(chapter for chapter in chapters if chapter.entries or chapter.note),
        footer=_("Made %(moment)s for %(name)s.") % {"moment": moment(taken.made_at), "name": taken.made_for},
    )


def _title(taken: Taken) -> str:
    if taken.file.own:
        return _("All that stands here about you")
    return _("What you can read here about %(name)s") % {"name": taken.file.name}


def _introduction(taken: Taken) -> tuple[str, ...]:
    return (
        _("This is what you could read on %(moment)s. What somebody else keeps to themselves is not in it.")
        % {"moment": moment(taken.made_at)},
        _("Keep it where only those you trust can find it."),
    )


def _contact(taken: Taken) -> Chapter:
    names = {
        "number": _("Identity number"), "address": _("Address"), "postcode": _("Postcode"), "city": _("City"), "district": _("District"),
        "phone": _("Phone"), "email": _("E-mail"),
    }  # fmt: skip
    facts = tuple((names[key], text) for key, text in taken.contact.items() if key in names)
    return Chapter(heading=_("How to reach the person"), entries=(Entry(facts=facts),) if facts else ())


def _chapter(part: bundle.Part, taken: Taken) -> Chapter:
    fields = {field.attname: field for field in part.columns}
    entries = []
    for row in taken.parts[part.key]:
        facts = tuple(
            (str(label), text)
            for name, label in part.labels.items()
            if name in fields and (text := said(part, fields[name], row[name], taken))
        )
        if facts:
            entries.append(Entry(facts=facts))
    return Chapter(heading=str(part.heading), entries=tuple(entries))


def said(part: bundle.Part, field: Any, value: Any, taken: Taken) -> str:
    """One value as a reader says it; empty when there is nothing to say."""
    if value in (None, "", []):
        return ""
    if isinstance(field, ArrayField):
        return ", ".join(_one(part, field.attname, field.base_field, one, taken) for one in value)
    return _one(part, field.attname, field, value, taken)


def _one(part: bundle.Part, name: str, field: Any, value: Any, taken: Taken) -> str:
    say = part.say.get(name)
    return say(value) if say else _plainly(name, field, value, taken)


def _plainly(name: str, field: Any, value: Any, taken: Taken) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if field.related_model is Staff or field.related_model is Unit or name == "unit_id":
        return (taken.staff | taken.units).get(value, "")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return _dated(field, str(value))


def _dated(field: Any, text: str) -> str:
    if isinstance(field, models.DateTimeField):
        return moment(datetime.fromisoformat(text))
    if isinstance(field, models.DateField):
        return day(date.fromisoformat(text))
    return str(TOPICS.get(text, text))  # type: ignore[call-overload]  # a topic is a string


def _looks(taken: Taken) -> Chapter:
    rows = list(reversed(taken.parts["views"]))
    entries = []
    for row in rows[:LOOKS_SHOWN]:
        at = moment(datetime.fromisoformat(row["at"]))
        who = looking.who(row["by_name"], row["role"], row["by_organisation"])
        entries.append(Entry(facts=((at, f"{who}. {looking.what(row['page'])} {looking.why(row['basis'])}"),)))
    note = ""
    if len(rows) > LOOKS_SHOWN:
        note = _("The newest %(n)s stand here. The others are in the data file.") % {"n": LOOKS_SHOWN}
    return Chapter(heading=_("Who has looked"), note=note, entries=tuple(entries))
