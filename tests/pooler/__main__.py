"""The suite through PgBouncer in transaction mode: python -m tests.pooler [pytest's arguments].

After every transaction the pooler forgets the state of the session (DISCARD ALL), so that whatever
needs a session fails here, and not once a week in production. Install it with
`apt-get install pgbouncer`.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

from launcher.servers import not_as_root
from tests.database import DIRECT

# Not the launcher (it starts its own servers), nor the trials, which have commands of their own.
LEFT_OUT = ["launcher", "chaos", "scale", "rush", "suite"]
CONFIG = """
[databases]
* = host={host} port={port}
[pgbouncer]
listen_addr =
unix_socket_dir = {folder}
unix_socket_mode = 0777
listen_port = 6432
auth_type = trust
auth_file = {folder}/users
pool_mode = transaction
server_reset_query = DISCARD ALL
server_reset_query_always = 1
default_pool_size = 50
max_client_conn = 500
ignore_startup_parameters = extra_float_digits
logfile = {folder}/pgbouncer.log
"""


def main(arguments: list[str]) -> int:
    """Run pytest with DATABASE_URL through the pooler; return its exit code."""
    program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if not program:
        sys.exit("pgbouncer niet gevonden: apt-get install pgbouncer")
    direct = os.environ["DATABASE_URL"]
    with tempfile.TemporaryDirectory(prefix="pooler-") as name:
        folder = Path(name)
        folder.chmod(0o777)
        pooler = start(program, folder, direct)
        try:
            user, database = urlsplit(direct).username, direct.rpartition("/")[2]
            through = {DIRECT: direct, "DATABASE_URL": f"postgres://{user}@/{folder}/{database}"}
            through |= {"PGPORT": "6432", "CONN_MAX_AGE": "0"}
            left_out = [f"--ignore=tests/{each}" for each in LEFT_OUT]
            command = [sys.executable, "-m", "pytest", *left_out, *(arguments or ["-n", "auto"])]
            return subprocess.run(command, env=os.environ | through).returncode
        finally:
            pooler.terminate()
            pooler.wait()


def start(program: str, folder: Path, direct: str) -> subprocess.Popen:
    """Start the pooler in front of the launcher's PostgreSQL, which listens on a socket."""
    host = unquote(urlsplit(direct).path).rpartition("/")[0].removeprefix("/")
    (folder / "users").write_text(f'"{urlsplit(direct).username}" ""\n')
    config = folder / "pgbouncer.ini"
    config.write_text(CONFIG.format(host=host, port=5432, folder=folder))
    pooler = subprocess.Popen([*not_as_root(), program, "-q", config])
    deadline = time.monotonic() + 10
    while not (folder / ".s.PGSQL.6432").exists():
        if pooler.poll() is not None or time.monotonic() > deadline:
            pooler.kill()
            sys.exit("pgbouncer start niet")
        time.sleep(0.1)
    return pooler


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
