"""Style sheets: colours are tokens, every class is used, a frame loads no sheet of one page."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
SHEETS = sorted((ROOT / "static" / "css").glob("*.css"))
# Sheets that define the colour tokens, and paper, which has its own black and white.
NAMES_COLOURS = {"tokens.css", "dark.css", "print.css"}
NOTATION = r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|lab|lch|oklch)a?\("
COLOUR = re.compile(NOTATION + r"|:\s*(?:white|black|red)\b", re.I)
CLASSES = re.compile(r'class="((?:[^"{]|{[{%].*?[}%]})*)"')
FRAMES = ["base", "staff", "tenant"]
# Set by a script that is not ours.
OF_HTMX = {"htmx-request"}


def rules(sheet: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.S)


def classes(sheet: Path) -> set[str]:
    selectors = re.findall(r"([^{};]+){", rules(sheet))
    return {
        name
        for selector in selectors
        if not selector.strip().startswith("@")
        for name in re.findall(r"\.([A-Za-z][\w-]*)", selector)
    }


def written() -> str:
    """Return all text that may put a class on a page: class attributes and quoted strings."""
    pages = "\n".join(file.read_text() for file in (ROOT / "templates").rglob("*.html"))
    files = [*(ROOT / "templates").rglob("*.svg"), *(ROOT / "static" / "js").glob("*.js")]
    for room in [*settings.ROOMS, "config"]:
        files += (ROOT / room).rglob("*.py")
    rest = "\n".join(file.read_text() for file in files)
    return "\n".join(CLASSES.findall(pages) + re.findall(r'"([^"\n]*)"', pages + rest))


@pytest.fixture(scope="module")
def used() -> tuple[set[str], set[str]]:
    """Return the words used as classes, and prefixes that a template completes: `f{{ step }}`."""
    text = written()
    return set(re.findall(r"[\w-]+", text)), set(re.findall(r"(?<![\w-])([a-z-]+){[{%]", text))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_uses_no_literal_colour(sheet):
    if sheet.name in NAMES_COLOURS:
        return

    found = COLOUR.findall(rules(sheet))

    assert not found, (
        f"{sheet.name} has {', '.join(found)}: use a meaning, such as var(--ink) or var(--action), "
        "or give the colour a name in static/css/tokens.css."
    )


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_class_in_a_sheet_is_used(sheet, used):
    words, beginnings = used
    begun = {name for name in classes(sheet) for begin in beginnings if name.startswith(begin)}

    unused = classes(sheet) - words - begun - OF_HTMX

    assert not unused, f"No page has {', '.join(sorted(unused))}: take it out of {sheet.name}."


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_for_some_pages_is_not_loaded_on_all(sheet):
    frames = "".join((ROOT / "templates" / f"{name}.html").read_text() for name in FRAMES)

    assert ("@layer screens {" in sheet.read_text()) == (f"css/{sheet.name}" not in frames), (
        f"{sheet.name}: what only some pages use is in the layer screens and linked in their block "
        "styles; what all use is in another layer and linked in base.html."
    )


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_has_one_layer(sheet):
    assert rules(sheet).count("@layer") == 1
