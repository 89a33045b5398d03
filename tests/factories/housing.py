"""Test data for housing forms, created through their actions."""

import uuid

from accounts.models import User
from housing import actions
from housing.models import Candidate, HousingForm, Outsider
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


def an_outsider(form: HousingForm | None = None, *, by: User | None = None, **fields) -> Candidate:
    """Somebody who is no tenant, and would like to live in a form."""
    by = by or a_planner()
    fields = {
        "first_name": "Yara",
        "last_name": "Haddad",
        "phone": "+31 6 12345699",
        "channel": Outsider.Channel.CALL,
        "source": Outsider.Source.OPEN_DAY,
    } | fields
    return actions.note_outsider(form or a_form(by=by), key=uuid.uuid4(), by=by, **fields)
