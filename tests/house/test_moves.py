"""A status changes only along the moves its model declares."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection

from audit.models import Event
from audit.moves import Moving
from ground.refusals import Refused
from signals.models import Signal
from tests import factories

ROOT = Path(settings.BASE_DIR)
# The module that implements `move`, and the outbox, whose claims are guarded by a token as well.
MAY_WRITE_STATUS = {"audit/moves.py", "outbox/actions/delivery.py", "outbox/actions/queueing.py"}


def writes_of_status(source: str) -> list[int]:
    """Return the lines that assign `x.status` or pass `status=` to `update`."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            lines += [
                node.lineno for t in targets if isinstance(t, ast.Attribute) and t.attr == "status"
            ]
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "update":
            lines += [node.lineno for keyword in node.keywords if keyword.arg == "status"]
    return lines


def test_no_status_is_written_outside_move():
    wrong = {}
    for room in settings.ROOMS:
        for file in (ROOT / room).rglob("*.py"):
            name = str(file.relative_to(ROOT))
            if "migrations" in name or name in MAY_WRITE_STATUS:
                continue
            if lines := writes_of_status(file.read_text()):
                wrong[name] = lines

    assert wrong == {}


def test_writes_of_a_status_are_found():
    assert writes_of_status("signal.status = 'closed'")
    assert writes_of_status("Signal.objects.update(status='closed')")


def moving_models():
    return [model for model in apps.get_models() if issubclass(model, Moving)]


def with_a_status():
    """Models of our own whose `status` is one of a list."""
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in settings.ROOMS and not model._meta.proxy
        if any(one.name == "status" and one.choices for one in model._meta.fields)
    ]


@pytest.mark.parametrize("model", with_a_status(), ids=lambda model: model._meta.label)
def test_the_database_knows_every_status_and_no_other(model):
    choices = {value for value, _ in model._meta.get_field("status").choices}
    known = [
        set(dict(one.condition.children)["status__in"])
        for one in model._meta.constraints
        if one.name.endswith("_status_is_known")
    ]

    assert known == [choices], (
        f'Put one_of("status", "{", ".join(choices)}", name="…_status_is_known") in the '
        "constraints of its class Meta, and run makemigrations."
    )


@pytest.mark.django_db
@pytest.mark.parametrize("statement", [
    "UPDATE signals_signal SET status = 'zomaar'",
    "UPDATE signals_followup SET due_on = '2056-01-01'",
])  # fmt: skip
def test_the_database_refuses_an_unknown_status_and_a_day_of_another_generation(
    statement, area, consultant
):
    factories.a_signal(factories.a_tenant(factories.a_home(area)), by=consultant)

    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("model", moving_models(), ids=lambda model: model._meta.label)
def test_every_status_is_in_moves_and_reachable(model):
    statuses = set(model.Status.values)
    reached = {str(to) for followers in model.MOVES.values() for to in followers}
    starts = {str(start) for start in model.MOVES}

    assert reached | starts == statuses
    assert len(statuses - reached) <= 2


@pytest.mark.django_db
def test_the_second_of_two_people_who_move_a_row_is_refused(consultant, area):
    signal = factories.a_signal(home=factories.a_home(area), owner=consultant)
    stale = Signal.objects.get(pk=signal.pk)
    signal.move(Signal.Status.PICKED_UP, by=consultant)

    with pytest.raises(Refused, match="Iemand anders was je net voor"):
        stale.move(Signal.Status.TALKING, by=consultant)

    assert Signal.objects.get(pk=signal.pk).status == Signal.Status.PICKED_UP


@pytest.mark.django_db
def test_a_move_that_is_not_declared_is_refused(consultant, area):
    signal = factories.a_signal(home=factories.a_home(area), owner=consultant)

    with pytest.raises(Refused, match="Dit kan niet meer"):
        signal.move("referred-somewhere", by=consultant)


@pytest.mark.django_db
def test_a_move_is_recorded_in_the_trail(consultant, area):
    signal = factories.a_signal(home=factories.a_home(area), owner=consultant)

    signal.move(Signal.Status.PICKED_UP, by=consultant)

    event = Event.objects.get(verb="moved", subject_type="signals.Signal")
    assert event.details == {"was": "new", "to": "picked_up"}
