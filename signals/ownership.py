"""Who does the work: whose it becomes, and who looks after it while somebody is away."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.roles import MATRIX, Can, Role
from ground.refusals import Refused
from signals.models import Cover, FollowUp, Signal
from signals.models.covers import stand_ins
from tenants.models import Home

WORKERS = [role for role, abilities in MATRIX.items() if Can.WORK_SIGNALS in abilities]


def workers() -> QuerySet[User]:
    """Everybody who follows up signals."""
    return User.objects.filter(is_active=True, role__in=WORKERS).order_by("name", "pk")


def colleagues(user: User) -> QuerySet[User]:
    """To whom this person may hand something over."""
    return workers().exclude(pk=user.pk)


def owner_for(home: Home | None) -> User:
    """Who picks up what is noticed at a home: the area's consultant with the least open work, who
    is there today if anybody is; else the coordinator."""
    away = Cover.objects.in_force().filter(away=OuterRef("pk"))
    areas = [home.area_id] if home and home.area_id else []
    consultants = workers().filter(role=Role.CONSULTANT, areas__in=areas)
    open_work = Count("follow_ups", filter=Q(follow_ups__done_at=None))
    ranked = consultants.annotate(is_away=Exists(away), work=open_work)
    owner = ranked.order_by("is_away", "work", "pk").first()
    owner = owner or workers().filter(role=Role.COORDINATOR).order_by("pk").first()
    if owner is None:
        raise Refused(
            "Er is nog geen woonconsulent of coördinator die dit kan oppakken. "
            "Vraag de beheerder om er een toe te voegen."
        )
    return owner


def on_duty(user: User) -> User:
    """Who hears about somebody's work today: the one who covers, and who covers that one."""
    covers, seen = stand_ins(), [user.pk]
    while (cover := covers.get(seen[-1])) and cover not in seen:
        seen.append(cover)
    return user if len(seen) == 1 else User.objects.get(pk=seen[-1])


def orphans() -> QuerySet[Signal]:
    """Open signals that are, or whose step is, in the hands of somebody who left."""
    left = User.objects.exclude(is_active=True, role__in=WORKERS)
    steps = FollowUp.objects.open().filter(owner__in=left).values("signal")
    return Signal.objects.open().filter(Q(owner__in=left) | Q(pk__in=steps))
