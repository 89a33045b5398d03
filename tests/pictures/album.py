"""Take a screenshot of every page that somebody can reach."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Browser, Error, Page, Response

from config.demo import PASSWORD
from tests.journeys.test_screens import SCREENS, address
from tests.pictures.stack import HOST, StillStack

WIDTHS = {"desk": (1280, 900), "phone": (390, 844)}
# These screens are also taken in the dark theme and in print.
DESIGNED = SCREENS[:16]
# The number of attempts after which the last screenshot counts.
TRIES = 4
# The part of a URL that differs between rows: a number, a key, a secret, a code.
ROW = re.compile(r"(?<=/)(\d+|[0-9a-f-]{36}|[\w-]{22,}|[A-Z0-9]{4,}(-[A-Z0-9]+)*)(?=/|\?|$)")
# Pages that end the session or change its language, and those of Django itself.
SKIPPED = re.compile(r"/logout/|[?&]taal=|^/beheer/")
LINKS = "[...document.querySelectorAll('a[href]:not([download])')].map(link => link.href)"
FETCHES = "[hx-trigger*=load], [hx-trigger*=revealed]"


def take(browser: Browser, stack: StillStack, folder: Path, against: Path | None) -> int:
    """Take the screens of the journeys, then every page that each person reaches by links."""
    for somebody in dict.fromkeys(who for _, who, _, _ in SCREENS):
        with browser.new_context(base_url=f"http://{HOST}", reduced_motion="reduce") as context:
            who = (somebody or "stranger").split("@")[0]
            album = Album(context.new_page(), stack, folder, who, against)
            if somebody:
                album.sign_in(somebody)
            album.take_screens([screen for screen in SCREENS if screen[1] == somebody])
            album.take_links()
            album.take_designs([screen for screen in DESIGNED if screen[1] == somebody])
    return len(list(folder.glob("*.png")))


class Album:
    """The screenshots of one person."""

    def __init__(
        self, page: Page, stack: StillStack, folder: Path, who: str, against: Path | None
    ) -> None:
        self.page, self.stack, self.folder, self.who = page, stack, folder, who
        self.against = against
        self.seen: set[str] = set()
        self.ahead: list[str] = ["/"]

    def sign_in(self, email: str) -> None:
        self.page.goto("/account/login/")
        self.page.get_by_label("E-mailadres").fill(email)
        self.page.get_by_label("Wachtwoord").fill(PASSWORD)
        self.page.get_by_role("button", name="Verder").click()
        self.page.wait_for_url(lambda url: "/login/" not in url)

    def take_screens(self, screens: list) -> None:
        for name, _, path, fill in screens:
            path = address(self.stack, path, fill)
            if self.open(path):
                self.take(name)

    def take_links(self) -> None:
        """Follow links, and take one page per shape of URL: the first signal represents all."""
        while self.ahead:
            path = self.ahead.pop(0)
            if shape(path) not in self.seen and self.open(path):
                self.take(shape(path))

    def take_designs(self, screens: list) -> None:
        """Take the screens in print and in the dark theme."""
        for name, _, path, fill in screens:
            path = address(self.stack, path, fill)
            self.open(path)
            self.page.emulate_media(media="print")
            self.take_at(name, "paper", (794, 1123))
            self.page.emulate_media(media="screen", color_scheme="dark")
            self.stack.sql("UPDATE accounts_user SET theme = 'donker'")
            self.open(path)
            self.take_at(name, "dark", WIDTHS["phone"])
            self.page.emulate_media(color_scheme="light")
            self.stack.sql("UPDATE accounts_user SET theme = 'licht'")

    def open(self, path: str) -> bool:
        """Open the path and collect its links. Returns False when it is not a page."""
        self.seen.add(shape(path))
        try:
            answer = self.page.goto(path)
        except Error as error:
            if "Download is starting" in error.message or "ERR_ABORTED" in error.message:
                return False
            raise
        if not is_page(answer):
            return False
        self.page.evaluate("document.fonts.ready")
        if self.page.locator(FETCHES).count():
            self.page.wait_for_load_state("networkidle")
        self.ahead += ours(self.page.evaluate(LINKS))
        return True

    def take(self, name: str) -> None:
        for width, size in WIDTHS.items():
            self.take_at(name, width, size)

    def take_at(self, name: str, suffix: str, size: tuple[int, int]) -> None:
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        words = re.sub(r"[^\w?=&]+", "-", name).strip("-") or "home"
        file = f"{self.who}_{words}_{suffix}.png"
        (self.folder / file).write_bytes(self.steady(file))

    def steady(self, file: str) -> bytes:
        """Return a screenshot that is the same twice, or the same as the earlier one.

        Sometimes the browser has not yet drawn part of a long page.
        """
        before = self.against / file if self.against else None
        known = [before.read_bytes()] if before and before.exists() else []
        for _ in range(TRIES):
            picture = self.page.screenshot(full_page=True, animations="disabled", caret="hide")
            if picture in known:
                break
            known.append(picture)
        return picture


def is_page(answer: Response | None) -> bool:
    return answer is not None and answer.headers.get("content-type", "").startswith("text/html")


def ours(links: list[str], host: str = HOST) -> Iterator[str]:
    """Yield the paths of the site at `host` among those URLs."""
    for link in links:
        parts = urlsplit(link)
        path = parts._replace(scheme="", netloc="", fragment="").geturl()
        if parts.hostname == host and not SKIPPED.search(path):
            yield path


def shape(path: str) -> str:
    """'/signalen/12/?status=new' -> '/signalen/N/?status'."""
    parts = urlsplit(path)
    names = "&".join(sorted({name for name, _ in parse_qsl(parts.query)}))
    return ROW.sub("N", parts.path) + (f"?{names}" if names else "")
