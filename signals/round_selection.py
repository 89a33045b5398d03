"""Who is on a round, and who is left out because of an earlier no."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from signals.models import Round, RoundStop, Signal
from tenants.models import Tenancy, Tenant

MOST = 500
# A no holds this long.
RESPECTED = timedelta(days=730)
# New tenants are on the list for eight weeks after their term.
NEW_FOR = timedelta(weeks=8)


def fitting(user: User, kind: str, complex_code: str, number: int):
    """Tenancies that run today of those who fit: over an age, or living there for some weeks."""
    today = timezone.localdate()
    tenancies = Tenancy.objects.current().filter(
        tenant__in=Tenant.objects.listed_to(user), tenant__died_on=None, tenant__restricted_at=None
    )
    if complex_code:
        tenancies = tenancies.filter(home__complex_code=complex_code)
    if kind == Round.Kind.AGE:
        tenancies = tenancies.filter(tenant__birth_date__lte=years_before(today, number))
    else:
        since = today - timedelta(weeks=number)
        earlier = RoundStop.objects.filter(tenant=OuterRef("tenant"), round__kind=Round.Kind.NEW)
        tenancies = tenancies.filter(starts_on__lte=since, starts_on__gt=since - NEW_FOR).exclude(
            Exists(earlier)
        )
    return tenancies


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def refused() -> Q:
    """Who said no: on a round, or to contact after a signal, in the last two years."""
    since = timezone.now() - RESPECTED
    no = RoundStop.objects.filter(
        tenant=OuterRef("tenant"), outcome=RoundStop.Outcome.REFUSED, done_at__gt=since
    )
    closed = Signal.objects.filter(
        tenant=OuterRef("tenant"), reason=Signal.Reason.REFUSED, closed_at__gt=since
    )
    return Q(Exists(no)) | Q(Exists(closed))


def people_for(user: User, kind: str, complex_code: str, number: int) -> list[Tenancy]:
    """The list, by street and number, at most five hundred, each person once."""
    rows = fitting(user, kind, complex_code, number).filter(~refused())
    rows = rows.select_related("home").order_by("home__search", "home_id", "pk")[: 2 * MOST]
    once = {tenancy.tenant_id: tenancy for tenancy in reversed(list(rows))}
    return list(reversed(once.values()))[:MOST]


def left_out_of(user: User, kind: str, complex_code: str, number: int) -> int:
    """How many fit but said no before; a number, no names."""
    rows = fitting(user, kind, complex_code, number).filter(refused())
    return rows.values("tenant").distinct().count()
