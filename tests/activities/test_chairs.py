"""Chairs: parties sit together, offers follow the waiting list, reserved chairs stay reserved."""

import uuid
from collections.abc import Callable
from datetime import time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import stranger
from activities import actions, notifications, seating
from activities.models import Chair, Meetup, SignUp
from ground.refusals import Refused
from outbox.models import Message
from tests import factories
from tests.factories.activities import a_meetup, a_place, a_sign_up, an_invite, at

pytestmark = pytest.mark.django_db
Status = SignUp.Status


def leaves(sign_up: SignUp) -> None:
    actions.cancel_own(sign_up.meetup, token=sign_up.token, by=stranger())


def says_yes(sign_up: SignUp) -> SignUp:
    return actions.accept_own(sign_up.meetup, token=sign_up.token, by=stranger())


def status_of(*sign_ups: SignUp) -> list[str]:
    for sign_up in sign_ups:
        sign_up.refresh_from_db()
    return [str(sign_up.status) for sign_up in sign_ups]


def past_its_term(sign_up: SignUp) -> None:
    SignUp.objects.filter(pk=sign_up.pk).update(offered_until=timezone.now())


def test_party_of_three_gets_three_chairs():
    meetup = a_meetup(capacity=4)

    three = a_sign_up(meetup, party=3)

    assert three.numbers == [1, 2, 3]


def test_party_that_does_not_fit_waits_without_a_chair():
    meetup = a_meetup(capacity=4)
    a_sign_up(meetup, party=3)

    two = a_sign_up(meetup, party=2)

    assert (two.status, two.numbers) == (Status.WAITING, [])


@pytest.mark.parametrize("party", [0, 4, 10, -1])
def test_party_below_one_or_above_three_is_refused(party):
    with pytest.raises(Refused, match="1, 2 of 3 mensen"):
        a_sign_up(party=party)


def test_single_guest_gets_the_chair_where_a_waiting_pair_did_not_fit():
    meetup = a_meetup(capacity=4)
    a_sign_up(meetup, party=3)
    pair = a_sign_up(meetup, party=2)

    alone = a_sign_up(meetup)

    assert status_of(pair, alone) == ["waiting", "confirmed"]
    assert pair.passed == 1


def test_chairs_are_saved_for_a_pair_that_was_skipped_twice():
    meetup = a_meetup(capacity=5)
    leaver = a_sign_up(meetup)
    a_sign_up(meetup, party=3)
    pair = a_sign_up(meetup, party=2)
    first = a_sign_up(meetup)
    leaves(first)
    second = a_sign_up(meetup)
    leaves(second)

    third = a_sign_up(meetup)
    assert status_of(pair, third) == ["waiting", "waiting"]

    leaves(leaver)
    assert status_of(pair, third) == ["offered", "waiting"]


def test_on_the_last_day_no_chair_is_saved_for_a_skipped_pair():
    meetup = a_meetup(capacity=4, starts_at=timezone.now() + timedelta(hours=20))
    a_sign_up(meetup, party=3)
    pair = a_sign_up(meetup, party=2)
    SignUp.objects.filter(pk=pair.pk).update(passed=seating.PATIENCE)

    alone = a_sign_up(meetup)

    assert alone.status == Status.CONFIRMED
    told = Message.objects.filter(about__sign_up=alone.pk).values_list("kind", flat=True)
    assert list(told) == ["sign_up_confirmed"]


def test_accepting_an_offer_queues_confirmation_and_reminder():
    meetup = a_meetup(capacity=1)
    first, second = a_sign_up(meetup), a_sign_up(meetup)
    leaves(first)

    says_yes(second)

    assert status_of(second) == ["confirmed"]
    queued = Message.objects.filter(about__sign_up=second.pk, status=Message.Status.QUEUED)
    kinds = set(queued.values_list("kind", flat=True))
    assert kinds == {"sign_up_confirmed", "sign_up_reminder"}


def test_accepting_an_offer_twice_confirms_once():
    meetup = a_meetup(capacity=1)
    first, second = a_sign_up(meetup), a_sign_up(meetup)
    leaves(first)

    assert says_yes(second).status == says_yes(second).status == Status.CONFIRMED


