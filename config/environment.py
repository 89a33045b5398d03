"""Read settings from the environment: URLs of servers, and texts exactly as they were given."""

from typing import Any
from urllib.parse import ParseResult, urlparse

import environ
from django.core.exceptions import ImproperlyConfigured

# The scheme that mail programs use for a relay with STARTTLS (RFC 6409), beside django-environ's.
SUBMISSION = "submission"
MAIL_SCHEMES = {SUBMISSION: "smtp+tls", "submissions": "smtp+ssl"}
MAIL_PORTS = {"smtp": 25, SUBMISSION: 587, "submissions": 465, "smtp+ssl": 465}
DATABASE_SCHEMES = {"postgres", "postgresql", "psql", "pgsql"}
SMTP = "django.core.mail.backends.smtp.EmailBackend"
OURS = "outbox.relay.Backend"
BROKER_SCHEMES = {"redis", "unix"}
ESCAPES = {"%": "%25", "#": "%23", "/": "%2F", "?": "%3F", ":": "%3A", "@": "%40", "[": "%5B"}


class Environment(environ.Env):
    """Settings from the environment; a text may begin with a dollar sign.

    django-environ would read a value such as `$k3…` as the name of another variable.
    """

    def database(self, name: str, *, default: str) -> dict[str, Any]:
        """Return Django's settings for the PostgreSQL server of this URL."""
        return self.db_url_config(parsed(name, self.str(name, default=default), DATABASE_SCHEMES))

    def broker(self, name: str, *, default: str) -> str:
        """Return the URL of Redis or Valkey, when it is one."""
        url = self.str(name, default=default)
        parsed(name, url, BROKER_SCHEMES)
        return url

    def mail(self, name: str, *, default: str) -> dict[str, Any]:
        """Return Django's EMAIL_ settings for the SMTP relay of this URL."""
        url = self.str(name, default=default)
        known = {*MAIL_SCHEMES, *self.EMAIL_SCHEMES}
        parts = parsed(name, url, known)
        scheme = MAIL_SCHEMES.get(parts.scheme, parts.scheme)
        config = self.email_url_config(parts._replace(scheme=scheme))
        backend = config["EMAIL_BACKEND"]
        return config | {
            "EMAIL_BACKEND": OURS if backend == SMTP else backend,
            "EMAIL_PORT": parts.port or MAIL_PORTS.get(parts.scheme, 587),
        }

    def list(self, var: str, cast: Any = None, default: Any = None) -> list:
        """Return the parts between commas, without the spaces around them."""
        return [str(part).strip() for part in super().list(var, cast=cast, default=default)]

    def str(self, var: str, default: str | None = None) -> str:
        """Return the text as it is; without a default it is required."""
        value = self.ENVIRON.get(var, default)
        if value is None:
            raise ImproperlyConfigured(f"Zet {var}.")
        return value


def parsed(name: str, url: str, schemes: set[str]) -> ParseResult:
    """Return the parts of a URL; the sentence about a wrong one does not repeat it, because it
    may hold a password."""
    try:
        parts = urlparse(url)
        complete = parts.port is None or bool(parts.hostname)
    except ValueError:
        complete = False
    if not complete or parts.fragment:
        escapes = ", ".join(f"{sign} als {code}" for sign, code in ESCAPES.items())
        raise ImproperlyConfigured(
            f"{name} is geen geldig adres. Schrijf in een gebruikersnaam of wachtwoord {escapes}."
        )
    if parts.scheme not in schemes:
        known = ", ".join(f"{each}://" for each in sorted(schemes))
        raise ImproperlyConfigured(f"{name} begint niet met een van: {known}.")
    return parts


def broker_of_celery(url: str) -> str:
    """Return the URL of Redis or Valkey as Celery writes it: it names sockets differently."""
    if not url.startswith("unix://"):
        return url
    return url.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
