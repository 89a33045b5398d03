"""Calls that a colleague makes: check sign-ups made by somebody else, arrange fetching, and call
regulars who were missed twice."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from activities.actions.sign_ups import cancel
from activities.models import BuddyMatch, CallTask, Meetup, SignUp
from audit.guards import action
from audit.models import record
from outbox.models import Message

Status = SignUp.Status
# How long after a meetup the scheduler looks for missed regulars, and from when the attendance list
# counts as complete.
MISSED_WITHIN, LIST_DUE_AFTER = timedelta(days=7), timedelta(hours=12)
# A regular came at least this many times, out of this many earlier meetups.
USUALLY, AMONG = 3, 8


@action(Can.PLAN_MEETUPS, says="gebeld")
def called(call: CallTask, *, by: User) -> CallTask:
    """Mark the call as made. What was said is not recorded."""
    CallTask.objects.filter(pk=call.pk).done(by)
    return call


@action(Can.PLAN_MEETUPS, says="komt liever niet")
def cancel_after_call(call: CallTask, *, by: User) -> SignUp:
    """Cancel the sign-up of somebody who was signed up by another and would rather not come."""
    CallTask.objects.filter(pk=call.pk).done(by)
    return cancel(call.sign_up, by=by)


@action(Can.PLAN_MEETUPS, says="ophalen afgesproken")
def arrange_fetch(sign_up: SignUp, *, fetcher: str, by: User) -> SignUp:
    """Record who fetches the guest, by first name; the ticket shows it."""
    SignUp.objects.filter(pk=sign_up.pk).update(fetcher=fetcher)
    sign_up.calls.filter(why=CallTask.Why.FETCH).done(by)
    sign_up.refresh_from_db()
    return sign_up


def of_their_kinds(user: User) -> QuerySet[Message]:
    """Messages of the kinds that this user passes on by telephone, including those already passed
    on."""
    return Message.objects.of_kinds_told_by(user)


@action(Can.PLAN_MEETUPS, says="aan de telefoon verteld", visible=of_their_kinds, recorded=False)
def told_by_phone(message: Message, *, by: User) -> bool:
    """Mark a message as passed on by telephone. Returns False when it no longer had to be."""
    found = Message.objects.told_by(by).filter(pk=message.pk).select_for_update().first()
    if found is None:
        return False
    found.move(Message.Status.DONE, by=by, sent_at=timezone.now())
    if sign_up := SignUp.objects.filter(pk=found.about.get("sign_up")).first():
        record("activities.told_by_phone", sign_up, by=by)
    elif match := BuddyMatch.objects.filter(pk=found.about.get("match")).first():
        record("activities.told_proposal", match, by=by)
    return True


def plan_calls_to_missed_regulars() -> int:
    """Plan a call to each regular of a series who missed two meetups in a row without cancelling.
    Returns how many calls were planned."""
    now = timezone.now()
    ended = Meetup.objects.on().filter(
        series__isnull=False, ends_at__gt=now - MISSED_WITHIN, ends_at__lt=now - LIST_DUE_AFTER
    )
    # Only meetups where attendance was recorded.
    kept = ended.filter(sign_ups__attended_at__isnull=False).distinct()
    return sum(_missed_at(meetup) for meetup in kept.order_by("pk"))


def _missed_at(meetup: Meetup) -> int:
    absent = meetup.sign_ups.coming().reachable().filter(attended_at=None)
    made = 0
    for sign_up in absent.exclude(calls__why=CallTask.Why.MISSED):
        before = (
            SignUp.objects.coming()
            .filter(
                # `phone` is here for its index; `person` alone identifies the guest.
                phone=sign_up.phone,
                person=sign_up.person,
                meetup__series_id=meetup.series_id,
                meetup__starts_at__lt=meetup.starts_at,
                meetup__cancelled_at=None,
            )
            .filter(
                Exists(SignUp.objects.filter(meetup=OuterRef("meetup"), attended_at__isnull=False))
            )
        )
        were = list(
            before.order_by("-meetup__starts_at").values_list("attended_at", flat=True)[:AMONG]
        )
        if were and were[0] is None and sum(at is not None for at in were) >= USUALLY:
            CallTask.objects.create(sign_up=sign_up, why=CallTask.Why.MISSED)
            made += 1
    return made