def test_expired_offer_lapses_and_the_chair_is_offered_to_the_next():
    meetup = a_meetup(capacity=1)
    first, second, third = [a_sign_up(meetup) for _ in range(3)]
    leaves(first)
    past_its_term(second)

    actions.tick()

    assert status_of(second, third) == ["lapsed", "offered"]
    with pytest.raises(Refused, match="wachtlijst, of bel ons"):
        says_yes(second)


def test_guest_with_lapsed_offer_can_wait_again_at_the_end():
    meetup = a_meetup(capacity=1)
    first, second, third, fourth = [a_sign_up(meetup) for _ in range(4)]
    leaves(first)
    past_its_term(second)
    actions.tick()

    actions.wait_again(meetup, token=second.token, by=stranger())

    assert status_of(second, third, fourth) == ["waiting", "offered", "waiting"]
    assert second.number_in_line == 1


@pytest.fixture
def people_sleep(settings):
    settings.NIGHT = [time(21), time(9)]


@pytest.mark.usefixtures("people_sleep")
def test_offer_expires_after_24h_48h_by_phone_capped_halfway_and_never_at_night():
    now = at(3, hour=12)
    text, call = a_sign_up(phone="06 12345678"), a_sign_up(phone="088 000 12 34")

    days = [
        seating.offer_ends(sign_up, now + timedelta(days=ahead), now) - now
        for sign_up in (text, call)
        for ahead in (10, 0.5, 1)
    ]

    # Halfway to midnight is 18:00; halfway to noon is midnight, so 9:00 in the morning.
    assert days == [timedelta(hours=n) for n in (24, 6, 21, 48, 6, 21)]


@pytest.mark.usefixtures("people_sleep")
@pytest.mark.parametrize(
    ("asked_at", "starts_at", "ends_at"), [((3, 12), 10, 8), ((3, 20), 10, 8), ((3, 20), 12, 9)]
)
def test_offer_does_not_expire_in_the_night_before_an_early_start(asked_at, starts_at, ends_at):
    until = seating.offer_ends(a_sign_up(), at(4, hour=starts_at), at(*asked_at))

    assert until == at(4, hour=ends_at)


@pytest.mark.parametrize(
    ("night", "asleep", "awake"),
    [((21, 9), (23, 3), (9, 12, 20)), ((0, 7), (0, 6), (7, 23)), ((22, 23), (22,), (23, 21))],
)
def test_by_day_moves_a_moment_out_of_the_configured_night(settings, night, asleep, awake):
    settings.NIGHT = [time(hour) for hour in night]

    for hour in asleep:
        morning = notifications.by_day(at(3, hour=hour))
        assert timezone.localtime(morning).hour == night[1]
        assert timedelta(0) < morning - at(3, hour=hour) <= timedelta(hours=12)
    assert [notifications.by_day(at(3, hour=hour)) for hour in awake] == [
        at(3, hour=h) for h in awake
    ]


def test_party_that_can_never_fit_does_not_block_the_waiting_list():
    meetup = a_meetup(capacity=2)
    first, second = a_sign_up(meetup), a_sign_up(meetup)
    three = a_sign_up(meetup, party=3)
    others = [a_sign_up(meetup) for _ in range(4)]
    for here in (first, second, *others[:2]):
        leaves(here)

    three.refresh_from_db()
    assert three.passed >= seating.PATIENCE
    assert status_of(*others[2:]) == ["offered", "offered"]


def test_earlier_start_shortens_open_offers(consultant):
    meetup = a_meetup(capacity=1, starts_at=at(6), by=consultant)
    first, second = a_sign_up(meetup), a_sign_up(meetup)
    leaves(first)
    second.refresh_from_db()
    was = second.offered_until
    sooner = timezone.now() + timedelta(hours=6)

    actions.change_meetup(
        meetup, starts_at=sooner, ends_at=sooner + timedelta(hours=1), by=consultant
    )

    second.refresh_from_db()
    assert second.offered_until < sooner < was


