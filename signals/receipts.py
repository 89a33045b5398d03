"""The code with which somebody comes back to a report: read aloud, written down, typed again."""

import secrets

from ground.tokens import hash_token
from signals.models import Report

# Without letters and digits that look or sound alike.
ALPHABET = "ACDEFHJKLMNPRTUVWXY34679"
LENGTH, PART = 12, 4


def new_code() -> str:
    """Return a new code such as 'K7MR-4TCP-XA39'."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(letters[n : n + PART] for n in range(0, LENGTH, PART))


def hash_code(code: str) -> str:
    """Return what is stored of a code, however it was typed."""
    return hash_token("".join(c for c in code.upper() if c.isalnum()))


def report_with(code: str) -> Report | None:
    """Return the report with this code, if there is one."""
    found = Report.objects.select_related("signal__merged_into")
    return found.filter(code_hash=hash_code(code)).first()
