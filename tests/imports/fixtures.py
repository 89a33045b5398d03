"""The two sample files with difficult lines, and functions to read the result of an import."""

from pathlib import Path

from accounts.models import User
from imports.models import ImportRun
from tests.factories.files import a_file, put_in

FILES = Path(__file__).parent.parent / "files"
HOMES, TENANTS = (FILES / name for name in ("homes.csv", "tenants.csv"))
HEADER = "eenheid_id;eenheid_code;straatnaam;huisnummer"


def read_all(coordinator: User) -> tuple[ImportRun, ImportRun]:
    """Import both sample files; return the runs of homes and of tenants."""
    homes = put_in(a_file(HOMES.read_bytes(), by=coordinator))
    return homes, put_in(a_file(TENANTS.read_bytes(), "tenants", by=coordinator))


def reasons(run: ImportRun) -> dict[int, str]:
    """Return the reasons for refusal by line number."""
    return dict(run.lines.filter(outcome="rejected").values_list("line", "reason"))


def outcomes(run: ImportRun) -> dict[int, str]:
    return dict(run.lines.order_by("pk").values_list("line", "outcome"))
