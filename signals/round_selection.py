"""Which tenants are on a round, and who is left out because of an earlier refusal."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can, roles_with
from signals.models import Round, RoundStop, Signal
from signals.ownership import WORKERS
from tenants.models import Home, Tenancy, Tenant

MOST = 500
# How long a refusal is respected.
RESPECTED = timedelta(days=730)
# How long after the chosen number of weeks a new tenant still counts as new.
NEW_FOR = timedelta(weeks=8)


def walkers(user: User) -> QuerySet[User]:
    """Return the users besides `user` who may walk a round of this user: caretakers of the same
    areas."""
    others = User.objects.filter(is_active=True, role__in=roles_with(Can.WALK_ROUNDS))
    others = others.exclude(role__in=WORKERS)
    if not user.can(Can.SEE_ALL_AREAS):
        others = others.filter(areas__in=user.area_ids).distinct()
    return others.order_by("name", "pk")


def matching_tenancies(
    user: User, kind: str, complex_code: str, number: int, walker: User | None = None
):
    """Return current tenancies that match: tenant of at least `number` years, or living there for
    `number` weeks; only homes that the walker may see."""
    today = timezone.localdate()
    tenancies = Tenancy.objects.current().filter(
        tenant__in=Tenant.objects.listed_to(user), tenant__died_on=None, tenant__restricted_at=None
    )
    if walker:
        tenancies = tenancies.filter(home__in=Home.objects.visible_to(walker))
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
    """Return the same day `years` earlier; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def refused() -> Q:
    """Condition: the tenant refused, on a round or after a signal, in the last two years."""
    since = timezone.now() - RESPECTED
    no = RoundStop.objects.filter(
        tenant=OuterRef("tenant"), outcome=RoundStop.Outcome.REFUSED, done_at__gt=since
    )
    closed = Signal.objects.filter(
        tenant=OuterRef("tenant"), reason=Signal.Reason.REFUSED, closed_at__gt=since
    )
    return Q(Exists(no)) | Q(Exists(closed))


def tenancies_for_round(
    user: User, kind: str, complex_code: str, number: int, walker: User | None = None
) -> list[Tenancy]:
    """Return at most five hundred tenancies by street and number, one per tenant."""
    rows = matching_tenancies(user, kind, complex_code, number, walker).filter(~refused())
    rows = rows.select_related("home").order_by("home__search", "home_id", "pk")[: 2 * MOST]
    once = {tenancy.tenant_id: tenancy for tenancy in reversed(list(rows))}
    return list(reversed(once.values()))[:MOST]


def refused_count(
    user: User, kind: str, complex_code: str, number: int, walker: User | None = None
) -> int:
    """Return how many tenants match but refused before; a number, no names."""
    rows = matching_tenancies(user, kind, complex_code, number, walker).filter(refused())
    return rows.values("tenant").distinct().count()
