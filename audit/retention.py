"""Retention terms: each room declares which rows are due, and a nightly sweep removes them.

A room registers with `keeps_until` which rows of a model are past their term on a day. With
`needs`, a higher room declares that it still needs such rows; the lower room does not import it.
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
    """The retention term of rows of one model.

    `rule` is the name of a class in `config/retention.py`. `tenant` is the lookup of the tenant
    number, for legal holds. `at_once` permits a large sweep in one night, because people did not
    enter these rows. `execute` deletes the rows, or erases their contents.
    """

    code: str
    label: str
    rule: str
    model: type[models.Model]
    due: Due
    tenant: str
    at_once: bool
    execute: Callable[[models.QuerySet], object]

    def over(self, today: date) -> models.QuerySet:
        """Return the rows to remove: due, under no legal hold, not needed by a higher room."""
        rows = self.due(today)
        for model, still_needed in NEEDS.values():
            if model is self.model:
                rows = rows.exclude(still_needed())
        if self.tenant:
            held = LegalHold.objects.in_force().values("tenant_number")
            rows = rows.exclude(Q(**{f"{self.tenant}__in": held}))
        return rows


TERMS: Registry[Term] = Registry("audit.terms", "rows that go when their term is over")
NEEDS: Registry[tuple[type[models.Model], Callable[[], Exists]]] = Registry(
    "audit.needs", "rows that a room above still needs"
)


def register_term(
    code: str,
    label: str,
    *,
    rule: str,
    model: type[models.Model],
    tenant: str = "",
    at_once: bool = False,
    execute: Callable[[models.QuerySet], object] = models.QuerySet.delete,
) -> Callable[[Due], Due]:
    """Register a function that returns the rows whose term is over on a day; see `Term`."""

    def register(due: Due) -> Due:
        room = due.__module__.split(".")[0]
        TERMS.add(f"{room}.{code}", Term(code, label, rule, model, due, tenant, at_once, execute))
        return due

    return register


def register_need(model: type[models.Model], still_needed: Callable[[], Exists]) -> None:
    """Keep rows of a model of a lower room for as long as `still_needed` is true for them."""
    room = still_needed.__module__.split(".")[0]
    NEEDS.add(f"{room}.{len(NEEDS)}.{model._meta.label}", (model, still_needed))


def terms() -> list[Term]:
    """Return the terms from the highest room down, so that referring rows are removed first."""
    order = {room: n for n, room in enumerate(settings.ROOMS)}
    return sorted(TERMS.values(), key=lambda term: order[term.due.__module__.split(".")[0]])
