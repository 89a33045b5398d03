"""`make load`: measure time and memory of a first import and of importing the same files again.

Generates files of HOMES homes and TENANTS tenants, and of a town a tenth of that size, and imports
them with `manage.py import_homes` and `import_tenants`, each in its own process, into an empty
database. Exits with 0 only if the first and the unchanged import each take at most SECONDS seconds
and MB megabytes of memory, and the large town takes at most 12 times as long as the small one.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django
from django.db import connection

from launcher.children import say
from tests.database import make_migrated
from tests.load import town


def main() -> int:
    options = asked()
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "AANLOOP_DEMO": "1", "DEBUG": "0"}
    django.setup()
    base, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    took: dict[tuple[str, int], tuple[float, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for homes, tenants in (
            (options.homes // 10, options.tenants // 10),
            (options.homes, options.tenants),
        ):
            files = town.write(Path(folder), homes, tenants)
            with EmptyDatabase(base, f"load_{os.getpid()}_{homes}") as url:
                for what in ("eerste", "ongewijzigd"):
                    took[what, homes] = read_in(url, files)
                    print_line(what, homes, tenants, *took[what, homes])
    faults = [
        f"{what} met {homes} woningen: {seconds:.1f} s en {memory:.0f} MB"
        for (what, homes), (seconds, memory) in took.items()
        if seconds > options.seconds or memory > options.mb
    ]
    for what in ("eerste", "ongewijzigd"):
        times = took[what, options.homes][0] / took[what, options.homes // 10][0]
        print(f"{what}: tien keer zoveel duurt {times:.1f} keer zo lang", flush=True)
        if times > 12:
            faults.append(f"{what}: {times:.1f} keer zo lang")
    for fault in faults:
        say("FOUT", fault)
    return 1 if faults else 0


def print_line(what: str, homes: int, tenants: int, seconds: float, memory: float) -> None:
    print(
        f"{what:<12} {homes:>7} woningen {tenants:>7} huurders {seconds:>7.1f} s {memory:>6.0f} MB",
        flush=True,
    )


class EmptyDatabase:
    """Context manager: creates and migrates a database, gives its URL, and drops it afterwards."""

    def __init__(self, base: str, name: str) -> None:
        self.base, self.name = base, name

    def sql(self, statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    def __enter__(self) -> str:
        make_migrated(self.name)
        return f"{self.base}/{self.name}"

    def __exit__(self, *exc: object) -> None:
        self.sql(f'DROP DATABASE "{self.name}" WITH (FORCE)')


def read_in(url: str, files: tuple[Path, Path]) -> tuple[float, float]:
    """Import both files; return the seconds of both commands together and the larger peak memory in
    MB."""
    took = [manage(url, f"import_{kind}", str(file)) for kind, file in
            zip(("homes", "tenants"), files, strict=True)]  # fmt: skip
    return sum(seconds for seconds, _ in took), max(memory for _, memory in took)


def manage(url: str, *command: str) -> tuple[float, float]:
    """Run a management command; return its duration in seconds and its peak memory in MB."""
    environment = os.environ | {"DATABASE_URL": url}
    begin = time.monotonic()
    child = subprocess.Popen(
        [sys.executable, "manage.py", *command], env=environment, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(child.pid, 0)
    if code := os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{' '.join(command)} eindigde met {code}")
    return time.monotonic() - begin, usage.ru_maxrss / 1024


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser("tests.load")
    parser.add_argument("--homes", type=int, default=100_000)
    parser.add_argument("--tenants", type=int, default=130_000)
    parser.add_argument("--seconds", type=float, default=90)
    parser.add_argument("--mb", type=float, default=300)
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
