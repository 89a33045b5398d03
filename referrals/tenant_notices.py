"""Notices to the tenant about a referral, in plain words, by the channel the tenant prefers."""

from outbox import actions as outbox
from referrals.models import Referral
from tenants.channels import channel_for


def notify_tenant(referral: Referral, occasion: str) -> None:
    """Queue a notice, once per occasion: 'taken' when a partner accepts, 'ended' when its part
    ends.

    Nothing is sent to a tenant who died or restricted processing. A tenant who prefers a call or a
    visit is called by a colleague.
    """
    tenant = referral.tenant
    if tenant.died_on or tenant.restricted_at:
        return
    channel, to = channel_for(tenant)
    outbox.queue(
        f"tenant:{referral.pk}:{occasion}",
        to or f"huurder van verwijzing {referral.pk}",
        f"referral_{occasion}",
        channel=channel,
        referral=referral.pk,
    )
