"""Notices to the tenant about a referral, in plain words, by the channel the tenant prefers."""

from ground import phones
from outbox import actions as outbox
from outbox.models import Message
from referrals.models import Referral
from tenants.models import Tenant

Channel = Message.Channel


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


def channel_for(tenant: Tenant) -> tuple[str, str]:
    """Return channel and address; the address is empty when a colleague looks it up in the file."""
    likes = Tenant.Channel(tenant.channel)
    if likes == Tenant.Channel.MAIL and tenant.email:
        return Channel.MAIL, tenant.email
    if likes == Tenant.Channel.TEXT and takes_text(tenant.phone):
        return Channel.TEXT, tenant.phone
    return (Channel.LETTER if likes == Tenant.Channel.LETTER else Channel.CALL), ""


def takes_text(phone: str) -> bool:
    try:
        return phones.takes_text(phone)
    except phones.NotANumber:
        return False
