"""Bring the translations' source files up to date with the texts in the code; with --check say what is missing."""

import argparse
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parents[1]
LOCALE = PACKAGE / "locale"
LANGUAGES = ("nb", "nn")
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
JINJA = {
    "trimmed": "true",
    "silent": "false",
    "newstyle_gettext": "true",
    "encoding": "utf-8",
    "extensions": "jinja2.ext.do",
}


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit code 1 when a text lacks a translation"
    )


def run(arguments: argparse.Namespace) -> int:
    template = extracted()
    missing = 0
    for language in LANGUAGES:
        catalog = updated(language, template)
        lacking = [message.id for message in catalog if message.id and not translated(message.string)]
        missing += len(lacking)
        print(f"{language}: {len(catalog)} texts, {len(lacking)} without translation")
        if not arguments.check:
            save(catalog, language)
    return 1 if arguments.check and missing else 0


def extracted() -> Catalog:
    """Every text marked in the code and the templates, in one catalogue, ordered by text."""
    template = Catalog(charset="utf-8", project="Knutepunkt", header_comment="# Texts of Knutepunkt")
    found = extract_from_dir(
        PACKAGE,
        [("**/templates/**.html", "jinja2"), ("**.py", "python")],
        {"**/templates/**.html": JINJA, "**.py": {"encoding": "utf-8"}},
        KEYWORDS,
        ["Translators:"],
        strip_comment_tags=True,
    )
    for filename, _line, text, comments, context in found:
        template.add(text, None, [(filename, 1)], auto_comments=comments, context=context)
    return template


def path_of(language: str) -> Path:
    """Where a language's texts are kept."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def stored(language: str) -> Catalog:
    """The translations as they are kept; empty when there are none yet."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str, template: Catalog) -> Catalog:
    """The stored translations with new texts added and gone ones removed; nothing is guessed."""
    catalog = stored(language)
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    return catalog


def save(catalog: Catalog, language: str) -> None:
    """Write the source file in a stable order, without line numbers."""
    path = path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, sort_output=True, no_location=True, omit_header=False, width=120)


def translated(text: str | tuple[str, ...] | list[str] | None) -> bool:
    """Is every form of it there?"""
    forms = [text] if isinstance(text, str) or text is None else text
    return bool(forms) and all(forms)
