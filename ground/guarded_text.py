"""How a form shows what its guard found in a text, and remembers what the writer has read.

The page comes back once, with the text as it was typed and the advice at the field. A hidden input
beside the field holds the kinds that were shown, so that sending the form again is enough.
"""

from collections.abc import Mapping
from functools import cached_property

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ground.text_warnings import Advice, Found, Guard, Kind


class Typed(str):
    """A text as it was sent, with the kinds of advice that its writer has already seen."""

    seen: frozenset[Kind] = frozenset()


class AskedAgain(forms.ValidationError):
    """The writer is asked to read the text again."""

    def __init__(self, guard: Guard, found: Mapping[Kind, list[Found]]) -> None:
        super().__init__(guard.again, code="asked_again")
        self.guard, self.found = guard, found

    @property
    def advice(self) -> list[Advice]:
        return [one for kind, those in self.found.items() for one in self.guard.advise(kind, those)]


class GuardedBoundField(forms.BoundField):
    """A text field on a page."""

    @property
    def seen_name(self) -> str:
        """The name of the hidden input."""
        return f"{self.html_name}-seen"

    @property
    def data(self):
        value = super().data
        if not isinstance(value, str):
            return value
        typed = Typed(value)
        known = self.form.data.get(self.seen_name, "").split(",")
        typed.seen = frozenset(kind for kind in Kind if kind.value in known)
        return typed

    @cached_property
    def asked_again(self) -> AskedAgain | None:
        """What the writer is asked to read again, if anything."""
        if not self.form.is_bound:
            return None
        return next((e for e in self.errors.as_data() if isinstance(e, AskedAgain)), None)

    def build_widget_attrs(self, attrs: dict, widget: forms.Widget | None = None) -> dict:
        """Do not mark a text as wrong that only has to be read again."""
        attrs = super().build_widget_attrs(attrs, widget)
        if self.asked_again and len(self.errors) == 1:
            attrs.pop("aria-invalid", None)
        return attrs

    def as_widget(self, *args, **kwargs) -> SafeString:
        """Return the field with the hidden input, once something was shown."""
        return format_html("{}{}", super().as_widget(*args, **kwargs), self.seen_input)

    @property
    def seen_input(self) -> SafeString | str:
        """The hidden input, or nothing; for a template that writes its own field."""
        if not self.form.is_bound:
            return ""
        seen = set(getattr(self.data, "seen", ()))
        if self.asked_again:
            seen |= self.asked_again.found.keys()
        if not seen:
            return ""
        # Without spaces: a page of refusal shows every field with words in it as what was typed.
        value = ",".join(kind.value for kind in Kind if kind in seen)
        return format_html('<input type="hidden" name="{}" value="{}">', self.seen_name, value)
