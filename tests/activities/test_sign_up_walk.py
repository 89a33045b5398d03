"""Random sequences of every action on chairs, compared with an in-memory model without tables.

Per meetup, the model holds who is seated, who has an offer and who waits, and is compared with the
database after every action, and so is what the other guests count on (`promises.py`). The controls
remove a defence and must be detected.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import stranger
from accounts.roles import Role
from activities import actions, notifications, seating
from activities.models import Chair, Invite, Meetup, RegularGuest, Series, SignUp
from ground.refusals import Refused
from tests import factories
from tests.activities.promises import Snapshot, faults
from tests.factories.activities import a_series, a_sign_up, an_invite, at
from tests.sizes import DOZENS_OF_WALKS

pytestmark = pytest.mark.django_db
Status = SignUp.Status
DOZEN, STEPS = 12, 70
VERBS = {
    "join": 10, "twice": 1, "code": 4, "letter": 2, "back": 2, "always": 2, "never": 1, "leave": 8,
    "yes": 5, "no": 3, "lapse": 3, "again": 3, "seat": 2, "capacity": 2, "keep": 3, "tick": 3,
    "resize": 5, "move": 2,
}  # fmt: skip


class Wrong(AssertionError):
    """The database and the model disagree."""


@dataclass(eq=False)
class Party:
    """A sign-up in the model."""

    pk: int
    size: int
    invited: bool = False
    passed: int = 0
    # How often a smaller party went first while this one could have come.
    overtaken: int = 0


@dataclass
class Table:
    """A meetup in the model: chairs by number, and the waiting list in order."""

    meetup: Meetup
    chairs: dict[int, Party] = field(default_factory=dict)
    sits: dict[int, Party] = field(default_factory=dict)
    asked: dict[int, Party] = field(default_factory=dict)
    line: list[Party] = field(default_factory=list)
    lapsed: dict[int, Party] = field(default_factory=dict)

    def may_have(self, party: Party) -> list[int]:
        """The free chairs for a party in order of preference: an invited party first gets the
        reserved ones, which have the highest numbers; any other party cannot have those."""
        capacity, kept = self.meetup.capacity, self.meetup.kept
        free = [n for n in range(1, capacity + 1) if n not in self.chairs]
        high = [n for n in free if n > capacity - kept]
        low = [n for n in free if n <= capacity - kept]
        return high + low if party.invited else low

    def most_for(self, party: Party) -> int:
        """The most chairs that such a party could ever have."""
        return self.meetup.capacity - (0 if party.invited else self.meetup.kept)

    def put(self, party: Party, numbers: list[int], where: dict[int, Party]) -> None:
        self.chairs |= dict.fromkeys(numbers, party)
        where[party.pk] = party

    def remove(self, party: Party) -> None:
        self.chairs = {n: one for n, one in self.chairs.items() if one is not party}
        self.line = [one for one in self.line if one is not party]
        for where in (self.sits, self.asked, self.lapsed):
            where.pop(party.pk, None)

    def arrive(self, party: Party) -> None:
        """Add a new party: seated when nobody waits and it fits, otherwise last on the waiting
        list."""
        numbers = self.may_have(party)[: party.size]
        if not self.line and len(numbers) == party.size:
            self.put(party, numbers, self.sits)
        else:
            self.line.append(party)
            self.give(here=party)

    def give(self, here: Party | None = None) -> None:
        """Give free chairs to the waiting list by the rules. Chairs that an impatient party may
        have are saved for it; a party is not counted as skipped for a chair it may not have."""
        smaller_first: list[Party] = []
        for party in list(self.line):
            saved = {
                n
                for one in smaller_first
                if one.passed >= seating.PATIENCE and one.size <= self.most_for(one)
                for n in self.may_have(one)
            }
            numbers = [n for n in self.may_have(party) if n not in saved][: party.size]
            if len(numbers) < party.size:
                smaller_first.append(party)
                continue
            for one in smaller_first:
                skipped = bool(set(numbers) & set(self.may_have(one)))
                one.passed += skipped
                one.overtaken += skipped and one.size <= self.most_for(one)
            self.line.remove(party)
            self.put(party, numbers, self.sits if party is here else self.asked)


class RandomWalk:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.done: dict[str, int] = dict.fromkeys(VERBS, 0)
        self.planner = factories.a_user(Role.COORDINATOR)
        day = at(20).date()
        self.series: Series = a_series(
            by=self.planner, first_on=day, until=day, capacity=self.random.randint(1, 5),
            skips_holidays=False,
        )  # fmt: skip
        self.table = Table(self.series.meetups.get())
        # The guests that the verb is about.
        self.about: set[int] = set()
        # The invitation that was accepted, by the id of the resulting sign-up.
        self.letters: dict[int, Invite] = {}

    def step(self) -> None:
        verb = self.random.choices(list(VERBS), VERBS.values())[0]
        if self.keeps_promises(verb, getattr(self, verb)):
            self.done[verb] += 1
            self.agree(verb)

    def keeps_promises(self, verb: str, do: Callable[[], bool]) -> bool:
        """Do a verb, and check what it means for the guests it is not about."""
        before, self.about = Snapshot.take(self.table.meetup), set()
        done = do()
        after = Snapshot.take(self.table.meetup)
        if broken := faults(before, after, verb=verb, about=self.about):
            raise Wrong("; ".join(broken))
        return done

    def end(self) -> None:
        """Call the meetup off."""
        meetup = self.table.meetup
        self.keeps_promises(
            "cancel_meetup",
            lambda: bool(actions.cancel_meetup(meetup, why="De zaal lekt.", by=self.planner)),
        )

    def pick(self, those: dict[int, Party]) -> Party | None:
        """Choose a party that the verb is about."""
        party = self.random.choice(list(those.values())) if those else None
        self.about |= {party.pk} if party else set()
        return party

    def row(self, party: Party) -> SignUp:
        return SignUp.objects.select_related("meetup").get(pk=party.pk)

    def waiting(self) -> dict[int, Party]:
        return {party.pk: party for party in self.table.line}

    def join(self) -> bool:
        size = self.random.randint(1, 3)
        made = a_sign_up(self.table.meetup, party=size)
        self.table.arrive(Party(made.pk, size))
        return True

    def twice(self) -> bool:
        """The same form, or the same person spelled differently: no new sign-up."""
        party = self.pick(self.table.sits | self.table.asked | self.waiting())
        if party:
            row = self.row(party)
            again = {"key": row.key} if self.random.random() < 0.5 else {"name": row.name.upper()}
            made = a_sign_up(self.table.meetup, **{"name": row.name, "phone": row.phone} | again)
            if made.pk != party.pk:
                raise Wrong("the same person stands on the list twice")
        return bool(party)

    def letter_for(self, phone: str) -> Invite:
        """An invitation with a code for a tenant with this number."""
        tenant = factories.a_tenant(factories.a_home(factories.an_area(f"Wijk {uuid4().hex[:6]}")))
        tenant.first_name, tenant.last_name, tenant.phone = "Gast", uuid4().hex[:8], phone
        tenant.save()
        return an_invite(self.table.meetup, tenant, by=self.planner)

    def comes_by(self, invite: Invite, size: int, phone: str = "") -> SignUp:
        return actions.accept_invite(
            self.table.meetup, code=invite.code, key=uuid4(), party=size, phone=phone, by=stranger()
        )

    def code(self) -> bool:
        phone = f"088 {uuid4().int % 10**7:07}"
        invite, size = self.letter_for(phone), self.random.randint(1, 3)
        made = self.comes_by(invite, size)
        self.letters[made.pk] = invite
        self.table.arrive(Party(made.pk, size, invited=True))
        return True

    def letter(self) -> bool:
        """A waiting guest accepts an invitation: from now on they may have reserved chairs."""
        party = self.pick({pk: one for pk, one in self.waiting().items() if not one.invited})
        if party:
            row = self.row(party)
            invite = self.letter_for(row.phone)
            SignUp.objects.filter(pk=row.pk).update(name=f"Gast {invite.tenant.surname}")
            made = self.comes_by(invite, 1)
            if made.pk != party.pk:
                raise Wrong("a letter made a second place in line")
            self.letters[party.pk], party.invited = invite, True
            self.table.give(here=party)
        return bool(party)

    def back(self) -> bool:
        """A guest who came with a code and cancelled signs up again with the same code."""
        cancelled = SignUp.objects.filter(pk__in=self.letters, status=Status.CANCELLED)
        gone = list(cancelled.exclude(invite=None).values_list("pk", flat=True))
        if not gone:
            return False
        invite, size = self.letters.pop(self.random.choice(gone)), self.random.randint(1, 3)
        made = self.comes_by(invite, size)
        self.letters[made.pk] = invite
        self.table.arrive(Party(made.pk, size, invited=True))
        return True

    def always(self) -> bool:
        size, n = self.random.randint(1, 3), uuid4().int % 10**6
        actions.always_come(
            self.series, name=f"Vast {n}", phone=f"06 13 {n:06}", party=size, by=self.planner
        )
        made = SignUp.objects.get(meetup=self.table.meetup, name=f"Vast {n}")
        self.table.arrive(Party(made.pk, size))
        return True

    def never(self) -> bool:
        standing = RegularGuest.objects.filter(series=self.series, ended_at=None).first()
        if standing is None:
            return False
        there = set(standing.sign_ups.active().values_list("pk", flat=True))
        self.about |= there
        actions.end_regular_guest(standing, by=self.planner)
        for party in [*self.table.chairs.values(), *self.table.line]:
            if party.pk in there:
                self.table.remove(party)
        self.table.give()
        return True

    def leave(self) -> bool:
        return self._cancel(self.pick(self.table.sits | self.waiting()))

    def no(self) -> bool:
        return self._cancel(self.pick(self.table.asked))

    def _cancel(self, party: Party | None) -> bool:
        if party is None:
            return False
        row = self.row(party)
        if self.random.random() < 0.5:
            actions.cancel_own(row.meetup, token=row.token, by=stranger())
        else:
            actions.cancel_sign_up(row, by=self.planner)
        self.table.remove(party)
        self.table.give()
        return True

    def yes(self) -> bool:
        party = self.pick(self.table.asked)
        if party:
            row = self.row(party)
            if self.random.random() < 0.5:
                actions.accept_own(row.meetup, token=row.token, by=stranger())
            else:
                actions.accept_offer(row, by=self.planner)
            self.table.sits[party.pk] = self.table.asked.pop(party.pk)
        return bool(party)

    def lapse(self) -> bool:
        party = self.pick(self.table.asked)
        if party:
            SignUp.objects.filter(pk=party.pk).update(offered_until=timezone.now())
            self.table.remove(party)
            self.table.lapsed[party.pk] = party
            actions.tick()
            self.table.give()
        return bool(party)

    def again(self) -> bool:
        party = self.pick(self.table.lapsed)
        if party:
            row = self.row(party)
            actions.wait_again(row.meetup, token=row.token, by=stranger())
            self.table.line.append(self.table.lapsed.pop(party.pk))
            party.passed = party.overtaken = 0
            self.table.give(here=party)
        return bool(party)

    def seat(self) -> bool:
        """A planner may give any free chair, reserved ones first."""
        table, party = self.table, self.pick(self.waiting())
        if party is None:
            return False
        numbers = table.may_have(Party(0, party.size, invited=True))[: party.size]
        fits = len(numbers) == party.size
        try:
            actions.seat(self.row(party), by=self.planner)
        except Refused:
            if fits:
                raise Wrong("refused though it fits") from None
            return True
        if not fits:
            raise Wrong("seated though it does not fit")
        table.line.remove(party)
        table.put(party, numbers, table.sits)
        return True

    def resize(self) -> bool:
        """A party gets larger or smaller: chairs that stay, stay; more only when nobody waits."""
        table, party = self.table, self.pick(self.table.sits | self.table.asked | self.waiting())
        if party is None:
            return False
        size = self.random.randint(1, 3)
        more, seated = size - party.size, party.pk in table.sits | table.asked
        numbers = table.may_have(party)[:more] if seated and more > 0 else []
        fits = not seated or more <= 0 or (not table.line and len(numbers) == more)
        row = self.row(party)
        try:
            if self.random.random() < 0.5:
                actions.change_own_party(row.meetup, token=row.token, party=size, by=stranger())
            else:
                actions.change_sign_up(
                    row, name=row.name, phone=row.phone, party=size, by=self.planner
                )
        except Refused:
            if fits:
                raise Wrong("a larger party was refused though it fits") from None
            return True
        if not fits:
            raise Wrong("a party got larger though it does not fit")
        if seated and more < 0:
            own = sorted(n for n, one in table.chairs.items() if one is party)
            for number in own[size:]:
                del table.chairs[number]
        table.chairs |= dict.fromkeys(numbers, party)
        if party.size != size:
            party.size = size
            table.give()
        return True

    def capacity(self) -> bool:
        """Change the capacity; guests on removed chairs move to the lowest free ones."""
        table, wanted, taken = self.table, self.random.randint(1, 7), len(self.table.chairs)
        if wanted < taken or wanted < table.meetup.kept:
            with pytest.raises(Refused):
                actions.change_meetup(table.meetup, capacity=taken - 1, by=self.planner)
            return True
        actions.change_meetup(table.meetup, capacity=wanted, by=self.planner)
        table.meetup.refresh_from_db()
        gone = sorted(n for n in table.chairs if n > wanted)
        free = [n for n in range(1, wanted + 1) if n not in table.chairs]
        for was, number in zip(gone, free, strict=False):
            table.chairs[number] = table.chairs.pop(was)
        table.give()
        return True

    def move(self) -> bool:
        """Move the meetup to another day; the guests keep their places."""
        starts_at = at(self.random.randint(12, 28))
        hours = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)}
        actions.change_meetup(self.table.meetup, by=self.planner, **hours)
        self.table.meetup.refresh_from_db()
        self.table.give()
        return True

    def keep(self) -> bool:
        """Reserve chairs, possibly with guests seated or waiting; the scheduler releases them."""
        table = self.table
        if table.meetup.kept or table.meetup.capacity < 2:
            return False
        kept = self.random.randint(1, table.meetup.capacity - 1)
        actions.change_meetup(table.meetup, kept=kept, kept_until=at(10), by=self.planner)
        table.meetup.refresh_from_db()
        table.give()
        return True

    def tick(self) -> bool:
        if self.table.meetup.kept and self.random.random() < 0.5:
            Meetup.objects.filter(pk=self.table.meetup.pk).update(kept_until=timezone.now())
        actions.tick()
        self.table.meetup.refresh_from_db()
        self.table.give()
        return True

    def agree(self, verb: str) -> None:
        """Check that the database equals the model and that its constraints hold."""
        table, rows = self.table, SignUp.objects.filter(meetup=self.table.meetup)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        said = {
            "sits": set(rows.coming().values_list("pk", flat=True)),
            "asked": set(rows.filter(status=Status.OFFERED).values_list("pk", flat=True)),
            "line": [s.pk for s in rows.waiting()],
            "lapsed": set(rows.filter(status=Status.LAPSED).values_list("pk", flat=True)),
            "chairs": dict(
                Chair.objects.filter(meetup=table.meetup).values_list("number", "sign_up")
            ),
        }
        must = {
            "sits": set(table.sits),
            "asked": set(table.asked),
            "line": [party.pk for party in table.line],
            "lapsed": set(table.lapsed),
            "chairs": {number: party.pk for number, party in sorted(table.chairs.items())},
        }
        if said != must:
            raise Wrong(f"after {verb}: {said} where {must} must be")
        if any(party.overtaken > seating.PATIENCE for party in table.line):
            raise Wrong(f"after {verb}: somebody let more go first than the patience is")
        if any(number > table.meetup.capacity for number in table.chairs):
            raise Wrong(f"after {verb}: a chair above the {table.meetup.capacity} there are")
        first = table.line[:1]
        if first and len(table.may_have(first[0])) >= first[0].size:
            raise Wrong(f"after {verb}: the first in line fits and waits")


@pytest.mark.parametrize("dozen", DOZENS_OF_WALKS)
def test_any_sequence_of_actions_matches_the_model(dozen):
    done = dict.fromkeys(VERBS, 0)
    own = range(dozen * DOZEN, (dozen + 1) * DOZEN)
    # By chance a rare verb may be missing: then some more walks.
    more = range((dozen + 1) * 1000, (dozen + 1) * 1000 + DOZEN)
    for seed in [*own, *more]:
        if seed in more and min(done.values()) > 3:
            break
        walk = RandomWalk(seed)
        for _ in range(STEPS):
            walk.step()
        walk.end()
        for verb, times in walk.done.items():
            done[verb] += times

    assert min(done.values()) > 3, done


def is_detected() -> bool:
    try:
        for seed in range(DOZEN):
            walk = RandomWalk(seed)
            for _ in range(STEPS):
                walk.step()
            walk.end()
    except Wrong:
        return True
    return False


def test_control_without_patience_is_detected(monkeypatch):
    monkeypatch.setattr(seating, "SAVED_UNTIL", seating.SAVED_UNTIL * 1000)

    assert is_detected()


def test_control_that_does_not_count_skips_is_detected(monkeypatch):
    monkeypatch.setattr(seating, "_count_passed", lambda let_go_first: None)

    assert is_detected()


def test_control_that_saves_chairs_for_parties_not_allowed_them_is_detected(monkeypatch):
    def all_of_them(let_go_first, free, meetup):
        return set(free) if any(one.passed >= seating.PATIENCE for one in let_go_first) else set()

    monkeypatch.setattr(seating, "_saved", all_of_them)

    assert is_detected()


@pytest.mark.parametrize("message", ["changed", "remind", "offered", "called_off", "accepted"])
def test_control_that_sends_no_message_is_detected(message, monkeypatch):
    monkeypatch.setattr(notifications, message, lambda *about, **more: None)

    assert is_detected()


def test_control_that_puts_a_newcomer_in_front_is_detected(monkeypatch):
    create = SignUp.objects.create

    def in_front(**fields):
        return create(**fields | {"waits_since": timezone.now() - timedelta(days=1)})

    monkeypatch.setattr(SignUp.objects, "create", in_front)

    assert is_detected()
