"""Handing over work: one signal, everything a user has, or temporarily during an absence."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from audit.guards import action, create_action
from ground.refusals import Refused
from ground.workdays import is_working_day
from signals.models import Cover, FollowUp, Signal
from signals.next_step import reassign
from signals.ownership import WORKERS

LONGEST_DAYS = 366


@action(Can.WORK_SIGNALS, says="overgedragen", recorded=False)
def hand_over(signal: Signal, *, to: User, by: User) -> Signal:
    """Give a signal and its next step to a colleague."""
    if not to.can(Can.WORK_SIGNALS):
        raise Refused(f"{to} kan geen signalen opvolgen. Kies een collega die dat wel doet.")
    return reassign(signal, to, verb="signals.hand_over", by=by)


def colleagues(user: User) -> QuerySet[User]:
    """Return every user; `hand_over_all` itself checks whose work may be handed over."""
    return User.objects.all()


@action(Can.WORK_SIGNALS, says="alles overgedragen", visible=colleagues, recorded=False)
def hand_over_all(of: User, *, to: User, by: User) -> int:
    """Give all open work of a user to a colleague. Return the number of signals.

    Users may hand over their own work; a coordinator may hand over anybody's.
    """
    if of.pk != by.pk and not by.can(Can.ASSIGN_WORK):
        raise Refused("Je kunt alleen je eigen werk overdragen. Vraag de coördinator.")
    signals = list(open_work_of(of).order_by("pk"))
    for signal in signals:
        hand_over(signal, to=to, by=by)
    return len(signals)


def open_work_of(user: User) -> QuerySet[Signal]:
    """Return open signals owned by the user, or whose open step is."""
    steps = FollowUp.objects.open().filter(owner=user).values("signal")
    return Signal.objects.open().filter(Q(owner=user) | Q(pk__in=steps))


@create_action(Can.WORK_SIGNALS, says="waarneming geregeld")
def cover(*, away: User, by_whom: User, from_on: date, until_on: date, by: User):
    """Let a colleague see the work of a user who is away, and get the reminders, between
    two days."""
    if away.pk != by.pk and not by.can(Can.ASSIGN_WORK):
        raise Refused("Je kunt alleen je eigen afwezigheid regelen. Vraag de coördinator.")
    if until_on < timezone.localdate():
        raise Refused("Deze periode is al voorbij. Kies een dag vanaf vandaag.", field="until_on")
    if by_whom.role not in WORKERS or not by_whom.is_active:
        raise Refused(
            f"{by_whom} kan geen signalen opvolgen. Kies een andere collega.", field="by_whom"
        )
    if (until_on - from_on).days > LONGEST_DAYS or (timezone.localdate() - from_on).days > 31:
        raise Refused(
            "Kies een periode van hoogstens een jaar, die nu of later begint.", field="until_on"
        )
    User.objects.select_for_update().get(pk=away.pk)  # of two concurrent requests one makes a cover
    both = Cover.objects.filter(ended_at=None, from_on__lte=until_on, until_on__gte=from_on)
    if both.filter(away=away).exists():
        raise Refused(
            "Voor deze periode neemt al iemand waar. Stop die waarneming eerst.", field="away"
        )
    if both.filter(away=by_whom).exists():
        raise Refused(
            f"{by_whom} is er dan zelf ook niet. Kies een andere collega.", field="by_whom"
        )
    if not any(is_working_day(date.fromordinal(n)) for n in _days(from_on, until_on)):
        raise Refused(
            "In deze periode wordt niet gewerkt. Kies een langere periode.", field="until_on"
        )
    return Cover.objects.create(away=away, cover=by_whom, from_on=from_on, until_on=until_on)


def _days(first: date, last: date) -> range:
    return range(first.toordinal(), min(last.toordinal(), first.toordinal() + 31) + 1)


@action(Can.WORK_SIGNALS, says="waarneming gestopt")
def end_cover(cover: Cover, *, by: User) -> Cover:
    """End a cover early: reminders go to the owner again."""
    if not Cover.objects.filter(pk=cover.pk, ended_at=None).update(ended_at=timezone.now()):
        raise Refused("Deze waarneming is al gestopt.")
    cover.refresh_from_db()
    return cover
