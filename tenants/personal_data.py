"""Registers the personal data that this room and `outbox` hold about a tenant."""

from django.db.models import Q

from accounts.models import User
from outbox.models import Message
from tenants.hooks import before_erasure, on_withdrawal
from tenants.models import (
    Consent,
    Contact,
    FileAccess,
    Letter,
    Note,
    RightsRequest,
    Snapshot,
    SnapshotTie,
    Tenancy,
    Tenant,
    VitalInterest,
    Wish,
)
from tenants.subject_access import register_personal_data


def post_to(tenant: Tenant):
    """Return messages sent to this tenant, or about their consents.

    Phone numbers and e-mail addresses that another tenant shares do not match; messages sent to
    those are found by their subject only.
    """
    others = Tenant.objects.exclude(pk=tenant.pk)
    own = {
        to
        for to in filter(None, (tenant.phone, tenant.email))
        if not others.filter(Q(phone=to) | Q(email=to)).exists()
    }
    about = Q(about__consent__in=list(tenant.consents.values_list("pk", flat=True)))
    return Message.objects.filter(Q(to__in=own) | about)


register_personal_data(
    Message,
    post_to,
    leave_out="key about token lease_until message_id error attempts deferred_since to",
)
register_personal_data(
    Tenant, lambda tenant: Tenant.objects.filter(pk=tenant.pk), leave_out="search", shown="area"
)
register_personal_data(
    Tenancy, lambda tenant: tenant.tenancies.all(), shown="home", erased_with=True
)
register_personal_data(
    Consent, lambda tenant: tenant.consents.all(), leave_out="recipient", erased_with=True
)
register_personal_data(Wish, lambda tenant: tenant.wishes.all(), erased_with=True)
register_personal_data(Note, lambda tenant: tenant.notes.all(), leave_out="key", erased_with=True)
register_personal_data(
    Letter, lambda tenant: tenant.letters.all(), leave_out="key", erased_with=True
)
# Contacts are personal data of other people too, so they are given by circle, without a name.
register_personal_data(
    Contact, lambda tenant: tenant.contacts.all(), leave_out="label", erased_with=True
)
register_personal_data(Snapshot, lambda tenant: tenant.snapshots.all(), erased_with=True)
register_personal_data(
    SnapshotTie,
    lambda tenant: SnapshotTie.objects.filter(snapshot__tenant=tenant),
    leave_out="label",
    erased_with=True,
)
register_personal_data(
    FileAccess,
    lambda tenant: tenant.file_accesses.all(),
    leave_out="verdict rights",
    erased_with=True,
)
register_personal_data(
    VitalInterest,
    lambda tenant: tenant.vital_interests.all(),
    erased_with=True,
)
register_personal_data(
    RightsRequest,
    lambda tenant: RightsRequest.objects.filter(tenant_number=tenant.pk),
    leave_out="tenant_number",
    erased_with=True,
)


@before_erasure
def stop_sharing(tenant: Tenant, by: User) -> None:
    """Withdraw what was shared before the erasure; recipients get a neutral notice."""
    for consent in Consent.objects.active().filter(tenant=tenant):
        on_withdrawal.run(consent, by)
