"""What this room keeps about a tenant, and what the post does."""

from django.db.models import Q

from accounts.models import User
from outbox.models import Message
from tenants.hooks import before_erasure, on_withdrawal
from tenants.models import (
    Consent,
    Contact,
    FileAccess,
    Note,
    RightsRequest,
    Snapshot,
    SnapshotTie,
    Tenancy,
    Tenant,
    VitalInterest,
    Wish,
)
from tenants.subject_access import holds


def post_to(tenant: Tenant):
    """Messages to a telephone or mailbox that is this person's alone; what went to a shared one is
    found by what it is about."""
    others = Tenant.objects.exclude(pk=tenant.pk)
    own = {
        to
        for to in filter(None, (tenant.phone, tenant.email))
        if not others.filter(Q(phone=to) | Q(email=to)).exists()
    }
    about = Q(about__consent__in=list(tenant.consents.values_list("pk", flat=True)))
    return Message.objects.filter(Q(to__in=own) | about)


holds(Message, post_to, leave_out="key about token lease_until message_id error attempts to")
holds(Tenant, lambda tenant: Tenant.objects.filter(pk=tenant.pk), leave_out="search", shown="area")
holds(Tenancy, lambda tenant: tenant.tenancies.all(), shown="home", erased_with=True)
holds(Consent, lambda tenant: tenant.consents.all(), leave_out="recipient", erased_with=True)
holds(Wish, lambda tenant: tenant.wishes.all(), erased_with=True)
holds(Note, lambda tenant: tenant.notes.all(), leave_out="key", erased_with=True)
# Who is around somebody is about the others as well: by circle, without a name.
holds(Contact, lambda tenant: tenant.contacts.all(), leave_out="label", erased_with=True)
holds(Snapshot, lambda tenant: tenant.snapshots.all(), erased_with=True)
holds(
    SnapshotTie,
    lambda tenant: SnapshotTie.objects.filter(snapshot__tenant=tenant),
    leave_out="label",
    erased_with=True,
)
holds(FileAccess, lambda tenant: tenant.looks.all(), leave_out="verdict", erased_with=True)
holds(
    VitalInterest,
    lambda tenant: tenant.vital_interests.all(),
    erased_with=True,
)
holds(
    RightsRequest,
    lambda tenant: RightsRequest.objects.filter(tenant_number=tenant.pk),
    leave_out="tenant_number",
    erased_with=True,
)


@before_erasure
def stop_sharing(tenant: Tenant, by: User) -> None:
    """What was given away is taken back first; who had it is told neutrally."""
    for consent in Consent.objects.active().filter(tenant=tenant):
        on_withdrawal.run(consent, by)
