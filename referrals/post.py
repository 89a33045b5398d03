"""What this room sends: ids only, neutral subjects, and nothing about what no longer stands."""

from django.urls import reverse

from outbox.kinds import kind
from outbox.models import Message
from referrals.loop import sender_of
from referrals.models import Referral

Status = Referral.Status


def _referral(message: Message, *statuses: str) -> Referral | None:
    """The referral, while it has one of these statuses."""
    referrals = Referral.objects.select_related("partner", "sender", "signal__owner")
    return referrals.filter(pk=message.about["referral"], status__in=statuses).first()


def _for_partner(referral: Referral | None) -> dict | None:
    """Nothing for a partner that is switched off: its inbox is shut."""
    if referral is None or referral.partner.switched_off_at:
        return None
    return {"path": reverse("referrals:answer_page", args=[referral.number])}


def _for_sender(referral: Referral | None) -> dict | None:
    return referral and {"path": referral.get_absolute_url()}


@kind("referral_offered", subject="Er staat iets nieuws in je postvak van Aanloop")
def referral_offered(message: Message) -> dict | None:
    """To the partner; not when somebody answered already, or it was taken back."""
    return _for_partner(_referral(message, Status.OFFERED))


@kind("referral_waiting", subject="Er wacht nog iets op antwoord in Aanloop")
def referral_waiting(message: Message) -> dict | None:
    """To the partner, a working day before the term ends; not when it was answered."""
    return _for_partner(_referral(message, Status.OFFERED))


@kind("referral_answered", subject="Er is antwoord in Aanloop")
def referral_answered(message: Message) -> dict | None:
    """To the sender: taken on, or given back."""
    return _for_sender(_referral(message, *Referral.OPEN, Status.COMPLETED, Status.DECLINED))


@kind("referral_question", subject="Er is een vraag voor je in Aanloop")
def referral_question(message: Message) -> dict | None:
    """To the sender, while the question waits."""
    return _for_sender(_referral(message, Status.QUESTION))


@kind("referral_message", subject="Er is een bericht voor je in Aanloop")
def referral_message(message: Message) -> dict | None:
    """To either side; each has its own page of the same referral."""
    referral = _referral(message, *Referral.OPEN)
    if referral and message.to == sender_of(referral).email:
        return _for_sender(referral)
    return _for_partner(referral)


@kind("referral_feedback", subject="Er is teruggemeld in Aanloop")
def referral_feedback(message: Message) -> dict | None:
    """To the sender: how it goes."""
    return _for_sender(_referral(message, *Referral.OPEN, Status.COMPLETED, Status.ENDED))


@kind("referral_withdrawn", subject="Er is iets ingetrokken in Aanloop")
def referral_withdrawn(message: Message) -> dict | None:
    """To the partner: that there is nothing left to do, and no word about whom or why."""
    return {"path": reverse("referrals:inbox")} if _referral(message, Status.WITHDRAWN) else None
