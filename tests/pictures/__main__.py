"""`make pictures`: screenshots of every page, to compare with those of an earlier version.

Starts the demo at a fixed moment, takes a screenshot of every page that each person can reach, 1280
and 390 pixels wide, and writes them to TO. With AGAINST it lists the pictures that differ from
those in that folder, and exits with 0 only if none does. Two runs of the same code give the same
pixels.
"""

import argparse
import os
import shutil
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
    shutil.rmtree(options.to, ignore_errors=True)
    options.to.mkdir(parents=True)
    start = time.monotonic()
    count = photograph(options.to, options.against)
    say("foto's", f"{count} in {options.to}, in {time.monotonic() - start:.0f} s")
    if not options.against:
        return 0
    from tests.pictures.difference import compare

    differences = compare(options.against, options.to)
    for difference in differences:
        print(difference, flush=True)
    say("foto's", f"{len(differences)} anders dan in {options.against}")
    return 1 if differences else 0


def photograph(folder: Path, against: Path | None) -> int:
    """Take all screenshots; returns their number."""
    from tests.journeys.conftest import CHROMIUM
    from tests.pictures.album import take
    from tests.pictures.stack import StillStack

    with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright:
        stack = StillStack(f"pictures_{os.getpid()}", Path(work))
        stack.prepare()
        try:
            stack.start("web")
            browser = playwright.chromium.launch(
                executable_path=CHROMIUM, args=stack.browser_arguments()
            )
            return take(browser, stack, folder, against)
        finally:
            stack.stop()


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make pictures")
    parser.add_argument("--to", type=Path, default=Path(".run/pictures"))
    parser.add_argument("--against", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
