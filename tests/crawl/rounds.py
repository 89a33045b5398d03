"""Whose pages a crawl opens: visitors in each language, the people of the demo, every role."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Browser, Playwright

from config.demo import PASSWORD
from tests.crawl.crawl import DESK, PHONE, Crawl, Found
from tests.house.matrix import PUBLIC, SIGNED_IN
from tests.journeys.conftest import CHROMIUM
from tests.journeys.stack import ROOT, Stack
from tests.journeys.test_screens import SCREENS, address

# Public pages that no link leads to: with nothing found, or with something wrong in the address.
ASIDE = [
    "/agenda/?zoek=zwemmen",
    "/agenda/?zoek=koffie",
    "/agenda/?buurt=Nergens",
    "/agenda/?onbekend=1",
    "/agenda/999999/",
    "/k/ZZZZ/",
    "/bestaat-niet/",
    "/account/password/reset/",
    "/account/login/code/",
    "/account/inactive/",
]


def crawl(playwright: Playwright, work: Path, pages: Path, only: str) -> Found:
    """Crawl for everybody whose name the expression `only` finds; save the pages."""
    stack = Stack(f"crawl_{os.getpid()}", work)
    stack.prepare()
    try:
        world = add_world(stack)
        stack.start("web")
        args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=args)
        found = Found(pages)
        for name, go_round in rounds(browser, stack, world, found):
            if re.search(only, name):
                go_round()
        return found
    finally:
        stack.stop()


def add_world(stack: Stack) -> dict:
    """Build the world of the tests beside the demo; returns its addresses and sessions."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.crawl.world"],
        cwd=ROOT, env=stack.env, check=True, stdout=subprocess.PIPE,
    )  # fmt: skip
    return json.loads(done.stdout)


def rounds(browser: Browser, stack: Stack, world: dict, found: Found):
    """Yield the name of each round, and a function that makes it."""
    addresses, sessions = world["addresses"], world["sessions"]

    def visitor(language: str) -> None:
        one = Crawl(browser, stack.url, f"bezoeker-{language}", found)
        if language != settings.LANGUAGE_CODE:
            one.go_to(f"/agenda/?taal={language}")
        screens = [address(stack, path, fill) for _, who, path, fill in SCREENS if who is None]
        public = [addresses[name] for name, row in world["roles"].items() if row == PUBLIC]
        one.follow([*screens, *public, *ASIDE])
        one.send_empty_forms()
        one.close()

    def person(email: str) -> None:
        one = Crawl(browser, stack.url, email.split("@")[0], found)
        one.page.goto("/account/login/")
        one.page.get_by_label("E-mailadres").fill(email)
        one.page.get_by_label("Wachtwoord").fill(PASSWORD)
        one.page.get_by_role("button", name="Verder").click()
        one.page.wait_for_url(lambda url: "/login/" not in url)
        screens = [address(stack, path, fill) for _, who, path, fill in SCREENS if who == email]
        one.follow([*screens, "/", "/account/"])
        one.send_empty_forms()
        one.close()

    def member(name: str) -> None:
        one = Crawl(browser, stack.url, name, found)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": sessions[name], "url": stack.url}
        one.context.add_cookies([cookie])
        kind, role = name.split("-", 1)
        if kind == "nieuw":
            one.follow(["/", "/account/"], widths=(PHONE,))
        else:
            rows = world["roles"].items()
            opens = [addresses[name] for name, row in rows if row == SIGNED_IN or role in row]
            one.follow([*opens, "/"], widths=(PHONE, DESK))
            one.send_empty_forms()
        one.close()

    for language, _ in settings.LANGUAGES:
        yield f"bezoeker-{language}", lambda language=language: visitor(language)
    for email in dict.fromkeys(who for _, who, _, _ in SCREENS if who):
        yield email.split("@")[0], lambda email=email: person(email)
    for name in sessions:
        yield name, lambda name=name: member(name)
