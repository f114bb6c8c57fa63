"""What the years of the person mean for the own pages; every limit is the law's (pbrl. §§ 4-3, 4-4)."""

from dataclasses import dataclass
from datetime import date

from knutepunkt import law


@dataclass(frozen=True, slots=True)
class Years:
    """`young`: does not decide alone yet. `withholds`: may keep something to himself or herself. `asked`: is asked beforehand about
    what pauses on the birthday `decides_on`.
    """

    young: bool = False
    withholds: bool = False
    asked: bool = False
    decides_on: date | None = None


def years(birth_date: date | None, *, on: date) -> Years:
    """What age gives on the day. Without a birth date, and for adults, nothing is special."""
    if birth_date is None:
        return Years()
    ages = law.on(on)
    decides = ages.age("decides")
    if decides.is_reached(birth_date, on=on):
        return Years()
    return Years(
        young=True,
        withholds=ages.age("weight").is_reached(birth_date, on=on),
        asked=ages.age("ask-from").is_reached(birth_date, on=on),
        decides_on=decides.reached_on(birth_date),
    )
