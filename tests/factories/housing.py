"""Test data for housing forms, created through their actions."""

import uuid

from accounts.models import User
from housing import actions
from housing.models import HousingForm
from tests.factories.activities import a_planner


def a_form(*, by: User | None = None, **fields) -> HousingForm:
    """A Thuishuis that is still an idea."""
    by = by or a_planner()
    fields = {
        "name": "Thuishuis",
        "vera": HousingForm.Vera.GROUP,
        "about": "Samen onder een dak.",
        "place": "Oude school",
        "homes": 6,
        "contact": by,
    } | fields
    return actions.add(key=uuid.uuid4(), by=by, **fields)
