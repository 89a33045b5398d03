"""Rooms depend downwards only: import-linter checks imports, these tests check foreign keys."""

import tomllib

from django.apps import apps
from django.conf import settings

LAYERS = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["tool"]["importlinter"][
    "contracts"
][0]["layers"]
# Rooms in the same layer do not depend on each other.
LEVEL = {
    room.strip(): level for level, layer in enumerate(reversed(LAYERS)) for room in layer.split("|")
}
del LEVEL["config"]


def rooms():
    return [apps.get_app_config(name) for name in settings.ROOMS]


def test_settings_and_import_layers_list_the_same_rooms_in_the_same_order():
    assert sorted(settings.ROOMS, key=lambda room: -LEVEL[room]) == settings.ROOMS
    assert set(LEVEL) == set(settings.ROOMS)


def test_foreign_keys_point_to_the_same_room_or_down():
    wrong = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for room in rooms()
        for model in room.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and (target := field.related_model._meta.app_label) in LEVEL
        and target != room.label
        and LEVEL[target] >= LEVEL[room.label]
    ]

    assert wrong == []
