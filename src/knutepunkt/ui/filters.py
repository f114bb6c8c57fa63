"""Words for dates, distances and numbers, in the language of the page. Every filter turns None into nothing."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils.translation import get_language, gettext, ngettext
from markupsafe import Markup, escape

from knutepunkt.foundation import clock

LOCALES = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}
SOON_DAYS = 3
YEARLESS = {"nb": "d. MMMM", "nn": "d. MMMM", "en": "d MMMM"}
IDENTITY_NUMBER_LENGTH = 11
BIRTH_DIGITS = 6


def language() -> str:
    """The language form the page is written in: `nb`, `nn` or `en`; bokmål when none is active."""
    code = (get_language() or "nb").split("-")[0]
    return code if code in LOCALES else "nb"


def local(value: date | datetime) -> date:
    """The calendar day in Norway of a moment, or the date itself."""
    if isinstance(value, datetime):
        return clock.day(value) if value.tzinfo else value.date()
    return value


def today() -> date:
    return clock.day(clock.now())


def date_figures(value: date | datetime | None) -> str:
    """21.11.2026, as in fields and tables."""
    return f"{local(value):%d.%m.%Y}" if value else ""


def day(value: date | datetime | None, on: date | None = None) -> str:
    """21. november; with the year when it is another year than that of `on` (today when not told)."""
    if not value:
        return ""
    the_day, form = local(value), language()
    pattern = YEARLESS[form] if the_day.year == (on or today()).year else f"{YEARLESS[form]} y"
    return format_date(the_day, pattern, locale=LOCALES[form])


def weekday(value: date | datetime | None, on: date | None = None) -> str:
    """Friday 4 December."""
    if not value:
        return ""
    name = format_date(local(value), "EEEE", locale=LOCALES[language()])
    return gettext("%(weekday)s %(day)s") % {"weekday": name, "day": day(value, on)}


def clock_time(value: datetime | time | None) -> str:
    """14.30."""
    if value is None:
        return ""
    if isinstance(value, datetime) and value.tzinfo:
        value = value.astimezone(clock.OSLO)
    return f"{value:%H.%M}"


def moment(value: datetime | None) -> str:
    """21.11.2026 kl. 14.30."""
    if value is None:
        return ""
    # Translators: a date and a time of day, in Norwegian "21.11.2026 kl. 14.30"
    return gettext("%(date)s at %(time)s") % {"date": date_figures(value), "time": clock_time(value)}


def day_moment(value: datetime | None, on: date | None = None) -> str:
    """21. november kl. 14.30."""
    if value is None:
        return ""
    return gettext("%(date)s at %(time)s") % {"date": day(value, on), "time": clock_time(value)}


def distance(value: date | datetime | None, on: date) -> str:
    """How far a due date is from `on`: "in 9 days", "11 days over", "today"."""
    if not value:
        return ""
    days = (local(value) - on).days
    if days == 0:
        return gettext("today")
    if days > 0:
        return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}
    # Translators: so many days after the deadline, in Norwegian "11 dager over"
    return ngettext("%(n)s day over", "%(n)s days over", -days) % {"n": -days}


def tone(value: date | datetime | None, on: date, soon: int = SOON_DAYS) -> str | None:
    """`late` when the due date is past, `soon` when it is at most `soon` days away, else None."""
    if not value:
        return None
    days = (local(value) - on).days
    if days < 0:
        return "late"
    return "soon" if days <= soon else None


def number(value: float | Decimal | None) -> str:
    """1 234,5 in Norwegian."""
    return "" if value is None else format_decimal(value, locale=LOCALES[language()])


def initials(name: str | None) -> str:
    """First letter of the first and of the last name: "Bjørn Åge Solli" is BS."""
    words = [word for word in (name or "").split() if word[0].isalnum()]
    letters = [words[0], words[-1]] if len(words) > 1 else words
    return "".join(word[0].upper() for word in letters)


def masked(identity_number: str | None) -> str:
    """An identity number with its last five digits hidden."""
    if not identity_number:
        return ""
    if len(identity_number) != IDENTITY_NUMBER_LENGTH:
        return "*" * len(identity_number)
    return f"{identity_number[:BIRTH_DIGITS]} *****"


def paragraphs(text: str | None) -> Markup:
    """Written text with its line breaks kept: an empty line parts paragraphs."""
    blocks = [block.strip() for block in (text or "").replace("\r\n", "\n").split("\n\n") if block.strip()]
    made = (Markup("<p>{}</p>").format(Markup("<br>").join(map(escape, block.split("\n")))) for block in blocks)
    return Markup("\n").join(made)


def machine(value: date | datetime | None) -> str:
    """For the `datetime` attribute of `<time>`."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="minutes") if value.tzinfo else value.isoformat()
    return value.isoformat()


FILTERS = {
    "date": date_figures,
    "day": day,
    "day_moment": day_moment,
    "weekday": weekday,
    "moment": moment,
    "clock": clock_time,
    "distance": distance,
    "tone": tone,
    "number": number,
    "initials": initials,
    "masked": masked,
    "paragraphs": paragraphs,
    "machine": machine,
}
