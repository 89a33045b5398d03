"""Personal data of tenants in this app, for subject access and erasure."""

from django.utils import timezone

from accounts.models import User
from activities import actions
from activities.models import BuddyRequest, HostMessage, Invite, RegularGuest, SignUp, SignUpReceipt
from outbox.models import Message
from tenants.hooks import before_erasure
from tenants.models import Tenant
from tenants.subject_access import register_personal_data

# Messages about a sign-up, including those sent to a telephone that two people share.
register_personal_data(
    Message,
    lambda tenant: Message.objects.filter(
        about__sign_up__in=list(tenant.sign_ups.values_list("pk", flat=True))
    ),
    leave_out="key about token lease_until message_id error attempts deferred_since to",
)
# Leave out `on_behalf`: it is the name of another person.
register_personal_data(
    SignUp,
    lambda tenant: tenant.sign_ups.all(),
    leave_out="token key on_behalf code made_by invite person fetcher standing",
    shown="meetup",
)

register_personal_data(
    SignUpReceipt,
    lambda tenant: SignUpReceipt.objects.filter(sign_up__tenant=tenant),
    leave_out="key token sign_up",
)
register_personal_data(
    Invite,
    lambda tenant: tenant.invites.all(),
    leave_out="code made_by",
    shown="meetup",
)
register_personal_data(
    RegularGuest, lambda tenant: tenant.standing.all(), leave_out="made_by", shown="series"
)
register_personal_data(BuddyRequest, lambda tenant: tenant.buddy_requests.all(), leave_out="key")
register_personal_data(
    HostMessage,
    lambda tenant: HostMessage.objects.filter(guest__tenant=tenant),
    leave_out="key made_by read_by",
    shown="meetup",
)


@before_erasure
def free_chairs(tenant: Tenant, by: User) -> None:
    """Cancel the tenant's coming and standing sign-ups, so that the waiting list moves up first."""
    for standing in tenant.standing.filter(ended_at=None).select_related("series"):
        actions.end_regular_guest(standing, by=by)
    coming = SignUp.objects.active().filter(tenant=tenant, meetup__starts_at__gt=timezone.now())
    for sign_up in coming.select_related("meetup").order_by("meetup__starts_at", "meetup"):
        actions.cancel_sign_up(sign_up, by=by)
