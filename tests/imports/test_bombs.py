"""A small file that unpacks to gigabytes costs little memory and time, whatever its format."""

import io
import json
import zipfile

import pytest
from openpyxl import Workbook

from imports import limits
from tests.processes import run_python
from tests.sizes import BOMBS_TRIED

SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<sheetData>*</sheetData></worksheet>"
)
# Reads one file as a web process does; prints what it said, and the most memory in MB: its own,
# and that of the process that read the file.
READ = r"""
import json, re, resource, sys, time
from imports.limits import rows_of
from imports.unreadable import Unreadable
begin, said, rows = time.monotonic(), "", 0
try:
    with open(sys.argv[1], "rb") as file:
        for rows, _ in enumerate(rows_of(file, []), start=1):
            pass
except Unreadable as reason:
    said = reason.sentence
# Not ru_maxrss, which a process inherits from the one that started it.
mine = int(re.search(r"VmHWM:\s+(\d+)", open("/proc/self/status").read())[1]) // 1024
other = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
seconds = time.monotonic() - begin
print(json.dumps({"said": said, "rows": rows, "mine": mine, "other": other, "s": seconds}))
"""


def a_workbook(**parts: bytes) -> bytes:
    """A workbook with these parts; `sheet` is what stands in the first sheet."""
    honest, made = io.BytesIO(), io.BytesIO()
    Workbook().save(honest)
    sheet = SHEET.replace(b"*", parts.pop("sheet", b""))
    replaced = {f"{name.replace('__', '/')}.xml": data for name, data in parts.items()}
    replaced["xl/worksheets/sheet1.xml"] = sheet
    with zipfile.ZipFile(honest) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, replaced.pop(name, None) or old.read(name))
        for name, data in replaced.items():
            new.writestr(name, data)
    return made.getvalue()


def noise(count: int) -> bytes:
    """Cells that do not pack well: a bomb below the limit on the ratio."""
    return b"".join(b"<c><v>%d</v></c>" % (n * n % 999_983) for n in range(count))


BOMBS = {
    "one wide row": lambda: a_workbook(sheet=b"<row>" + b"<c/>" * 20_000_000 + b"</row>"),
    "wide row, packs badly": lambda: a_workbook(sheet=b"<row>" + noise(4_000_000) + b"</row>"),
    "unknown elements": lambda: a_workbook(sheet=b"<a/>" * 20_000_000),
    "many texts": lambda: a_workbook(
        xl__sharedStrings=b"<sst>" + b"<si/>" * 10_000_000 + b"</sst>"
    ),
    "styles": lambda: a_workbook(xl__styles=b"<a>" + b"<b/>" * 5_000_000 + b"</a>"),
    "many entries": lambda: a_workbook(**{f"xl__a{n}": b"" for n in range(5_000)}),
    "a line without end": lambda: b"id;naam\n" + b"a" * 90_000_000,
    "a row of separators": lambda: b"id;naam\n" + b";" * 90_000_000,
    "an open quotation mark": lambda: b'id;naam\n1;"' + b"a\n" * 40_000_000,
    "one long text in JSON": lambda: b'[{"id": "' + b"a" * 90_000_000 + b'"}]',
    "wide object": lambda: b'[{"a":1' + b"".join(b',"%d":1' % n for n in range(6_000_000)) + b"}]",
    "other names each time": lambda: json.dumps(
        [{f"{n}-{m}": 1 for m in range(10_000)} for n in range(400)]
    ).encode(),
    "deep": lambda: b"[" * 50_000_000,
}

QUICK_FIRST = [
    "one wide row", "many entries", "a line without end", "deep", "many texts", "styles",
    "unknown elements", "a row of separators", "an open quotation mark", "one long text in JSON",
    "wide object", "other names each time", "wide row, packs badly",
]  # fmt: skip


def read(tmp_path, data: bytes) -> dict:
    path = tmp_path / "bestand"
    path.write_bytes(data)
    ended = run_python("-c", READ, str(path), env={})
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


# The cheap ones first: a test of each way to grow, all of them at full size.
@pytest.mark.parametrize("name", sorted(BOMBS, key=QUICK_FIRST.index)[:BOMBS_TRIED])
def test_a_bomb_is_refused_with_little_memory_and_says_what_to_do(tmp_path, name):
    found = read(tmp_path, BOMBS[name]())

    assert any(word in found["said"] for word in ["Knip", "Haal", "Probeer", "Maak", "genest"])
    assert found["mine"] < 200
    assert found["other"] < limits.MOST_MEMORY / 1024 / 1024
    assert found["s"] < 60


def test_a_large_honest_workbook_is_read_in_full(tmp_path):
    row = b"<row>" + noise(20) + b"</row>"

    found = read(tmp_path, a_workbook(sheet=row * 5_000))

    assert (found["said"], found["rows"]) == ("", 5_000)
    assert found["mine"] < 200


def test_without_the_limits_a_bomb_takes_much_more_memory(tmp_path):
    """The control: a quarter of the worst file, read in the process itself."""
    path = tmp_path / "bestand"
    path.write_bytes(a_workbook(sheet=b"<row>" + noise(1_000_000) + b"</row>"))
    source = READ.replace("imports.limits", "imports.file_formats")

    ended = run_python("-c", source, str(path), env={})

    assert json.loads(ended.stdout)["mine"] > 500
