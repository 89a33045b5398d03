"""Codes to sign in with, by mail. Each follows from a number and the secret key, so that a message
that waits holds the number only, and whoever reads the database learns no code."""

import secrets

from django.utils.crypto import salted_hmac

# Letters that cannot be taken for another, and that spell no words.
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
LENGTH = 8


def new_number() -> int:
    """Return a number that no other code has."""
    return secrets.randbelow(2**53)


def code_of(number: int) -> str:
    """Return the code of a number, as `BCDF-GHJK`."""
    digest = salted_hmac("accounts.login_codes", str(number), algorithm="sha256").digest()
    rest, code = int.from_bytes(digest, "big"), ""
    for _ in range(LENGTH):
        rest, letter = divmod(rest, len(LETTERS))
        code += LETTERS[letter]
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"
