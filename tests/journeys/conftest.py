"""Fixtures of the journeys: a browser, and the whole product running."""

import os
import shutil

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from config.demo import PASSWORD
from tests import database
from tests.crawl import axe
from tests.journeys.stack import Stack
from tests.sizes import AXE_WIDTHS

CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), ""
)
# Cookies of users who signed in before, by e-mail address.
REMEMBERED: dict[tuple[str, str], list] = {}
BLANK = "about:blank"
PHONE, DESK, NARROWEST = (390, 844), (1280, 900), (320, 700)
# The other tests use the processors too, and so does the worker, which runs every tick at first.
expect.set_options(timeout=20_000)
# The browser's event loop runs in this thread, so Django would refuse our synchronous queries.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items) -> None:
    """Mark the journeys for one process, because they share one running product.

    That process starts with them, because nothing else takes as long. Without Chromium they are
    skipped, with a reason. The hook runs first, because xdist reads the groups in it as well.
    """
    for item in items:
        if "tests/journeys" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip("geen Chromium; apt-get install chromium"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    args = ["--no-sandbox", "--disable-gpu", *quiet]
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": args}


@pytest.fixture(scope="session")
def stack(tmp_path_factory, django_db_setup, request):
    """The running product: web, worker, beat, mail server and a database with the demo's people."""
    stack = Stack(
        f"reis_{os.getpid()}",
        tmp_path_factory.mktemp("reis"),
        template=database.template_of(request.config),
    )
    stack.prepare()
    try:
        stack.start()
        yield stack
    finally:
        stack.stop()


class Visitor:
    """A person with their own browser; `require_good_page` checks the current page."""

    def __init__(self, browser: Browser, stack: Stack, size: tuple[int, int], **options) -> None:
        width, height = size
        self.site = stack.url
        self.context: BrowserContext = browser.new_context(
            viewport={"width": width, "height": height}, base_url=stack.url, **options
        )
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, message) -> None:
        expected = "status of 4" in message.text  # a refusal is shown as a page
        if message.type == "error" and not expected:
            self.complaints.append(message.text)

    def sign_in(self, email: str) -> "Visitor":
        """Sign in by the form; later visitors with this address reuse the cookies."""
        if remembered := REMEMBERED.get((self.site, email)):
            self.context.add_cookies(remembered)
            return self
        self.page.goto("/account/login/")
        self.page.get_by_label("E-mailadres").fill(email)
        self.page.get_by_label("Wachtwoord").fill(PASSWORD)
        self.page.get_by_role("button", name="Verder").click()
        self.page.wait_for_url(lambda url: "/login/" not in url)
        REMEMBERED[self.site, email] = self.context.cookies()
        return self

    def require_good_page(self, axe_at: set[int] = AXE_WIDTHS) -> None:
        """Fail on an accessibility violation, sideways scrolling or an error in the console.

        axe looks for violations at the widths in `axe_at` only.
        """
        page, where = self.page, self.page.url
        if page.viewport_size["width"] in axe_at:
            found = axe.violations(page)
            assert found == [], f"{where}: {found}"
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{where} is {wide} px too wide"
        assert self.complaints == [], f"{where}: {self.complaints}"

    def close(self) -> None:
        self.context.close()


@pytest.fixture(scope="session")
def regular(browser, stack):
    """Return a visitor who only reads; the browser is shared: `regular(SAMIRA, PHONE)`."""
    known: dict[tuple, Visitor] = {}

    def let_in(email: str | None, size: tuple[int, int] = DESK, **options) -> Visitor:
        key = (email, size, *sorted(options.items()))
        if key not in known:
            known[key] = Visitor(browser, stack, size, **options)
            if email:
                known[key].sign_in(email)
        for other in known.values():
            if other is not known[key] and other.page.url != BLANK:
                other.page.goto(BLANK)  # an open page keeps a processor busy
        known[key].complaints.clear()
        known[key].page.set_viewport_size({"width": size[0], "height": size[1]})
        return known[key]

    yield let_in
    for somebody in known.values():
        somebody.close()


@pytest.fixture
def visitor(browser, stack):
    """Open a new browser: `visitor(PHONE)`, `visitor(DESK, java_script_enabled=False)`."""
    visitors = []

    def let_in(size: tuple[int, int] = DESK, **options) -> Visitor:
        visitors.append(Visitor(browser, stack, size, **options))
        return visitors[-1]

    yield let_in
    for somebody in visitors:
        somebody.close()
