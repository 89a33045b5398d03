"""Nothing depends on the session of a database connection: behind a pooler in transaction mode
another visitor has it a moment later. `make pooler` runs the suite through such a pooler."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from ground import streaming
from outbox.models import Message
from tenants.models import Tenant
from tenants.search import by_text
from tests import factories

ROOT = Path(settings.BASE_DIR)
# What changes the session, and stays when the transaction has ended.
OF_THE_SESSION = [
    re.compile(pattern, re.IGNORECASE | re.DOTALL)
    for pattern in [
        r"set_config\([^)]*\bfalse\b",
        r"pg_(try_)?advisory_(lock|unlock)(_shared)?\s*\(",
        r"\bSET\s+SESSION\b",
        r"[\"'(;]\s*SET\s+(?!LOCAL\b|CONSTRAINTS\b|SESSION\b|NULL\b|TRANSACTION\b)\w[\w.]*\s*(=|TO)\s",
        r"[\"'(;]\s*(UN)?LISTEN\s+\w",
        r"[\"'(;]\s*(PREPARE\s+\w+\s+AS|DISCARD\s+ALL)\b",
        r"\bCREATE\s+(LOCAL\s+|GLOBAL\s+)?TEMP(ORARY)?\s",
        r"\bWITH\s+HOLD\b",
        r"\.iterator\(",
    ]
]
# A migration runs in one transaction, and never changes again.
KNOWN = {"activities/migrations/0004_same_person.py"}


def of_the_session(source: str) -> list[str]:
    return [found[0] for each in OF_THE_SESSION for found in each.finditer(source)]


def test_no_statement_changes_the_session():
    files = [file for room in [*settings.ROOMS, "config"] for file in (ROOT / room).rglob("*.py")]
    sources = {str(file.relative_to(ROOT)): file.read_text() for file in files}

    found = {name: of_the_session(source) for name, source in sources.items() if name not in KNOWN}

    assert len(sources) > 300
    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.parametrize(
    "source",
    [
        'cursor.execute("SELECT set_config(%s, %s, false)", [name, value])',
        """cursor.execute("SELECT set_config('a.b',\n 'c', FALSE)")""",
        'cursor.execute("SELECT pg_advisory_lock(1)")',
        'cursor.execute("SELECT pg_try_advisory_lock(1)")',
        'cursor.execute("SET SESSION statement_timeout = 0")',
        'cursor.execute("SET session_replication_role = replica")',
        'cursor.execute("set search_path to public")',
        'cursor.execute("LISTEN news")',
        'cursor.execute("PREPARE q AS SELECT 1")',
        'cursor.execute("CREATE TEMP TABLE x (id int)")',
        "for row in rows.iterator(chunk_size=2000):",
    ],
)
def test_a_statement_that_changes_the_session_is_found(source):
    assert of_the_session(source)


@pytest.mark.parametrize(
    "source",
    [
        'cursor.execute("SELECT set_config(%s, %s, true)", [name, value])',
        'cursor.execute("SELECT pg_advisory_xact_lock(1)")',
        'cursor.execute("SELECT pg_try_advisory_xact_lock(1)")',
        'cursor.execute("SET LOCAL search_path = public")',
        'cursor.execute("UPDATE a SET b = 1")',
        '"""UPDATE outbox_message\nSET status = \'queued\'"""',
        'cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")',
    ],
)
def test_a_statement_within_the_transaction_is_not_found(source):
    assert not of_the_session(source)


def test_django_uses_no_cursors_on_the_server():
    assert connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"] is True


@pytest.mark.django_db(transaction=True)
def test_a_search_leaves_nothing_behind_in_its_connection(consultant):
    factories.a_tenant(factories.a_home(consultant.areas.first()))
    with connection.cursor() as cursor:
        cursor.execute("SELECT show_limit()")  # loads pg_trgm, which defines the setting
        cursor.execute("SHOW pg_trgm.word_similarity_threshold")
        before = cursor.fetchone()

        assert by_text(Tenant.objects.all(), "niemandheetzo") is not None

        cursor.execute("SHOW pg_trgm.word_similarity_threshold")
        assert cursor.fetchone() == before


@pytest.mark.django_db
@pytest.mark.parametrize("order", ["pk", "-pk"])
@pytest.mark.parametrize("rows", [0, 1, 2, 3, 4, 5])
def test_rows_are_streamed_once_each_in_their_order(monkeypatch, order, rows):
    monkeypatch.setattr(streaming, "PAGE", 2)
    fields = {"kind": "follow_up_urgent", "to": "a@b.example", "due_at": "2026-01-01T00:00Z"}
    for n in range(rows):
        Message.objects.create(key=f"rij:{n}", status_since="2026-01-01T00:00Z", **fields)

    found = list(streaming.streamed(Message.objects.order_by(order)))

    assert found == list(Message.objects.order_by(order))
