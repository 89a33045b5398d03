"""A refused value is shown in its form; a refused change shows what was written."""

import pytest
from django import forms

from accounts.models import Area
from ground.refusals import Refused, refusal_shown_in

pytestmark = pytest.mark.django_db


class DayForm(forms.Form):
    day = forms.CharField()


@pytest.fixture
def form() -> DayForm:
    form = DayForm({"day": "gisteren"})
    assert form.is_valid()
    return form


def test_refused_value_becomes_an_error_of_its_field_and_changes_nothing(form):
    with refusal_shown_in(form):
        Area.objects.create(name="Half gemaakt")
        raise Refused("Kies een andere dag.", field="day")

    assert form.errors == {"day": ["Kies een andere dag."]}
    assert form["day"].value() == "gisteren"
    assert not Area.objects.exists()


@pytest.mark.parametrize("field", ["", "place"])
def test_refusal_of_something_else_is_raised(form, field):
    with pytest.raises(Refused, match="Dit kan niet meer"), refusal_shown_in(form):
        raise Refused("Dit kan niet meer.", field=field)


def test_accepted_change_stays(form):
    with refusal_shown_in(form):
        Area.objects.create(name="Vogelbuurt")

    assert not form.errors
    assert Area.objects.exists()
