"""When a worker leaves, or a partner or signal ends, no referral is left unattended."""

from contextlib import suppress

from accounts.models import User
from ground.refusals import Refused
from outbox import actions as outbox
from partners.hooks import (
    on_mails_chosen,
    on_partner_deactivated,
    on_partners_merged,
    on_worker_left,
)
from partners.models import Partner, Worker
from referrals.actions.sending import copy_to_partner
from referrals.models import Referral, Share
from referrals.recipients import notify_sender
from referrals.turns import next_for_sender, remind, withdraw_all, withdraw_sent
from signals.hooks import on_signal_ending
from signals.models import FollowUp, Signal
from tenants.hooks import on_restriction, on_shield
from tenants.models import Field, Tenant

RELATED = ("partner", "sender", "signal__owner", "taken_by", "consent", "tenant")


@on_worker_left
def unassign_worker(worker: Worker, by: User) -> None:
    """Unassign a worker who left from running referrals, and mail the partner's shared mailbox."""
    theirs = Referral.objects.running().filter(taken_by=worker.user).select_related(*RELATED)
    for referral in theirs.order_by("pk"):
        Referral.objects.filter(pk=referral.pk).update(taken_by=None, taken_name="")
        referral.taken_by = None
        remind(referral)
        key = f"referral:{referral.pk}:unowned:{worker.pk}"
        outbox.queue(key, referral.partner.inbox, "referral_unowned", referral=referral.pk)


@on_mails_chosen
def remind_as_chosen(worker: Worker, by: User) -> None:
    """Queue the reminders about this worker's referrals again, as mails or for the digest."""
    theirs = Referral.objects.running().filter(taken_by=worker.user).select_related(*RELATED)
    for referral in theirs.order_by("pk"):
        remind(referral)


@on_partner_deactivated
def notify_senders(partner: Partner, by: User) -> None:
    """The partner is switched off: mail each sender, and plan a call for today."""
    for referral in _open_at(partner):
        next_for_sender(referral, FollowUp.Kind.CALL, by=by)
        at = partner.switched_off_at.isoformat()
        notify_sender(referral, "referral_partner_off", f"partner-off:{at}")


@on_partners_merged
def redraft_for_merged_partner(partner: Partner, into: Partner, by: User) -> None:
    """Withdraw open referrals of a merged partner, since the consent named the old organisation,
    and draft them for the new one; each draft waits until the tenant is asked."""
    for referral in _open_at(partner):
        withdraw_sent(referral, by=by)
        # No draft when the tenant died or when the signal already has one.
        with suppress(Refused):
            copy_to_partner(referral, into, by=by)


def _open_at(partner: Partner) -> list[Referral]:
    referrals = Referral.objects.open().filter(partner=partner).select_related(*RELATED)
    return list(referrals.select_for_update(of=("self",)).order_by("pk"))


@on_signal_ending
def refuse_while_referred(signal: Signal, by: User) -> None:
    """Refuse to close a signal, or to change its tenant, while it has an open referral."""
    here = Referral.objects.filter(signal=signal)
    if at := here.open().select_related("partner").first():
        raise Refused(
            f"Bij {at.partner} loopt nog een verwijzing. Wacht tot die klaar is, of trek haar in."
        )
    for draft in here.filter(status=Referral.Status.DRAFT):
        draft.move(Referral.Status.WITHDRAWN, by=by)


@on_restriction
def withdraw_on_restriction(tenant: Tenant, by: User) -> None:
    """Restricted processing: withdraw every open referral of the tenant."""
    withdraw_all(tenant, by)


@on_shield
def delete_shared_addresses(tenant: Tenant, by: User) -> None:
    """Shielded address: delete every share of the address."""
    Share.objects.filter(referral__tenant=tenant, field=Field.ADDRESS).delete()
