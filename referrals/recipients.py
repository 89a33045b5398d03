"""Who is mailed about a referral: the sender on our side, the mailbox at the partner."""

from accounts.models import User
from accounts.roles import Can
from outbox import actions as outbox
from partners.models import Worker
from referrals.models import Referral


def sender_of(referral: Referral) -> User:
    """Return the colleague who hears from the partner: the sender, or the signal's owner when the
    sender has left or no longer may refer."""
    sender = referral.sender
    return sender if sender.can(Can.REFER) else referral.signal.owner


def partner_address(referral: Referral) -> str:
    """Return the partner's mail address: the shared inbox, or that of the worker who accepted."""
    taken_by = referral.taken_by
    if taken_by and taken_by.can(Can.ANSWER_REFERRAL):
        there = Worker.objects.present().filter(partner=referral.partner_id, user=taken_by)
        if there.exists():
            return taken_by.email
    return referral.partner.inbox


def notify_sender(referral: Referral, kind: str, occasion: str) -> None:
    """Mail the sender, once per occasion."""
    key = f"referral:{referral.pk}:{occasion}"
    outbox.queue(key, sender_of(referral).email, kind, referral=referral.pk)


def notify_partner(referral: Referral, kind: str, occasion: str) -> None:
    """Mail the partner, once per occasion."""
    key = f"referral:{referral.pk}:{occasion}"
    outbox.queue(key, partner_address(referral), kind, referral=referral.pk)
