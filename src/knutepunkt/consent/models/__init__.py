"""Consents and what is kept back."""

from knutepunkt.consent.models.consent import Consent, ConsentAnswer, ConsentStep, GivenBy, Subject
from knutepunkt.consent.models.keeping import Block, KeptFrom, Opposition, WithheldMatter

__all__ = [
    "Block",
    "Consent",
    "ConsentAnswer",
    "ConsentStep",
    "GivenBy",
    "KeptFrom",
    "Opposition",
    "Subject",
    "WithheldMatter",
]
