"""Letters and reports as tagged PDF (PDF/UA), made by typst from a sheet and plain data.

A sheet is a file in `templates/paper/`. The data goes in as JSON and is only ever shown as text,
so that nothing that somebody typed is taken for markup. Makes a page in some hundredths of a
second, without any library of the system.
"""

import json
from pathlib import Path

import typst
from django.conf import settings

SHEETS = Path(settings.BASE_DIR) / "templates" / "paper"
FONTS = SHEETS / "fonts"


def render(sheet: str, data: dict) -> bytes:
    """The sheet with this data as PDF. Raises typst.TypstError when the sheet is wrong."""
    return typst.compile(SHEETS / f"{sheet}.typ", pdf_standards=["ua-1"], **_with(data))


def png(sheet: str, data: dict, *, dots: int) -> bytes:
    """The first page of the sheet as a picture of so many dots an inch."""
    made = typst.compile(SHEETS / f"{sheet}.typ", format="png", ppi=dots, **_with(data))
    return made if isinstance(made, bytes) else made[0]


def _with(data: dict) -> dict:
    more = {"organisation": settings.ORGANISATION, "phone": settings.ORGANISATION_PHONE}
    return {
        "root": SHEETS,
        "sys_inputs": {"data": json.dumps(more | data, default=str)},
        "font_paths": [FONTS],
        "ignore_system_fonts": True,
    }
