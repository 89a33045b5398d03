"""What the Nu HTML checker and axe would say of a template, for parts that few pages show."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"
PATHS = sorted(TEMPLATES.rglob("*.html"))
TRANSLATED = re.compile(r'\{% *translate "(.*?)" *%\}')
TAG = re.compile(r"\{[%#].*?[%#]\}", re.DOTALL)
VALUE = re.compile(r"\{\{.*?\}\}", re.DOTALL)


class Markup(HTMLParser):
    """Collects links and buttons that have a name of their own, and forms inside a line of text."""

    def __init__(self) -> None:
        super().__init__()
        self.named: list[tuple[str, str]] = []
        self.wrong: list[str] = []
        self.open: list[tuple[str, str, list[str]]] = []
        self.spans: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in {"a", "button", "summary"}:
            self.open.append((tag, given.get("aria-label", ""), []))
        elif tag == "span":
            unseen = "vh" in given.get("class", "").split() or "aria-hidden" in given
            self.spans.append(unseen)
        elif tag == "form" and self.spans:
            self.wrong.append(f"line {self.getpos()[0]}: a form inside a span; make it a div")
        elif tag == "select" and "maxlength" in given:
            self.wrong.append(f"line {self.getpos()[0]}: a select has no maxlength")

    def handle_endtag(self, tag: str) -> None:
        if tag == "span" and self.spans:
            self.spans.pop()
        elif self.open and self.open[-1][0] == tag:
            _, name, words = self.open.pop()
            seen = " ".join("".join(words).split())
            if name and seen and seen.lower() not in name.lower():
                self.wrong.append(
                    f"line {self.getpos()[0]}: shows ‘{seen}’, but its aria-label is ‘{name}’; "
                    "begin the label with the words that are shown"
                )

    def handle_data(self, data: str) -> None:
        if self.open and not any(self.spans):
            self.open[-1][2].append(data)


def faults(source: str) -> list[str]:
    """Return what is wrong in a template; of an `if` all branches count."""
    source = TRANSLATED.sub(r"\1", source)
    source = TAG.sub(lambda tag: "\n" * tag[0].count("\n"), source)
    markup = Markup()
    markup.feed(VALUE.sub("…", source))
    return markup.wrong


@pytest.mark.parametrize("path", PATHS, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_names_its_buttons_as_they_read_and_has_no_form_in_a_line_of_text(path):
    assert faults(path.read_text()) == []


@pytest.mark.parametrize(
    "source",
    [
        '<button aria-label="Verwijder {{ name }}">Weg</button>',
        '<a aria-label="{{ name }} gebeld">{% if x %}Ja, komt{% else %}Gebeld{% endif %}</a>',
        '<span class="row"><form method="post"></form></span>',
        '<select maxlength="3"></select>',
    ],
)
def test_a_wrong_name_and_a_form_in_a_line_of_text_are_found(source):
    assert len(faults(source)) == 1


def test_a_name_that_begins_with_the_words_shown_is_right():
    assert faults('<a aria-label="Weg: {{ name }}">{% icon "x" %}Weg</a>') == []
    assert faults('<a aria-label="Zoeken">{% icon "x" %}</a>') == []
