"""Updates that reporters may get: 'opgepakt' and 'afgerond', nothing more."""

from django.db.models import Q

from outbox import actions as outbox
from outbox.models import Message
from signals.models import Report, Signal

PICKED_UP = {Signal.Status.PICKED_UP, Signal.Status.TALKING, Signal.Status.REFERRED}


def tell_reporter(signal: Signal) -> None:
    """Queue the updates that reporters asked for, each once; the status is checked again at
    sending.

    Reporters of a merged signal get updates about this one; the merge itself is not an update.
    """
    occasion = "picked_up" if signal.status in PICKED_UP else None
    if not signal.is_open:
        occasion = "finished"
    if occasion is None or signal.reason == Signal.Reason.MERGED:
        return
    about = Q(signal=signal) | Q(signal__merged_into=signal)
    for report in Report.objects.filter(about, wants_news=True).order_by("pk"):
        _tell(report, occasion)


def _tell(report: Report, occasion: str) -> None:
    channel = Message.Channel.MAIL if report.email else Message.Channel.TEXT
    outbox.queue(
        f"report:{report.pk}:{occasion}",
        report.email or report.phone,
        f"report_{occasion}",
        channel=channel,
        report=report.pk,
    )
