"""`make long`: the tests at full size, then the crawl, and the trials from `chaos` on.

Every part runs, even after a failure. Prints how long each took, and exits with 1 if one failed.
"""

import os
import subprocess
import sys
import time

PARTS = {
    "test": ["ARGS=--durations=25"],
    "crawl": [],
    "lighthouse": [],
    "chaos": [],
    "rush": [],
    "scale": [],
    "load": [],
    "search": [],
    "pooler": [],
    "proxy": [],
}


def main() -> int:
    environment = os.environ | {"AANLOOP_LONG": "1"}
    lines, failed = [], False
    for part, arguments in PARTS.items():
        begin = time.monotonic()
        print(f"\n--- make {part}", flush=True)
        command = ["make", "--no-print-directory", part, *arguments]
        code = subprocess.run(command, env=environment).returncode
        failed |= code != 0
        minutes, seconds = divmod(round(time.monotonic() - begin), 60)
        lines.append(f"{part:<7} {minutes:>3}:{seconds:02}  {'FOUT' if code else 'goed'}")
    print("\n" + "\n".join(lines), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
