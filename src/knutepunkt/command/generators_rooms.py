"""Generated pages about what the rooms register: lives, permissions, doors, sources of grants."""

from enum import StrEnum
from itertools import groupby

from knutepunkt.foundation.lifecycle import Lifecycle


def lives() -> dict[str, str]:
    """A state diagram and a table for each life cycle."""
    from knutepunkt.foundation.lifecycle import REGISTRY

    return {f"lives/{name}.md": diagram(life) for name, life in sorted(REGISTRY.items())}


def diagram(life: Lifecycle[StrEnum]) -> str:
    """One life as a mermaid diagram with its moves and permissions below."""

    def key(state: str) -> str:
        return state.replace("-", "_")

    lines = [f"# {life.name}", "", "```mermaid", "stateDiagram-v2", f"  [*] --> {key(life.initial)}"]
    names = [str(state) for state in life.states]
    lines += [f"  {key(state)}: {state}" for state in names]
    moves = sorted(
        ((str(source), str(move.target), move.name) for move in life.moves for source in move.sources),
        key=lambda move: (names.index(move[0]), names.index(move[1]), move[2]),
    )
    for (source, target), group in groupby(moves, key=lambda move: move[:2]):
        lines.append(f"  {key(source)} --> {key(target)}: {', '.join(move[2] for move in group)}")
    lines += ["```", "", "| move | from | to | permission |", "| --- | --- | --- | --- |"]
    for move in life.moves:
        sources = ", ".join(sorted((str(source) for source in move.sources), key=names.index))
        lines.append(f"| {move.name} | {sources} | {move.target} | `{move.permission}` |")
    return "\n".join(lines)


def permissions() -> dict[str, str]:
    """Roles and what each may do."""
    from django.utils import translation

    from knutepunkt.access.permissions import Permission
    from knutepunkt.access.roles import ROLES

    with translation.override("en"):
        roles = [role for code, role in ROLES.items() if code != "system"]
        head = ["# Permissions", "", *(f"- **{role.code}**: {role.description}" for role in roles), ""]
        head.append("| permission | " + " | ".join(role.code for role in roles) + " |")
        head.append("| --- |" + " :-: |" * len(roles))
        rows = [
            f"| `{p}` | " + " | ".join("x" if p in role.permissions else "" for role in roles) + " |"
            for p in Permission
        ]
    return {"permissions.md": "\n".join([*head, *rows])}


def registries() -> dict[str, str]:
    """The explicit registries: doors through which person data leaves, and sources of grants."""
    from django.urls import get_resolver

    from knutepunkt.access.doors import DOORS
    from knutepunkt.access.grants import SOURCES, UNIT_SOURCES

    get_resolver().url_patterns  # noqa: B018 -- loads every view, and with it every door
    lines = ["# Registries", "", "## Doors", "", "| door | kind | where |", "| --- | --- | --- |"]
    lines += [
        f"| {door.name} | {door.kind} | `{door.where}` |" for door in sorted(DOORS.values(), key=lambda d: d.name)
    ]
    lines += ["", "## Sources of grants", ""]
    for name, function in sorted({**SOURCES, **UNIT_SOURCES}.items()):
        lines.append(f"- **{name}** (`{function.__module__}`): {(function.__doc__ or '').strip().splitlines()[0]}")
    return {"registries.md": "\n".join(lines)}
