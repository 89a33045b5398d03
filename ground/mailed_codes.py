"""Codes by mail: six digits to one mailbox prove that whoever has a link also reads that mailbox.

A row with the fields `code_hash`, `code_until`, `code_sent_at`, `codes` and `tries` keeps one code
at a time; only its hash is stored.
"""

import secrets
from datetime import timedelta

from django.db.models import F, Model
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from ground.refusals import Refused

VALID = timedelta(minutes=10)
# Minimum time between two codes; maximum codes per link and attempts per code.
PAUSE = timedelta(minutes=1)
MOST_CODES, MOST_TRIES = 10, 5


class MailedCode:
    """Mixin for a model with those fields. `SALT` keeps its codes apart from those of others."""

    SALT = ""
    VALID_FOR = VALID

    def seal(self, code: str) -> str:
        """Return the keyed hash (HMAC) of a code, bound to this row."""
        return salted_hmac(self.SALT, f"{self.pk}:{code}", algorithm="sha256").hexdigest()

    def fits(self, code: str) -> bool:
        """Whether this is the current code and it has not expired."""
        alive = self.code_until is not None and self.code_until > timezone.now()
        return alive and constant_time_compare(self.code_hash, self.seal(code))


def ask_for_code(row: Model) -> None:
    """Count a new code and invalidate the previous one. Refused within PAUSE of the last one and
    after MOST_CODES."""
    now = timezone.now()
    asked = type(row)._default_manager.filter(pk=row.pk)
    if asked.filter(code_sent_at__gt=now - PAUSE).exists():
        raise Refused("Er is net een code verstuurd. Kijk in het postvak, of wacht een minuut.")
    new = {"codes": F("codes") + 1, "code_sent_at": now, "code_hash": "", "tries": 0}
    if not asked.filter(codes__lt=MOST_CODES).update(**new):
        raise Refused("Voor deze link zijn te veel codes gevraagd. Bel ons, dan helpen we je.")
    row.refresh_from_db(fields=["codes"])


def issue(row: Model) -> str:
    """Set and return a new six-digit code, while the mail is rendered."""
    code = f"{secrets.randbelow(10**6):06}"
    sealed = {"code_hash": row.seal(code), "code_until": timezone.now() + row.VALID_FOR}
    type(row)._default_manager.filter(pk=row.pk).update(**sealed)
    return code


def use(row: Model, code: str) -> bool:
    """Whether the code is correct. It works once, and is blocked after MOST_TRIES attempts."""
    rows = type(row)._default_manager
    tried = rows.filter(pk=row.pk, tries__lt=MOST_TRIES).exclude(code_hash="")
    if not tried.update(tries=F("tries") + 1):
        return False
    row.refresh_from_db()
    if not row.fits(code):
        return False
    used = rows.filter(pk=row.pk, code_hash=row.code_hash)
    return bool(used.update(code_hash="", tries=0))


def masked(email: str) -> str:
    """'v•••@lindenwaard.example': enough to know which mailbox, no more."""
    name, _, domain = email.partition("@")
    return f"{name[:1]}•••@{domain}"
