"""What is printed: every script that people write here, and no character that stops a sheet."""

import logging

import pytest
import typst

from outbox.pdf import MISSING, drawn, printable, render

NAMES = {
    "Tigrinya": "ሰላም ተስፋይ", "Arabic": "محمد حسن", "Tamil": "சுந்தரம்", "Chinese": "王小明",
    "Cyrillic": "Шевченко", "Greek": "Παπάς", "Hebrew": "דוד", "Devanagari": "हिन्दी",
    "Thai": "สมชาย", "Georgian": "ქართული", "Armenian": "Հայաստան", "Sinhala": "සිංහල",
    "Vietnamese": "Đặng Thị Mỹ", "Turkish": "Şahin Yıldız", "Polish": "Wałęsa",
}  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_is_printed_in_latin_letters_only(request, caplog):
    """The last resort of a sheet hides what this file is about."""
    yield
    assert "in Latin letters only" not in caplog.text


def a_list(*names: str) -> dict:
    rows = [{"name": name, "note": ""} for name in names]
    return {
        "title": "Koffietafel", "line": "Vandaag", "second": "Let op", "rows": rows,
        "walk_ins": False,
    }  # fmt: skip


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_is_printed_in_its_own_script(name):
    assert printable(name) == name
    assert render("list", a_list(name)).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Sara\U0001f338", "Sara\U0001f338"),
        ("\U0001f44d\U0001f3fd", "\U0001f44d\U0001f3fd"),
        ("\u2764\ufe0f", "\u2764"),
        ("\uf0b7 eerste punt", "• eerste punt"),
        ("\ufeffJan", "Jan"),
        ("Jan\u200b\u202e Jansen\x00\x07", "Jan Jansen"),
        ("\U0001f468\u200d\U0001f469", "\U0001f468\U0001f469"),
        ("e\u0301", "é"),
        ("\U000130b8 en \U00012000", f"{MISSING} en {MISSING}"),
        ("\ue000", MISSING),
    ],
)
def test_an_odd_character_is_printed_left_out_or_a_box(typed, printed):
    assert printable(typed) == printed
    assert render("list", a_list(typed)).startswith(b"%PDF")


def test_one_row_without_a_font_does_not_stop_the_others_and_is_logged(caplog):
    with caplog.at_level(logging.WARNING, "aanloop.outbox"):
        made = render("list", a_list("Hennie", "\U000130b8\U000130b8", "Wil"))

    assert made.startswith(b"%PDF")
    assert [record.getMessage() for record in caplog.records] == [
        "sheet list: 2 characters that no font has"
    ]


def test_every_character_that_the_fonts_are_said_to_draw_is_printed():
    firsts, lasts = drawn()
    every = [
        chr(n) for first, last in zip(firsts, lasts, strict=True) for n in range(first, last + 1)
    ]

    for at in range(0, len(every), 4000):
        rows = ["".join(every[n : n + 40]) for n in range(at, min(at + 4000, len(every)), 40)]
        assert render("list", a_list(*rows)).startswith(b"%PDF")

    assert len(every) > 15_000


def test_a_character_without_a_font_would_stop_the_sheet(monkeypatch):
    monkeypatch.setattr("outbox.pdf._printable", lambda data: (data, 0))
    monkeypatch.setattr("outbox.pdf._latin", lambda text: text)

    with pytest.raises(typst.TypstError):
        render("list", a_list("\U000130b8"))
