"""All verbs around chairs in any order, against a model in memory that knows nothing of tables.

The model holds, per meetup, who sits, who was asked and who waits, and says after every verb what
must be so. Two controls take a defence away and must be found out.
"""

import random
from dataclasses import dataclass, field

import pytest
from django.db import connection
from django.utils import timezone

from accounts.doors import Refused
from accounts.models import stranger
from activities import actions, seating
from activities.models import Chair, Meetup, SignUp
from tests.roads.activities import a_meetup, a_planner, a_sign_up, at

pytestmark = pytest.mark.django_db
Status = SignUp.Status
WALKS, STEPS = 12, 60
VERBS = {
    "join": 10, "leave": 8, "yes": 5, "no": 3, "lapse": 3, "again": 3, "seat": 2, "capacity": 2,
    "keep": 1, "tick": 3,
}  # fmt: skip


class Wrong(AssertionError):
    """The tables and the model do not agree."""


@dataclass
class Party:
    """One sign-up as the model knows it."""

    pk: int
    size: int
    passed: int = 0


@dataclass
class Table:
    """One meetup in memory: chairs are only counted, the line is a list in order."""

    meetup: Meetup
    sits: dict[int, Party] = field(default_factory=dict)
    asked: dict[int, Party] = field(default_factory=dict)
    line: list[Party] = field(default_factory=list)
    lapsed: dict[int, Party] = field(default_factory=dict)

    @property
    def capacity(self) -> int:
        return self.meetup.capacity - self.meetup.kept

    @property
    def taken(self) -> int:
        return sum(party.size for party in [*self.sits.values(), *self.asked.values()])

    def give(self, here: int | None = None) -> None:
        """Free chairs go to who waits, as the rules say."""
        before: list[Party] = []
        for party in list(self.line):
            if party.size <= self.capacity - self.taken:
                self.line.remove(party)
                (self.sits if party.pk == here else self.asked)[party.pk] = party
                for one in before:
                    one.passed += 1
            elif self.capacity - self.taken > 0:
                before.append(party)
            if any(one.passed >= seating.PATIENCE for one in before):
                break


