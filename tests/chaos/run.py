"""Run the four parts in turn, and give the verdict."""

import argparse
import json
import tempfile
import time
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from launcher.children import say, since
from tests.chaos import figures
from tests.chaos.controls import remind_naively
from tests.chaos.engine import remind
from tests.chaos.ground import Ground
from tests.chaos.processes import Fallen
from tests.chaos.scene import TooLong, Trouble, patience


def run(options: argparse.Namespace) -> int:
    """Return 0 if every condition holds."""
    start = time.monotonic()
    say("chaos", f"N={options.n} KILLS={options.kills} SEED={options.seed}")
    wait_out_midnight(2 * patience(options.n, options.kills))
    trouble = Trouble(options.kills, options.flush_every, options.seed)
    ways = {
        figures.PLAIN: remind,
        figures.DROPS: remind,
        figures.MARKS_FIRST: remind_naively,
        figures.SENDS_FIRST: remind_naively,
    }
    counted = []
    with tempfile.TemporaryDirectory(prefix="chaos-") as folder, Ground(options.n) as ground:
        for part, way in ways.items():
            try:
                counted.append(way(ground, part, trouble, Path(folder)))
            except (Fallen, TooLong) as broken:
                say("chaos", f"{figures.HEADS[part]}: {broken}")
                return 1
            say("chaos", f"{figures.HEADS[part]}: klaar na {since(start)}")
    faults = [fault for of in counted for fault in of.faults(options.kills)]
    print(figures.table(counted), flush=True)
    for fault in faults:
        say("FOUT", fault)
    say("chaos", f"SEED={options.seed}: {'er is iets mis' if faults else 'alles klopt'}")
    if options.figures:
        options.figures.write_text(json.dumps({of.part: asdict(of) for of in counted}, indent=2))
    return 1 if faults else 0


def wait_out_midnight(seconds: float) -> None:
    """Wait until after midnight if that is within `seconds`: digests are per day, so a run across
    midnight would rightly send two."""
    now = timezone.localtime()
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=1)
    left = midnight - now
    if left < timedelta(seconds=seconds):
        say("chaos", f"wacht tot middernacht voorbij is ({left.seconds // 60} minuten)")
        time.sleep(left.total_seconds())
