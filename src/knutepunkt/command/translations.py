"""Compile the translations, where their texts are newer than what was compiled."""

import argparse
import os
from pathlib import Path

LOCALE = Path(__file__).resolve().parents[1] / "locale"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--all", action="store_true", help="also those that are up to date")


def run(arguments: argparse.Namespace) -> int:
    for language in compile_translations(everything=arguments.all):
        print(f"Compiled: {language}")
    return 0


def compile_translations(locale: Path = LOCALE, *, everything: bool = False) -> list[str]:
    """Write `django.mo` beside each older `django.po`; gives the languages. Readers never see half a file."""
    compiled = []
    for source in sorted(locale.glob("*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if not everything and target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        _compile(source, target)
        compiled.append(source.parts[-3])
    return compiled


def _compile(source: Path, target: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        catalog = read_po(file, locale=source.parts[-3])
    unfinished = target.with_name(f"{target.name}.{os.getpid()}")
    with unfinished.open("wb") as file:
        write_mo(file, catalog)
    unfinished.replace(target)
