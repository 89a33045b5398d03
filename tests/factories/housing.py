"""Test data for housing forms, created through their actions."""

import uuid
from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from housing import actions, yearly_question
from housing.models import Candidate, HousingForm, Outsider, Phase, Record
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


def a_record(form: HousingForm, *, by: User, **fields) -> Record:
    """A decision of today about a form."""
    fields = {
        "kind": Record.Kind.DECISION,
        "what": "Bouwen: 18 woningen",
        "whose": "Directie",
        "day": timezone.localdate(),
    } | fields
    return actions.add_record(form=form, key=uuid.uuid4(), by=by, **fields)


def a_phase(form: HousingForm, *, by: User, kind: str = "study", days: int = -3) -> Phase:
    """A phase that this user should have finished three days ago."""
    day = timezone.localdate() + timedelta(days=days)
    actions.plan_phases(form, phases={kind: (by, day)}, by=by)
    return form.phases.get(kind=kind)


def asked(candidate: Candidate) -> Candidate:
    """A candidate whom the yearly question was asked today."""
    today = timezone.localdate()
    Candidate.objects.filter(pk=candidate.pk).update(confirmed_on=today - timedelta(days=365))
    yearly_question.ask(today)
    candidate.refresh_from_db()
    return candidate
