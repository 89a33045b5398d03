"""By which channel a tenant hears from us."""

from ground import phones
from outbox.models import Message
from tenants.models import Tenant

Channel = Message.Channel


def channel_for(tenant: Tenant) -> tuple[str, str]:
    """Return channel and address; the address is empty when a colleague looks it up in the file."""
    likes = Tenant.Channel(tenant.channel)
    if likes == Tenant.Channel.MAIL and tenant.email:
        return Channel.MAIL, tenant.email
    if likes == Tenant.Channel.TEXT and takes_text(tenant.phone):
        return Channel.TEXT, tenant.phone
    return (Channel.LETTER if likes == Tenant.Channel.LETTER else Channel.CALL), ""


def takes_text(phone: str) -> bool:
    """Whether a text message arrives at this number; False when it is no number."""
    try:
        return phones.takes_text(phone)
    except phones.NotANumber:
        return False
