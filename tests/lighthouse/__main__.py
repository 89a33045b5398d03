"""`make lighthouse`: five public pages as a phone sees them, each of the four categories.

Starts the demo with a web process, and measures each page RUNS times; the median counts. Exits
with 0 only if every median is LEAST or more. The figure for performance needs a machine with
nothing else to do.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import django

from launcher.children import say

LEAST = 95
CATEGORIES = ["performance", "accessibility", "best-practices", "seo"]
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"


def main() -> int:
    parser = argparse.ArgumentParser(prog="make lighthouse")
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "AANLOOP_DEMO": "1", "DEBUG": "0"}
    django.setup()
    from tests import npm
    from tests.journeys.conftest import CHROMIUM
    from tests.journeys.stack import Stack
    from tests.journeys.test_screens import ROOM, address

    if npm.MISSING or not CHROMIUM:
        sys.exit(f"lighthouse | {npm.MISSING or 'geen Chromium; .ci/run installeert hem'}")
    program = npm.installed("lighthouse") / "lighthouse" / "cli" / "index.js"
    with tempfile.TemporaryDirectory() as work:
        stack = Stack(f"lighthouse_{os.getpid()}", Path(work))
        stack.prepare()
        try:
            stack.start("web")
            meetup = address(stack, "/agenda/{}/", ROOM)
            pages = ["/agenda/", meetup, "/agenda/samen/", "/melden/", "/uw-gegevens/"]
            environment = os.environ | {"CHROME_PATH": CHROMIUM}
            lowest = min(
                scored(program, stack.url + page, runs, Path(work), environment) for page in pages
            )
        finally:
            stack.stop()
    return 0 if lowest >= LEAST else 1


def scored(program: Path, url: str, runs: int, work: Path, environment: dict) -> int:
    """Measure a page, print the median of each category, and return the lowest of these."""
    found: dict[str, list[int]] = {name: [] for name in CATEGORIES}
    wrong: dict[str, float] = {}
    for _ in range(runs):
        to = work / "report.json"
        subprocess.run(
            [
                "node", str(program), url, "--quiet", "--output=json", f"--output-path={to}",
                f"--chrome-flags={FLAGS}", f"--only-categories={','.join(CATEGORIES)}",
            ],
            env=environment, check=True,
        )  # fmt: skip
        report = json.loads(to.read_text())
        for name, scores in found.items():
            scores.append(round(100 * report["categories"][name]["score"]))
            for part in report["categories"][name]["auditRefs"]:
                score = report["audits"][part["id"]]["score"]
                if part["weight"] and score is not None and score < 0.9:
                    wrong[part["id"]] = score
    medians = {name: round(statistics.median(scores)) for name, scores in found.items()}
    words = ", ".join(f"{name} {score}" for name, score in medians.items())
    say("lighthouse", f"{url.split('/', 3)[3] or '/'}: {words}; {wrong or 'niets lager dan 0,9'}")
    return min(medians.values())


if __name__ == "__main__":
    sys.exit(main())
