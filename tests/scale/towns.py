"""Two towns: half of the signals open, one home and one tenant for every two signals.

SQL fills them, bypassing the triggers; afterwards a query checks the invariant of the triggers: one
open step for an open signal, none for a closed one.
"""

import contextlib
import time
from collections.abc import Iterator

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Area, User
from accounts.roles import Role
from launcher.children import say, since
from partners.models import Worker
from tests.database import make_migrated
from tests.journeys.stack import Stack

# The area that is equally large in both towns, the one that has half of everything, and the rest.
QUIET, BUSY, REST = 1, 2, range(3, 13)
# The worker of the only partner, to whom one signal in five was referred.
WORKER = 99

FILL = """
CREATE TEMP TABLE place AS
SELECT n, CASE WHEN n % %(step)s = 0 THEN %(quiet)s
               WHEN n % 2 = 1 THEN %(busy)s
               ELSE %(rest)s + n / 2 % 10 END AS area
FROM generate_series(1, %(signals)s / 2) AS n;

INSERT INTO tenants_home (id, external_id, code, kind, status, name, street, number, letter,
    addition, postcode, town, floor, address_id, object_id, neighbourhood_code, district_code,
    municipality_code, complex_code, complex_name, housing_form, search, area_id)
OVERRIDING SYSTEM VALUE
SELECT n, 'H' || n, 'E-' || n, 'WOO', '', '', 'Straat ' || n / 200, n % 200 + 1, '', '', '', '',
    '', '', '', '', '', '', '', '', '',
    'straat ' || n / 200 || ' ' || lpad((n % 200 + 1)::text, 5, '0'), area
FROM place;

INSERT INTO tenants_tenant (id, external_id, code, initials, first_name, infix, last_name, gender,
    language, phone, email, channel, reach_note, hears_badly, interpreter,
    best_time, in_pairs, corrected, search, area_id)
OVERRIDING SYSTEM VALUE
SELECT n, 'P' || n, 'R-' || n, 'A.', '', '', 'Huurder ' || n, '', '', '', '', 'phone', '',
    false, false, '', false, '{}',
    'huurder ' || n, area
FROM place;

INSERT INTO tenants_tenancy (contract, role, starts_on, home_id, tenant_id)
SELECT 'C' || n, 'HUU', DATE '2015-01-01', n, n FROM place;

-- By their number in the area, so that an area with as many has the same ones.
CREATE TEMP TABLE noticed AS
SELECT id, door, area, nth % 2 = 0 AS is_open, nth / 2 AS nth FROM (
    SELECT s AS id, place.n AS door, area, row_number() OVER (PARTITION BY area ORDER BY s) AS nth
    FROM generate_series(1, %(signals)s) AS s JOIN place ON place.n = (s + 1) / 2
) AS numbered;

INSERT INTO signals_signal (id, status_since, key, status, logged_at, channel, fact, urgency,
    tenant_knows, reason, tenant_view, closed_at, home_id, logged_by_id, owner_id, tenant_id,
    area_id, impression, noticed_by, own_words)
OVERRIDING SYSTEM VALUE
SELECT id, now(), gen_random_uuid(),
    CASE WHEN NOT is_open THEN 'closed'
         ELSE (ARRAY['new', 'picked_up', 'talking', 'referred', 'aftercare'])[nth % 5 + 1] END,
    now() - make_interval(hours => id % 4000), 'BEZ', 'Gordijnen dicht.', 'week', 'yes',
    CASE WHEN is_open THEN '' ELSE 'solved' END, '',
    CASE WHEN NOT is_open THEN now() - interval '1 day' END,
    door, area, area, door, area, '', 'caretaker', ''
FROM noticed;

INSERT INTO signals_signal_signs (signal_id, sign_id)
SELECT id, (SELECT min(id) FROM signals_sign) FROM noticed;

INSERT INTO signals_followup (kind, due_on, planned_at, done_at, outcome, words, done_by_id,
    owner_id, signal_id)
SELECT CASE WHEN is_open AND nth % 5 = 3 THEN 'partner_answers' ELSE 'call' END,
    DATE %(today)s + (nth % 60 - 30)::int, now(),
    CASE WHEN NOT is_open THEN now() - interval '1 day' END,
    CASE WHEN is_open THEN '' ELSE 'spoken' END, '', CASE WHEN NOT is_open THEN area END, area, id
FROM noticed;

INSERT INTO partners_partner (id, name, kind, offers, inbox, phone, website, capacity, assured_on)
OVERRIDING SYSTEM VALUE
VALUES (1, 'Welzijn Schaal', 'welfare', 'Koffie', 'postvak@schaal.example', '', '', 'room',
    DATE %(today)s);

-- Of every five signals one was referred: 200 in the small town, 200,000 in the large one.
INSERT INTO tenants_consent (id, recipient, recipient_name, purpose, fields, answer, how, words,
    wording, wording_version, given_at, expires_on, tenant_id, recorded_by_id)
OVERRIDING SYSTEM VALUE
SELECT id, 'partner:1', 'Welzijn Schaal', 'kennismaken', '{name,wish}', 'yes', 'spoken', '', '?', 1,
    now(), DATE %(today)s + 90, door, area
FROM noticed WHERE id % 5 = 0;

INSERT INTO referrals_referral (id, status_since, number, status, wish, gist, made_at, offered_at,
    due_on, answered_at, declined_why, taken_name, answered_via, signal_id, tenant_id, partner_id,
    sender_id, consent_id)
OVERRIDING SYSTEM VALUE
SELECT id, now(), gen_random_uuid(),
    (ARRAY['offered', 'question', 'accepted', 'tried', 'met', 'under_way', 'paused', 'completed',
           'ended', 'completed'])[id / 5 % 10 + 1],
    'Koffie', 'Koffie', now(), now(), DATE %(today)s + (id / 5 % 20 - 5)::int, now(), '', '', '',
    id, door, 1, area, id
FROM noticed WHERE id % 5 = 0;

INSERT INTO referrals_share (field, value, referral_id)
SELECT field, 'Mevr. ' || id, id
FROM noticed, unnest(ARRAY['name', 'wish']) AS field WHERE id % 5 = 0;
"""
BROKEN = """
SELECT count(*) FROM signals_signal AS s WHERE
    (SELECT count(*) FROM signals_followup AS f WHERE f.signal_id = s.id AND f.done_at IS NULL)
    <> CASE WHEN s.status = 'closed' THEN 0 ELSE 1 END
"""


