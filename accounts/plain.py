"""Typed text as people mean it: no control characters, no marks that turn the line around."""

import re
import unicodedata

from django import forms

# Marks that change the direction of what follows, also of what somebody else wrote.
TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\ufeff]")


def plain(text: str) -> str:
    """The text without control characters and turning marks; line ends and tabs stay spaces."""
    text = TURNING.sub("", text.replace("\r\n", "\n"))
    kept = (" " if c == "\t" else c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")
    return "".join(kept)


class PlainField(forms.CharField):
    """A text field that cleans before it counts or checks anything."""

    def to_python(self, value) -> str:
        return super().to_python(plain(value) if isinstance(value, str) else value)


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
