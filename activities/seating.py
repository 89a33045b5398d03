"""Who gets a chair: everybody in order of arrival, people who belong together together.

Whoever changes who sits where first locks the row of the meetup (`locked`). A chair is numbered and
had once; the database refuses a number above the capacity, and a party with more or fewer chairs
than people.

A party that does not fit lets a smaller one go first, `PATIENCE` times; after that free chairs are
saved for it, until the last day. Who stands in line is asked, one offer at a time, and may think
about it for a while.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from activities import notifications
from activities.models import Chair, Meetup, SignUp
from outbox.models import Message

Status = SignUp.Status
# How often a party lets a smaller one go first.
PATIENCE = 2
# From when no chair stays empty for a party that does not fit.
SAVED_UNTIL = timedelta(hours=24)
# From when nobody is asked any more: who is there, sits.
# The number of the advisory lock for asking somebody.
ASKING = 2106
LAST_OFFER = timedelta(hours=2)
# How long somebody may think about it; who is called needs to be found at home.
TERM = timedelta(hours=24)
TERM_OF_A_CALL = timedelta(hours=48)


def locked(meetup: Meetup) -> Meetup:
    """The meetup as it is now; whoever else wants to change its chairs waits."""
    return Meetup.objects.select_for_update().get(pk=meetup.pk)


FREE = """
SELECT number FROM generate_series(1, %s) AS number
WHERE NOT EXISTS (SELECT FROM activities_chair AS chair
                  WHERE chair.meetup_id = %s AND chair.number = number.number)
