"""Texts that live in the law data, in every language form the product speaks."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

LANGUAGES = ("nb", "nn", "en")
FALLBACK = "nb"


@dataclass(frozen=True, slots=True)
class Text:
    """One text in bokmål, nynorsk and English; `str()` gives the reader's language."""

    nb: str
    nn: str
    en: str

    def __str__(self) -> str:
        """Answer in the language active now."""
        return self.in_(get_language())

    def in_(self, language: str | None) -> str:
        """Give the text in a language such as `nn` or `nn-NO`; bokmål when there is none of that language."""
        code = (language or FALLBACK).replace("_", "-").split("-")[0].lower()
        return str(getattr(self, code if code in LANGUAGES else FALLBACK))

    def filled(self, **values: object) -> Text:
        """Give the same text with its `{names}` filled in; a value that is a Text speaks the same language."""
        return Text(**{language: self._filled_in(language, values) for language in LANGUAGES})

    def _filled_in(self, language: str, values: dict[str, object]) -> str:
        spoken = {name: value.in_(language) if isinstance(value, Text) else value for name, value in values.items()}
        return self.in_(language).format(**spoken)


def joined(texts: tuple[Text, ...], by: str) -> Text:
    """Put texts after each other, language by language."""
    return Text(**{language: by.join(text.in_(language) for text in texts) for language in LANGUAGES})
