"""Form fields with what the design asks for: why we ask, how wide the box is, what the browser may fill in."""

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knutepunkt.foundation import clock

Text = str | Promise

DATE_FORMATS = ("%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d")
TIME_FORMATS = ("%H.%M", "%H:%M")


class Explained(forms.Field):
    """Mixed into each field: `why` we ask (with the law), `width` of the box ("s", "m"), `autocomplete`."""

    def __init__(
        self, *args: Any, why: Text = "", width: str | None = None, autocomplete: str = "", **kwargs: Any
    ) -> None:
        self.why = why
        self.width = width
        super().__init__(*args, **kwargs)
        if autocomplete:
            self.widget.attrs["autocomplete"] = autocomplete


class CharField(Explained, forms.CharField):
    pass


class TextField(Explained, forms.CharField):
    """Several lines."""

    def __init__(self, *args: Any, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(*args, **kwargs)


class HiddenField(Explained, forms.CharField):
    widget = forms.HiddenInput


class EmailField(Explained, forms.EmailField):
    default_error_messages = {"invalid": _("Write the e-mail address like this: name@example.no")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("autocomplete", "email")
        super().__init__(*args, **kwargs)


class PhoneField(Explained, forms.CharField):
    """Kept as written, without spaces."""

    default_error_messages = {"invalid": _("Write the phone number with eight digits, or with + and the country code")}
    lengths = frozenset({5, 6, *range(8, 16)})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("width", "m")
        kwargs.setdefault("autocomplete", "tel")
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel"}))
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Any:
        written = "".join(str(value or "").split())
        digits = written.removeprefix("+")
        if written and not (digits.isascii() and digits.isdigit() and len(digits) in self.lengths):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(written)


class IntegerField(Explained, forms.IntegerField):
    default_error_messages = {"invalid": _("Write a whole number in figures")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("width", "s")
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric"}))
        super().__init__(*args, **kwargs)


class DecimalField(Explained, forms.DecimalField):
    """Takes a decimal comma."""

    default_error_messages = {"invalid": _("Write a number in figures, like this: 2,5")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("width", "s")
        kwargs.setdefault("widget", CommaInput(attrs={"inputmode": "decimal"}))
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = "".join(value.split()).replace(",", ".")
        return super().to_python(value)


class CommaInput(forms.TextInput):
    def format_value(self, value: Any) -> str | None:
        return str(value).replace(".", ",") if isinstance(value, Decimal) else super().format_value(value)


class DayInput(forms.TextInput):
    def format_value(self, value: Any) -> str | None:
        return f"{value:%d.%m.%Y}" if isinstance(value, date) else super().format_value(value)


class ClockInput(forms.TextInput):
    def format_value(self, value: Any) -> str | None:
        return f"{value:%H.%M}" if isinstance(value, time) else super().format_value(value)


class DateField(Explained, forms.DateField):
    """21.11.2026 as people write it; ISO is taken too."""

    default_error_messages = {"invalid": _("Write the date like this: 4.12.2026")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("width", "s")
        kwargs.setdefault("input_formats", DATE_FORMATS)
        kwargs.setdefault("widget", DayInput(attrs={"inputmode": "numeric"}))
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python("".join(value.split()) if isinstance(value, str) else value)


class TimeField(Explained, forms.TimeField):
    """14.30 as people write it; 14:30 is taken too."""

    default_error_messages = {"invalid": _("Write the time like this: 14.30")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("width", "s")
        kwargs.setdefault("input_formats", TIME_FORMATS)
        kwargs.setdefault("widget", ClockInput(attrs={"inputmode": "numeric"}))
        super().__init__(*args, **kwargs)


class MomentWidget(forms.MultiWidget):
    """Two boxes, for the date and for the time."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        numeric = {"inputmode": "numeric"}
        super().__init__([DayInput(attrs=numeric), ClockInput(attrs=dict(numeric))], attrs)

    def decompress(self, value: Any) -> list[Any]:
        if not isinstance(value, datetime):
            return [None, None]
        there = value.astimezone(clock.OSLO) if value.tzinfo else value
        return [there.date(), there.time()]


class MomentField(Explained, forms.MultiValueField):
    """A date and a time of day in Norway, cleaned to an aware moment."""

    widget = MomentWidget

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__([DateField(), TimeField()], *args, **kwargs)

    def compress(self, data_list: Sequence[Any]) -> datetime | None:
        if not data_list:
            return None
        the_day, the_time = data_list
        return datetime.combine(the_day, the_time, tzinfo=clock.OSLO)


class ChoiceField(Explained, forms.ChoiceField):
    """Radio buttons; a drop-down list with `as_select=True`, for more than about seven answers."""

    def __init__(self, *args: Any, as_select: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Select if as_select else forms.RadioSelect)
        super().__init__(*args, **kwargs)


class MultipleChoiceField(Explained, forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple


class BooleanField(Explained, forms.BooleanField):
    pass


class FileField(Explained, forms.FileField):
    def __init__(self, *args: Any, accept: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if accept:
            self.widget.attrs["accept"] = accept
