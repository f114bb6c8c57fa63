"""The exact difference between two versions of a plan: what came, what went, what is worded otherwise, word by word.

A version is laid flat: entries (the plan, each goal, activity, participant …) with their fields as text. The difference applied
to the old gives the new, which the tests hold it to.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Literal

Entry = tuple[str, str]
"""Kind and id of one thing in the plan."""
Flat = dict[Entry, dict[str, str]]
Part = tuple[Literal["same", "added", "removed"], str]

PLAN_FIELDS = (
    "important", "main_responsible", "starts_on", "ends_on", "review_on", "needs", "resources", "carried_out", "cooperation",
    "child_took_part", "agreement_expectations", "agreement_contact", "agreement_meetings", "contact_doctor",
)  # fmt: skip
GOAL_FIELDS = ("words", "expressed_by", "life_area", "is_main", "state", "why_abandoned", "number", "parent_id")
ACTIVITY_FIELDS = (
    "what", "how", "amount", "place", "unit_name", "responsible_name", "contributor", "contributes", "starts_on", "ends_on",
    "state", "number", "goal_id",
)  # fmt: skip
SUB_PLAN_FIELDS = ("title", "holder", "contact", "reference")
WORDS = re.compile(r"\s+|[^\w\s]|\w+")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that reads otherwise; `parts` joined without the added is the old, without the removed the new."""

    name: str
    parts: tuple[Part, ...]

    @property
    def old(self) -> str:
        """The text before."""
        return "".join(text for op, text in self.parts if op != "added")

    @property
    def new(self) -> str:
        """The text after."""
        return "".join(text for op, text in self.parts if op != "removed")


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that was added, removed or changed, with every field of it that differs."""

    entry: Entry
    op: Literal["added", "removed", "changed"]
    fields: tuple[FieldChange, ...]
    name: str = field(default="", compare=False)
    """What the entry is called in the version where it last stood, for the reader."""

    @property
    def kind(self) -> str:
        """Plan, goal, activity, participant, coordinator, consent, point or sub-plan."""
        return self.entry[0]


def flat(content: Mapping[str, Any]) -> Flat:
    """A version laid flat. Moments, versions of rows and who typed are no part of what the plan says."""
    made: Flat = {("plan", ""): _texts(content["plan"], PLAN_FIELDS)}
    made |= {("goal", row["id"]): _texts(row, GOAL_FIELDS) for row in content["goals"]}
    made |= {("activity", row["id"]): _texts(row, ACTIVITY_FIELDS) for row in content["activities"]}
    for kind, rows, key in (
        ("participant", "team", "name"),
        ("coordinator", "coordinators", "name"),
        ("consent", "consents", "answered_on"),
    ):
        for at, row in _numbered(content[rows], key):
            made[kind, at] = _texts(row, tuple(name for name in row if name not in {"id", "staff_id"}))
    made |= {("sub-plan", row["id"]): _texts(row, SUB_PLAN_FIELDS) for row in content.get("sub_plans", ())}
    made |= {("point", row["key"]): _texts(row, ("text", "reason")) for row in content["notes"]}
    return made


def _numbered(rows: Sequence[Mapping[str, Any]], key: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Rows without an id of their own are known by a name; a second one of the same name gets a number."""
    seen: dict[str, int] = {}
    for row in rows:
        name = str(row[key] or "")
        seen[name] = seen.get(name, 0) + 1
        yield (name if seen[name] == 1 else f"{name} ({seen[name]})"), row


def _texts(row: Mapping[str, Any], names: Sequence[str]) -> dict[str, str]:
    return {name: _text(row[name]) for name in names}


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    if isinstance(value, bool):
        return "yes" if value else ""
    return "" if value is None else str(value)


def word_difference(old: str, new: str) -> tuple[Part, ...]:
    """Word for word; spaces and signs are kept, so that the parts give both texts exactly."""
    before, after = WORDS.findall(old), WORDS.findall(new)
    parts: list[Part] = []
    for op, i, j, k, l in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():  # noqa: E741 -- difflib's names
        if op == "equal":
            parts.append(("same", "".join(before[i:j])))
            continue
        if i < j:
            parts.append(("removed", "".join(before[i:j])))
        if k < l:
            parts.append(("added", "".join(after[k:l])))
    return tuple(parts)


def difference(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
    """Every change from one version's content to the other's, in the order of the newer, what went away last."""
    return flat_difference(flat(old), flat(new))


def flat_difference(before: Flat, after: Flat) -> tuple[Change, ...]:
    """The same for versions laid flat."""
    changes = []
    for entry in [*after, *(entry for entry in before if entry not in after)]:
        was, now = before.get(entry), after.get(entry)
        if was == now:
            continue
        names = list(dict.fromkeys([*(now or {}), *(was or {})]))
        fields = tuple(
            FieldChange(name, word_difference((was or {}).get(name, ""), (now or {}).get(name, "")))
            for name in names
            if (was or {}).get(name, "") != (now or {}).get(name, "") or was is None or now is None
        )
        op: Literal["added", "removed", "changed"] = "added" if was is None else "removed" if now is None else "changed"
        changes.append(Change(entry, op, fields, _name(now or was or {}, entry)))
    return tuple(changes)


def _name(fields: Mapping[str, str], entry: Entry) -> str:
    return fields.get("words") or fields.get("what") or fields.get("name") or fields.get("title") or entry[1]


def applied(old: Flat, changes: Sequence[Change]) -> Flat:
    """The newer version, made from the older and the difference."""
    made = {entry: dict(fields) for entry, fields in old.items()}
    for change in changes:
        if change.op == "removed":
            del made[change.entry]
            continue
        made.setdefault(change.entry, {}).update({each.name: each.new for each in change.fields})
    return made
