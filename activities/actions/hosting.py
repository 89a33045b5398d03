"""What a host tells the coordinator."""

from uuid import UUID, uuid4

from django.http import Http404
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can, Role
from activities.models import HostMessage, Meetup, SignUp
from audit.guards import action
from audit.models import record
from outbox import actions as outbox


@action(Can.HOST_MEETUPS, says="iets doorgegeven over een activiteit", recorded=False)
def tell_coordinator(
    meetup: Meetup, *, key: UUID, text: str, guest: SignUp | None = None, by: User
) -> HostMessage:
    """Tell the coordinators something about a meetup, or about one of its guests. They get a mail
    without the text. Idempotent per form key."""
    own = Meetup.objects.hosted_by(by).filter(pk=meetup.pk)
    if not own.exists() or (guest and guest.meetup_id != meetup.pk):
        raise Http404
    told = {"meetup": meetup, "text": text, "guest": guest, "made_by_id": by.pk}
    if HostMessage.objects.filter(key=key).exclude(**told).exists():
        key = uuid4()  # another text on the form of an earlier one, as after Back
    found, new = HostMessage.objects.get_or_create(key=key, defaults=told)
    if new:
        record("activities.tell_coordinator", found, by=by)
        for coordinator in User.objects.filter(role=Role.COORDINATOR, is_active=True):
            outbox.queue(
                f"host-message:{found.pk}:{coordinator.pk}",
                coordinator.email,
                "host_told",
                host_message=found.pk,
            )
    return found


@action(Can.PLAN_MEETUPS, says="bericht van een gastheer of gastvrouw gelezen", recorded=False)
def read_host_message(host_message: HostMessage, *, by: User) -> HostMessage:
    """Mark a message as read, so that the host sees that it arrived. Idempotent."""
    unread = HostMessage.objects.unread().filter(pk=host_message.pk)
    if unread.update(read_at=timezone.now(), read_by_id=by.pk):
        record("activities.read_host_message", host_message, by=by)
    host_message.refresh_from_db()
    return host_message
