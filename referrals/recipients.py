"""Who is mailed about a referral: the sender on our side, the mailbox at the partner."""

from accounts.models import User
from accounts.roles import Can
from outbox import actions as outbox
from partners.models import Worker
from referrals.models import Referral
from referrals.partner_digest import queue_digest, queue_digests, wants_digest


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
    """Mail the partner, once per occasion; workers who chose one mail a day get it in their
    digest."""
    to = partner_address(referral)
    if user := wants_digest(to, kind):
        queue_digest(user)
        return
    outbox.queue(f"referral:{referral.pk}:{occasion}", to, kind, referral=referral.pk)
    if kind == "referral_offered":
        queue_digests(referral.partner)
