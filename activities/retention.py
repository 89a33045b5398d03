"""Retention of guests, invitations and buddies."""

from datetime import date

from django.db.models import Q
from django.db.models.functions import TruncDate

from activities.models import Buddy, BuddyRequest, HostMessage, Invite, RegularGuest, SignUp, WalkIn
from activities.models.meetups import GUESTS_KEPT_MONTHS
from audit.retention import register_term
from ground.months import latest_due

MONTHS = 12


@register_term("guests", "Aanmeldingen", rule="guest", model=SignUp, tenant="tenant_id")
def old_guests(today: date):
    """Sign-ups: one year after the meetup."""
    was_on = SignUp.objects.annotate(was_on=TruncDate("meetup__starts_at"))
    return was_on.filter(was_on__lte=latest_due(today, GUESTS_KEPT_MONTHS))


@register_term("invites", "Uitnodigingen", rule="guest", model=Invite, tenant="tenant_id")
def old_invites(today: date):
    """Invitations: one year after the meetup."""
    was_on = Invite.objects.annotate(was_on=TruncDate("meetup__starts_at"))
    return was_on.filter(was_on__lte=latest_due(today, GUESTS_KEPT_MONTHS))


@register_term("walk_ins", "Namen van wie zonder aanmelden kwam", rule="guest", model=WalkIn)
def old_walk_ins(today: date):
    """First names of people who came without signing up: one year after the meetup."""
    was_on = WalkIn.objects.annotate(was_on=TruncDate("meetup__starts_at"))
    return was_on.filter(was_on__lte=latest_due(today, GUESTS_KEPT_MONTHS))


@register_term(
    "host_messages", "Berichten van gastheren en gastvrouwen", rule="guest", model=HostMessage,
    tenant="guest__tenant_id",
)  # fmt: skip
def old_host_messages(today: date):
    """What hosts told the coordinator: one year after the meetup."""
    was_on = HostMessage.objects.annotate(was_on=TruncDate("meetup__starts_at"))
    return was_on.filter(was_on__lte=latest_due(today, GUESTS_KEPT_MONTHS))


@register_term("standing", "Vaste plekken", rule="guest", model=RegularGuest, tenant="tenant_id")
def old_standing(today: date):
    """Regular guests: one year after their standing sign-up or the series ended."""
    ended = RegularGuest.objects.annotate(ended_on=TruncDate("ended_at"))
    last = latest_due(today, MONTHS)
    return ended.filter(Q(ended_on__lte=last) | Q(series__until__lte=last))


@register_term(
    "buddy_requests", "Vragen om gezelschap", rule="company", model=BuddyRequest, tenant="tenant_id"
)
def old_buddy_requests(today: date):
    """Buddy requests: one year after they ended."""
    ended = BuddyRequest.objects.filter(status=BuddyRequest.Status.ENDED)
    ended = ended.annotate(ended_on=TruncDate("status_since"))
    return ended.filter(ended_on__lte=latest_due(today, MONTHS))


@register_term("buddies", "Maatjes", rule="company", model=Buddy)
def old_buddies(today: date):
    """Buddies: one year after they stopped offering company."""
    stopped = Buddy.objects.annotate(stopped_on=TruncDate("stopped_at"))
    return stopped.filter(stopped_on__lte=latest_due(today, MONTHS))