ORDER BY number LIMIT %s
"""


def free_chairs(meetup: Meetup, most: int | None = None) -> list[int]:
    """The numbers that nobody has, lowest first (`most` of them), for whoever holds the lock on the
    meetup."""
    with connection.cursor() as cursor:
        cursor.execute(FREE, [meetup.capacity, meetup.pk, most])
        return [number for (number,) in cursor.fetchall()]


def for_whom(numbers: Iterable[int], meetup: Meetup, *, invited: bool) -> list[int]:
    """Which of some chairs somebody may have: the kept ones only who is invited, and first."""
    numbers = list(numbers)
    kept = [n for n in numbers if n > meetup.open_chairs]
    others = [n for n in numbers if n <= meetup.open_chairs]
    return kept + others if invited else others


def fits(meetup: Meetup, free: list[int], party: int, *, invited: bool) -> list[int]:
    """The chairs for a party that has just come in, when nobody stands in line; else none."""
    numbers = for_whom(free, meetup, invited=invited)
    if len(numbers) < party or meetup.sign_ups.waiting().exists():
        return []
    return numbers[:party]


def sit(sign_up: SignUp, numbers: list[int]) -> None:
    """Put a party on its chairs."""
    Chair.objects.bulk_create(
        Chair(meetup_id=sign_up.meetup_id, number=number, sign_up=sign_up) for number in numbers
    )


def stand_up(sign_up: SignUp) -> None:
    """Free the chairs of a party."""
    sign_up.chairs.all().delete()


def fill(meetup: Meetup, *, by: User, here: SignUp | None = None) -> None:
    """Give free chairs to who stands in line, in order; `here` is somebody who is just now signing
    up and needs not be asked."""
    now = timezone.now()
    if meetup.is_cancelled or meetup.starts_at <= now:
        return
    free = free_chairs(meetup)
    if not free:
        return
    line = [here if here == one else one for one in meetup.sign_ups.waiting()]
    asked = _have_an_offer(line)
    let_go_first: list[SignUp] = []
    saves = meetup.starts_at - now > SAVED_UNTIL
    for sign_up in line:
        saved = _saved(let_go_first, free, meetup) if saves else set()
        left = [n for n in free if n not in saved]
        if not left:
            break
        numbers = may_have(sign_up, left, meetup)[: sign_up.party]
        if len(numbers) < sign_up.party:
            let_go_first.append(sign_up)
            continue
        if sign_up == here:
            confirm(sign_up, meetup, numbers, by=by)
            notifications.welcome(sign_up, meetup)
        elif sign_up.person in asked or not _offer(sign_up, meetup, numbers, now=now, by=by):
            continue
        free = [n for n in free if n not in numbers]
        _count_passed([one for one in let_go_first if may_have(one, numbers, meetup)])


def may_have(sign_up: SignUp, numbers: Iterable[int], meetup: Meetup) -> list[int]:
    """Which of some chairs are for this party."""
    return for_whom(numbers, meetup, invited=sign_up.invited)


def _saved(let_go_first: list[SignUp], free: list[int], meetup: Meetup) -> set[int]:
    """The free chairs that stay empty for who let others go first often enough; not for more people
    than there will ever be chairs for."""
    every = range(1, meetup.capacity + 1)
    tired = [
        one
        for one in let_go_first
        if one.passed >= PATIENCE and len(may_have(one, every, meetup)) >= one.party
    ]
    return {n for one in tired for n in may_have(one, free, meetup)}


def confirm(sign_up: SignUp, meetup: Meetup, numbers: list[int], *, by: User) -> None:
    """A party that stood in line comes."""
    sign_up.move(Status.CONFIRMED, by=by)
    sit(sign_up, numbers)


def offer_ends(sign_up: SignUp, starts_at: datetime, now: datetime) -> datetime:
    """Until when somebody may say yes: a day, two for who is called, and no longer than halfway to
    the start; what would end in the night ends in the morning, or with the last moment at which
    somebody else could be asked."""
    called = notifications.channel(sign_up) == Message.Channel.CALL
    term = TERM_OF_A_CALL if called else TERM
    until = now + min(term, (starts_at - now) / 2)
    return max(until, min(notifications.by_day(until), starts_at - LAST_OFFER))


def shorten_offers(meetup: Meetup) -> None:
    """A meetup that begins sooner leaves less time to think about an offer."""
    now = timezone.now()
    for sign_up in meetup.sign_ups.filter(status=Status.OFFERED):
        until = min(sign_up.offered_until, offer_ends(sign_up, meetup.starts_at, now))
        SignUp.objects.filter(pk=sign_up.pk).update(offered_until=until)


def _offer(sign_up: SignUp, meetup: Meetup, numbers: list[int], *, now: datetime, by: User) -> bool:
    """Hold chairs for a party and ask it, in the morning if it is night. Not close to the start,
    and not for who was asked for another meetup at this very moment."""
    asked_at = notifications.by_day(now)
    if meetup.starts_at - asked_at <= LAST_OFFER or not _may_ask(sign_up.person):
        return False
    try:
        with transaction.atomic():
            until = offer_ends(sign_up, meetup.starts_at, asked_at)
            sign_up.move(Status.OFFERED, by=by, offered_until=until)
            sit(sign_up, numbers)
    except IntegrityError as problem:
        if "one_offer_a_person" not in str(problem):
            raise
        sign_up.refresh_from_db()
        return False
    notifications.offered(sign_up, asked_at)
    return True


def _may_ask(person: str) -> bool:
    """Whether nobody else is asking this person now, for another meetup; until the transaction
    ends nobody else may. To wait for each other's offers would be to wait for ever: the clock asks
    later."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))", [ASKING, person])
        return cursor.fetchone()[0]


def _have_an_offer(line: list[SignUp]) -> set[str]:
    """Who in this line was asked for another meetup and has not answered yet."""
    people = {sign_up.person for sign_up in line}
    asked = SignUp.objects.filter(status=Status.OFFERED, person__in=people)
    return set(asked.values_list("person", flat=True))


def _count_passed(let_go_first: list[SignUp]) -> None:
    """Remember that a smaller party went first."""
    ids = [sign_up.pk for sign_up in let_go_first]
    SignUp.objects.filter(pk__in=ids).update(passed=F("passed") + 1)
    for sign_up in let_go_first:
        sign_up.passed += 1


def move_down(meetup: Meetup) -> None:
    """Move who sits on a chair that was taken away to one that is left."""
    gone = list(meetup.chairs.filter(number__gt=meetup.capacity))
    for chair, number in zip(gone, free_chairs(meetup), strict=False):
        Chair.objects.filter(pk=chair.pk).update(number=number)
