"""Personal data in this app: subject access, correction and erasure."""

from accounts.models import User
from audit.models import record
from referrals.models import (
    AccessLink,
    Attempt,
    Feedback,
    Handover,
    Message,
    PartnerNote,
    Referral,
    Share,
)
from referrals.recipients import notify_partner
from referrals.turns import withdraw_all
from tenants.hooks import before_erasure, on_correction
from tenants.models import Field, Tenant
from tenants.shared_fields import shared_value
from tenants.subject_access import register_personal_data

register_personal_data(
    Referral,
    lambda tenant: Referral.objects.filter(tenant=tenant),
    leave_out="number",
    shown="partner",
)
register_personal_data(
    Share, lambda tenant: Share.objects.filter(referral__tenant=tenant), erased_with=True
)
register_personal_data(
    Message,
    lambda tenant: Message.objects.filter(referral__tenant=tenant),
    leave_out="key",
    erased_with=True,
)
register_personal_data(
    Feedback,
    lambda tenant: Feedback.objects.filter(referral__tenant=tenant),
    leave_out="key",
    erased_with=True,
)
register_personal_data(
    Attempt,
    lambda tenant: Attempt.objects.filter(referral__tenant=tenant),
    leave_out="key",
    erased_with=True,
)
register_personal_data(
    PartnerNote,
    lambda tenant: PartnerNote.objects.filter(referral__tenant=tenant),
    leave_out="key to",
    erased_with=True,
)
register_personal_data(
    Handover,
    lambda tenant: Handover.objects.filter(referral__tenant=tenant),
    leave_out="told_sequence",
    erased_with=True,
)
# Access of the partner: contains no data about the tenant.
register_personal_data(
    AccessLink,
    lambda tenant: AccessLink.objects.filter(referral__tenant=tenant),
    leave_out="to token_hash code_hash code_until code_sent_at codes tries",
    erased_with=True,
)
before_erasure(withdraw_all)


@on_correction
def tell_partners(tenant: Tenant, fields: list[str], by: User) -> None:
    """Replace shares of open referrals by corrected values, and tell the partners in a message."""
    for referral in Referral.objects.open().filter(tenant=tenant).select_related("partner"):
        if not (referral.consent and referral.consent.is_active):
            continue
        put_right = []
        for share in referral.shares.all():
            value = shared_value(tenant, Field(share.field), wish=referral.wish)
            if value and value != share.value:
                # A share is frozen: replace it by a new one under the same consent.
                share.delete()
                Share.objects.create(referral=referral, field=share.field, value=value)
                put_right.append(Field(share.field).label.lower())
        if not put_right:
            continue
        text = f"Verbeterd op verzoek van de huurder: {', '.join(put_right)}."
        message = Message.objects.create(referral=referral, author=by, text=text)
        record("referrals.say", message, by=by)
        notify_partner(referral, "referral_message", f"message:{message.pk}")
