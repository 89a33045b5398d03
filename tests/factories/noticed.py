"""Test data for reports from outside, created through their actions."""

import uuid

from accounts.models import User, stranger
from signals import actions
from signals.models import Signal
from tenants.models import Home


def a_report(home: Home | None = None, *, owner: User | None = None, **fields) -> Signal:
    """A neighbour's report through the public page; handed over to `owner` if given.

    Each is by another neighbour: the same words by the same person are one report.
    """
    key = uuid.uuid4()
    fields = {
        "noticed_by": Signal.Noticer.NEIGHBOUR,
        "fact": "De lamp brandt dag en nacht.",
        "urgency": Signal.Urgency.WEEK,
        "typed_address": home.address if home else "boven de oude smederij",
        "name": f"Buur {key.hex[:6]}",
    } | fields
    actions.report(key=key, home=home, by=stranger(), **fields)
    signal = Signal.objects.get(key=key)
    if owner and signal.owner_id != owner.pk:
        signal = actions.hand_over(signal, to=owner, by=signal.owner)
    return signal
