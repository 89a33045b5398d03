"""Secrets in addresses: made once, kept as a fingerprint."""

import hashlib
import secrets


def fresh() -> str:
    """A new secret of 32 characters, fit for an address."""
    return secrets.token_urlsafe(24)


def fingerprint(token: str) -> str:
    """What is kept of a secret, so that who reads the database cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()
