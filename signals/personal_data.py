"""The personal data of a tenant in this room."""

from django.db.models import Q

from signals.models import (
    Conversation,
    Ending,
    FollowUp,
    Report,
    RoundStop,
    Signal,
    SignalNote,
    Visit,
)
from tenants.models import Tenant
from tenants.subject_access import register_personal_data


def of(tenant: Tenant):
    """Signals about this tenant, including those merged into one of them."""
    return Signal.objects.filter(Q(tenant=tenant) | Q(merged_into__tenant=tenant))


def merged_of(tenant: Tenant):
    """Merged signals. They are erased first, because the signal they were merged into protects
    them."""
    return of(tenant).exclude(merged_into=None)


# Who reported it is another person; who works on it says nothing about the tenant.
LEFT_OUT, SHOWN = "key noticed_by on_behalf_of", "home signs"
register_personal_data(Signal, merged_of, leave_out=LEFT_OUT, shown=SHOWN)
register_personal_data(
    Signal,
    lambda tenant: of(tenant).filter(merged_into=None),
    leave_out=LEFT_OUT,
    shown=SHOWN,
)
register_personal_data(
    Report,
    lambda tenant: Report.objects.filter(
        signal__tenant=tenant, signal__noticed_by=Signal.Noticer.SELF
    ),
    erased_with=True,
)
register_personal_data(
    FollowUp, lambda tenant: FollowUp.objects.filter(signal__in=of(tenant)), erased_with=True
)
register_personal_data(
    Conversation,
    lambda tenant: Conversation.objects.filter(follow_up__signal__in=of(tenant)),
    erased_with=True,
)
register_personal_data(
    Ending, lambda tenant: Ending.objects.filter(signal__in=of(tenant)), erased_with=True
)
register_personal_data(
    SignalNote,
    lambda tenant: SignalNote.objects.filter(signal__in=of(tenant)),
    # Who said it may be another person.
    leave_out="key said_by",
    erased_with=True,
)
register_personal_data(
    Visit,
    lambda tenant: Visit.objects.filter(signal__in=of(tenant)),
    leave_out="uid sequence",
    erased_with=True,
)
register_personal_data(RoundStop, lambda tenant: tenant.stops.all())
