"""Django's cache in a table of the database: it holds the limits and locks of signing in.

In a server whose data may be lost, a lock would be gone when that server is emptied, and nobody
could sign in while it is away. `django.core.cache.backends.db` counts all its rows at each write,
and drops some when there are many, which an attacker can bring about; this one does neither.
"""

import json
from datetime import UTC, datetime, timedelta

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection
from django.utils.crypto import salted_hmac

FOR_EVER = datetime(9999, 12, 31, tzinfo=UTC)
INSERT = "INSERT INTO accounts_tally (key, value, expires_at) VALUES (%s, %s, %s)"
# Count one more under a key, in one step of a statement; an expired count starts again.
STEP = """step{nth} AS (
INSERT INTO accounts_tally (key, value, expires_at) SELECT %s, '1', %s {only_if}
ON CONFLICT (key) DO UPDATE SET
    value = CASE WHEN accounts_tally.expires_at <= clock_timestamp() THEN '1'
            ELSE (accounts_tally.value::int + 1)::text END,
    expires_at = CASE WHEN accounts_tally.expires_at <= clock_timestamp() THEN excluded.expires_at
                 ELSE accounts_tally.expires_at END
RETURNING value::int <= %s AS within)"""
WITHIN = "(SELECT within FROM step{})"
REPLACE = "ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at"


def hashed(key: str, key_prefix: str, version: int) -> str:
    """Return the key as it is stored. Keys contain IP addresses and what somebody typed."""
    whole = f"{key_prefix}:{version}:{key}"
    return salted_hmac("accounts.limit_cache", whole, algorithm="sha256").hexdigest()


class LimitCache(BaseCache):
    """Every method is one statement, so that two processes never count the same attempt."""

    def __init__(self, table: str, params: dict) -> None:
        super().__init__({"KEY_FUNCTION": hashed} | params)

    def expires_at(self, timeout: float | None) -> datetime:
        if timeout is DEFAULT_TIMEOUT:
            timeout = self.default_timeout
        return FOR_EVER if timeout is None else datetime.now(UTC) + timedelta(seconds=timeout)

    def run(self, sql: str, *values) -> tuple[int, list]:
        """Run one statement; return how many rows it changed or found, and the first row."""
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.rowcount, cursor.fetchone() if cursor.description else None

    def get(self, key, default=None, version=None):
        sql = "SELECT value FROM accounts_tally WHERE key = %s AND expires_at > clock_timestamp()"
        _, row = self.run(sql, self.make_key(key, version))
        return json.loads(row[0]) if row else default

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None) -> None:
        values = self.make_key(key, version), json.dumps(value), self.expires_at(timeout)
        self.run(f"{INSERT} {REPLACE}", *values)

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None) -> bool:
        values = self.make_key(key, version), json.dumps(value), self.expires_at(timeout)
        over = "WHERE accounts_tally.expires_at <= clock_timestamp()"
        changed, _ = self.run(f"{INSERT} {REPLACE} {over}", *values)
        return changed == 1

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None) -> bool:
        sql = "UPDATE accounts_tally SET expires_at = %s WHERE key = %s"
        changed, _ = self.run(
            f"{sql} AND expires_at > clock_timestamp()",
            self.expires_at(timeout),
            self.make_key(key, version),
        )
        return changed == 1

    def delete(self, key, version=None) -> bool:
        sql = "DELETE FROM accounts_tally WHERE key = %s"
        return self.run(sql, self.make_key(key, version))[0] == 1

    def clear(self) -> None:
        self.run("DELETE FROM accounts_tally")

    def count(self, most: dict[str, int], seconds: float) -> str | None:
        """Count one more under each key, in order, up to the first that goes over its number.

        Returns that key, or None when all stay within their numbers. The first count under a key
        starts its `seconds`.
        """
        expires_at, steps, values = self.expires_at(seconds), [], []
        for nth, (key, number) in enumerate(most.items()):
            only_if = "WHERE " + WITHIN.format(nth - 1) if nth else ""
            steps.append(STEP.format(nth=nth, only_if=only_if))
            values += [self.make_key(key), expires_at, number]
        results = ", ".join(map(WITHIN.format, range(len(most))))
        _, row = self.run("WITH " + ", ".join(steps) + " SELECT " + results, *values)
        return next((key for key, within in zip(most, row, strict=True) if within is False), None)
