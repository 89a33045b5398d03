"""Typed text as people mean it: no control characters, no marks that nobody sees, no BSN."""

import re
import unicodedata

from django import forms

from ground.citizen_numbers import without_numbers

# Control characters; marks nobody sees, such as those that change the direction of what follows,
# also of what somebody else wrote; halves of a character.
UNSEEN = {"Cc", "Cf", "Cs"}
# Line ends, and the two joiners that some scripts are written with.
NEEDED = "\n\u200c\u200d"
# What stands for no character in any alphabet; a spreadsheet with one of them does not open.
NONCHARACTERS = re.compile(r"[\ufdd0-\ufdef\ufffe\uffff]")
# What a spreadsheet program takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def plain(text: str) -> str:
    """The text without what nobody sees; a tab becomes a space."""
    text = NONCHARACTERS.sub("", text.replace("\r\n", "\n").replace("\t", " "))
    return "".join(c for c in text if c in NEEDED or unicodedata.category(c) not in UNSEEN)


def safe(value):
    """A cell of a spreadsheet that stays text: what looks like a formula gets an apostrophe."""
    if isinstance(value, str):
        text = plain(value).replace("\n", " ")
        return f"'{text}" if value.startswith(FORMULA) or text.startswith(FORMULA) else text
    return value


class PlainField(forms.CharField):
    """A text field that cleans, and leaves a BSN out, before it counts or checks anything."""

    def to_python(self, value) -> str:
        if isinstance(value, str):
            value = without_numbers(plain(value))
        return super().to_python(value)


def note_field(label: str, most: int, help_text: str = "", rows: int = 2) -> PlainField:
    """A short text that may stay empty; too long says by how much, and keeps all of it."""
    return PlainField(
        label=label,
        required=False,
        max_length=most,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={
            "max_length": "Dit is te lang: %(show_value)s tekens. Houd het bij %(limit_value)s "
            "tekens, alleen wat je zag of hoorde."
        },
    )