@contextlib.contextmanager
def two(few: int, many: int) -> Iterator[tuple[str, str]]:
    """Yield the names of two filled databases; they are dropped when the `with` block ends."""
    name = connection.settings_dict["NAME"]
    small, large = f"{name}_few", f"{name}_many"
    try:
        make_migrated(small)
        connection.close()
        Stack.sql_on("postgres", f'CREATE DATABASE "{large}" TEMPLATE "{small}"')
        for town, signals in ((small, few), (large, many)):
            start = time.monotonic()
            go_to(town)
            fill(signals, quiet=few)
            say("schaal", f"{signals} signalen in {since(start)}")
        yield small, large
    finally:
        connection.close()
        for town in (small, large):
            Stack.sql_on("postgres", f'DROP DATABASE IF EXISTS "{town}" WITH (FORCE)')


def go_to(name: str) -> None:
    """Switch the connection: every later query is for this town."""
    connection.close()
    connection.settings_dict["NAME"] = name


def fill(signals: int, quiet: int) -> None:
    """Fill a town with this many signals; the quiet area has half of `quiet` signals."""
    places = [QUIET, BUSY, *REST]
    Area.objects.bulk_create(Area(pk=n, code=f"g{n}", name=f"Gebied {n}") for n in places)
    for n in places:
        a_user(n, Role.CONSULTANT).areas.add(n)
    a_user(max(places) + 1, Role.COORDINATOR)
    worker = a_user(WORKER, Role.PARTNER_WORKER)
    numbers = {
        "signals": signals,
        "step": 2 * signals // quiet,
        "quiet": QUIET,
        "busy": BUSY,
        "rest": REST.start,
        "today": f"'{timezone.localdate().isoformat()}'",
    }
    statement = FILL
    for word, value in numbers.items():
        statement = statement.replace(f"%({word})s", str(value))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)
    Worker.objects.create(partner_id=1, user=worker)
    with connection.cursor() as cursor:
        cursor.execute(BROKEN)
        assert cursor.fetchone() == (0,), "a signal without exactly the steps it must have"
        cursor.execute("VACUUM ANALYZE")


def a_user(pk: int, role: Role) -> User:
    return User.objects.create(
        pk=pk, email=f"{pk}@schaal.example", name=f"Collega {pk}", role=role, password="!"
    )
