"""Open every page that somebody can reach: by links, by address, and after a form with errors."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Response

from tests.crawl import axe
from tests.pictures.album import FETCHES, LINKS, is_page, ours, shape

# How many ways of narrowing one page are opened.
MOST_QUERIES = 6
PHONE, DESK = (390, 844), (1280, 900)
# What is folded away is read too, but for the list of languages, which lies over the page.
UNFOLD = "document.querySelectorAll('details:not(.languages)').forEach(one => one.open = true)"
# The forms of a page that are sent by POST to this site, other than those of its frame.
FORMS = """[...document.querySelectorAll('main form[method=post]')]
    .map((form, number) => [number, new URL(form.action).pathname])"""
# Send a form with nothing in it, as a browser would that checks nothing.
SEND_EMPTY = """number => {
    const form = document.querySelectorAll('main form[method=post]')[number];
    for (const field of form.elements) {
        if (field.type === 'checkbox' || field.type === 'radio') field.checked = false;
        else if (field.tagName === 'SELECT') field.selectedIndex = -1;
        else if (!['hidden', 'submit', 'button'].includes(field.type)) field.value = '';
    }
    HTMLFormElement.prototype.submit.call(form);
}"""
PICTURES = (".png", ".jpg", ".ico")
# A form that ends the session, or that opens something that is no page of ours.
NOT_SENT = re.compile(r"/logout/|/sessions/|/account/(email|3rdparty|2fa)")
# What the browser says of a download, and of an answer without content.
NO_PAGE = re.compile("Download is starting|ERR_ABORTED|ERR_HTTP_RESPONSE_CODE_FAILURE")
PART = "<!doctype html><html lang=nl><head><title>Deel</title></head><body><main>{}</main></body>"


@dataclass
class Found:
    """What a crawl has seen: the pages, in a folder for the Nu HTML checker, and their faults."""

    folder: Path
    faults: list[str] = field(default_factory=list)
    pages: int = 0
    known: set[int] = field(default_factory=set)

    def keep(self, name: str, html: str) -> None:
        """Save a page for the Nu HTML checker, once when it comes back the same."""
        if hash(html) in self.known:
            return
        self.known.add(hash(html))
        words = re.sub(r"[^\w?=&]+", "-", name).strip("-")[:150]
        (self.folder / f"{words}.html").write_text(html)


class Crawl:
    """The pages of one person in one browser; `who` names that person in a report."""

    def __init__(self, browser: Browser, url: str, who: str, found: Found, **options) -> None:
        self.who, self.found, self.url = who, found, url
        self.context = browser.new_context(base_url=url, reduced_motion="reduce", **options)
        self.context.on("console", self.listen)
        self.page: Page = self.context.new_page()
        self.seen: set[str] = set()
        self.ahead: list[str] = []
        self.forms: dict[tuple[str, str], tuple[str, int]] = {}

    def listen(self, message: ConsoleMessage) -> None:
        """Note what the browser complains of, as of a style that our policy blocks."""
        refused = "status of 4" in message.text  # a refusal is shown as a page
        # A picture that is opened by itself is in a page of the browser, with styles of its own.
        if message.type == "error" and not refused and not self.here.endswith(PICTURES):
            self.found.faults.append(f"said {self.who} {shape(self.here)}: {message.text}")

    @property
    def here(self) -> str:
        """The path of the page that is open."""
        return self.page.url.removeprefix(self.url)

    def new_page(self) -> None:
        """Begin again in another tab: this one is on its way to an error page of the browser."""
        self.page.close()
        self.page = self.context.new_page()

    def follow(self, paths: Iterable[str], *, widths=(PHONE, DESK), most: int = 1000) -> None:
        """Open these pages and what they link to, one page for each shape of address."""
        self.ahead += paths
        while self.ahead and most:
            path = self.ahead.pop(0)
            alike = sum(one.split("?")[0] == shape(path).split("?")[0] for one in self.seen)
            if shape(path) not in self.seen and alike < MOST_QUERIES:
                most -= self.open(path, widths)

    def open(self, path: str, widths) -> bool:
        """Open and check a page and collect its links and forms. Returns whether it is a page."""
        self.seen.add(shape(path))
        answer = self.go_to(path)
        if not is_page(answer):
            return False
        self.seen.add(shape(self.here))
        self.check(shape(path), answer, widths)
        self.ahead += ours(self.page.evaluate(LINKS), "127.0.0.1")
        for number, action in self.page.evaluate(FORMS):
            if not NOT_SENT.search(action):
                self.forms.setdefault((shape(path), shape(action)), (path, number))
        return True

    def go_to(self, path: str) -> Response | None:
        """Open a path; returns None for a download and for a page that has no content."""
        try:
            answer = self.page.goto(path)
        except Error as error:
            if not NO_PAGE.search(error.message):
                raise
            self.new_page()
            return None
        self.settle()
        return answer

    def settle(self) -> None:
        self.page.evaluate("document.fonts.ready")
        if self.page.locator(FETCHES).count():
            self.page.wait_for_load_state("networkidle")

    def check(self, name: str, answer: Response, widths) -> None:
        """Save the page for the Nu HTML checker, and run axe at each width."""
        html = answer.text()
        self.found.pages += 1
        where = f"{self.who} {answer.status} {name}"
        if "<html" not in html:
            self.found.keep(where, PART.format(html))
            return
        self.found.keep(where, html)
        for size in widths:
            self.page.set_viewport_size({"width": size[0], "height": size[1]})
            self.page.evaluate(UNFOLD)
            self.found.faults += [
                f"axe  {where} at {size[0]} px: {rule} {' '.join(element.split())}"
                for rule, element in axe.violations(self.page)
            ]

    def send_empty_forms(self, most: int = 1000) -> None:
        """Send each form of the pages seen with nothing in it; check the page that refuses it."""
        for (name, action), (path, number) in list(self.forms.items())[:most]:
            if not is_page(self.go_to(path)) or self.page.evaluate(FORMS)[number:] == []:
                continue
            try:
                with self.page.expect_navigation() as navigation:
                    self.page.evaluate(SEND_EMPTY, number)
            except Error as error:
                if not NO_PAGE.search(error.message):
                    raise
                self.new_page()
                continue
            answer = navigation.value
            if is_page(answer) and answer.status >= 400:
                self.settle()
                self.check(f"{name} to {action}", answer, (PHONE,))

    def close(self) -> None:
        self.context.close()
