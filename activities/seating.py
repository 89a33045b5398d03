"""Assign chairs: in order of arrival, and a party always together.

Every change to the chairs first locks the row of the meetup (`locked`). Chairs are numbered and
each is assigned once; the database refuses a number above the capacity, and a party with more or
fewer chairs than people.

A party that does not fit is skipped in favour of a smaller one, `PATIENCE` times; after that, free
chairs are saved for it until the last day. A guest on the waiting list gets an offer, one at a
time, and has some time to answer.
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
# How often a party is skipped in favour of a smaller one.
PATIENCE = 2
# From this long before the start, no chair is saved for a party that does not fit.
SAVED_UNTIL = timedelta(hours=24)
# First key of the advisory lock on offers; the second is the hash of the person.
OFFER_LOCK = 2106
# Closer to the start than this, no offers are made any more.
LAST_OFFER = timedelta(hours=2)
# How long a guest has to answer; a guest who is called must first be reached at home.
TERM = timedelta(hours=24)
TERM_OF_A_CALL = timedelta(hours=48)


def lock_meetup(meetup: Meetup) -> Meetup:
    """Return the current row of the meetup, locked: other changes to its chairs wait."""
    return Meetup.objects.select_for_update().get(pk=meetup.pk)


FREE = """
SELECT number FROM generate_series(1, %s) AS number
WHERE NOT EXISTS (SELECT FROM activities_chair AS chair
                  WHERE chair.meetup_id = %s AND chair.number = number.number)