class Walk:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.done: dict[str, int] = dict.fromkeys(VERBS, 0)
        self.table = Table(a_meetup(capacity=self.random.randint(1, 5), starts_at=at(20)))

    def step(self) -> None:
        verb = self.random.choices(list(VERBS), VERBS.values())[0]
        if getattr(self, verb)():
            self.done[verb] += 1
            self.agree(verb)

    def pick(self, those: dict[int, Party]) -> Party | None:
        return self.random.choice(list(those.values())) if those else None

    def row(self, party: Party) -> SignUp:
        return SignUp.objects.select_related("meetup").get(pk=party.pk)

    def join(self) -> bool:
        table, size = self.table, self.random.randint(1, 3)
        made = a_sign_up(table.meetup, party=size)
        party = Party(made.pk, size)
        if not table.line and size <= table.capacity - table.taken:
            table.sits[made.pk] = party
        else:
            table.line.append(party)
            table.give(here=made.pk)
        return True

    def leave(self) -> bool:
        those = self.table.sits | {party.pk: party for party in self.table.line}
        return self._cancel(self.pick(those))

    def no(self) -> bool:
        return self._cancel(self.pick(self.table.asked))

    def _cancel(self, party: Party | None) -> bool:
        if party is None:
            return False
        row = self.row(party)
        actions.cancel_own(row.meetup, token=row.token, by=stranger())
        self.table.sits.pop(party.pk, None)
        self.table.asked.pop(party.pk, None)
        self.table.line = [one for one in self.table.line if one is not party]
        self.table.give()
        return True

    def yes(self) -> bool:
        party = self.pick(self.table.asked)
        if party:
            row = self.row(party)
            actions.accept_own(row.meetup, token=row.token, by=stranger())
            self.table.sits[party.pk] = self.table.asked.pop(party.pk)
        return bool(party)

    def lapse(self) -> bool:
        party = self.pick(self.table.asked)
        if party:
            SignUp.objects.filter(pk=party.pk).update(offered_until=timezone.now())
            self.table.lapsed[party.pk] = self.table.asked.pop(party.pk)
            actions.tick()
            self.table.give()
        return bool(party)

    def again(self) -> bool:
        party = self.pick(self.table.lapsed)
        if party:
            row = self.row(party)
            actions.wait_again(row.meetup, token=row.token, by=stranger())
            self.table.line.append(self.table.lapsed.pop(party.pk))
            party.passed = 0
            self.table.give(here=party.pk)
        return bool(party)

    def seat(self) -> bool:
        table = self.table
        party = self.pick({one.pk: one for one in table.line})
        if party is None:
            return False
        fits = party.size <= table.meetup.capacity - Chair.objects.count()
        try:
            actions.seat(self.row(party), by=a_planner())
        except Refused:
            if fits:
                raise Wrong("refused though it fits") from None
            return True
        if not fits:
            raise Wrong("seated though it does not fit")
        table.line.remove(party)
        table.sits[party.pk] = party
        return True

    def capacity(self) -> bool:
        table, wanted = self.table, self.random.randint(1, 7)
        if wanted < table.taken or wanted < table.meetup.kept:
            with pytest.raises(Refused):
                actions.change_meetup(table.meetup, capacity=table.taken - 1, by=a_planner())
            return True
        actions.change_meetup(table.meetup, capacity=wanted, by=a_planner())
        table.meetup.refresh_from_db()
        table.give()
        return True

    def keep(self) -> bool:
        """Some chairs are kept when nobody is there yet; the clock opens them."""
        table = self.table
        if table.taken or table.line or table.meetup.kept or table.meetup.capacity < 2:
            return False
        actions.change_meetup(table.meetup, kept=1, kept_until=at(10), by=a_planner())
        table.meetup.refresh_from_db()
        return True

    def tick(self) -> bool:
        if self.table.meetup.kept and self.random.random() < 0.5:
            Meetup.objects.filter(pk=self.table.meetup.pk).update(kept_until=timezone.now())
        actions.tick()
        self.table.meetup.refresh_from_db()
        self.table.give()
        return True

    def agree(self, verb: str) -> None:
        """The tables say what the model says, and the database is content."""
        table, rows = self.table, SignUp.objects.filter(meetup=self.table.meetup)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        said = {
            "sits": set(rows.coming().values_list("pk", flat=True)),
            "asked": set(rows.filter(status=Status.OFFERED).values_list("pk", flat=True)),
            "line": [s.pk for s in rows.waiting()],
            "lapsed": set(rows.filter(status=Status.LAPSED).values_list("pk", flat=True)),
            "taken": Chair.objects.filter(meetup=table.meetup).count(),
        }
        must = {
            "sits": set(table.sits),
            "asked": set(table.asked),
            "line": [party.pk for party in table.line],
            "lapsed": set(table.lapsed),
            "taken": table.taken,
        }
        if said != must:
            raise Wrong(f"after {verb}: {said} where {must} must be")
        if any(party.passed > seating.PATIENCE for party in table.line):
            raise Wrong(f"after {verb}: somebody let more go first than the patience is")
        if table.taken > table.meetup.capacity:
            raise Wrong(f"after {verb}: {table.taken} on {table.meetup.capacity} chairs")


def test_every_verb_in_any_order_leaves_what_the_model_says():
    done = dict.fromkeys(VERBS, 0)
    for seed in range(WALKS):
        walk = Walk(seed)
        for _ in range(STEPS):
            walk.step()
        Chair.objects.all().delete()
        SignUp.objects.all().delete()
        for verb, times in walk.done.items():
            done[verb] += times

    assert min(done.values()) > 3, done


def found_out() -> bool:
    try:
        for seed in range(WALKS):
            walk = Walk(seed)
            for _ in range(STEPS):
                walk.step()
            Chair.objects.all().delete()
            SignUp.objects.all().delete()
    except Wrong:
        return True
    return False


def test_a_line_without_patience_is_found_out(monkeypatch):
    monkeypatch.setattr(seating, "SAVED_UNTIL", seating.SAVED_UNTIL * 1000)

    assert found_out()


def test_a_line_that_forgets_who_was_passed_is_found_out(monkeypatch):
    monkeypatch.setattr(seating, "_count_passed", lambda let_go_first: None)

    assert found_out()
