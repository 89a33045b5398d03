"""Secrets in URLs: generated once, stored as a hash."""

import hashlib
import secrets


def generate_token() -> str:
    """Return a new URL-safe secret of 32 characters."""
    return secrets.token_urlsafe(24)


def hash_token(token: str) -> str:
    """Return the SHA-256 of a secret, which is stored so that a database reader cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()
