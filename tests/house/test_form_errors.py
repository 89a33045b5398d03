"""What a form says about a wrong value, on every field of every form: our sentences."""

import gettext
import importlib
import pkgutil
from pathlib import Path

import django
import pytest
from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator
from django.utils.translation import override

# Values for the placeholders of any of Django's sentences.
PLACEHOLDERS = """limit_value show_value max length value pk nth extension allowed_extensions model
    field model_name field_label date_field_label lookup_type offset valid_value1 valid_value2
    protocol"""
FILLED = dict.fromkeys(PLACEHOLDERS.split(), 7)
# The largest numbers of PostgreSQL's integer columns: nobody means such a number.
OF_THE_DATABASE = {32767, 2147483647, 9223372036854775807}


def djangos_own() -> set[str]:
    """Django's Dutch sentences, filled in, and its English ones."""
    path = Path(django.__file__).parent / "conf/locale/nl/LC_MESSAGES/django.mo"
    with path.open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog
    english = {key[0] if isinstance(key, tuple) else key for key in catalogue}
    return {filled_in(text) for text in {*catalogue.values(), *english} if text}


def filled_in(text) -> str:
    try:
        return str(text % FILLED)
    except (TypeError, ValueError, KeyError):
        return str(text)


def said_by(field: forms.Field, validators: list) -> set[str]:
    """Everything that a field can say about a wrong value, filled in."""
    told = [one.message for one in validators if hasattr(one, "message")]
    return {filled_in(sentence) for sentence in [*field.error_messages.values(), *told]}


def our_forms() -> list[type[forms.BaseForm]]:
    """Every form class of every room."""
    for room in settings.ROOMS:
        for module in pkgutil.walk_packages([str(settings.BASE_DIR / room)], f"{room}."):
            if "forms" in module.name.split("."):
                importlib.import_module(module.name)
    found, todo = [], [forms.BaseForm]
    while todo:
        for one in todo.pop().__subclasses__():
            todo.append(one)
            if one.__module__.split(".")[0] in settings.ROOMS:
                found.append(one)
    return sorted(set(found), key=lambda one: (one.__module__, one.__qualname__))


def validators(form: type[forms.BaseForm], name: str) -> list:
    """The validators of a field, with those of its model field."""
    found = list(form.base_fields[name].validators)
    if issubclass(form, forms.ModelForm) and form._meta.model:
        columns = {column.name: column for column in form._meta.model._meta.fields}
        found += columns[name].validators if name in columns else []
    return found


FIELDS = [
    pytest.param(form, name, id=f"{form.__module__}.{form.__qualname__}.{name}")
    for form in our_forms()
    for name in form.base_fields
]


def test_forms_of_most_rooms_were_found():
    assert len(FIELDS) > 150


@pytest.mark.parametrize(("form", "name"), FIELDS)
def test_a_field_says_nothing_in_djangos_words(form, name):
    with override("nl"):
        said = said_by(form.base_fields[name], validators(form, name))

    assert said & djangos_own() == set(), (
        "Translate these in locale/nl/LC_MESSAGES/django.po, or give the field a sentence of its "
        "own in error_messages."
    )


NUMBERS = [
    one
    for one in FIELDS
    if isinstance(one.values[0].base_fields[one.values[1]], forms.IntegerField)
]


@pytest.mark.parametrize(("form", "name"), NUMBERS)
def test_a_number_has_a_limit_that_means_something(form, name):
    largest = [one for one in validators(form, name) if isinstance(one, MaxValueValidator)]
    limits = [
        one.limit_value() if callable(one.limit_value) else one.limit_value for one in largest
    ]

    assert min(limits, default=None) not in {None, *OF_THE_DATABASE}, (
        "Give the field a max_value, or the model field a MaxValueValidator: the largest number "
        "that somebody may mean."
    )


def test_a_field_in_djangos_words_is_found():
    with override("en"):
        said = said_by(forms.IntegerField(), [])

    assert said & djangos_own()


TEXTS = [
    one
    for one in FIELDS
    if isinstance(one.values[0].base_fields[one.values[1]].widget, forms.Textarea)
]


@pytest.mark.parametrize(("form", "name"), TEXTS)
def test_a_browser_does_not_cut_a_pasted_text(form, name):
    field = form.base_fields[name]

    attributes = field.widget.attrs | field.widget_attrs(field.widget)

    assert "maxlength" not in attributes, "Make it a PlainField: it counts, and refuses in words."
    assert "data-most" in attributes
