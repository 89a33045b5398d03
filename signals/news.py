"""What somebody who reported may hear: 'opgepakt' and 'afgerond', nothing more."""

from outbox import actions as outbox
from outbox.models import Message
from signals.models import Report, Signal

PICKED_UP = {Signal.Status.PICKED_UP, Signal.Status.TALKING, Signal.Status.REFERRED}


def tell_reporter(signal: Signal) -> None:
    """Queue what the reporter asked to hear, each once; on the way it is looked up again."""
    report = Report.objects.filter(signal=signal, wants_news=True).first()
    if report is None:
        return
    occasion = "picked_up" if signal.status in PICKED_UP else None
    if not signal.is_open:
        occasion = "finished"
    if occasion is None:
        return
    channel = Message.Channel.MAIL if report.email else Message.Channel.TEXT
    outbox.queue(
        f"report:{report.pk}:{occasion}",
        report.email or report.phone,
        f"report_{occasion}",
        channel=channel,
        report=report.pk,
    )
