"""What a run needs: a template database, copied for each part, and an empty broker."""

import os
import uuid
from itertools import cycle

import redis
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Area, User
from accounts.roles import Role
from config.demo.mark import claim
from signals.models import FollowUp, Signal
from tenants.models import Home
from tests.chaos.processes import not_interrupted
from tests.chaos.sink import digest, step
from tests.database import make_migrated
from tests.journeys.stack import Stack

AREAS, OWNERS = 10, 50
# Records who held which claim: the only way to know afterwards that a kill interrupted work.
NOTE_CLAIMS = """
CREATE TABLE chaos_claim (token uuid PRIMARY KEY, worker text NOT NULL);
CREATE FUNCTION chaos_note_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO chaos_claim VALUES (NEW.token, current_setting('application_name'))
        ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER chaos_note_claim AFTER UPDATE ON outbox_message FOR EACH ROW
    WHEN (OLD.status = 'queued' AND NEW.status = 'claimed') EXECUTE FUNCTION chaos_note_claim();
"""


class Ground:
    """`with Ground(n) as ground:` creates the database; `ground.use_copy(part)` copies it for a
    part."""

    def __init__(self, n: int) -> None:
        self.n = n
        self.filled = connection.settings_dict["NAME"]
        self.made: list[str] = []

    def __enter__(self) -> "Ground":
        try:
            self.made.append(self.filled)
            make_migrated(self.filled)
            assert not claim()
            self.expected = fill(self.n)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_) -> None:
        with not_interrupted():
            connection.close()
            while self.made:
                Stack.sql_on(
                    "postgres", f'DROP DATABASE IF EXISTS "{self.made.pop()}" WITH (FORCE)'
                )
            with redis.from_url(os.environ["REDIS_URL"]) as broker:
                broker.flushdb()

    def make(self, name: str, template: str) -> None:
        Stack.sql_on("postgres", f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        self.made.append(name)

    def use_copy(self, part: str) -> dict[str, str]:
        """Switch to a fresh copy. Return the environment with which other processes find it."""
        name = f"{self.filled}_{part}"
        connection.close()
        self.make(name, self.filled)
        connection.settings_dict["NAME"] = name
        where = connection.settings_dict
        return {
            "DATABASE_URL": f"{os.environ['DATABASE_URL'].rsplit('/', 1)[0]}/{name}",
            "PGDATABASE": name,
            "PGHOST": where["HOST"],
            "PGPORT": str(where["PORT"] or 5432),
            "PGUSER": where["USER"],
            "PGPASSWORD": where["PASSWORD"],
        }


def fill(n: int) -> set[str]:
    """Create homes with a signal due today, logged on a day off, so that nobody was reminded yet.

    Return what must arrive: a reminder of each step, and a digest for each owner.
    """
    today = timezone.localdate()
    areas = Area.objects.bulk_create(Area(code=f"g{i}", name=f"Gebied {i}") for i in range(AREAS))
    owners = User.objects.bulk_create(
        a_user(Role.CONSULTANT, f"consulent{i}") for i in range(min(OWNERS, n))
    )
    for owner, area in zip(owners, cycle(areas)):
        owner.areas.add(area)
    a_user(Role.COORDINATOR, "coordinator").save()
    homes = [a_home(i, areas[i % AREAS]) for i in range(n)]
    with transaction.atomic():
        Home.objects.bulk_create(homes)
        signals = Signal.objects.bulk_create(
            a_signal(home, owners[i % len(owners)]) for i, home in enumerate(homes)
        )
        steps = FollowUp.objects.bulk_create(
            FollowUp(signal=s, kind=FollowUp.Kind.URGENT, owner=s.owner, due_on=today)
            for s in signals
        )
    with connection.cursor() as cursor:
        cursor.execute(NOTE_CLAIMS)
        cursor.execute("ANALYZE")
    return {step(s.pk) for s in steps} | {digest(owner.email) for owner in owners}


def a_user(role: Role, name: str) -> User:
    return User(email=f"{name}@chaos.example", name=name.capitalize(), role=role, password="!")


def a_home(i: int, area: Area) -> Home:
    home = Home(external_id=f"H{i}", code=f"E-{i}", street="Merelstraat", number=i, area=area)
    home.make_searchable()
    return home


def a_signal(home: Home, owner: User) -> Signal:
    return Signal(
        key=uuid.uuid4(),
        home=home,
        owner=owner,
        logged_by=owner,
        urgency=Signal.Urgency.TODAY,
        tenant_knows=Signal.Knows.NO,
    )
