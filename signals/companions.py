"""What the colleague who comes along on a home visit hears."""

from accounts.models import User
from outbox import actions as outbox
from signals.models import Visit
from signals.reminders import reminder_address


def tell_companion(visit: Visit, *, by: User | None = None, was: int | None = None) -> None:
    """Queue a message to the companion of a visit that was planned, moved or cancelled.

    Also to the companion before this one, whose id is `was`. The message says what holds when it is
    sent. Who made the change is not told about it.
    """
    ids = {one for one in (visit.companion_id, was) if one} - {by.pk if by else None}
    for user in User.objects.filter(pk__in=ids, is_active=True):
        to, channel = reminder_address(user)
        outbox.queue(
            f"visit:{visit.pk}:along:{visit.sequence}:{user.pk}",
            to,
            "visit_along",
            channel=channel,
            visit=visit.pk,
            user=user.pk,
        )
