"""Code looks down only: imports are checked by import-linter, foreign keys here."""

from django.apps import apps
from django.conf import settings

LEVEL = {
    "insights": 9,
    "referrals": 8,
    "signals": 7,
    "housing": 7,
    "activities": 6,
    "outreach": 5,
    "tenants": 4,
    "partners": 4,
    "outbox": 3,
    "audit": 2,
    "accounts": 1,
}


def rooms():
    return [apps.get_app_config(name) for name in settings.ROOMS]


def test_every_room_has_a_level():
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
