"""Filters, fields and error pages."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory
from django.utils import translation

from knutepunkt.foundation.refusal import Refusal
from knutepunkt.ui import errors, filters, forms

pytestmark = pytest.mark.urls("rooms.ui.only_ui_urls")

ON = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("language", "value", "expected"),
    [
        ("nb", date(2026, 11, 21), "21. november"),
        ("nn", date(2026, 5, 17), "17. mai"),
        ("en", date(2026, 5, 17), "17 May"),
        ("nb", date(2027, 3, 4), "4. mars 2027"),
        ("en", date(2025, 3, 4), "4 March 2025"),
        ("nb", None, ""),
    ],
)
def test_day_has_the_year_when_it_is_another(language, value, expected):
    with translation.override(language):
        assert filters.day(value, ON) == expected


def test_a_moment_near_midnight_is_the_norwegian_day():
    at = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    assert filters.date_figures(at) == "21.11.2026"
    assert filters.clock_time(at) == "00.30"
    assert filters.moment(at) == "21.11.2026 at 00.30"
    assert filters.day_moment(at, ON) == "21 November at 00.30"
    assert filters.machine(at) == "2026-11-20T23:30+00:00"


@pytest.mark.parametrize(
    ("value", "words", "tone"),
    [
        (date(2026, 11, 30), "in 9 days", None),
        (date(2026, 11, 24), "in 3 days", "soon"),
        (date(2026, 11, 22), "in 1 day", "soon"),
        (ON, "today", "soon"),
        (date(2026, 11, 20), "1 day over", "late"),
        (date(2026, 11, 10), "11 days over", "late"),
        (None, "", None),
    ],
)
def test_distance_and_tone_of_a_deadline(value, words, tone):
    assert filters.distance(value, ON) == words
    assert filters.tone(value, ON) == tone


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Ingrid Solbakken", "IS"), ("Bjørn Åge Øye", "BØ"), ("Áile", "Á"), ("", ""), (None, ""), ("– Per", "P")],
)
def test_initials(name, expected):
    assert filters.initials(name) == expected


@pytest.mark.parametrize(
    ("number", "expected"), [("12034512345", "120345 *****"), ("123", "***"), ("", ""), (None, "")]
)
def test_masked_never_shows_the_last_five(number, expected):
    assert filters.masked(number) == expected


def test_numbers_have_a_decimal_comma_in_norwegian():
    with translation.override("nb"):
        assert filters.number(Decimal("1234.5")).replace("\xa0", " ") == "1 234,5"


def test_paragraphs_escape_and_keep_line_breaks():
    assert filters.paragraphs("a <b>\nc\r\n\r\nd") == "<p>a &lt;b&gt;<br>c</p>\n<p>d</p>"


def test_an_unknown_language_is_bokmaal():
    with translation.override("se"):
        assert filters.language() == "nb"


@pytest.mark.parametrize("written", ["4.12.2026", "04.12.2026", " 4. 12. 2026 ", "4/12/2026", "2026-12-04"])
def test_a_date_is_taken_as_people_write_it(written):
    assert forms.DateField().clean(written) == date(2026, 12, 4)


@pytest.mark.parametrize("written", ["4.12", "4.13.2026", "12/31/2026", "soon", "4.12.26"])
def test_an_unclear_date_is_refused_with_how_to_write_it(written):
    with pytest.raises(Exception, match="Write the date like this"):
        forms.DateField().clean(written)


def test_time_moment_number_and_phone():
    assert forms.TimeField().clean("14.30") == forms.TimeField().clean("14:30") == time(14, 30)
    assert forms.MomentField().clean(["4.7.2026", "14.30"]).astimezone(UTC) == datetime(2026, 7, 4, 12, 30, tzinfo=UTC)
    assert forms.DecimalField().clean("1 234,5") == Decimal("1234.5")
    assert forms.PhoneField().clean("+47 12 34 56 78") == "+4712345678"
    with pytest.raises(Exception, match="eight digits"):
        forms.PhoneField().clean("12 34")
    with pytest.raises(Exception, match="eight digits"):
        forms.PhoneField().clean("٣٣٣٣٣٣٣٣")


class Small(forms.Form):
    what = forms.CharField(label="What")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A")])


def test_an_empty_field_is_named_in_its_own_error():
    form = Small({})
    assert form.errors["what"] == ["Fill in: What"]
    assert form.errors["kind"] == ["Choose an answer: Kind"]


def test_a_refusal_stands_at_its_field_or_on_the_form():
    form = Small({"what": "x", "kind": "a"})
    form.refuse(Refusal("Not that kind.", field="kind"))
    form.refuse(Refusal("Not now.", field="elsewhere"))
    assert form.errors["kind"] == ["Not that kind."]
    assert form.non_field_errors() == ["Not now."]


def test_the_draft_button_is_told_from_the_others():
    assert forms.wants_draft(RequestFactory().post("/", {"what": "half", "_draft": "1"}))
    assert not forms.wants_draft(RequestFactory().post("/", {"what": "half"}))
    assert forms.draft_saved_text(datetime(2026, 11, 21, 9, 42, tzinfo=UTC)) == "Draft saved at 10.42"


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (errors.bad_request, 400),
        (errors.permission_denied, 403),
        (errors.page_not_found, 404),
        (errors.server_error, 500),
        (errors.csrf_failure, 403),
        (errors.maintenance, 503),
    ],
)
def test_each_error_page_says_what_to_do_and_asks_no_database(view, status):
    answer = view(RequestFactory().get("/secret-name/"))
    text = answer.content.decode()
    assert answer.status_code == status
    assert text.count("<h1") == 1
    assert "Go to the front page" in text


def test_only_a_refusal_is_told_the_reader():
    request = RequestFactory().get("/")
    assert "Ask Ida." in errors.permission_denied(request, Refusal("Ask Ida.")).content.decode()
    assert "Kari Nordmann" not in errors.permission_denied(request, PermissionDenied("Kari Nordmann")).content.decode()
