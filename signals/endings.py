"""Keeps how a signal ended, and why it was reopened."""

from django.utils import timezone

from accounts.models import User
from signals.models import Ending, Signal


def record_ending(signal: Signal, *, by: User) -> Ending:
    """Keep why a signal was just closed or put in aftercare, and how the tenant saw it."""
    return Ending.objects.create(
        signal=signal,
        reason=signal.reason,
        tenant_view=signal.tenant_view,
        ended_at=timezone.now(),
        ended_by=by,
    )


def record_reopening(signal: Signal, *, why: str, words: str = "", by: User) -> None:
    """Say at the last ending of a signal that it was reopened, by whom and why."""
    ending = signal.endings.filter(reopened_at=None).order_by("-pk").first()
    if ending:
        fields = {"reopened_at": timezone.now(), "reopened_by": by, "why": why, "words": words}
        Ending.objects.filter(pk=ending.pk).update(**fields)
