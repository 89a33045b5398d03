"""The Nu HTML checker (github.com/validator/validator), over all pages of a crawl at once."""

import json
import re
import subprocess
from pathlib import Path

from tests import npm

# htmx uses attributes of its own, which HTML does not know.
OURS = re.compile(r"Attribute “hx-[\w:.-]+” not allowed on element")
MISSING = npm.missing("java")


def faults(folder: Path) -> list[str]:
    """Return what the checker says is wrong in the `.html` files of a folder, by file."""
    jar = npm.installed("nu") / "vnu-jar" / "build" / "dist" / "vnu.jar"
    done = subprocess.run(
        [
            "java", "-Xss4m", "-jar", str(jar), "--format", "json", "--errors-only",
            "--exit-zero-always", "--skip-non-html", str(folder),
        ],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = [one for one in json.loads(done.stderr)["messages"] if not OURS.match(one["message"])]
    return sorted({f"nu   {Path(one.get('url', '')).stem}: {described(one)}" for one in found})


def described(message: dict) -> str:
    """'Stray end tag “p”. <…></p>': what is wrong, and the text it is about."""
    extract = " ".join(message.get("extract", "").split())
    return f"{message['message']} {extract}"
