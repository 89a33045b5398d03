"""Render letters and reports as tagged PDF (PDF/UA) with typst, from a template and plain data.

Templates are the `.typ` files in `templates/paper/`. Data is passed as JSON and only shown as text,
so that typed text is never interpreted as markup. A page takes a few hundredths of a second and no
system library is needed.
"""

import json
from pathlib import Path

import typst
from django.conf import settings

SHEETS = Path(settings.BASE_DIR) / "templates" / "paper"
FONTS = SHEETS / "fonts"


def render(sheet: str, data: dict) -> bytes:
    """Return the sheet with this data as PDF. Raises typst.TypstError for an invalid sheet."""
    return typst.compile(SHEETS / f"{sheet}.typ", pdf_standards=["ua-1"], **_with(data))


def png(sheet: str, data: dict, *, dots: int) -> bytes:
    """Return the first page of the sheet as PNG, at `dots` per inch."""
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
