"""Are reminders reliable while processes fail? `make chaos`, with N=, KILLS= and SEED=.

N urgent steps are due at once. Three beats tick and two workers send, while one of the workers is
killed with `kill -9` KILLS times and the broker is flushed every five seconds. This runs twice:
with a plain mail server, where a person checks messages of unknown outcome, and with one that drops
a repeated Message-ID. Then two controls run under the same kills: marking before sending loses
messages, sending before marking duplicates them. Exits with 0 only if all of that holds.
"""

import argparse
import os
import random
import signal
import sys
from pathlib import Path

import django

from launcher.children import STOPPING, say
from tests.chaos.broker import empty_broker


def main() -> int:
    options = asked()
    for number in STOPPING:
        signal.signal(number, signal.default_int_handler)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    os.environ |= surroundings()
    django.setup()
    from tests.chaos.run import run  # imports models, so only after django.setup()

    try:
        return run(options)
    except KeyboardInterrupt:
        say("chaos", "gestopt")
        return 130


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser("tests.chaos")
    parser.add_argument("--n", type=int, default=10_000, help="herinneringen")
    parser.add_argument("--kills", type=int, default=100, help="keer kill -9, in elk deel")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1, 10**6))
    parser.add_argument("--flush-every", type=float, default=5.0, help="seconden")
    parser.add_argument("--figures", type=Path, help="een bestand voor de cijfers, als JSON")
    options = parser.parse_args()
    if options.kills < 1 or options.n < max(100, 10 * options.kills):
        parser.error("kies minstens 100 herinneringen, en minstens 10 voor elke kill")
    return options


def surroundings() -> dict[str, str]:
    """Environment of the run: a working day, a fast scheduler, and databases of its own."""
    name = f"chaos_{os.getpid()}"
    return {
        "DATABASE_URL": f"{os.environ['DATABASE_URL'].rsplit('/', 1)[0]}/{name}",
        "REDIS_URL": empty_broker(os.environ["REDIS_URL"]),
        "CELERY_QUEUE": name,
        "AANLOOP_DEMO": "1",
        "DEBUG": "0",
        "TICK_SECONDS": "1",
        "REMIND_FROM": "00:00",
        "NIGHT": "",
        "WORKING_WEEK": "1,2,3,4,5,6,7",
        "HOLIDAYS_OF": "",
        "PYTHONUNBUFFERED": "1",
    }


if __name__ == "__main__":
    sys.exit(main())
