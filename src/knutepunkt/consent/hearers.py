"""Rooms above that must act in the same transaction when a question is asked, or a consent begins or ends."""

from collections.abc import Callable
from datetime import datetime

from knutepunkt.access.actor import Actor
from knutepunkt.consent.models import Consent

Hearer = Callable[[Consent, Actor, datetime], None]
_HEARERS: list[Hearer] = []
_ASKED: list[Hearer] = []


def hears_consent(function: Hearer) -> Hearer:
    """Register `function(consent, by, at)`: called after each answer, signature and withdrawal, before grants are derived."""
    if function not in _HEARERS:
        _HEARERS.append(function)
    return function


def hears_question(function: Hearer) -> Hearer:
    """Register `function(consent, by, at)`: called when a question begins to wait for an answer."""
    if function not in _ASKED:
        _ASKED.append(function)
    return function


def tell_hearers(consent: Consent, *, by: Actor, at: datetime) -> None:
    """Tell every room that asked."""
    for hearer in _HEARERS:
        hearer(consent, by, at)


def tell_asked(consent: Consent, *, by: Actor, at: datetime) -> None:
    """Tell every room that wants to know of questions."""
    for hearer in _ASKED:
        hearer(consent, by, at)
