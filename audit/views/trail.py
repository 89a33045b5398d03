"""The trail, for the privacy officer: who did what, and who looked at what."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.guards import fresh_proof_of_link, requires
from accounts.models import User
from accounts.roles import Can, Role
from audit.filters import EventFilter
from audit.models import Event, Review, list_seen
from audit.sentences import sentences_for
from audit.verbs import in_dutch
from ground.paging import one_page, requested_key
from ground.plain_text import escape_formula
from ground.streaming import streamed

# A download is cut off here; a filter on fewer days gives the rest.
MOST_ROWS = 100_000
# The trail may contain roles that no longer exist; these are shown as they are.
ROLES = dict(Role.choices)
HEADINGS = ["wanneer", "wie", "rol", "wat", "waaraan", "nummer", "huurder", "verzoek"]


@dataclass(frozen=True)
class Row:
    """One line of the trail in words."""

    event: Event
    who: str
    role: str
    what: str
    subject: str


@requires(Can.SEE_TRAIL)
def trail(request: HttpRequest) -> HttpResponse:
    """Show the trail, newest first. Reading the trail is itself recorded."""
    found = EventFilter(request.GET, queryset=Event.objects.visible_to(request.user))
    events = found.qs.order_by("-pk") if found.is_valid() else found.queryset.none()
    if before := requested_key(request):
        events = events.filter(pk__lt=before)
    page, more = one_page(events)
    list_seen("audit.trail", Event, [event.pk for event in page], by=request.user)
    context = {
        "filter": found,
        "rows": list(in_words(page, to=request.user)),
        "more": more,
        "to_review": Review.objects.visible_to(request.user).open().count(),
    }
    return render(request, "audit/trail.html", context, status=422 if found.errors else 200)


@requires(Can.SEE_TRAIL)
@fresh_proof_of_link
def download(request: HttpRequest) -> HttpResponse:
    """Download the filtered trail as CSV: ids and verbs, no names of tenants and no sentences."""
    found = EventFilter(request.GET, queryset=Event.objects.visible_to(request.user))
    if not found.is_valid():
        return trail(request)
    events = streamed(found.qs.order_by("-pk"))
    asked = {name: request.GET[name] for name, value in found.form.cleaned_data.items() if value}
    list_seen("audit.download", Event, [], by=request.user, filter=asked)
    response = StreamingHttpResponse(lines(events), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="logboek.csv"'
    return response


class Echo:
    """Returns each line that csv.writer writes, so that a download of any length streams."""

    def write(self, line: str) -> str:
        return line


def lines(events: Iterable[Event]) -> Iterator[str]:
    """Yield the lines of the CSV file, at most MOST_ROWS; the last line says if it was cut off."""
    writer = csv.writer(Echo(), delimiter=";")
    yield "\ufeff"
    yield writer.writerow(HEADINGS)
    for number, event in enumerate(events):
        if number == MOST_ROWS:
            yield writer.writerow(["Hier houdt het bestand op. Kies minder dagen voor de rest."])
            return
        yield writer.writerow(cells(event))


def cells(event: Event) -> list:
    """Return the CSV cells of one row of the trail: ids, codes and the time."""
    return [
        local(event.at),
        event.actor_id or "",
        escape_formula(event.actor_role),
        escape_formula(event.verb),
        escape_formula(event.subject_type),
        escape_formula(event.subject_id),
        event.tenant_id or "",
        event.request_id or "",
    ]


def local(moment: datetime | None) -> str:
    """Return a datetime in local time in ISO format; empty for None."""
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else ""


def in_words(events: list[Event], *, to: User) -> Iterator[Row]:
    """Yield the events in words: the room's sentence if this reader has one, else the verb."""
    titles = {event.pk: line.title for event, line in sentences_for(events, to=to)}
    people = User.objects.names_of({event.actor_id for event in events})
    for event in events:
        yield Row(
            event,
            who=people.get(event.actor_id, "Bezoeker"),
            role=ROLES.get(event.actor_role, event.actor_role),
            what=titles.get(event.pk) or in_dutch(event.verb),
            subject=subject(event),
        )


def subject(event: Event) -> str:
    """Return 'huurder 12', or 'huurder: 3 getoond' for a list; never a name."""
    try:
        kind = str(apps.get_model(event.subject_type)._meta.verbose_name)
    except LookupError:
        kind = event.subject_type
    if event.subject_id:
        return f"{kind} {event.subject_id}"
    return f"{kind}: {len(event.details.get('ids', []))} getoond"
