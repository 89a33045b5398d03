"""Write notes on a signal."""

from uuid import UUID

from accounts.models import User
from accounts.roles import Can
from audit.guards import action
from audit.models import record
from ground.citizen_numbers import remove_bsn
from ground.refusals import Refused
from signals.models import Signal, SignalNote
from signals.next_step import lock_signal


@action(Can.WORK_SIGNALS, says="notitie bij een signaal", recorded=False)
def add_note(
    signal: Signal, *, key: UUID, text: str, whose: str, said_by: str = "", by: User
) -> SignalNote:
    """Add a note with whose words it is, also to a closed signal. Idempotent per form key."""
    if whose == SignalNote.Whose.OTHER and not said_by:
        raise Refused("Zet erbij wie het zei: een rol of een voornaam.", field="said_by")
    signal = lock_signal(signal)
    note, new = SignalNote.objects.get_or_create(
        key=key,
        defaults={
            "signal": signal,
            "follow_up": signal.follow_ups.open().first(),
            "text": remove_bsn(text),
            "whose": whose,
            "said_by": remove_bsn(said_by) if whose == SignalNote.Whose.OTHER else "",
            "written_by": by,
        },
    )
    if new:
        record("signals.add_note", note, by=by)
    return note
