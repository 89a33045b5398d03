"""What is queued to whom, and when: by the tenant's preferred channel if the guest is a known
tenant and there is time for it; otherwise by text to a mobile number, or by a call to any other
number."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from activities.models import BuddyMatch, Meetup, SignUp
from ground import phones
from outbox import actions as outbox
from outbox.models import Message
from tenants.models import Tenant

REMIND_AT = time(10)
SHORTEST = timedelta(hours=24)
Channel = Message.Channel
# How long before its due date a letter is sent; anything sooner goes by telephone.
BY_POST = timedelta(days=5)
# Kinds that may go by post; an offer expires, so it may not.
ON_PAPER = {
    "sign_up_confirmed", "sign_up_waiting", "sign_up_reminder", "meetup_changed",
    "meetup_cancelled",
}  # fmt: skip
# Guests who phone, come to the desk or are asked at a meetup hear at once what a call would say.
HEARD_IT = {SignUp.Via.PHONE, SignUp.Via.DESK, SignUp.Via.AGAIN}


def welcome(sign_up: SignUp, meetup: Meetup) -> None:
    """Confirm a new sign-up, and queue its reminder. Regular guests only get reminders."""
    heard_it = sign_up.via in HEARD_IT and channel(sign_up) == Channel.CALL
    if not heard_it and sign_up.via != SignUp.Via.STANDING:
        confirm(sign_up)
    if sign_up.status == SignUp.Status.CONFIRMED:
        remind(sign_up, meetup)


def confirm(sign_up: SignUp) -> None:
    """Tell a guest that they have a chair, or that they wait for one."""
    confirmed = sign_up.status == SignUp.Status.CONFIRMED
    _queue(sign_up, "sign_up_confirmed" if confirmed else "sign_up_waiting")


def offered(sign_up: SignUp, asked_at: datetime) -> None:
    """Ask a guest on the waiting list whether they come, with the time at which the offer
    expires."""
    outbox.drop(f"sign-up:{sign_up.pk}:sign_up_waiting")
    assert sign_up.offered_until
    round_ = int(sign_up.offered_until.timestamp())
    _queue(sign_up, "sign_up_offered", round_=round_, **_not_before(asked_at))


def accepted(sign_up: SignUp, meetup: Meetup) -> None:
    """Withdraw the offer message and confirm the sign-up."""
    outbox.drop(f"sign-up:{sign_up.pk}:sign_up_offered")
    welcome(sign_up, meetup)


def lapsed(sign_up: SignUp) -> None:
    """Say that the offer has expired, except to guests reached by a call; withdraw the offer
    message."""
    outbox.drop(f"sign-up:{sign_up.pk}:sign_up_offered")
    if channel(sign_up) != Channel.CALL:
        round_, morning = int(sign_up.status_since.timestamp()), by_day(timezone.now())
        _queue(sign_up, "sign_up_lapsed", round_=round_, **_not_before(morning))


def changed(sign_up: SignUp, meetup: Meetup, heard: set[str] | None = None) -> None:
    """Notify a guest of the new time and place, and requeue the reminder. For a series, `heard`
    holds the people already notified; each is notified once."""
    outbox.drop(f"sign-up:{sign_up.pk}:sign_up_reminder")
    _queue_once(sign_up, "meetup_changed", heard, round_=meetup.revision)
    if sign_up.status == SignUp.Status.CONFIRMED:
        remind(sign_up, meetup)


def called_off(sign_up: SignUp, heard: set[str] | None = None) -> None:
    """Notify a guest that the meetup is called off, and withdraw all their other unsent
    messages."""
    take_back(sign_up)
    _queue_once(sign_up, "meetup_cancelled", heard)


def _queue_once(sign_up: SignUp, kind: str, heard: set[str] | None, *, round_: int = 0) -> None:
    """Queue a message about one meetup, or, if `heard` is given, one message per person about the
    whole series."""
    if heard is None:
        _queue(sign_up, kind, round_=round_)
    elif sign_up.person not in heard:
        heard.add(sign_up.person)
        _queue(sign_up, kind, round_=round_, series=1)


def take_back(sign_up: SignUp) -> None:
    """Withdraw all unsent messages about a sign-up."""
    outbox.drop(f"sign-up:{sign_up.pk}:")


def remind(sign_up: SignUp, meetup: Meetup, *, round_: int | None = None) -> None:
    """Queue the reminder for ten o'clock the day before; not for sign-ups less than a day ahead.

    One a round: a reminder that was withdrawn comes back only in another one.
    """
    now = timezone.now()
    due_at = day_before(meetup.starts_at)
    if way_to(sign_up, meetup, "sign_up_reminder")[0] == Channel.LETTER:
        due_at -= BY_POST - timedelta(days=1)
    if due_at > now and meetup.starts_at - now > SHORTEST:
        _queue(
            sign_up,
            "sign_up_reminder",
            round_=meetup.revision if round_ is None else round_,
            due_at=due_at,
            starts_at=meetup.starts_at.isoformat(),
        )


def by_day(moment: datetime) -> datetime:
    """Return the moment itself, or the end of the night (`NIGHT`) if it falls in it."""
    if not settings.NIGHT:
        return moment
    begins, ends = settings.NIGHT
    here = timezone.localtime(moment)
    evening, early = here.time() >= begins, here.time() < ends
    past_midnight = begins > ends
    if not (evening or early if past_midnight else evening and early):
        return moment
    day = here.date() + timedelta(days=past_midnight and evening)
    return timezone.make_aware(datetime.combine(day, ends))


def day_before(starts_at: datetime) -> datetime:
    """Return ten o'clock the day before in Amsterdam local time, also across a clock change."""
    day = timezone.localdate(starts_at) - timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, REMIND_AT))


