"""Programs from npm that check pages: the Nu HTML checker and Lighthouse.

Each has a folder here with its lock file. They are installed under `.run/npm`, once for each lock
file, and are no part of the product.
"""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from django.conf import settings

HERE = Path(__file__).parent


def missing(*programs: str) -> str:
    """Return a sentence that names what must be installed first; empty when all is there.

    On the build server (`CI` is set) nothing is left out: a test that lacks a program fails there.
    """
    if os.environ.get("CI"):
        return ""
    absent = [program for program in ("node", "npm", *programs) if not shutil.which(program)]
    return f"geen {', '.join(absent)}; .ci/run installeert ze" if absent else ""


def installed(name: str) -> Path:
    """Return the folder `node_modules` with the program of that name; installs it if needed."""
    lock = HERE / name / "package-lock.json"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()[:12]
    folder = Path(settings.BASE_DIR) / ".run" / "npm" / f"{name}-{digest}"
    modules = folder / "node_modules"
    if not modules.exists():
        # Under another name until it is complete, so that an interruption leaves nothing partial.
        begun = folder.with_name(f"{folder.name}.begun")
        shutil.rmtree(begun, ignore_errors=True)
        shutil.copytree(HERE / name, begun)
        subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"],
            cwd=begun,
            check=True,
        )
        begun.rename(folder)
    return modules


# What this machine lacks for the programs that need only Node.js.
MISSING = missing()
