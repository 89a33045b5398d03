"""Do pages stay fast with a thousand times as much data? `make scale`, with FEW= and MANY=.

Creates a town with FEW signals and one with MANY, and requests the same pages of both in turn, as
three users: one whose area is equally large in both towns, one whose area has half of everything,
and the coordinator, who sees all. Prints the queries and the median duration of each page, and
exits with 0 only if the queries are the same and the median of MANY is at most 1.5 times that of
FEW.
"""

import argparse
import os
import sys

import django
from django.conf import settings

from launcher.children import say

MOST_TIMES_SLOWER = 1.5


def main() -> int:
    options = asked()
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    name = f"scale_{os.getpid()}"
    os.environ["DATABASE_URL"] = f"{os.environ['DATABASE_URL'].rsplit('/', 1)[0]}/{name}"
    os.environ |= {"AANLOOP_DEMO": "1", "DEBUG": "0"}
    django.setup()
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES["staticfiles"]["BACKEND"] = plain
    settings.STATIC_ROOT = settings.BASE_DIR / "static"
    from tests.scale import pages, towns  # import models, so only after django.setup()

    with towns.two(options.few, options.many) as two:
        found = pages.measure(*two, rounds=options.rounds)
    print(pages.table(found), flush=True)
    faults = pages.faults(found, options.times)
    for fault in faults:
        say("FOUT", fault)
    say("schaal", "er is iets mis" if faults else "alles klopt")
    return 1 if faults else 0


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser("tests.scale")
    parser.add_argument("--few", type=int, default=1_000, help="signalen in de kleine plaats")
    parser.add_argument("--many", type=int, default=1_000_000, help="signalen in de grote plaats")
    parser.add_argument(
        "--rounds", type=int, default=15, help="keer dat elke pagina gevraagd wordt"
    )
    parser.add_argument(
        "--times", type=float, default=MOST_TIMES_SLOWER, help="zoveel keer trager mag het zijn"
    )
    options = parser.parse_args()
    if options.few < 1_000 or options.many < options.few:
        parser.error("kies minstens 1000 signalen, en voor de grote plaats niet minder")
    return options


if __name__ == "__main__":
    sys.exit(main())
