"""Letters and reports as tagged PDF (PDF/UA), made by typst from a sheet and plain data.

A sheet is a file in `templates/papier/`. The data goes in as JSON and is only ever shown as text,
so that nothing that somebody typed is taken for markup. Makes a page in some hundredths of a
second, without any library of the system.
"""

import json
from pathlib import Path

import typst
from django.conf import settings

SHEETS = Path(settings.BASE_DIR) / "templates" / "papier"


def pdf(sheet: str, data: dict) -> bytes:
    """The sheet with this data as PDF. Raises typst.TypstError when the sheet is wrong."""
    text = json.dumps(data | {"organisation": settings.ORGANISATION}, default=str)
    return typst.compile(
        SHEETS / f"{sheet}.typ",
        root=SHEETS,
        sys_inputs={"data": text},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
    )
