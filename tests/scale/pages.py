"""The pages that are requested, and the measurements."""

import time
from dataclasses import dataclass, field
from statistics import median

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from referrals.partner_reading import TABS
from signals.filters import VIEWS
from signals.models import Signal
from tests.scale.towns import BUSY, QUIET, WORKER, go_to

# Requests in a row, in one town and then in the other: a busy moment of the machine hits both.
BLOCK = 3
# A placeholder in a URL for the key of the signal that is so many places down the list.
DEEP, PLACES = "diep", 100


@dataclass
class Page:
    """One URL for one user: the number of queries, and the seconds of each request."""

    reader: str
    url: str
    queries: tuple[int, int] = (0, 0)
    took: tuple[list[float], list[float]] = field(default_factory=lambda: ([], []))

    @property
    def medians(self) -> tuple[float, float]:
        few, many = self.took
        return median(few), median(many)

    @property
    def times(self) -> float:
        few, many = self.medians
        return many / few


def wanted() -> list[Page]:
    """Return Vandaag in each window and the list in each view, for the users who have them."""
    today, signals = reverse("signals:today"), reverse("signals:signal_list")
    lists = [f"{signals}?toon={view}" for view in VIEWS]
    deep = f"{signals}?toon=open&na={DEEP}"
    work = [today, f"{today}?toon=week", f"{today}?toon=alles"]
    inbox = reverse("referrals:inbox")
    inboxes = [f"{inbox}?toon={tab}" for tab in TABS]
    return [
        *(Page("partner", url) for url in inboxes),
        *(Page(reader, url) for reader in ("rustig", "druk") for url in [*work, *lists, deep]),
        *(Page("alles", url) for url in [*lists, deep]),
    ]


def readers() -> dict[str, User]:
    return {
        "rustig": User.objects.get(pk=QUIET),
        "druk": User.objects.get(pk=BUSY),
        "partner": User.objects.get(pk=WORKER),
        "alles": User.objects.get(role=Role.COORDINATOR),
    }


def measure(small: str, large: str, rounds: int) -> list[Page]:
    """Request every page in both towns, a few times in a row, alternating until all rounds are
    done."""
    pages = wanted()
    for lap in range(-1, rounds // BLOCK):
        for which, town in enumerate((small, large)):
            go_to(town)
            clients, deep = {}, {}
            for name, user in readers().items():
                clients[name] = Client(SERVER_NAME="localhost")
                clients[name].force_login(user)
                if name != "partner":
                    deep[name] = Signal.objects.visible_to(user).order_by("-pk")[PLACES].pk
            for page in pages:
                client = clients[page.reader]
                url = page.url.replace(DEEP, str(deep.get(page.reader)))
                client.get(url)
                if lap < 0:
                    count(page, which, client, url)
                else:
                    page.took[which].extend(seconds(client, url) for _ in range(BLOCK))
    return pages


def count(page: Page, which: int, client: Client, url: str) -> None:
    """Count the queries of a page that was requested before."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    few, many = page.queries
    page.queries = (len(queries), many) if which == 0 else (few, len(queries))


def seconds(client: Client, url: str) -> float:
    start = time.perf_counter()
    client.get(url)
    return time.perf_counter() - start


def table(pages: list[Page]) -> str:
    lines = [
        f"{'wie':<8}{'pagina':<34}{'queries':>12}{'ms, weinig':>12}{'ms, veel':>10}{'keer':>7}"
    ]
    for page in pages:
        few, many = page.medians
        queries = "{} / {}".format(*page.queries)
        lines.append(
            f"{page.reader:<8}{page.url:<34}{queries:>12}"
            f"{1000 * few:>12.1f}{1000 * many:>10.1f}{page.times:>7.2f}"
        )
    return "\n".join(lines)


def faults(pages: list[Page], most: float) -> list[str]:
    """Return what is wrong, in sentences."""
    grown = [p for p in pages if p.queries[0] != p.queries[1]]
    slower = [p for p in pages if p.times > most]
    return [
        *(f"{p.url} ({p.reader}): {p.queries[0]} en {p.queries[1]} queries" for p in grown),
        *(f"{p.url} ({p.reader}): {p.times:.2f} keer zo lang" for p in slower),
    ]
