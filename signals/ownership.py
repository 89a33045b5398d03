"""Who owns a signal, and who does the work during an absence."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.roles import Can, Role, roles_with
from ground.refusals import Refused
from signals.models import Cover, FollowUp, Signal
from signals.models.covers import stand_ins
from signals.routing import chosen_by_rule
from tenants.models import Home, Tenant

WORKERS = roles_with(Can.WORK_SIGNALS)


def workers() -> QuerySet[User]:
    """Active users who may work on signals."""
    return User.objects.filter(is_active=True, role__in=WORKERS).order_by("name", "pk")


def colleagues(user: User) -> QuerySet[User]:
    """Users to whom this user may hand over work."""
    return workers().exclude(pk=user.pk)


# The id of no area.
NO_AREA = 0


def owner_for(home: Home | None, tenant: Tenant | None = None, noticed_by: str = "") -> User:
    """Return the owner for a new signal: whom a rule names, else the consultant of the area with
    the least open work, preferably one who is not away; else the coordinator. Refused when there is
    none."""
    if named := chosen_by_rule(home, tenant, noticed_by, workers()):
        return named
    away = Cover.objects.in_force().filter(away=OuterRef("pk"))
    # Both questions are asked for every report: the time of the answer must not tell a stranger
    # whether somebody rents at an address.
    areas = [home.area_id if home and home.area_id else NO_AREA]
    consultants = workers().filter(role=Role.CONSULTANT, areas__in=areas)
    open_work = Count("follow_ups", filter=Q(follow_ups__done_at=None))
    ranked = consultants.annotate(is_away=Exists(away), work=open_work)
    owner = ranked.order_by("is_away", "work", "pk").first()
    coordinator = workers().filter(role=Role.COORDINATOR).order_by("pk").first()
    owner = owner or coordinator
    if owner is None:
        raise Refused(
            "Er is nog geen woonconsulent of coördinator die dit kan oppakken. "
            "Vraag de beheerder om er een toe te voegen."
        )
    return owner


def on_duty(user: User) -> User:
    """Return who gets this user's reminders today: the user, or the last in the chain of covers."""
    covers, seen = stand_ins(), [user.pk]
    while (cover := covers.get(seen[-1])) and cover not in seen:
        seen.append(cover)
    return user if len(seen) == 1 else User.objects.get(pk=seen[-1])


def orphans() -> QuerySet[Signal]:
    """Open signals whose owner, or whose open step's owner, left or may not work on signals."""
    left = User.objects.exclude(is_active=True, role__in=WORKERS)
    steps = FollowUp.objects.open().filter(owner__in=left).values("signal")
    return Signal.objects.open().filter(Q(owner__in=left) | Q(pk__in=steps))
