"""Fills an empty database with the demo, through the product's own operations."""

from datetime import datetime

from django.db import transaction

from knutepunkt.access import scope
from knutepunkt.demo.cast import Cast
from knutepunkt.demo.content import load
from knutepunkt.demo.mark import mark
from knutepunkt.demo.persons import load_persons
from knutepunkt.demo.places import load_places


def load_demo(at: datetime) -> None:
    """Load everything, dated around `at`, in one transaction: all of it or nothing."""
    cast = Cast(load(), at)
    try:
        with transaction.atomic():
            mark()
            load_places(cast)
            load_persons(cast)
    finally:
        scope.leave()
