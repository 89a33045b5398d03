"""How long rows stay, and that they go: each room says what is due, the clock removes it.

A room registers with `keeps_until` which rows of a model are over on a day. `needs` lets a room
above say that it still needs such a row, without the room below knowing it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, Q

from audit.models import LegalHold
from ground.hooks import Registry

Due = Callable[[date], models.QuerySet]


@dataclass(frozen=True)
class Term:
    """Rows of one model that go when their term is over.

    `rule` is the name of a class in `config/retention.py`; `tenant` the path to the number of the
    tenant, for a legal hold; `at_once`: much may go in one night, because it is no work of people;
    `go` takes them away, or what is in them.
    """

    code: str
    label: str
    rule: str
    model: type[models.Model]
    due: Due
    tenant: str
    at_once: bool
    go: Callable[[models.QuerySet], object]

    def over(self, today: date) -> models.QuerySet:
        """What goes today: over, not held, and not needed by a room above."""
        rows = self.due(today)
        for model, still_needed in NEEDS.values():
            if model is self.model:
                rows = rows.exclude(still_needed())
        if self.tenant:
            held = LegalHold.objects.standing().values("tenant_number")
            rows = rows.exclude(Q(**{f"{self.tenant}__in": held}))
        return rows


TERMS: Registry[Term] = Registry("audit.terms", "rows that go when their term is over")
NEEDS: Registry[tuple[type[models.Model], Callable[[], Exists]]] = Registry(
    "audit.needs", "rows that a room above still needs"
)


def keeps_until(
    code: str,
    label: str,
    *,
    rule: str,
    model: type[models.Model],
    tenant: str = "",
    at_once: bool = False,
    go: Callable[[models.QuerySet], object] = models.QuerySet.delete,
) -> Callable[[Due], Due]:
    """Register a function that gives the rows whose term is over on a day."""

    def register(due: Due) -> Due:
        room = due.__module__.split(".")[0]
        TERMS.add(f"{room}.{code}", Term(code, label, rule, model, due, tenant, at_once, go))
        return due

    return register


def needs(model: type[models.Model], still_needed: Callable[[], Exists]) -> None:
    """Say that rows of a room below stay for as long as this holds of them."""
    room = still_needed.__module__.split(".")[0]
    NEEDS.add(f"{room}.{len(NEEDS)}.{model._meta.label}", (model, still_needed))


def terms() -> list[Term]:
    """From the room at the top down, so that what hangs on a row goes before it."""
    order = {room: n for n, room in enumerate(settings.ROOMS)}
    return sorted(TERMS.values(), key=lambda term: order[term.due.__module__.split(".")[0]])