def test_wait_again_after_a_new_sign_up_returns_that_sign_up():
    meetup = a_meetup(capacity=1)
    first, second = a_sign_up(meetup), a_sign_up(meetup, name="Riet", phone="06 12345678")
    leaves(first)
    past_its_term(second)
    actions.tick()
    anew = a_sign_up(meetup, name="Riet", phone="06 12345678")

    assert actions.wait_again(meetup, token=second.token, by=stranger()) == anew
    assert meetup.sign_ups.active().count() == 1


def test_close_to_the_start_no_offer_is_made_and_a_planner_gives_the_chair(consultant):
    meetup = a_meetup(capacity=1, starts_at=timezone.now() + timedelta(minutes=90))
    first, second = a_sign_up(meetup), a_sign_up(meetup)
    leaves(first)
    assert status_of(second) == ["waiting"]

    actions.seat(second, by=consultant)

    assert status_of(second) == ["confirmed"]


def test_kept_chairs_become_available_at_kept_until():
    meetup = a_meetup(capacity=3, kept=2, kept_until=at(1))
    first, second = a_sign_up(meetup), a_sign_up(meetup)
    assert status_of(first, second) == ["confirmed", "waiting"]
    Meetup.objects.filter(pk=meetup.pk).update(kept_until=timezone.now())

    actions.tick()

    meetup.refresh_from_db()
    assert (meetup.kept, status_of(second)) == (0, ["offered"])


def test_places_left_excludes_kept_chairs_and_is_zero_with_a_waiting_list():
    kept = a_meetup(capacity=3, kept=2, kept_until=at(1))
    line = a_meetup(capacity=2)
    a_sign_up(line)
    a_sign_up(line, party=2)

    left = {m.pk: m.places_left for m in Meetup.objects.with_places()}

    assert (left[kept.pk], left[line.pk]) == (1, 0)


def test_calling_off_lapses_offers_and_notifies_those_guests(consultant):
    here, there = a_meetup(capacity=1), a_meetup(capacity=1)
    firsts = [a_sign_up(here), a_sign_up(there)]
    hennie = [a_sign_up(m, name="Hennie", phone="06 12345678") for m in (here, there)]
    leaves(firsts[0])

    actions.cancel_meetup(here, why="Dicht.", by=consultant)
    leaves(firsts[1])

    assert status_of(*hennie) == ["lapsed", "offered"]
    told = Message.objects.filter(about__sign_up=hennie[0].pk, kind="meetup_cancelled")
    assert told.exists()


def test_lower_capacity_moves_guests_to_the_lowest_chairs(consultant):
    meetup = a_meetup(capacity=3)
    first, second, third = [a_sign_up(meetup) for _ in range(3)]
    leaves(first)

    actions.change_meetup(meetup, capacity=2, by=consultant)

    assert sorted(second.numbers + list(third.chairs.values_list("number", flat=True))) == [1, 2]


@transaction.atomic
def at_the_end(change: Callable[[], object]) -> None:
    """Run a change and check the deferred constraints, as at the end of a transaction."""
    change()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_database_refuses_a_confirmed_party_with_too_few_chairs():
    guest = a_sign_up(party=2)

    with pytest.raises(IntegrityError, match="chairs than people"):
        at_the_end(lambda: guest.chairs.first().delete())


def test_database_refuses_a_chair_for_a_waiting_party():
    meetup = a_meetup(capacity=2)
    a_sign_up(meetup)
    pair = a_sign_up(meetup, party=2)

    with pytest.raises(IntegrityError, match="chairs than people"):
        at_the_end(lambda: Chair.objects.create(meetup=meetup, number=2, sign_up=pair))


def test_database_refuses_a_chair_above_the_capacity():
    guest = a_sign_up(a_meetup(capacity=4))

    with pytest.raises(IntegrityError, match="above its capacity"):
        at_the_end(lambda: guest.chairs.update(number=5))


