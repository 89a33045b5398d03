"""Message kinds of this app. A message stores ids only and goes to the guest's own telephone; its
words suit any reader."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.roles import Can
from activities.models import BuddyMatch, HostMessage, SignUp
from outbox.kinds import Audience, kind
from outbox.models import Message
from outbox.subjects import register_subjects
from tenants.shared_fields import current_home

register_subjects(sign_up=SignUp, match=BuddyMatch)

SUBJECT = format_lazy(_("Bericht van {organisation}"), organisation=settings.ORGANISATION)
Status = SignUp.Status


def context_if_current(message: Message, *statuses: str, cancelled: bool = False) -> dict | None:
    """Return the template context while the sign-up and its meetup still match the message; None
    otherwise."""
    found = SignUp.objects.filter(pk=message.about["sign_up"], status__in=statuses)
    sign_up = found.select_related("meetup__place", "tenant").first()
    if sign_up is None or sign_up.meetup.has_started:
        return None
    if sign_up.meetup.is_cancelled != cancelled:
        return None
    tenant = sign_up.tenant
    if tenant and tenant.died_on:
        return None
    words = {
        "sign_up": sign_up,
        "meetup": sign_up.meetup,
        "language": sign_up.language,
        # Whether it is about all coming meetups of a series.
        "series": "series" in message.about,
    }
    if message.channel != Message.Channel.LETTER:
        return words
    # Post a letter only to a current address that is not shielded.
    writes = tenant and not tenant.shielded_at and not tenant.restricted_at
    home = current_home(tenant) if writes else None
    return home and words | {"tenant": tenant, "home": home}


@kind("sign_up_confirmed", subject=SUBJECT, audience=Audience.TENANT, told_by=Can.PLAN_MEETUPS)
def sign_up_confirmed(message: Message) -> dict | None:
    """Confirms a sign-up with a chair, at once."""
    return context_if_current(message, Status.CONFIRMED)


@kind("sign_up_waiting", subject=SUBJECT, audience=Audience.TENANT, told_by=Can.PLAN_MEETUPS)
def sign_up_waiting(message: Message) -> dict | None:
    """Waiting-list confirmation; dropped when the guest got a chair before it was sent."""
    return context_if_current(message, Status.WAITING)


@kind("sign_up_offered", subject=SUBJECT, audience=Audience.TENANT, told_by=Can.PLAN_MEETUPS)
def sign_up_offered(message: Message) -> dict | None:
    """Offers a chair to a guest on the waiting list."""
    return context_if_current(message, Status.OFFERED)


@kind("sign_up_lapsed", subject=SUBJECT, audience=Audience.TENANT, told_by=Can.PLAN_MEETUPS)
def sign_up_lapsed(message: Message) -> dict | None:
    """Says that an offer was not answered in time."""
    return context_if_current(message, Status.LAPSED)


@kind("sign_up_reminder", subject=SUBJECT, audience=Audience.TENANT, told_by=Can.PLAN_MEETUPS)
def sign_up_reminder(message: Message) -> dict | None:
    """Reminder the day before; dropped when the start time changed after it was queued."""
    words = context_if_current(message, Status.CONFIRMED)
    starts_at = datetime.fromisoformat(message.about["starts_at"])
    if words is None or words["meetup"].starts_at != starts_at:
        return None
    tomorrow = timezone.localdate() + timedelta(days=1) == timezone.localdate(starts_at)
    # A letter is read on a later day than it is written, so it never says "tomorrow".
    return words | {"tomorrow": tomorrow and message.channel != Message.Channel.LETTER}


@kind("meetup_changed", subject=SUBJECT, audience=Audience.TENANT, told_by=Can.PLAN_MEETUPS)
def meetup_changed(message: Message) -> dict | None:
    """Says that the time or place changed, to guests with a chair or on the waiting list."""
    return context_if_current(message, *SignUp.ACTIVE)


@kind("meetup_cancelled", subject=SUBJECT, audience=Audience.TENANT, told_by=Can.PLAN_MEETUPS)
def meetup_cancelled(message: Message) -> dict | None:
    """Says that a meetup was called off, to guests with a chair or on the waiting list."""
    return context_if_current(message, *SignUp.ACTIVE, Status.LAPSED, cancelled=True)


@kind("host_told", subject="Er is iets doorgegeven in Aanloop", audience=Audience.STAFF)
def host_told(message: Message) -> dict | None:
    """To the coordinators: a host left a message; dropped when it was read."""
    unread = HostMessage.objects.unread().select_related("meetup")
    found = unread.filter(pk=message.about["host_message"]).first()
    return found and {"path": found.meetup.get_absolute_url()}


def match_context(message: Message) -> dict | None:
    """Return the template context of an open match, from the reader's side; None otherwise."""
    found = BuddyMatch.objects.open().filter(pk=message.about["match"])
    match = found.select_related("buddy_request", "buddy").first()
    if match is None:
        return None
    return {"match": match} | match.seen_by(guest=message.about["side"] == "guest")


@kind(
    "buddy_proposed",
    subject=SUBJECT,
    audience=Audience.TENANT,
    secret=True,
    told_by=Can.PLAN_MEETUPS,
)
def buddy_proposed(message: Message) -> dict | None:
    """Asks both sides of a match whether they would like to meet; dropped once that side has
    answered."""
    words = match_context(message)
    side = f"{message.about['side']}_yes_at"
    return words if words and getattr(words["match"], side) is None else None


@kind(
    "buddy_agreed",
    subject=SUBJECT,
    audience=Audience.TENANT,
    secret=True,
    told_by=Can.PLAN_MEETUPS,
)
def buddy_agreed(message: Message) -> dict | None:
    """Says to both sides that both said yes, with each other's name and number."""
    words = match_context(message)
    return words if words and words["match"].is_agreed else None
