"""The registry of personal data about a tenant, used for subject access and erasure.

Each room registers with `holds` which of its rows are about a tenant. The same registry serves the
right of access (GDPR article 15, *inzage*), erasure (article 17), and the test that no model was
forgotten.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format

from accounts.roles import Role
from audit.models import Event
from audit.verbs import in_dutch
from ground.hooks import Registry
from ground.streaming import streamed
from tenants.models import FileAccess, Tenant

RowsOf = Callable[[Tenant], models.QuerySet]
ROLES = dict(Role.choices)


@dataclass(frozen=True)
class PersonalData:
    """Rows of one model about a tenant.

    `leave_out` names fields about somebody else, or about the work itself: they are never given
    under subject access, and are erased with the row. `shown` names the foreign keys that are
    given. `erased_with` means that deleting another registered row deletes these by cascade.
    """

    model: type[models.Model]
    rows_of: RowsOf
    leave_out: frozenset[str]
    shown: frozenset[str]
    erased_with: bool


@dataclass(frozen=True)
class Section:
    """One section of a subject access report; each row is a list of label and value pairs."""

    title: str
    rows: list[list[dict[str, str]]] = field(default_factory=list)


PERSONAL_DATA: Registry[PersonalData] = Registry(
    "tenants.personal_data", "what is kept about a tenant"
)


def register_personal_data(
    model: type[models.Model],
    rows_of: RowsOf,
    *,
    leave_out: str = "",
    shown: str = "",
    erased_with: bool = False,
) -> None:
    """Register rows of a model as personal data about a tenant.

    `leave_out` and `shown` are field names separated by spaces; see `Holding`. A foreign key is
    given under subject access only when it is in `shown`.
    """
    room = rows_of.__module__.split(".")[0]
    PERSONAL_DATA.add(
        f"{room}.{len(PERSONAL_DATA)}.{model._meta.label}",
        PersonalData(
            model, rows_of, frozenset(leave_out.split()), frozenset(shown.split()), erased_with
        ),
    )


def personal_data() -> list[PersonalData]:
    """Return the registrations from the top room down, so that rows are deleted before the rows
    they refer to."""
    order = {room: n for n, room in enumerate(settings.ROOMS)}
    return sorted(PERSONAL_DATA.values(), key=lambda one: order[one.model._meta.app_label])


def subject_access_report(tenant: Tenant) -> list[Section]:
    """Return all personal data about this tenant as text, without data about other people."""
    by_title: dict[str, dict[int, list]] = {}
    for one in reversed(personal_data()):
        title = str(one.model._meta.verbose_name_plural).capitalize()
        # Two rooms may register the same row; list it once.
        rows = {row.pk: as_row(one, row) for row in one.rows_of(tenant).order_by("pk")}
        by_title[title] = rows | by_title.get(title, {})
    sections = [Section(title, list(rows.values())) for title, rows in by_title.items()]
    return [*sections, Section("Wie er keek, en wat er gebeurde", list(access_history(tenant)))]


def as_row(one: PersonalData, row: models.Model) -> list[dict[str, str]]:
    """Return label and value of each field that is given and has a value."""
    cells = []
    for each in row._meta.get_fields():
        if not getattr(each, "concrete", False) or each.primary_key or each.name in one.leave_out:
            continue
        if each.is_relation and each.name not in one.shown:
            continue
        if value := in_words(row, each):
            cells.append({"label": str(each.verbose_name), "value": value})
    return cells


def in_words(row: models.Model, each: models.Field) -> str:
    """Return a field's value as Dutch text; "" when there is nothing to say."""
    if each.many_to_many:
        return ", ".join(map(str, getattr(row, each.name).all()))
    value = getattr(row, each.name)
    if each.choices:
        return str(getattr(row, f"get_{each.name}_display")())
    base = getattr(each, "base_field", None)
    if isinstance(value, list):
        words = dict(base.choices) if base is not None and base.choices else {}
        return ", ".join(str(words.get(one, one)) for one in value)
    if isinstance(value, bool):
        return "ja" if value else ""
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(each, models.DateTimeField) and value:
        return date_format(timezone.localtime(value), "j F Y, G.i")
    if isinstance(each, models.DateField) and value:
        return date_format(value, "j F Y")
    return "" if value is None else str(value)


def access_history(tenant: Tenant, *, only_reads: bool = False) -> Iterator[list[dict[str, str]]]:
    """Yield each change and each page that was read, newest first: when, by which role, what, and
    why."""
    events = Event.objects.showing_tenant(tenant.pk).order_by("-pk")
    if only_reads:
        events = events.all_reads()
    for event in once_a_page(streamed(events)):
        cells = [
            {"label": "wanneer", "value": date_format(timezone.localtime(event.at), "j F Y, G.i")},
            {"label": "wie", "value": str(ROLES.get(event.actor_role, event.actor_role))},
            {"label": "wat", "value": in_dutch(event.verb)},
        ]
        if reason := event.details.get("reason"):
            cells.append({"label": "reden", "value": reason_in_words(reason)})
        yield cells


def once_a_page(events: Iterable[Event]) -> Iterator[Event]:
    """Yield each change, and of the reads by one request the first: the page, of which the others
    are parts. A read with a reason is always there."""
    for request_id, group in groupby(events, key=lambda event: event.request_id):
        rows = list(group)
        reads = [event for event in rows if event.is_read and "reason" not in event.details]
        parts = reads[:-1] if request_id else []
        yield from (event for event in rows if event not in parts)


def reason_in_words(code: str) -> str:
    return dict(FileAccess.Reason.choices).get(code, code)
