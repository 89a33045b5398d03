"""Clean typed text: no control characters, no invisible characters, no BSN."""

import re
import unicodedata

from django import forms

from ground.citizen_numbers import remove_bsn
from ground.guarded_text import AskedAgain, GuardedBoundField, Typed
from ground.text_warnings import A_PERSON, FROM_OUTSIDE, PUBLIC_TEXT, SAVED_FIRST, Guard

# Unicode categories: control characters; invisible format characters, such as direction overrides,
# which also affect the text after them, by other authors; surrogates.
UNSEEN = {"Cc", "Cf", "Cs"}
# Line ends, and the zero-width (non-)joiner, which some scripts require.
NEEDED = "\n\u200c\u200d"
# Unicode noncharacters; a spreadsheet that contains one does not open.
NONCHARACTERS = re.compile(r"[\ufdd0-\ufdef\ufffe\uffff]")
# Characters that a spreadsheet program reads as the start of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def plain(text: str) -> str:
    """Return the text without invisible characters; a tab becomes a space."""
    text = NONCHARACTERS.sub("", text.replace("\r\n", "\n").replace("\t", " "))
    return "".join(c for c in text if c in NEEDED or unicodedata.category(c) not in UNSEEN)


# A full stop after a text that ends in one, or in another mark that ends a sentence.
ENDED_TWICE = re.compile(r"(?<=[^\s.])([.!?…])\.(?![.\w/])")


def full_stop(text: str) -> str:
    """Return the text as a sentence, with one full stop: 'links.' stays, 'links' gets one."""
    text = text.rstrip()
    return text if text.endswith((".", "!", "?", "…")) or not text else f"{text}."


# What stands before the first word of a sentence without getting its capital: "'s Avonds", a quote.
BEFORE_CAPITAL = re.compile(r"^(?:[‘“\"(]?['‘’][snt] (?=\w)|[‘“\"(]+)")


def capital(text: str) -> str:
    """Return the text as the beginning of a sentence: 'koffie' -> 'Koffie', 'ijsclub' -> 'IJsclub',
    ''s avonds' -> ''s Avonds'."""
    before = BEFORE_CAPITAL.match(text)
    n = before.end() if before else 0
    first = 2 if text[n : n + 2] == "ij" else 1
    return text[:n] + text[n : n + first].upper() + text[n + first :]


def title_within(text: str) -> str:
    """Return a title as a part of a sentence: with a capital, without a full stop of its own, and
    between quotation marks when it asks or calls out: 'komt u?' -> '‘Komt u?’'."""
    text = text.strip()
    if text.endswith(("!", "?", "…")):
        return capital(f"‘{text}’")
    abbreviated = "." in text[:-1].split(" ")[-1]
    return capital(text if abbreviated else text.rstrip("."))


def sentence(text: str) -> str:
    """Return the text as a whole sentence: a capital, and one full stop."""
    return capital(full_stop(text))


def ended_once(text: str) -> str:
    """Return a text made of parts with one mark at the end of each sentence: 'p.p..' -> 'p.p.'."""
    return ENDED_TWICE.sub(r"\1", text)


def escape_formula(value):
    """Return a spreadsheet cell that stays text: a possible formula is prefixed with `'`."""
    if isinstance(value, str):
        text = plain(value).replace("\n", " ")
        return f"'{text}" if value.startswith(FORMULA) or text.startswith(FORMULA) else text
    return value


class PlainField(forms.CharField):
    """A text field that cleans the text and removes a BSN before it validates, length included.

    The browser gets no `maxlength`: it would cut pasted text without a word. It counts instead, and
    what is too long comes back whole, with a sentence.

    Its guard asks the writer once to read again a text with something that should not stand in it,
    such as an illness. A field for something else is one of the classes below.
    """

    guard: Guard | None = A_PERSON
    bound_field_class = GuardedBoundField

    def widget_attrs(self, widget: forms.Widget) -> dict:
        attrs = super().widget_attrs(widget)
        if most := attrs.pop("maxlength", None):
            attrs["data-most"] = most
        return attrs

    def to_python(self, value) -> str:
        if isinstance(value, str):
            value = plain(value)
            # Far more than fits is refused for its length, whatever numbers it holds.
            if self.max_length is None or len(" ".join(value.split())) <= 2 * self.max_length:
                value = remove_bsn(value)
        return super().to_python(value)

    def clean(self, value) -> str:
        text = super().clean(value)
        if self.guard and isinstance(value, Typed):
            found = self.guard.find(text)
            if self.guard.reasons_to_ask(found) - value.seen:
                raise AskedAgain(self.guard, found)
            self.guard.show_urgent(found)
        return text


class SavedFirstField(PlainField):
    """Plain text about a person that is saved at once, because a page to change it follows."""

    guard = SAVED_FIRST


class PublicTextField(PlainField):
    """Plain text that anybody may read, such as what happens at a meetup."""

    guard = PUBLIC_TEXT


class OutsideTextField(PlainField):
    """Plain text that somebody from outside writes to us."""

    guard = FROM_OUTSIDE


class UnguardedField(PlainField):
    """A field that asks for a name, an address, a code or something to search for."""

    guard = None


class OneLineField(PlainField):
    """Plain text on one line: a name or a title, which also goes into subjects and calendars."""

    guard = None

    def to_python(self, value) -> str:
        text = super().to_python(value)
        return " ".join(text.split()) if text else text


def note_field(
    label: str,
    most: int,
    help_text: str = "",
    rows: int = 2,
    kind: type[PlainField] = PlainField,
) -> PlainField:
    """Return an optional short text field.

    The error for a text over `most` characters gives its length; the form keeps the whole text.
    """
    return kind(
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
