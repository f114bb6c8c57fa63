"""Fill an empty database with the invented municipalities, their people and plans (used by `demo`).

`demo` gives the database its name only when this has ended well, so it need not be one transaction:
two processes play the municipalities side by side, which takes half the time on two cores.
"""

import argparse
import multiprocessing
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from knutepunkt.command.errors import OperatorError

if TYPE_CHECKING:
    from knutepunkt.demo.cast import Cast
    from knutepunkt.demo.content import Content


def configure(parser: argparse.ArgumentParser) -> None:
    pass


def run(_arguments: argparse.Namespace) -> int:
    import os

    from knutepunkt.command import environment

    if not os.environ.get("DATABASE_URL"):
        raise OperatorError("`demo-load` fills the database that DATABASE_URL names. For the embedded one: `kp demo`.")
    environment.enter({"KNUTEPUNKT_DEMO": "1"})
    from knutepunkt.demo.mark import NotEmpty, mark
    from knutepunkt.foundation import clock

    try:
        mark()
    except NotEmpty as refusal:
        raise OperatorError(str(refusal)) from refusal
    return load_side_by_side(clock.now())


def load_side_by_side(at: datetime) -> int:
    """Make the places, then play the persons of one half of the organisations here and the other half beside."""
    from dataclasses import replace

    from django.db import connections

    from knutepunkt.demo.cast import Cast
    from knutepunkt.demo.content import load
    from knutepunkt.demo.places import load_places

    cast = Cast(load(), at)
    _in_one_transaction(load_places, cast)
    pooled: Any = connections["default"]  # PostgreSQL's backend, which Django's types do not say
    pooled.close_pool()  # a forked process may not share connections
    connections.close_all()
    mine, other = (replace(cast, content=half) for half in halves(cast.content))
    beside = multiprocessing.get_context("fork").Process(target=_play, args=[other])
    beside.start()
    _play(mine)
    beside.join()
    return 0 if beside.exitcode == 0 else 1


def halves(content: "Content") -> tuple["Content", "Content"]:
    """Divide persons and enquiries by organisation, so that the halves never wait for each other's rows."""
    from dataclasses import replace

    counted = Counter(person.organisation for person in content.persons)
    left: set[str] = set()
    for organisation, _count in counted.most_common():
        if sum(counted[one] for one in left) + counted[organisation] <= counted.total() / 2:
            left.add(organisation)

    def half(*, is_left: bool) -> "Content":
        persons = tuple(one for one in content.persons if (one.organisation in left) == is_left)
        keys = {one.key for one in persons}
        return replace(
            content,
            persons=persons,
            lately=tuple(told for told in content.lately if told.person in keys),
            enquiries=tuple(one for one in content.enquiries if (one.organisation in left) == is_left),
        )

    return half(is_left=True), half(is_left=False)


def _play(cast: "Cast") -> None:
    from knutepunkt.demo.persons import load_persons

    _in_one_transaction(load_persons, cast)


def _in_one_transaction(load: "Callable[[Cast], None]", cast: "Cast") -> None:
    from django.db import transaction

    from knutepunkt.access import scope

    try:
        with transaction.atomic():
            load(cast)
    finally:
        scope.leave()
