"""Filters of the list of signals, and the ready-made views."""

from datetime import date

import django_filters as filters
from django.db.models import Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Area, User
from ground.paging import rows_after
from signals.models import FollowUp, Signal
from signals.models.covers import whose_work
from signals.ownership import workers

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

DUE_FIRST = "eerst"
ORDERS = {"nieuw": "Nieuwste eerst", DUE_FIRST: "Wat het eerst moet"}


def with_step(**having) -> Exists:
    """Return a condition: the signal has an open step with these values."""
    steps = FollowUp.objects.open().not_resting()
    return Exists(steps.filter(signal=OuterRef("pk"), **having))


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

    owner = filters.ModelChoiceFilter(
        queryset=User.objects.none(), label="Van wie", empty_label="Iedereen"
    )
    volgorde = filters.ChoiceFilter(
        choices=list(ORDERS.items()), label="Volgorde", empty_label=None, method="as_view"
    )

    class Meta:
        model = Signal
        fields = ["toon", "status", "urgency", "area", "owner", "volgorde"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.filters["owner"].queryset = workers()

    @property
    def by_due_day(self) -> bool:
        """Whether what is due first comes first, instead of the newest."""
        return getattr(self.form, "cleaned_data", {}).get("volgorde") == DUE_FIRST

    def in_order(self, signals, after: int | None):
        """Return the signals in the chosen order, those after the one with this key."""
        if not self.by_due_day:
            signals = signals.order_by("-pk")
            return signals.filter(pk__lt=after) if after else signals
        steps = FollowUp.objects.open().not_resting().filter(signal=OuterRef("pk"))
        steps = steps.order_by("due_on")
        due = Coalesce(Subquery(steps.values("due_on")[:1]), Value(date.max))
        mine = Signal.objects.visible_to(self.request.user).annotate(due=due)
        return rows_after(signals.annotate(due=due), after, "due", "pk", among=mine)

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
        return in_view(super().filter_queryset(queryset), self.view, self.request.user)


def in_view(signals, view: str, user: User):
    """Return the signals of a ready-made view."""
    working = signals.exclude(status__in=[*Signal.ENDED, Status.AFTERCARE])
    match view:
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
