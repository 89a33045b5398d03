"""What this room sends: ids only, and a subject that says nothing on a lock screen."""

from outbox.kinds import kind
from outbox.models import Message
from signals.models import FollowUp, Signal


@kind("signal_logged", subject="Er staat iets nieuws voor je klaar in Aanloop")
def signal_logged(message: Message) -> dict | None:
    """To the owner, at once; not when it was closed in the meantime."""
    signal = Signal.objects.open().filter(pk=message.about["signal"]).first()
    return signal and {"signal": signal, "path": signal.get_absolute_url()}


@kind("follow_up_due", subject="Een opvolging in Aanloop is vandaag aan de beurt")
def follow_up_due(message: Message) -> dict | None:
    """To the owner, once; not for what was finished, moved or closed in between."""
    step = (
        FollowUp.objects.open()
        .select_related("signal")
        .filter(pk=message.about["follow_up"])
        .exclude(signal__status__in=Signal.ENDED)
        .first()
    )
    return step and {"step": step}
