"""Identity numbers: what kind they are, whether they are formally valid, and how they are shown and made up.

Birth date and sex read from a number are suggestions only; the person's own fields are what counts. No sentence, no
`repr` and no exception here holds a number.

Law: check-digit rule of the law data (the first remainder may be more than nought from a day named there).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knutepunkt import law
from knutepunkt.foundation.refusal import Refusal

LENGTH = 11
BIRTH_DIGITS = 6
FIRST_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
SECOND_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
MODULUS = 11
TEN = 10

D_NUMBER_DAY = 40
LOCAL_MONTH = 40
JOINT_FIRST_DIGITS = "89"
CENTURIES = (
    (range(500), range(100), 1900),
    (range(500, 750), range(54, 100), 1800),
    (range(500, 1000), range(40), 2000),
    (range(900, 1000), range(40, 100), 1900),
)
"""Individual numbers, two-digit years, and the century they stand for together."""


class NumberKind(StrEnum):
    """Who gave the number: the national register (fnr, dnr), the health services together, one institution, no one."""

    FNR = "fnr"
    DNR = "dnr"
    FH = "fh"
    HNR = "hnr"
    NONE = "none"


class Synthetic(StrEnum):
    """Whose synthetic numbers: the month is shifted so that they belong to no one."""

    TENOR = "tenor"
    NHN = "nhn"
    DOLLY = "dolly"


MONTH_SHIFTS = {Synthetic.DOLLY: LOCAL_MONTH, Synthetic.NHN: 65, Synthetic.TENOR: 80}


class Sex(StrEnum):
    """Sex as the register has coded it in older numbers."""

    FEMALE = "female"
    MALE = "male"


class RefusalReason(StrEnum):
    """Why a number is refused."""

    NOT_ELEVEN_DIGITS = "not-eleven-digits"
    NO_SUCH_DATE = "no-such-date"
    CHECK_DIGITS = "check-digits"
    SYNTHETIC = "synthetic"


_SENTENCES: dict[RefusalReason, str | Promise] = {
    RefusalReason.NOT_ELEVEN_DIGITS: _("An identity number has eleven digits. Check what was typed."),
    RefusalReason.NO_SUCH_DATE: _("The first six digits are no date of birth. Check what was typed."),
    RefusalReason.CHECK_DIGITS: _("The last two digits do not fit the others. Check what was typed."),
    RefusalReason.SYNTHETIC: _("This is a made-up test number. Only a test installation takes it."),
}


class NumberRefused(Refusal):
    """The number cannot be used; the sentence tells why and never holds the number."""

    def __init__(self, reason: RefusalReason) -> None:
        """Keep the reason beside its sentence."""
        self.reason = reason
        super().__init__(_SENTENCES[reason], field="number")


@dataclass(frozen=True, slots=True)
class Number:
    """A formally valid number. `birth_date` and `sex` are suggestions, None where the number says nothing."""

    value: str = field(repr=False)
    kind: NumberKind
    synthetic: Synthetic | None = None
    birth_date: date | None = field(default=None, repr=False)
    sex: Sex | None = field(default=None, repr=False)

    def __str__(self) -> str:
        """Answer masked, so that a number never slips into a log."""
        return self.masked

    @property
    def masked(self) -> str:
        """The first six digits and five stars."""
        return masked(self.value)


NO_NUMBER = Number("", NumberKind.NONE)


def masked(value: str) -> str:
    """Show a number as `010190 *****`; nothing for no number."""
    return f"{value[:BIRTH_DIGITS]} *****" if value else ""


def classify(value: str | None, *, on: date, test_installation: bool, said: NumberKind | None = None) -> Number:
    """Tell what a number is. Raises NumberRefused when it is not formally valid, or synthetic where that is refused.

    A month raised by forty stands for a local number as well as a synthetic one. What the sender `said` decides;
    when nothing was said it is local in production and synthetic on a test installation.
    """
    digits = "".join((value or "").replace("-", "").split())
    if not digits:
        return NO_NUMBER
    if len(digits) != LENGTH or not (digits.isascii() and digits.isdigit()):
        raise NumberRefused(RefusalReason.NOT_ELEVEN_DIGITS)
    if digits[0] in JOINT_FIRST_DIGITS:
        _require_check_digits(digits, frozenset({0}))
        return Number(digits, NumberKind.FH)
    number = _dated(digits, test_installation=test_installation, said=said)
    registered = number.kind in {NumberKind.FNR, NumberKind.DNR}
    _require_check_digits(digits, law.on(on).check_digit_remainders() if registered else frozenset({0}))
    if number.synthetic is not None and not test_installation:
        raise NumberRefused(RefusalReason.SYNTHETIC)
    return number


def synthetic(birth_date: date, sequence: int, *, sex: Sex | None = None) -> str:
    """Make up the `sequence`-th (from 0) Tenor number of a birth date, of that sex when given.

    Raises ValueError when the date has no such number.
    """
    for position, value in enumerate(_synthetic_numbers(birth_date, sex)):
        if position == sequence:
            return value
    raise ValueError("There are not that many synthetic numbers for this date.")


def _dated(digits: str, *, test_installation: bool, said: NumberKind | None) -> Number:
    """Read the parts of a number that begins with a date."""
    day, month = int(digits[:2]), int(digits[2:4])
    kind, day = (NumberKind.DNR, day - D_NUMBER_DAY) if day > D_NUMBER_DAY else (NumberKind.FNR, day)
    origin = next((maker for maker, shift in reversed(MONTH_SHIFTS.items()) if month > shift), None)
    month -= MONTH_SHIFTS[origin] if origin else 0
    is_local = said is NumberKind.HNR or (said is None and not test_installation)
    if origin is Synthetic.DOLLY and kind is NumberKind.FNR and is_local:
        kind, origin = NumberKind.HNR, None
    birth_date = _birth_date(day, month, int(digits[4:6]), int(digits[6:9]))
    return Number(digits, kind, origin, birth_date, _sex(digits))


def _birth_date(day: int, month: int, year: int, individual: int) -> date:
    for individuals, years, century in CENTURIES:
        if individual in individuals and year in years:
            try:
                return date(century + year, month, day)
            except ValueError:
                break
    raise NumberRefused(RefusalReason.NO_SUCH_DATE)


def _sex(digits: str) -> Sex | None:
    """Read the sex from the ninth digit; numbers of the newer kind carry none."""
    if _remainder(digits, FIRST_WEIGHTS):
        return None
    return Sex.MALE if int(digits[8]) % 2 else Sex.FEMALE


def _require_check_digits(digits: str, first_remainders: frozenset[int]) -> None:
    if _remainder(digits, FIRST_WEIGHTS) not in first_remainders or _remainder(digits, SECOND_WEIGHTS):
        raise NumberRefused(RefusalReason.CHECK_DIGITS)


def _remainder(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % MODULUS


def _synthetic_numbers(birth_date: date, sex: Sex | None) -> Iterator[str]:
    month = birth_date.month + MONTH_SHIFTS[Synthetic.TENOR]
    start = f"{birth_date.day:02}{month:02}{birth_date.year % 100:02}"
    for individuals, years, century in CENTURIES:
        if birth_date.year - century not in years:
            continue
        for individual in individuals:
            value = _with_check_digits(f"{start}{individual:03}")
            if value is not None and sex in {None, _sex(value)}:
                yield value


def _with_check_digits(start: str) -> str | None:
    """Add both check digits; None where one of them would have two digits."""
    value = start
    for weights in (FIRST_WEIGHTS, SECOND_WEIGHTS):
        check = -_remainder(value, weights) % MODULUS
        if check == TEN:
            return None
        value += str(check)
    return value