def channel(sign_up: SignUp) -> str:
    """Return the channel for the guest's telephone number: text or call."""
    return _channel(sign_up.phone)


def way_to(sign_up: SignUp, meetup: Meetup, kind: str) -> tuple[str, str]:
    """Return the channel and the address of a message about a sign-up."""
    tenant, likes = sign_up.tenant, Tenant.Channel
    if tenant and kind in ON_PAPER and tenant.channel == likes.MAIL and tenant.email:
        return Channel.MAIL, tenant.email
    in_time = meetup.starts_at - timezone.now() > BY_POST + SHORTEST
    if tenant and kind in ON_PAPER and tenant.channel == likes.LETTER and in_time:
        return Channel.LETTER, f"kaart over aanmelding {sign_up.pk}"
    return channel(sign_up), sign_up.phone


def _channel(phone: str) -> str:
    return Channel.TEXT if phones.takes_text(phone) else Channel.CALL


def proposed(match: BuddyMatch) -> None:
    """Ask both sides of a match, each by their own channel."""
    for side, phone in _sides(match):
        key = f"match:{match.pk}:{side}:asked"
        outbox.queue(
            key, phone, "buddy_proposed", channel=_channel(phone), match=match.pk, side=side
        )


def agreed(match: BuddyMatch) -> None:
    """Tell both sides of an agreed match how to reach each other."""
    for side, phone in _sides(match):
        key = f"match:{match.pk}:{side}:agreed"
        outbox.queue(key, phone, "buddy_agreed", channel=_channel(phone), match=match.pk, side=side)


def answered(match: BuddyMatch, *, guest: bool) -> None:
    """Withdraw the question to a side that said yes."""
    outbox.drop(f"match:{match.pk}:{'guest' if guest else 'buddy'}:asked")


def take_back_match(match: BuddyMatch) -> None:
    """Withdraw all unsent messages about a match that ended."""
    outbox.drop(f"match:{match.pk}:")


def _sides(match: BuddyMatch) -> list[tuple[str, str]]:
    return [("guest", match.buddy_request.phone), ("buddy", match.buddy.phone)]


def send_again(sign_up: SignUp, *, round_: int) -> None:
    """Tell a guest again, by telephone, what they signed up for, with their ticket; once a round.

    Also to a guest who otherwise gets letters: they are waiting for it.
    """
    kinds = {
        SignUp.Status.CONFIRMED: "sign_up_confirmed",
        SignUp.Status.WAITING: "sign_up_waiting",
        SignUp.Status.OFFERED: "sign_up_offered",
    }
    kind, way = kinds[SignUp.Status(sign_up.status)], channel(sign_up)
    key = f"sign-up:{sign_up.pk}:again:{round_}"
    outbox.queue(key, sign_up.phone, kind, channel=way, sign_up=sign_up.pk)


def new_number(sign_up: SignUp, meetup: Meetup) -> None:
    """Withdraw what was not sent to the old number, and tell the guest on the new one."""
    take_back(sign_up)
    now = int(timezone.now().timestamp())
    send_again(sign_up, round_=now)
    if sign_up.status == SignUp.Status.CONFIRMED:
        remind(sign_up, meetup, round_=now)


def _not_before(moment: datetime) -> dict:
    """Return the `due_at` argument for a moment in the future; empty for one that has passed."""
    return {"due_at": moment} if moment > timezone.now() else {}


def _queue(sign_up: SignUp, kind: str, *, round_: int = 0, **more) -> None:
    key = f"sign-up:{sign_up.pk}:{kind}:{round_}"
    way, to = way_to(sign_up, sign_up.meetup, kind)
    outbox.queue(key, to, kind, channel=way, sign_up=sign_up.pk, **more)
