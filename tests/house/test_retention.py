"""Every field of every model has exactly one retention class."""

from collections import Counter

from django.apps import apps
from django.conf import settings

from config.retention import FIELDS, LIBRARIES, RULES

# What may never be a column: numbers that identify a citizen, and scores of a person.
NEVER = ("bsn", "burgerservice", "score", "rank", "risk")


def is_own(model) -> bool:
    return model._meta.app_label in settings.ROOMS


def columns(model) -> list[str]:
    return [field.name for field in [*model._meta.fields, *model._meta.many_to_many]]


def in_a_room() -> dict[str, list[str]]:
    """Return the fields of each model, except proxies, which have no columns of their own."""
    tables = [model for model in apps.get_models() if not model._meta.proxy]
    return {model._meta.label: columns(model) for model in tables if is_own(model)}


def decided(label: str) -> Counter:
    return Counter(name for names in FIELDS.get(label, {}).values() for name in names.split())


def test_every_field_is_in_exactly_one_retention_class():
    wrong = {
        f"{label}.{name}": times
        for label, names in in_a_room().items()
        for name in names
        if (times := decided(label)[name]) != 1
    }

    assert wrong == {}, (
        "Each field is in one class of FIELDS in config/retention.py: decide why it is kept and "
        "for how long. How often each is there now:"
    )


def test_no_retention_class_lists_a_field_that_does_not_exist():
    existing = in_a_room()

    stale = [
        f"{label}.{name}"
        for label in FIELDS
        for name in decided(label)
        if name not in existing.get(label, [])
    ]

    assert stale == []


def test_every_library_model_has_a_retention_class():
    labels = {model._meta.label for model in apps.get_models() if not is_own(model)}

    assert set(LIBRARIES) == labels


def test_every_retention_class_is_in_the_table_of_privacy_md():
    used = {rule for classes in FIELDS.values() for rule in classes} | set(LIBRARIES.values())

    assert used == set(RULES)


def test_no_field_is_a_citizen_number_or_a_score():
    found = [
        f"{label}.{name}"
        for label, names in in_a_room().items()
        for name in names
        if any(word in name.lower().split("_") for word in NEVER)
    ]

    assert found == []
