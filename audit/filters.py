"""The filter of the trail."""

from datetime import date, timedelta
from decimal import Decimal

import django_filters as filters

from accounts.models import User
from audit.guards import ACTIONS
from audit.models import Event, EventQuerySet, midnight
from audit.sentences import verbs
from audit.verbs import in_dutch
from ground.date_input import DayInput


def known_verbs() -> list[tuple[str, str]]:
    """Return (verb, Dutch word) for reads, status changes and every registered verb."""
    done = sorted(((verb, in_dutch(verb)) for verb in verbs() | ACTIONS.keys()), key=lambda v: v[1])
    return [(verb, in_dutch(verb)) for verb in ("seen", "moved")] + done


class EventFilter(filters.FilterSet):
    """Filter the trail by actor, verb, tenant number and days."""

    actor = filters.ModelChoiceFilter(
        field_name="actor_id",
        method="by_actor",
        queryset=User.objects.order_by("name"),
        label="Wie",
        empty_label="Iedereen",
    )
    verb = filters.ChoiceFilter(choices=known_verbs, label="Wat", empty_label="Alles")
    tenant = filters.NumberFilter(
        method="showing_tenant", label="Huurdernummer", min_value=1, max_value=2**62
    )
    since = filters.DateFilter(
        method="from_day",
        label="Vanaf",
        widget=DayInput(),
    )
    until = filters.DateFilter(
        method="through_day",
        label="Tot en met",
        widget=DayInput(),
    )

    class Meta:
        model = Event
        fields = ["actor", "verb", "tenant", "since", "until"]

    def by_actor(self, events: EventQuerySet, name: str, value: User) -> EventQuerySet:
        return events.filter(actor_id=value.pk)

    def showing_tenant(self, events: EventQuerySet, name: str, value: Decimal) -> EventQuerySet:
        return events.showing_tenant(int(value))

    def from_day(self, events: EventQuerySet, name: str, value: date) -> EventQuerySet:
        return events.filter(at__gte=midnight(value))

    def through_day(self, events: EventQuerySet, name: str, value: date) -> EventQuerySet:
        """Include the whole last day; date.max has no next day."""
        if value == date.max:
            return events
        return events.filter(at__lt=midnight(value + timedelta(days=1)))
