"""Figures by month and by area. Counts of people and steps only; nobody is ranked or scored.

Every figure is computed from rows at request time. `MEANINGS` explains how each is counted, in the
wording of the page and of the report.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth, TruncWeek
from django.utils import timezone

from accounts.models import Area
from referrals.models import Feedback
from signals.models import FollowUp, Signal
from tenants.models import Contact, Home

# Weeks in the small chart of an area.
WEEKS = 12
TOOK_PART = [Feedback.Happened.ONCE, Feedback.Happened.MORE]
# `Feedback.contact_restored` as a query condition.
RESTORED = Q(
    happened=Feedback.Happened.MORE,
    more_contact__in=[Feedback.MoreContact.YES, Feedback.MoreContact.SOME],
)
MEANINGS = {
    "Contact hersteld": "Huurders die twee keer of vaker meegingen en zelf zeggen dat ze meer "
    "contact hebben. Het telt op de dag dat dit voor het eerst gemeld is, ook als het signaal "
    "van voor deze periode is.",
    "Nu open": "Signalen die vandaag niet zijn afgesloten, van welke periode ook.",
    "Te laat": "Open stappen waarvan de dag voorbij is.",
    "Contacten per huurder": "Gemiddeld per huurder met een netwerkkaart: de banden van het begin, "
    "en de banden van nu. Verwaterde banden tellen niet.",
    "Per gebied": "Woningen en signalen naar het gebied van de woning; per 1.000 is het aantal "
    "signalen van deze periode op duizend woningen. Hersteld telt zoals hierboven.",
}


@dataclass(frozen=True)
class Period:
    """From a day until now."""

    key: str
    since: date

    @property
    def starts_at(self) -> datetime:
        return midnight(self.since)

    @classmethod
    def named(cls, key: str, today: date) -> "Period":
        """Return 'maand', 'kwartaal' or 'jaar' (default): the calendar period, up to today."""
        first = {"maand": today.month, "kwartaal": today.month - (today.month - 1) % 3}
        return cls(key, today.replace(month=first.get(key, 1), day=1))


def midnight(day: date) -> datetime:
    """Return the start of a day in local time."""
    return timezone.make_aware(datetime.combine(day, time()))


def restorations(since: datetime) -> QuerySet[Feedback]:
    """Feedback since a moment that was the first to report restored contact for its signal."""
    first = Feedback.objects.filter(RESTORED).order_by("referral__signal", "told_at", "pk")
    first = first.distinct("referral__signal").values("pk")
    return Feedback.objects.filter(pk__in=first, told_at__gte=since)


@dataclass(frozen=True)
class Now:
    """The current state: open signals, their owners, and late steps."""

    open: int
    owners: int
    late: int
    late_where: str
    late_there: int


def now(today: date) -> Now:
    """Count open signals and their owners, late steps, and the area with most of them."""
    signals = Signal.objects.open().aggregate(n=Count("pk"), owners=Count("owner", distinct=True))
    late = FollowUp.objects.open().not_resting().filter(due_on__lt=today)
    by_area = list(
        late.values(area=F("signal__home__area__name"))
        .annotate(n=Count("pk"))
        .order_by("-n", "area")
    )
    most = by_area[0] if by_area else {"area": "", "n": 0}
    total = sum(row["n"] for row in by_area)
    return Now(signals["n"], signals["owners"], total, most["area"] or "", most["n"])


@dataclass(frozen=True)
class Ties:
    """Mean ties per tenant with a network map: at the start, and now."""

    before: float
    now: float
    maps: int


def ties() -> Ties:
    """Return the mean number of ties that are not faded, mutual and not professional."""
    holding = ~Q(strength=Contact.Strength.FADED) & Q(is_mutual=True, is_professional=False)
    found = Contact.objects.aggregate(
        maps=Count("tenant", distinct=True),
        now=Count("pk", filter=holding),
        before=Count("pk", filter=holding & Q(is_new=False)),
    )
    maps = found["maps"] or 1
    return Ties(found["before"] / maps, found["now"] / maps, found["maps"])


@dataclass(frozen=True)
class Month:
    first: date
    signals: int
    restored: int


def per_month(today: date) -> list[Month]:
    """Count signals and restored contacts for each month of this year."""
    start = midnight(today.replace(month=1, day=1))
    signals = by(TruncMonth, Signal.objects.filter(logged_at__gte=start), "logged_at")
    restored = by(TruncMonth, restorations(start), "told_at")
    months = [today.replace(month=month, day=1) for month in range(1, today.month + 1)]
    return [Month(m, signals.get(m, 0), restored.get(m, 0)) for m in months]


def by(trunc: type, rows: QuerySet, moment: str) -> dict[date, int]:
    """Count rows by month or week; the keys are the first days."""
    counts = rows.annotate(first_day=trunc(moment)).values("first_day").annotate(n=Count("pk"))
    return {
        timezone.localdate(day): n for day, n in counts.order_by().values_list("first_day", "n")
    }


@dataclass(frozen=True)
class AreaFigures:
    """One working area, or the homes without one: signals of the period, and the current state."""

    name: str
    homes: int
    signals: int
    restored: int
    open: int
    late: int
    weeks: list[int]

    @property
    def per_thousand(self) -> int | None:
        return round(1000 * self.signals / self.homes) if self.homes else None


def per_area(period: Period, today: date) -> list[AreaFigures]:
    """Return the figures of each area by name; together they add up to the total."""
    start = period.starts_at
    columns = [
        counted(Home.objects.filter(kind="WOO"), "area"),
        counted(Signal.objects.filter(logged_at__gte=start), "home__area"),
        counted(restorations(start), "referral__signal__home__area"),
        counted(Signal.objects.open(), "home__area"),
        counted(
            FollowUp.objects.open().not_resting().filter(due_on__lt=today), "signal__home__area"
        ),
    ]
    weeks = per_week(today)
    return [
        AreaFigures(name, *(column.get(pk, 0) for column in columns), weeks.get(pk, [0] * WEEKS))
        for pk, name in area_names(*columns[1:])
    ]


def area_names(*columns: dict[int | None, int]) -> Iterator[tuple[int | None, str]]:
    """Yield the areas by name; homes without an area come last, if they have any figure."""
    yield from Area.objects.order_by("name").values_list("pk", "name")
    if any(None in column for column in columns):
        yield None, "Zonder gebied"


def counted(rows: QuerySet, by_what: str) -> dict[int | None, int]:
    return dict(rows.order_by().values_list(by_what).annotate(n=Count("pk")))


def per_week(today: date) -> dict[int | None, list[int]]:
    """Count signals by area for each of the last twelve weeks, oldest first."""
    monday = today - timedelta(days=today.weekday())
    mondays = [monday - timedelta(weeks=WEEKS - 1 - n) for n in range(WEEKS)]
    rows = (
        Signal.objects.filter(logged_at__gte=midnight(mondays[0]))
        .annotate(week=TruncWeek("logged_at"))
        .order_by()
        .values_list("home__area", "week")
        .annotate(n=Count("pk"))
    )
    weeks: dict[int | None, list[int]] = {}
    for area, week, n in rows:
        weeks.setdefault(area, [0] * WEEKS)[mondays.index(timezone.localdate(week))] = n
    return weeks