def test_seating_a_guest_with_an_open_offer_accepts_it(consultant):
    meetup = a_meetup(capacity=2)
    first, _, third = [a_sign_up(meetup) for _ in range(3)]
    leaves(first)

    actions.seat(third, by=consultant)

    assert status_of(third) == ["confirmed"]
    assert third.chairs.count() == 1


@pytest.mark.usefixtures("people_sleep")
@pytest.mark.parametrize(
    ("free_at", "asked_at"), [((3, 23), (4, 9)), ((3, 3), (3, 9)), ((3, 12), (3, 12))]
)
def test_chair_freed_at_night_is_offered_in_the_morning(monkeypatch, free_at, asked_at):
    meetup = a_meetup(capacity=1, starts_at=at(10))
    first, second = a_sign_up(meetup), a_sign_up(meetup)
    now, asked = at(*free_at), at(*asked_at)
    monkeypatch.setattr(timezone, "now", lambda: now)

    leaves(first)

    second.refresh_from_db()
    message = Message.objects.get(kind="sign_up_offered", about__sign_up=second.pk)
    assert (second.status, message.due_at) == (Status.OFFERED, asked)
    assert second.offered_until == asked + timedelta(hours=24)


@pytest.mark.usefixtures("people_sleep")
def test_no_offer_is_made_in_the_night_before_an_early_start(monkeypatch):
    meetup = a_meetup(capacity=1, starts_at=at(4, hour=10))
    first, second = a_sign_up(meetup), a_sign_up(meetup)
    night = at(4, hour=1)
    monkeypatch.setattr(timezone, "now", lambda: night)

    leaves(first)

    assert status_of(second) == ["waiting"]


def test_kept_chair_is_not_saved_for_a_guest_who_was_not_invited(consultant, area):
    meetup = a_meetup(capacity=3, kept=2, kept_until=at(1), by=consultant)
    a_sign_up(meetup)
    waits = a_sign_up(meetup)

    came = [comes_by_letter(meetup, area, consultant) for _ in range(3)]
    leaves(came[0])

    assert status_of(waits, *came) == ["waiting", "cancelled", "confirmed", "offered"]
    waits.refresh_from_db()
    assert waits.passed == 0


def comes_by_letter(meetup: Meetup, area, by) -> SignUp:
    """Sign up an invited tenant with the code from their letter."""
    tenant = factories.a_tenant(factories.a_home(area))
    invite = an_invite(meetup, tenant, by=by)
    phone = f"088 000 50 {invite.pk % 100:02}"
    return actions.accept_invite(
        meetup, code=invite.code, key=uuid.uuid4(), phone=phone, by=stranger()
    )


def meetups_looked_up() -> int:
    """Return how many index scans on meetups this transaction has made."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT idx_scan FROM pg_stat_xact_user_tables WHERE relname = 'activities_meetup'"
        )
        return cursor.fetchone()[0]


def test_sign_up_cost_does_not_grow_with_the_number_of_guests():
    start, square = at(5), a_place(is_shared=True)
    others = Meetup.objects.bulk_create(
        Meetup(
            title="Elders", tile="koffie", about="x", place=square, starts_at=start,
            ends_at=start + timedelta(hours=1), capacity=1, host_name="Ria",
        )
        for _ in range(1200)
    )  # fmt: skip
    guests = SignUp.objects.bulk_create(
        SignUp(
            meetup=meetup, status=Status.CONFIRMED, name="Gast", phone="06", person=f"{n}",
            key=uuid.uuid4(),
        )
        for n, meetup in enumerate(others)
    )  # fmt: skip
    Chair.objects.bulk_create(
        Chair(meetup_id=guest.meetup_id, number=1, sign_up=guest) for guest in guests
    )
    connection.check_constraints()
    with connection.cursor() as cursor:
        # Update the statistics: a large table with one chair per meetup.
        cursor.execute("ANALYZE activities_chair, activities_meetup, activities_signup")
    meetup = a_meetup(capacity=80)
    seen = []
    for _ in range(80):
        before = meetups_looked_up()
        a_sign_up(meetup)
        connection.check_constraints()
        seen.append(meetups_looked_up() - before)

    assert max(seen[-5:]) <= seen[0] + 5
