"""Filters of the list of signals, and the ready-made views."""

from datetime import date

import django_filters as filters
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import Area
from signals.models import FollowUp, Signal
from signals.models.covers import whose_work

Status = Signal.Status
VIEWS = {
    "open": "Alles wat open is",
    "mijn": "Van mij",
    "gebied": "Mijn gebied",
    "beoordelen": "Te beoordelen",
    "te-laat": "Te laat",
    "partner": "Wacht op partner",
    "nabellen": "Nabellen",
    "klaar": "Afgesloten",
}


def with_step(**having) -> Exists:
    """Return a condition: the signal has an open step with these values."""
    return Exists(FollowUp.objects.open().filter(signal=OuterRef("pk"), **having))


def late(today: date) -> Exists:
    return with_step(due_on__lt=today)


class SignalFilter(filters.FilterSet):
    """Filter by ready-made view, status, urgency and area."""

    toon = filters.ChoiceFilter(
        choices=list(VIEWS.items()), label="Toon", empty_label=None, method="as_view"
    )
    status = filters.ChoiceFilter(choices=Status.choices, label="Status", empty_label="Alle")
    urgency = filters.ChoiceFilter(
        choices=Signal.Urgency.choices, label="Hoe snel", empty_label="Alle"
    )
    area = filters.ModelChoiceFilter(
        queryset=Area.objects.all(), label="Gebied", empty_label="Alle"
    )

    class Meta:
        model = Signal
        fields = ["toon", "status", "urgency", "area"]

    @property
    def view(self) -> str:
        """Return the ready-made view in use: `open` by default, none when a status is chosen."""
        data = getattr(self.form, "cleaned_data", {})
        return data.get("toon") or ("" if data.get("status") else "open")

    def as_view(self, signals, name: str, value: str):
        """Do nothing: `filter_queryset` applies the view, because the default view needs filtering
        too."""
        return signals

    def filter_queryset(self, queryset):
        signals = super().filter_queryset(queryset)
        user = self.request.user
        working = signals.exclude(status__in=[*Signal.ENDED, Status.AFTERCARE])
        match self.view:
            case "open":
                return working
            case "mijn":
                return working.filter(owner__in=whose_work(user))
            case "gebied":
                return working.filter(area_id__in=user.area_ids)
            case "beoordelen":
                return signals.filter(status=Status.UNVERIFIED)
            case "te-laat":
                return signals.open().filter(late(timezone.localdate()))
            case "partner":
                return signals.open().filter(with_step(kind__in=FollowUp.WITH_PARTNER))
            case "nabellen":
                return signals.filter(status=Status.AFTERCARE)
            case "klaar":
                return signals.filter(status=Status.CLOSED)
        return signals
