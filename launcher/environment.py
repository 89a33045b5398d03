"""The virtual environment .venv: exactly the packages locked in requirements/development.txt."""

import hashlib
import importlib.util
import os
import re
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path

from launcher.children import ROOT, lock_folder, say, since
from launcher.marks import MARK, owned, take

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = ROOT / "requirements"
STAMP = VENV / "installed"
LOCKED = ["--require-hashes", "--only-binary", ":all:", "-r"]
UV_NAMES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
}


def sync() -> None:
    """Make .venv match the lock file and this interpreter; concurrent launchers take turns."""
    lock = lock_folder(LOCKS, wait=True)
    take(VENV, "omgeving", made_before=has_a_stamp)
    python = f"{Path(sys.executable).resolve()} {sys.version}"
    wanted = hashlib.sha256((LOCKS / "development.txt").read_bytes() + python.encode()).hexdigest()
    if not STAMP.exists() or STAMP.read_text() != wanted:
        start = time.monotonic()
        say("omgeving", "vaste pakketten installeren in .venv; dit gebeurt eenmalig")
        clear()
        install()
        STAMP.write_text(wanted)
        say("omgeving", f"klaar in {since(start)}")
    os.close(lock)


def has_a_stamp(folder: Path) -> bool:
    """Return whether a version of the launcher from before marks filled this folder."""
    stamp = folder / STAMP.name
    return owned(stamp, stat.S_ISREG) and bool(re.fullmatch("[0-9a-f]{64}", stamp.read_text()))


def clear() -> None:
    """Empty .venv, the stamp first, so that a half-cleared folder never counts as complete."""
    STAMP.unlink(missing_ok=True)
    for path in VENV.iterdir():
        if path.name == MARK:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def install() -> None:
    """Create .venv and install the locked packages with uv, or with pip where uv fails."""
    pip = [PYTHON, "-m", "pip"]
    if importlib.util.find_spec("pip"):  # using this interpreter's pip saves five seconds
        run(sys.executable, "-m", "venv", "--without-pip", VENV)
        pip = [sys.executable, "-m", "pip", "--python", PYTHON]
    elif importlib.util.find_spec("ensurepip"):
        run(sys.executable, "-m", "venv", VENV)
    else:  # Debian's bare python3
        sys.exit("Deze Python kan niets installeren. Doe eerst: apt-get install python3-venv")
    run(*pip, "install", "-qq", *LOCKED, LOCKS / "installer.txt")
    settings = subprocess.run([*pip, "config", "list"], capture_output=True, text=True).stdout
    uv = [VENV / "bin" / "uv", "pip", "install", "-q", "--python", PYTHON]
    # uv takes a quarter of pip's time; where it cannot reach the index, pip may still be able to.
    if run(*uv, *LOCKED, LOCKS / "development.txt", env=for_uv(settings), check=False):
        run(*pip, "install", "-qq", *LOCKED, LOCKS / "development.txt")


def for_uv(settings: str) -> dict[str, str]:
    """Translate pip's settings to uv's variables, so that a local mirror or certificate is used.

    `settings` is the output of `pip config list`; environment variables win over files.
    """
    found = sorted(re.findall(r"^(\S+)\.([a-z-]+)='(.*)'$", settings, re.MULTILINE), reverse=True)
    words = {UV_NAMES[name]: value for _, name, value in found if name in UV_NAMES}  # :env: is last
    return {"UV_INDEX_STRATEGY": "unsafe-best-match", **words}  # safe: hashes are checked


def run(*command, env=(), check=True) -> int:
    """Run a command in the checkout and return its exit code; exit on failure if `check`."""
    code = subprocess.run(command, env={**os.environ, **dict(env)}, cwd=ROOT).returncode
    if code and check:
        sys.exit(f"omgeving  | mislukt: {' '.join(map(str, command))}")
    return code