ORDER BY number LIMIT %s
"""


def free_chairs(meetup: Meetup, most: int | None = None) -> list[int]:
    """Return the free chair numbers, lowest first and at most `most`. The caller holds the lock on
    the meetup."""
    with connection.cursor() as cursor:
        cursor.execute(FREE, [meetup.capacity, meetup.pk, most])
        return [number for (number,) in cursor.fetchall()]


def chairs_available_to(numbers: Iterable[int], meetup: Meetup, *, invited: bool) -> list[int]:
    """Return the chairs among `numbers` that a guest may have: reserved ones only for invited
    guests, and those first."""
    numbers = list(numbers)
    kept = [n for n in numbers if n > meetup.open_chairs]
    others = [n for n in numbers if n <= meetup.open_chairs]
    return kept + others if invited else others


def fits(meetup: Meetup, free: list[int], party: int, *, invited: bool) -> list[int]:
    """Return the chairs for a new party if they fit and the waiting list is empty; else none."""
    numbers = chairs_available_to(free, meetup, invited=invited)
    if len(numbers) < party or meetup.sign_ups.waiting().exists():
        return []
    return numbers[:party]


def assign_chairs(sign_up: SignUp, numbers: list[int]) -> None:
    """Assign chairs to a party."""
    Chair.objects.bulk_create(
        Chair(meetup_id=sign_up.meetup_id, number=number, sign_up=sign_up) for number in numbers
    )


def free_chairs_of(sign_up: SignUp) -> None:
    """Free the chairs of a party."""
    sign_up.chairs.all().delete()


def fill(meetup: Meetup, *, by: User, here: SignUp | None = None) -> None:
    """Offer free chairs to the waiting list, in order. `here` is a guest who is signing up right
    now: they are confirmed without an offer, and the caller tells them."""
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
        numbers = chairs_for(sign_up, left, meetup)[: sign_up.party]
        if len(numbers) < sign_up.party:
            let_go_first.append(sign_up)
            continue
        if sign_up == here:
            confirm(sign_up, meetup, numbers, by=by)
        elif sign_up.person in asked or not _offer(sign_up, meetup, numbers, now=now, by=by):
            continue
        free = [n for n in free if n not in numbers]
        _count_passed([one for one in let_go_first if chairs_for(one, numbers, meetup)])


def chairs_for(sign_up: SignUp, numbers: Iterable[int], meetup: Meetup) -> list[int]:
    """Return the chairs among `numbers` that this party may have."""
    return chairs_available_to(numbers, meetup, invited=sign_up.invited)


def _saved(let_go_first: list[SignUp], free: list[int], meetup: Meetup) -> set[int]:
    """Return the free chairs saved for parties that were skipped PATIENCE times, unless the party
    can never fit."""
    every = range(1, meetup.capacity + 1)
    tired = [
        one
        for one in let_go_first
        if one.passed >= PATIENCE and len(chairs_for(one, every, meetup)) >= one.party
    ]
    return {n for one in tired for n in chairs_for(one, free, meetup)}


def confirm(sign_up: SignUp, meetup: Meetup, numbers: list[int], *, by: User) -> None:
    """Confirm a party on the waiting list and assign its chairs."""
    sign_up.move(Status.CONFIRMED, by=by)
    assign_chairs(sign_up, numbers)


def offer_ends(sign_up: SignUp, starts_at: datetime, now: datetime) -> datetime:
    """Return when an offer expires: after a day, two for guests reached by a call, and at most
    halfway to the start. An expiry at night is moved to the morning, or to the last moment at which
    another guest could still be asked."""
    called = notifications.channel(sign_up) == Message.Channel.CALL
    term = TERM_OF_A_CALL if called else TERM
    until = now + min(term, (starts_at - now) / 2)
    return max(until, min(notifications.by_day(until), starts_at - LAST_OFFER))


def shorten_offers(meetup: Meetup) -> None:
    """Shorten open offers after a meetup was moved to an earlier time."""
    now = timezone.now()
    for sign_up in meetup.sign_ups.filter(status=Status.OFFERED):
        until = min(sign_up.offered_until, offer_ends(sign_up, meetup.starts_at, now))
        SignUp.objects.filter(pk=sign_up.pk).update(offered_until=until)


def _offer(sign_up: SignUp, meetup: Meetup, numbers: list[int], *, now: datetime, by: User) -> bool:
    """Hold chairs for a party and offer them; at night the message waits until the morning. Returns
    False close to the start, or when the guest is being asked for another meetup right now."""
    asked_at = notifications.by_day(now)
    if meetup.starts_at - asked_at <= LAST_OFFER or not _may_ask(sign_up.person):
        return False
    try:
        with transaction.atomic():
            until = offer_ends(sign_up, meetup.starts_at, asked_at)
            sign_up.move(Status.OFFERED, by=by, offered_until=until)
            assign_chairs(sign_up, numbers)
    except IntegrityError as problem:
        if "one_offer_a_person" not in str(problem):
            raise
        sign_up.refresh_from_db()
        return False
    notifications.offered(sign_up, asked_at)
    return True


def _may_ask(person: str) -> bool:
    """Take the advisory lock on offers to this person, until the transaction ends. Returns False
    when another transaction has it: waiting could deadlock, and the next tick tries again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))", [OFFER_LOCK, person])
        return cursor.fetchone()[0]


def _have_an_offer(line: list[SignUp]) -> set[str]:
    """Return the people on this waiting list with an open offer for another meetup."""
    people = {sign_up.person for sign_up in line}
    asked = SignUp.objects.filter(status=Status.OFFERED, person__in=people)
    return set(asked.values_list("person", flat=True))


def _count_passed(let_go_first: list[SignUp]) -> None:
    """Count one more skip for each of these parties."""
    ids = [sign_up.pk for sign_up in let_go_first]
    SignUp.objects.filter(pk__in=ids).update(passed=F("passed") + 1)
    for sign_up in let_go_first:
        sign_up.passed += 1


def move_to_lower_chairs(meetup: Meetup) -> None:
    """Move guests from chairs above the capacity to free chairs below it."""
    gone = list(meetup.chairs.filter(number__gt=meetup.capacity))
    for chair, number in zip(gone, free_chairs(meetup), strict=False):
        Chair.objects.filter(pk=chair.pk).update(number=number)
