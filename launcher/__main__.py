"""python3 launcher run | test [pytest's arguments] | do COMMAND [arguments]"""

import contextlib
import http.client
import json
import os
import re
import secrets
import shutil
import socket
import stat
import sys
import time
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - older versions do run this, and show the message
    sys.exit("Aanloop heeft Python 3.11 of nieuwer nodig.")
if sys.prefix != sys.base_prefix:  # in an activated .venv, which cannot rebuild itself
    base = str(Path(sys.executable).resolve())
    os.execv(base, [base, *sys.argv])
sys.path[0] = str(Path(__file__).resolve().parent.parent)

from launcher import environment, servers  # noqa: E402
from launcher.children import ROOT, Children, lock_folder, say, since  # noqa: E402
from launcher.environment import PYTHON  # noqa: E402
from launcher.marks import owned, take  # noqa: E402

RUN = ROOT / ".run"
TOLD = ["AANLOOP_DEMO", "SECRET_KEY_FILE", "PORT"]
TOLD += ["DATABASE_URL", "REDIS_URL", "EMAIL_URL", "DEMO_POST"]
MANAGE = [PYTHON, "manage.py"]
CELERY = [PYTHON, "-W", "ignore:You're running", "-m", "celery", "-q", "-A", "config"]
GUNICORN = [PYTHON, "-m", "gunicorn", "config.wsgi", "--no-control-socket", "--log-level=warning"]
GUNICORN += ["--worker-class=gthread", "--workers=2", "--threads=4", "--preload"]
QUIET = ["--loglevel=WARNING"]
# One process for each processor; tests that must share one are marked `xdist_group`.
PYTEST = [PYTHON, "-m", "pytest", "-n", "auto", "--dist", "loadgroup"]


def run() -> int:
    """Run the complete application with fictional people until Ctrl-C; return the exit code."""
    start = time.monotonic()
    take(RUN, "aanloop", made_before=was_run_in)
    RUN.chmod(0o700)
    if not lock_folder(RUN):
        sys.exit("aanloop   | draait al vanuit deze map, in een andere terminal")
    port = int(os.environ.get("PORT") or free_port(8000))
    os.environ |= {"AANLOOP_DEMO": "1", "SECRET_KEY_FILE": secret_key(), "PORT": str(port)}
    with Children() as children:
        ours = servers.start(children, RUN)
        os.environ |= ours
        if "EMAIL_URL" not in os.environ:
            os.environ |= start_mailbox(children)
        say("demo", "database, uiterlijk en verzonnen mensen klaarzetten")
        own = ["--own-cluster"] if "DATABASE_URL" in ours else []
        if children.finish("demo", [*MANAGE, "demo_prepare", *own]):
            return 1
        url = f"http://127.0.0.1:{port}/"
        with told_to_others(url):
            children.start("web", [*GUNICORN, f"--bind=127.0.0.1:{port}"], ready=lambda _: ok(port))
            children.start("worker", [*CELERY, "worker", "--concurrency=2", *QUIET])
            children.start("beat", [*CELERY, "beat", *QUIET])
            children.finish("demo", [*MANAGE, "demo_logins"])
            say("aanloop", f"{url}  klaar in {since(start)}; Ctrl-C stopt alles")
            return children.watch()


def test(*arguments: str) -> int:
    """Run pytest with temporary servers; return its exit code."""
    browsers = map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])
    os.environ.setdefault("CHROMIUM", next(filter(None, browsers), ""))
    if not os.environ["CHROMIUM"]:
        say("browser", "geen Chromium, dus geen tests in de browser (apt-get install chromium)")
    if absent := [name for name in ("node", "npm", "java") if not shutil.which(name)]:
        say("npm", f"geen {', '.join(absent)}, dus niet alle tests (.ci/run installeert ze)")
    return do(*PYTEST, *arguments)


def do(*command) -> int:
    """Run a command in the environment, with temporary servers; return its exit code."""
    with Children() as children:
        os.environ |= {"AANLOOP_DEMO": "1"} | servers.start(children, None)
        os.environ["PATH"] = f"{PYTHON.parent}{os.pathsep}{os.environ['PATH']}"
        return children.finish("opdracht", command)


def was_run_in(folder: Path) -> bool:
    """Return whether a version of the launcher from before marks used this folder.

    It left a secret key of 67 characters. A folder with nothing but `static` is accepted too:
    `collectstatic` creates it without the launcher.
    """
    if {path.name for path in folder.iterdir()} == {"static"}:
        return owned(folder / "static", stat.S_ISDIR)
    key = folder / "secret"
    return owned(key, stat.S_ISREG) and bool(re.fullmatch(r"[\w-]{67}", key.read_text()))


def secret_key() -> str:
    """Return the path of this checkout's secret key; create it when it is missing or empty."""
    key, new = RUN / "secret", RUN / "secret.new"
    if not key.exists() or not key.read_text().strip():
        new.unlink(missing_ok=True)
        new.touch(mode=0o600)
        new.write_text(secrets.token_urlsafe(50))
        new.replace(key)
    return str(key)


@contextlib.contextmanager
def told_to_others(url: str):
    """Write servers.json for manage.py in another terminal; remove it when the block ends."""
    facts = {name: os.environ[name] for name in TOLD if name in os.environ}
    new, running = RUN / "servers.new", RUN / "servers.json"
    new.write_text(json.dumps({"pid": os.getpid(), "url": url, **facts}, indent=2))
    new.replace(running)
    try:
        yield
    finally:
        running.unlink()


def start_mailbox(children: Children) -> dict[str, str]:
    """Start a mail server that stores all mail: no demo mail ever reaches a real person.

    Returns the environment variables that refer to it.
    """
    port, post = free_port(), RUN / "post"
    mailbox = ["-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{port}", "-c", "aiosmtpd.handlers.Mailbox"]
    children.start("post", [PYTHON, *mailbox, post])
    return {"EMAIL_URL": f"smtp://127.0.0.1:{port}", "DEMO_POST": str(post)}


def free_port(wish: int = 0) -> int:
    """Return the wished port if it is free, else any free port of 127.0.0.1."""
    with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", wish)) as server:
        return server.getsockname()[1]
    port = free_port()
    say("web", f"poort {wish} is bezet, dus {port} (kies zelf met PORT=...)")
    return port


def ok(port: int) -> bool:
    """Return whether the web server on this port answers /readyz with 200."""
    web = http.client.HTTPConnection("127.0.0.1", port)
    with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(web):
        web.request("GET", "/readyz")
        return web.getresponse().status == 200
    return False


if __name__ == "__main__":
    commands = {"run": run, "test": test, "do": do}
    if len(sys.argv) < 2 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # with bytecode a start takes 3 s, not 11
    try:
        environment.sync()
        sys.exit(commands[sys.argv[1]](*sys.argv[2:]))
    except KeyboardInterrupt:
        say("aanloop", "gestopt")
        sys.exit(0 if sys.argv[1] == "run" else 130)
