"""Who may not change the person's own facts is not shown a form for them, and may still say when the person comes home."""

from datetime import date

from knutepunkt.coordination.forms import PlaceForm


def test_only_the_day_home_is_asked_of_those_who_may_not_change_the_person():
    form = PlaceForm({"discharge_on": "01.12.2026", "gp_name": "En annen lege"}, may_edit_person=False)

    assert set(form.fields) == {"discharge_on"}
    assert form.is_valid()
    assert form.cleaned_data == {"discharge_on": date(2026, 12, 1)}


def test_the_unit_is_asked_everything():
    assert {"gp_name", "kind", "place", "discharge_on", "paper_only"} <= set(PlaceForm().fields)
