"""`make crawl`: every page of every role, read by the Nu HTML checker and by axe.

Starts the demo, adds the world of the tests to it, and opens as every role each page that links
lead to and each address of ours; then sends every form with nothing in it. Prints what is wrong,
and exits with 0 only if nothing is. `--only` crawls for one person, `--to` keeps the pages.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

import django
from playwright.sync_api import sync_playwright

from launcher.children import say


def main() -> int:
    options = asked()
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "AANLOOP_DEMO": "1", "DEBUG": "0"}
    # The browser's event loop runs in this thread, so Django would refuse our synchronous queries.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    django.setup()
    from tests.crawl import nu
    from tests.crawl.rounds import crawl

    if nu.MISSING:
        sys.exit(f"crawl     | {nu.MISSING}")
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright:
        pages = options.to or Path(work) / "pages"
        pages.mkdir(parents=True, exist_ok=True)
        found = crawl(playwright, Path(work), pages, options.only)
        faults = [*found.faults, *nu.faults(pages)]
    for fault in faults:
        print(fault, flush=True)
    say(
        "crawl", f"{found.pages} bladzijden, {len(faults)} fouten, {time.monotonic() - start:.0f} s"
    )
    return 1 if faults else 0


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make crawl")
    parser.add_argument("--only", default="", help="an expression that finds names of people")
    parser.add_argument("--to", type=Path, help="keep the pages in this folder")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
