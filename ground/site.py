"""The host name of this installation: two installations never name a thing alike."""

from urllib.parse import urlsplit

from django.conf import settings


def host_name() -> str:
    """Return the host name of SITE_URL."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"
