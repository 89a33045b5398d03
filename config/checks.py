"""Checks of `manage.py check --deploy`: settings that are dangerous with real people."""

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.http.request import validate_host

from config.demo.loopback import LOOPBACK
from config.environment import OURS

# The organisation of the demo, in the default values of these settings.
INVENTED = ["Woonstichting De Linde", "088 000 12 34", "delinde.example"]
REQUIRED = ["DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "SITE_URL"]
NAMED = ["ORGANISATION", "ORGANISATION_PHONE", "DEFAULT_FROM_EMAIL"]


@register("aanloop", deploy=True)
def safe_for_real_people(app_configs, **kwargs) -> list[CheckMessage]:
    """Return an error for each dangerous setting, and a warning for each unanswered question."""
    found = [*demo(), *missing(), *address(), *key(), *mail(), *second_factor(), *questions()]
    return list(found)


def error(number: int, sentence: str, hint: str) -> Error:
    return Error(sentence, hint=hint, id=f"aanloop.E{number:03}")


def demo() -> Iterator[Error]:
    if settings.DEMO:
        yield error(
            1,
            "De demo staat aan: iedereen kan inloggen met een wachtwoord dat op het scherm staat.",
            "Zet AANLOOP_DEMO=0. Verander ook de database: in die van de demo staan verzonnen "
            "mensen.",
        )
    if settings.DEBUG:
        yield error(2, "DEBUG staat aan: bij een fout ziet een bezoeker gegevens.", "Zet DEBUG=0.")


def missing() -> Iterator[Error]:
    """Settings whose default is for a developer or is somebody else's."""
    for name in REQUIRED:
        if not os.environ.get(name):
            yield error(3, f"{name} is niet gezet.", f"Zet {name}; zie docs/running.md.")
    for name in NAMED:
        if any(invented in getattr(settings, name) for invented in INVENTED):
            yield error(
                4,
                f"{name} is nog die van een verzonnen organisatie.",
                f"Zet {name} op die van jullie: huurders zien haar.",
            )


def address() -> Iterator[Error]:
    hosts = settings.ALLOWED_HOSTS
    site = urlsplit(settings.SITE_URL)
    if any(host.strip(".") in {"*", ""} for host in hosts):
        yield error(
            5,
            "ALLOWED_HOSTS laat elke hostnaam toe: een nagemaakte link lijkt dan van jullie.",
            "Noem in ALLOWED_HOSTS alleen de hostnamen van Aanloop.",
        )
    if site.hostname in LOOPBACK or not site.hostname:
        yield error(
            6,
            "SITE_URL wijst naar deze machine: links in mails en op posters werken bij niemand.",
            "Zet SITE_URL op het adres van Aanloop, zoals https://aanloop.delinde.example.",
        )
    elif not validate_host(site.hostname, hosts):
        yield error(
            7,
            "De hostnaam van SITE_URL staat niet in ALLOWED_HOSTS: links in mails geven een fout.",
            f"Zet {site.hostname} in ALLOWED_HOSTS.",
        )
    if site.path or site.query:
        yield error(
            8, "SITE_URL heeft iets achter de hostnaam.", "Laat ook de laatste / van SITE_URL weg."
        )
    if not settings.SECURE or site.scheme != "https":
        yield error(
            9,
            "Aanloop is zonder HTTPS te gebruiken: anderen lezen wachtwoorden en gegevens mee.",
            "Laat SITE_URL met https:// beginnen, en laat SECURE weg of zet SECURE=1.",
        )


def key() -> Iterator[Error]:
    for name, keys in {
        "SECRET_KEY": [settings.SECRET_KEY],
        "SECRET_KEY_FALLBACKS": settings.SECRET_KEY_FALLBACKS,
    }.items():
        if any(len(each) < 50 or len(set(each)) < 10 or "insecure" in each for each in keys):
            yield error(
                10,
                f"{name} is te raden: daarmee kan iemand zich voor een ander uitgeven.",
                "Maak een nieuwe met: "
                'python3 -c "import secrets; print(secrets.token_urlsafe(50))"',
            )


def mail() -> Iterator[Error]:
    if settings.EMAIL_BACKEND != OURS:
        yield error(
            11,
            "EMAIL_URL verstuurt geen mail: herinneringen en verwijzingen komen nooit aan.",
            "Zet in EMAIL_URL jullie mailserver, zoals submission://naam:wachtwoord@relay:587.",
        )
    encrypted = settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL
    if settings.EMAIL_HOST_PASSWORD and not encrypted and settings.EMAIL_HOST not in LOOPBACK:
        yield error(
            12,
            "Het wachtwoord van de mailserver gaat onversleuteld over het netwerk.",
            "Laat EMAIL_URL met submission:// beginnen (STARTTLS), of met submissions:// (TLS).",
        )


def second_factor() -> Iterator[Error]:
    provider = bool(settings.SOCIALACCOUNT_PROVIDERS)
    asked_elsewhere = provider and getattr(settings, "OIDC_SECOND_FACTOR", False)
    if not settings.SECOND_FACTOR_REQUIRED and not asked_elsewhere:
        yield error(
            13,
            "Niemand heeft een tweede factor nodig: een gestolen wachtwoord opent dossiers.",
            "Laat SECOND_FACTOR_REQUIRED weg of zet SECOND_FACTOR_REQUIRED=1.",
        )
    for app in settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", []):
        if urlsplit(app["settings"]["server_url"]).scheme != "https":
            yield error(
                14,
                "OIDC_SERVER_URL is zonder HTTPS: een ander kan antwoorden en zich aanmelden.",
                "Laat OIDC_SERVER_URL met https:// beginnen.",
            )


def questions() -> Iterator[Warning]:
    """Settings whose default may be right; setting them, also to that value, answers."""
    if not os.environ.get("TRUSTED_PROXY_COUNT"):
        yield Warning(
            "Hoeveel proxy's staan er voor Aanloop? Zonder antwoord is dat 0, en telt achter een "
            "proxy de hele stad als één bezoeker.",
            hint="Zet TRUSTED_PROXY_COUNT=1 achter nginx of Caddy, of TRUSTED_PROXY_COUNT=0 als "
            "er geen proxy is.",
            id="aanloop.W001",
        )
    database = settings.DATABASES["default"]
    remote = database["HOST"] not in LOOPBACK and not database["HOST"].startswith("/")
    if database["HOST"] and remote and "sslmode" not in database.get("OPTIONS", {}):
        yield Warning(
            "DATABASE_URL zegt niet of de verbinding met de database versleuteld moet zijn.",
            hint="Zet achter DATABASE_URL ?sslmode=require, of ?sslmode=disable als het netwerk "
            "ertussen van jullie alleen is.",
            id="aanloop.W002",
        )
