"""Keep the demo, which shows its passwords on screen, reachable from this machine only."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def require_loopback(*, hosts: Iterable[str], addresses: Iterable[str]) -> None:
    """Raise ImproperlyConfigured when a setting names any host but this machine."""
    named = [*map(host_of, hosts), *map(host_of_address, addresses)]
    others = sorted({host for host in named if host not in LOOPBACK})
    if others:
        raise ImproperlyConfigured(
            "De demo (AANLOOP_DEMO=1) toont wachtwoorden op het scherm en werkt daarom alleen op "
            f"localhost, 127.0.0.1 en ::1, niet op: {', '.join(others)}. Haal dat weg uit "
            "ALLOWED_HOSTS, SITE_URL en CSRF_TRUSTED_ORIGINS, of zet AANLOOP_DEMO=0."
        )


def host_of(host: str) -> str:
    """Return the name without port, brackets or trailing dot: `LOCALHOST.:8000` is localhost."""
    host = host.strip().lower()
    if host in LOOPBACK:
        return host
    return host_of_address(f"http://{host}")


def host_of_address(address: str) -> str:
    """Return the host of a URL, or the URL itself when it has none."""
    try:
        host = urlsplit(address.strip()).hostname
    except ValueError:
        host = None
    return host.removesuffix(".") if host else address
