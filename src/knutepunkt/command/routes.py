"""List every address the application answers to, with its methods and the permission it asks for."""

import argparse
import json
from collections.abc import Iterator
from typing import Any

from knutepunkt.command.layout import DEMO_DATA


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument("--data", default=DEMO_DATA, help="a demo's data folder lists the demo's own addresses too")


def run(arguments: argparse.Namespace) -> int:
    from pathlib import Path

    from knutepunkt.command import environment
    from knutepunkt.command.layout import DataFolder

    demo = environment.is_demo(DataFolder.at(Path(arguments.data)))
    environment.enter({"KNUTEPUNKT_DEMO": "1"} if demo else {})
    listed = list(routes())
    if arguments.json:
        print(json.dumps(listed, ensure_ascii=False, indent=2))
        return 0
    for route in listed:
        print(f"{route['pattern']}  {' '.join(route['methods'])}  {route['permission']}")
    return 0


def routes() -> Iterator[dict[str, Any]]:
    """Walk the URL resolver: pattern, name, methods and permission (`public` spelled out) of each address."""
    from django.urls import URLPattern, URLResolver, get_resolver

    def walk(patterns: list[Any], prefix: str, names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
        for entry in patterns:
            path = prefix + str(entry.pattern)
            if isinstance(entry, URLResolver):
                inside = (*names, entry.namespace) if entry.namespace else names
                yield from walk(entry.url_patterns, path, inside)
            elif isinstance(entry, URLPattern):
                yield {
                    "pattern": f"/{path}",
                    "name": ":".join((*names, entry.name)) if entry.name else None,
                    "methods": sorted(str(method) for method in getattr(entry.callback, "methods", ())),
                    "permission": _permission(entry.callback),
                }

    return walk(get_resolver().url_patterns, "", ())


def _permission(callback: Any) -> str | None:
    """None where a view declares nothing, which a house test refuses."""
    permission = getattr(callback, "permission", None)
    return None if permission is None else str(permission)
